"""A file of any kind → paragraphs and tables."""
