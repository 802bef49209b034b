"""Duty tables → PDF, A4 landscape, head on every page, to be printed and signed."""

from collections.abc import Sequence
from typing import Any

from cadence.print import Faces, character_name, missing, render_pdf, without_missing
from cadence.reports.duty.nouns import HEADS, DutyTable
from cadence.reports.duty.text import cells, foot_lines, head_lines

TEMPLATE = "duty.typ"
LONG = 200  # characters of a cell beyond which its row may run over to the next page


def render_paper(tables: Sequence[DutyTable], faces: Faces) -> bytes:
    """Return one PDF; each table begins on a sheet of its own."""
    absent = lacking(tables, faces)
    names = [character_name(char) for char in absent]
    values = without_missing(_values(tables), absent) | {"lacking": names}
    return render_pdf("cadence.reports", TEMPLATE, values, faces, tables[0].head.as_of)


def lacking(tables: Sequence[DutyTable], faces: Faces) -> tuple[str, ...]:
    """Return the characters of the tables that no font has."""
    text: list[str] = []
    for table in tables:
        text += (*head_lines(table.head), *foot_lines(table))
        text += (group.name for group in table.groups)
        text += (cell for row in table.rows for cell in cells(row))
    return missing("".join(text), faces)


def _values(tables: Sequence[DutyTable]) -> dict[str, Any]:
    return {
        "heads": list(HEADS),
        "tables": [
            {
                "head": list(head_lines(table.head)),
                "groups": [
                    {
                        "name": group.name,
                        "rows": [
                            {
                                "cells": list(cells(row)),
                                "long": max(map(len, cells(row))) > LONG,
                                "late": row.is_overdue,
                            }
                            for row in group.rows
                        ],
                    }
                    for group in table.groups
                ],
                "foot": list(foot_lines(table)),
            }
            for table in tables
        ],
    }
