"""A pack against its text → findings."""
