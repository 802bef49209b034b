"""cadence: what official documents demand, as calendars, tables and a check of what was missed.

    rules/<place>/*.yaml      packs.py   ─▶ Rules ─┐
    rules/<place>/units.yaml  roster.py  ─▶ Units ─┼─▶ occurrences.py ─┬─▶ feeds.py  ─▶ out/feeds/
    workdays.py (State Council notices) ───────────┘                   ├─▶ tables.py ─▶ print/
                                                                       └─▶ findings.py

model.py holds the nouns and is read first; workspace.py reads all of rules/ at once; build.py
joins the stages; publish.py is all that writes under out/; cli.py is the one door.
"""

from cadence.errors import CadenceError, InputError, Problem
from cadence.model import Document, Occurrence, Pack, Rule, Unit, Window

__all__ = [
    "CadenceError",
    "Document",
    "InputError",
    "Occurrence",
    "Pack",
    "Problem",
    "Rule",
    "Unit",
    "Window",
]
