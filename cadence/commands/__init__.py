"""One file per command, or per few that belong together: arguments in, files and words out.

Nothing outside this folder prints or asks what time it is. A command's file is read only when it
runs, and imports what it needs then, so that --help stays quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from cadence.core import _, later

if TYPE_CHECKING:
    import click


class Listed(NamedTuple):
    """A command, the file and function that do its work, and what --help says of it."""

    name: str
    module: str
    function: str
    help: str


COMMANDS = (
    Listed(
        name="init",
        module="build",
        function="init",
        help=later("Make a new workspace: an example pack, a roster to fill in, a README."),
    ),
    Listed(
        name="build",
        module="build",
        function="build",
        help=later("Write every calendar and register under out/."),
    ),
    Listed(
        name="extract",
        module="extract",
        function="extract",
        help=later("Draft rules from a document: .txt .docx .doc .wps .pdf .ofd .html .md, scans"),
    ),
    Listed(
        name="accept",
        module="accept",
        function="accept",
        help=later("Take rules of a draft pack into use: those named, or all that are sure."),
    ),
    Listed(
        name="rules",
        module="rules",
        function="rules",
        help=later("List the rules of one pack, or of all, with clause and timing."),
    ),
    Listed(
        name="verify",
        module="rules",
        function="verify",
        help=later("Check packs against the official text, and list what a person must confirm."),
    ),
    Listed(
        name="diff",
        module="rules",
        function="diff",
        help=later("Show what a newer pack adds, drops and moves, by unit and date."),
    ),
    Listed(
        name="pack",
        module="pack",
        function="pack",
        help=later("Hand packs on, signed; use those of others: key, publish, subscribe, update."),
    ),
    Listed(
        name="occurrences",
        module="occurrences",
        function="occurrences",
        help=later("List what falls due, for whom, and when."),
    ),
    Listed(
        name="explain",
        module="occurrences",
        function="explain",
        help=later("Show how one date comes out of the text; any clear tail of its id will do."),
    ),
    Listed(
        name="check",
        module="check",
        function="check",
        help=later("Say what is overdue, due soon and late; exit 1 if anything is overdue."),
    ),
    Listed(
        name="overview",
        module="overview",
        function="overview",
        help=later("How a place does: totals, rates, who is behind, what was missed, and trends."),
    ),
    Listed(
        name="remind",
        module="remind",
        function="remind",
        help=later(
            "Send each unit, once, what is due, missed or running out; --dry-run prints it."
        ),
    ),
    Listed(
        name="conflicts",
        module="conflicts",
        function="conflicts",
        help=later("List what collides, and what one meeting could discharge."),
    ),
    Listed(
        name="plan",
        module="plan",
        function="plan",
        help=later("Pick the day of a duty inside its window: set, clear, show, suggest."),
    ),
    Listed(
        name="duty",
        module="duty",
        function="duty",
        help=later(
            "The tables of one month: printed for a unit or post (--unit, --post), written under"
            " out/duty/ for whole places."
        ),
    ),
    Listed(
        name="event",
        module="event",
        function="event",
        help=later("Record what happened; print the clocks that it starts."),
    ),
    Listed(
        name="clocks",
        module="event",
        function="clocks",
        help=later("List the recorded events, or show what one of them started."),
    ),
    Listed(
        name="done",
        module="done",
        function="done",
        help=later("Record that occurrences were done, on which day, and what proves it."),
    ),
    Listed(
        name="waive",
        module="done",
        function="waive",
        help=later("Release occurrences by a decision; they stay listed."),
    ),
    Listed(
        name="extend",
        module="done",
        function="extend",
        help=later("Give occurrences until a later day; the first due day stays and is shown."),
    ),
    Listed(
        name="refuse",
        module="done",
        function="refuse",
        help=later("Record that a duty, more time or a release was refused; it stays owed."),
    ),
    Listed(
        name="slip",
        module="slip",
        function="slip",
        help=later("Issue a slip (督办单), record its receipt and answer; one-off matters too."),
    ),
    Listed(
        name="import",
        module="import_",
        function="import_returns",
        help=later("Read a sheet that a unit sent back (.xlsx, .csv) into the ledger."),
    ),
    Listed(
        name="ledger",
        module="ledger",
        function="ledger",
        help=later("Show, copy, restore or verify what was recorded; reverse an entry."),
    ),
    Listed(
        name="workdays",
        module="workdays",
        function="workdays",
        help=later("Show which days of a year are worked, or read the State Council's notice."),
    ),
    Listed(
        name="desk",
        module="desk",
        function="desk",
        help=later("Open the office's own pages in the browser: what is due, ticked there."),
    ),
    Listed(
        name="backup",
        module="backup",
        function="backup",
        help=later("Write rules, ledger and evidence into one zip, each file with its hash."),
    ),
    Listed(
        name="restore",
        module="backup",
        function="restore",
        help=later("Make a workspace in a new folder from a backup, every hash checked."),
    ),
    Listed(
        name="inspect",
        module="inspection",
        function="inspect",
        help=later("Write one zip for an inspector: duties, dates, evidence, misses, records."),
    ),
    Listed(
        name="serve",
        module="serve",
        function="serve",
        help=later("Serve the built out/ to phones and browsers, until stopped with Ctrl+C."),
    ),
    Listed(
        name="tokens",
        module="tokens",
        function="tokens",
        help=later("Make feeds private: a secret address per unit, a password for the pages."),
    ),
    Listed(
        name="rollup",
        module="rollup",
        function="rollup",
        help=later("Sum up many places: write what each made of its duties, show the totals."),
    ),
    Listed(
        name="subscribers",
        module="subscribers",
        function="subscribers",
        help=later("List the units that never subscribed, and those that went silent."),
    ),
)
BY_NAME = {each.name: each for each in COMMANDS}


def help_of(name: str) -> str:
    """Say in the user's language what a command does."""
    return _(BY_NAME[name].help)


def command_of(name: str) -> "click.Command | None":
    """Read the file of a command; None where there is no such command."""
    listed = BY_NAME.get(name)
    if listed is None:
        return None
    found: click.Command = getattr(
        import_module(f"cadence.commands.{listed.module}"), listed.function
    )
    return found
