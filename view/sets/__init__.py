"""What a page looks at: one set or two, their tags, and what is computed of them while it is open."""
