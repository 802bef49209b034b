"""cadence: what official documents demand, as calendars, tables and a check of what was missed.

    official text ── extract/ ─▶ draft pack ──(a person checks)──▶ rules/<place>/<document>.yaml

    rules/<place>/*.yaml      packs.py, amendments.py ─▶ Rules ─┐
    rules/<place>/units.yaml  roster.py               ─▶ Units ─┼─▶ occurrences.py ─┐
    workdays.py, notices.py (State Council notices) ────────────┘                   │
    ledger.py ─▶ history.py (what was done, what happened) ──────────▶ checks.py ◀──┤
        └─▶ chains.py ─▶ anchors.py, thresholds.py ─▶ clocks.py ─────────────────────┤
             ┌──────────────────────────┬──────────────────────────┬────────────────┘
         feeds.py ─▶ revisions.py    tables.py ─▶ print/, site/     changes.py
             └──────────▶ publish.py ◀──┘
                            └─▶ out/ ─▶ serve/ ─▶ phones        access.py ─▶ subscribers.py

    what was done: done ─▶ claims.py ─▶ recording.py ─▶ ledger.py ─▶ backup.py
    a sheet that comes back: sheet_files.py ─▶ heads.py ─▶ matching.py, returns.py ─▶ claims.py
    what collides: checks.py ─▶ demands.py ─▶ merging.py ─▶ conflicts/ ─▶ print/
    the hour of a duty: plan.py ─▶ ledger.py ─▶ sittings.py ─▶ feeds.py
    a month on paper: monthly.py ─▶ duty.py, duty_tables.py ─▶ print/ ─▶ issuing.py, slip.py; it
    comes back by returns.py; stamps.py marks paper and feed alike

    a pack held against its text: coverage.py, agreement.py, findings.py

model.py, timings.py, office.py and facts.py hold the nouns and are read first; workspace.py reads
all of rules/ at once; survey.py and build.py join the stages; publish.py is all that writes under
out/, ledger.py all that writes the ledger, access.py all that writes tokens and fetches; serve/
hands out/ to phones; commands/ is the one door, a file per command.
"""

from cadence.core.errors import CadenceError, InputError, Problem
from cadence.core.occurrence import Occurrence, Unit, Window
from cadence.core.rule import Document, Pack, Rule

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
