"""Official documents in; so far their plain text, later draft rules."""
