"""What the page shows of a picture, and keeps beside a set: files, labels, tags, matches, likenesses."""
