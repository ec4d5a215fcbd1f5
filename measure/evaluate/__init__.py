"""A model's predictions against a labelled set: how good they are, and where they are worse."""
