"""Who fetched what, gathered in memory until it is stored: one line per unit, token and client."""

import datetime as dt
from dataclasses import replace

from cadence.serve.store import Fetch


class Visits:
    """What was fetched since the last time it was taken."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, int, str], Fetch] = {}

    def add(self, feed: tuple[str, str], token: int, client: str, now: dt.datetime) -> None:
        """Count one fetch."""
        key = (*feed, token, client)
        known = self._found.get(key)
        if known is None:
            place, unit = feed
            self._found[key] = Fetch(
                place=place, unit=unit, token=token, client=client, first=now, last=now
            )
        else:
            self._found[key] = replace(known, last=now, count=known.count + 1)

    def take(self) -> list[Fetch]:
        """Hand over what was gathered, and begin anew."""
        found, self._found = self._found, {}
        return list(found.values())

    def give_back(self, fetches: list[Fetch]) -> None:
        """Keep what could not be stored for the next time."""
        for each in fetches:
            key = (each.place, each.unit, each.token, each.client)
            later = self._found.get(key)
            if later:
                both = replace(later, first=each.first, count=each.count + later.count)
                self._found[key] = both
            else:
                self._found[key] = each
