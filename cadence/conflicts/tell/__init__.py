"""Conflicts → lines, rows and words for people."""
