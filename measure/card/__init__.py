"""``card``: what is known of a dataset, and what is not, as a report and as files that others read. docs/card.md."""
