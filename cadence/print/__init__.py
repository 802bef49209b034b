"""Rows and templates → text, CSV, JSON, .xlsx, .docx, PDF and HTML. Knows no duty."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
