"""The day and hour that the office picks."""
