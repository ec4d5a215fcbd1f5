"""The command ``prelabel``: options in, sentences and exit codes out."""
