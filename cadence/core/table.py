"""Rows for people, whatever they are printed as."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows, all text, every row as long as the heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
