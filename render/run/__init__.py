"""A run and its frames: from a number to a record, in this process."""
