"""One file per command, or per few that belong together: arguments in, files and words out.

Nothing outside this folder prints or asks what time it is. Each command imports what it needs
when it runs, so that --help stays quick.
"""

from cadence.commands.build import build, init
from cadence.commands.check import check
from cadence.commands.conflicts import conflicts
from cadence.commands.done import done, extend, waive
from cadence.commands.duty import duty
from cadence.commands.event import clocks, event
from cadence.commands.extract import extract
from cadence.commands.import_ import import_returns
from cadence.commands.ledger import ledger
from cadence.commands.occurrences import explain, occurrences
from cadence.commands.plan import plan
from cadence.commands.rules import diff, rules, verify
from cadence.commands.serve import serve
from cadence.commands.subscribers import subscribers
from cadence.commands.tokens import tokens
from cadence.commands.workdays import workdays

COMMANDS = (
    init,
    build,
    extract,
    rules,
    verify,
    diff,
    occurrences,
    explain,
    check,
    conflicts,
    plan,
    duty,
    event,
    clocks,
    done,
    waive,
    extend,
    import_returns,
    ledger,
    workdays,
    serve,
    tokens,
    subscribers,
)
