"""When out/ was last built, kept beside it so that a build that has stopped running is noticed.

It lies in the workspace's own folder, not under out/: two builds of the same input publish the
same bytes whenever they run.
"""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from cadence.core import OWN_FOLDER, write_whole

FILE = f"{OWN_FOLDER}/built.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The last whole build.

    Attributes:
        at: its moment; days: how old it may grow, as the office said then; 0: any age.
    """

    at: dt.datetime
    days: int

    def age(self, now: dt.datetime) -> int:
        """Return how many whole days ago it was."""
        return max(0, (now - self.at).days)

    def is_stale(self, now: dt.datetime) -> bool:
        """Tell whether it is older than the office allows."""
        return bool(self.days) and now - self.at > dt.timedelta(days=self.days)


def note_published(folder: Path, at: dt.datetime, days: int) -> None:
    """Note that out/ was built as a whole.

    Args:
        folder: the workspace.
        at: the moment, with its zone.
        days: how old what is published may grow.

    Raises:
        OSError: it cannot be written.
    """
    write_whole(
        folder / FILE, json.dumps({"at": at.isoformat(), "days": days}).encode(), parents=True
    )


def read_published(folder: Path) -> Published | None:
    """Return when out/ was last built; None where nothing says so, or not readably."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        at = dt.datetime.fromisoformat(found["at"])
        return Published(at=at, days=int(found["days"])) if at.tzinfo else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
