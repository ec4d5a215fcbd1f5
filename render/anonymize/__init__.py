"""Real pictures whose faces and number plates become those of nobody; docs/anonymize.md says what that is worth."""
