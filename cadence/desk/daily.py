"""发布: every day at an hour of the office's choosing, as long as the desk runs.

Who switches the computer on later finds it made up for. Whatever else starts builds (cron, the
schedule of Windows) goes on beside it: what is built twice is the same.
"""

import datetime as dt
import json
import threading
from pathlib import Path

from cadence.core import OWN_FOLDER, CadenceError, write_whole
from cadence.desk.office import Office
from cadence.desk.press import Press
from cadence.publish import read_published

FILE = f"{OWN_FOLDER}/daily.json"
EVERY = 60  # seconds between two looks at the clock; the first page of the day comes first


def read_daily(folder: Path) -> dt.time | None:
    """Return the hour at which the desk publishes by itself; None where it does not."""
    try:
        return dt.time.fromisoformat(json.loads((folder / FILE).read_text("utf-8"))["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_daily(folder: Path, at: dt.time | None) -> None:
    """Say when the desk publishes by itself; None: never.

    Raises:
        OSError: it cannot be written.
    """
    if at is None:
        (folder / FILE).unlink(missing_ok=True)
    else:
        content = json.dumps({"at": f"{at:%H:%M}"}).encode()
        write_whole(folder / FILE, content, parents=True)


def next_build(at: dt.time, now: dt.datetime) -> dt.datetime:
    """Return the next moment at which the clock says so. Pure."""
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > now else today + dt.timedelta(days=1)


class Daily:
    """Starts the build of the day, once; what came of it stands on the page of builds."""

    def __init__(self, office: Office, press: Press) -> None:
        self.office, self.press = office, press
        self._tried: dt.datetime | None = None

    def look(self) -> bool:
        """Build if the hour has passed and nothing was built since; tell whether one was begun."""
        folder, now = self.office.folder, self.office.clock()
        at = read_daily(folder)
        if at is None:
            return False
        last = next_build(at, now) - dt.timedelta(days=1)
        built = read_published(folder)
        if self._tried == last or (built and built.at >= last):
            return False
        begun = self.press.start(self.office.view(), self.office.clock)
        # What fails is said on its page; what could not begin yet is tried again in a minute.
        self._tried = last if begun else self._tried
        return begun

    def watch(self) -> None:
        """Look every minute, in a thread that ends with the process."""
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        stop = threading.Event()
        while not stop.wait(EVERY):
            try:
                self.look()
            except (CadenceError, OSError):
                continue  # the ledger is held by somebody, a drive is away: in a minute again
