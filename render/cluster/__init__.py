"""A run on many machines, by Ray. ``driver`` hands out tasks and alone imports Ray, ``task`` is what each does."""
