"""What was known a while ago of whatever was written about since, so that change can be told."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cadence.core.dates import SHANGHAI
from cadence.core.history import History

A_WEEK = dt.timedelta(days=7)


def week_before(moment: dt.datetime) -> dt.datetime:
    """Return the first minute of the day a week before: whoever asks that day is told the same."""
    return dt.datetime.combine(moment.astimezone(SHANGHAI).date(), dt.time(), SHANGHAI) - A_WEEK


@dataclass(frozen=True, kw_only=True)  # without slots: what is derived is kept beside
class Before:
    """An earlier moment, and what differs from now in what was known then.

    Attributes:
        at: the moment.
        number: of the last entry that was written by then; 0 where there was none.
        touched: the ids of the occurrences that later entries are about.
        history: what was known of these then; of all others nothing was written since.
    """

    at: dt.datetime
    number: int
    touched: frozenset[str]
    history: History

    @cached_property
    def by_unit(self) -> Mapping[str, frozenset[str]]:
        """Return what is touched by the key of whose it is."""
        found: dict[str, set[str]] = {}
        for each in self.touched:
            found.setdefault(each.rpartition("@")[2], set()).add(each)
        return {key: frozenset(own) for key, own in found.items()}
