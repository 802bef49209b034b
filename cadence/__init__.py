"""cadence: what official documents demand, as calendars, tables and a check of what was missed.

    official text ──extract/──▶ draft pack ──(a person checks)──▶ rules/<place>/<document>.yaml
    signed packs of other offices ──rules/exchange/──(this office accepts)──▶ rules/<place>/

    rules/<place>/*.yaml ─ rules/ ─▶ Workspace ─┐                    ┌─▶ feeds/ ────┐
    State Council notices ─ workdays/ ──────────┼─▶ occurrences/ ────┼─▶ conflicts/ ┼─▶ publish/
    what was done ─▶ ledger/ ─▶ History ────────┘   Scene: a place,  └─▶ reports/ ──┘   out/
                        ▲                           dated, judged        print/        serve/
                        │                           once for everybody   remind/ caldav/ ─▶ phones
                        │                                                rollup/ ─▶ those above
                        └──── commands/ (the door) and desk/ (the same in a browser)

Places are built, checked and summed up by jobs/: here, on many processes or on many machines.
core/ holds the nouns and is read first. Each room's face, its `__init__.py`, says what goes in and
out; its `__init__.pyi` lists the names that other rooms may import. tests/test_house.py says who
may import whom.
"""
