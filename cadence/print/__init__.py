"""Rows → what people read: terminal, CSV and JSON in listing, pages in pages."""
