"""What a filter means: its words, its SQL, and what it leaves."""
