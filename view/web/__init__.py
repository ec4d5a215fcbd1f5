"""The server behind the page: what may be asked, and by whom."""
