"""Designed experiments: one scene again and again, with nothing changed but what a design names.

``design`` says which frame is which cell of the design, ``edits`` change what no scene parameter says, ``effects`` say
what a factor may change, and ``moved`` measures what it does.
"""
