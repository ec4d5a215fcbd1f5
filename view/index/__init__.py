"""What is in a set, in a file of the cache: a row a picture, a row a thing, a column for all that is known."""
