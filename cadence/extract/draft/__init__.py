"""Clauses and timings → a draft pack, and the page to review it by."""
