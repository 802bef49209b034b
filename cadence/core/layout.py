"""Where everything lies under out/, as paths with forward slashes from there. Pure.

Whoever writes, reads, links to or takes away a file of out/ asks here.
"""

import datetime as dt
import re

FEEDS, UNITS, POSTERS, REGISTERS = "feeds", "units", "poster", "register"
OWN_FOLDER = ".cadence"  # of the workspace: what the commands remember, never published
LEDGER_HEAD = "out/site/ledger.json"  # the ledger's last line when out/ was published
CHECKS, CONFLICT_TABLES, DUTY, SITE = "check", "conflicts", "duty", "site"
TRACES = "why"
BOARD_OF = "board-"  # how the boards of single documents begin

# Windows gives these names, with any ending, to devices: no file of that name is ever a file.
DEVICES = re.compile(
    r"(con|conin\$|conout\$|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE
)


def is_device(name: str) -> bool:
    """Tell a name that no file or folder may have on Windows."""
    return DEVICES.fullmatch(name) is not None


def feed_path(place: str, unit: str) -> str:
    """Return where a unit's feed lies."""
    return f"{FEEDS}/{place}/{unit}.ics"


def page_path(place: str, unit: str) -> str:
    """Return where a unit's page lies."""
    return f"{UNITS}/{place}/{unit}.html"


def day_path(place: str) -> str:
    """Return where the style sheet lies that says of which day a place's pages are."""
    return f"{UNITS}/{place}/day.css"


def part_path(place: str, unit: str, part: str) -> str:
    """Return where a part of a unit's page lies, of a unit whose page would else be too heavy."""
    return f"{UNITS}/{place}/{unit}/{part}.html"


def trace_path(place: str, pack: str, rule: str) -> str:
    """Return where the traces of a rule's windows lie, as the units of a place share them."""
    document = pack.removeprefix(f"{place}/").replace("/", "~")  # a statute's is of another place
    return f"{TRACES}/{place}/{document}/{rule}.html"


def shared_path(place: str, digest: str) -> str:
    """Return where a list of duties lies that several units of a place have alike."""
    return f"{TRACES}/{place}/alike-{digest}.html"


def poster_path(place: str, unit: str) -> str:
    """Return where a unit's poster lies."""
    return f"{POSTERS}/{place}/{unit}.html"


def register_path(pack: str, ending: str = ".html") -> str:
    """Return where the register of a pack lies."""
    return f"{REGISTERS}/{pack}{ending}"


def board_path(place: str) -> str:
    """Return where the board of a place lies."""
    return f"{CHECKS}/{place}.html"


def document_board_path(place: str, pack: str) -> str:
    """Return where the board of one of a place's documents lies."""
    document = pack.removeprefix(f"{place}/").replace("/", "~")  # a statute's is of another place
    return f"{CHECKS}/{place}/{BOARD_OF}{document}.html"


def overview_path(place: str, ending: str = ".html") -> str:
    """Return where the overview of a place lies."""
    return f"{CHECKS}/{place}/overview{ending}"


def digest_path(place: str, unit: str, day: dt.date) -> str:
    """Return where what follows from a day's check for a unit lies, without its ending."""
    return f"{CHECKS}/{place}/digest-{day:%Y-%m-%d}/{unit}"


def conflicts_path(place: str, ending: str = ".html") -> str:
    """Return where the conflict table of a place lies."""
    return f"{CONFLICT_TABLES}/{place}{ending}"


def duty_folder(place: str, month: dt.date | None = None) -> str:
    """Return where the duty tables of a place lie, or those of one month, by any day of it."""
    return f"{DUTY}/{place}/{month:%Y-%m}" if month else f"{DUTY}/{place}"


def site_path(name: str) -> str:
    """Return where what pages share lies: style, script, and what the build remembers."""
    return f"{SITE}/{name}"
