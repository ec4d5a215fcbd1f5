"""A page in the browser to look at a set of pictures: ``prelabel view``. Needs the extra ``view``."""
