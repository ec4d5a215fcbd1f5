"""What a page looks at: one set to eight, their tags, and what is computed of them while it is open."""
