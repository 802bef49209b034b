"""Scenes → how a place does: figures, rows that nobody can polish, the named misses, the week."""
