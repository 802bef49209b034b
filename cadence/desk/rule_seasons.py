"""The form of a drafted rule: the same days of every year, and what is counted up."""

import re
from collections.abc import Mapping

from starlette.datastructures import FormData

from cadence.core import PERIOD_NAMES, WITHIN, Plain, Timing, said_of
from cadence.desk.fields import Fault, text_of

WITHINS = [
    *((key, f"一{'个' if key in {'month', 'quarter'} else ''}{PERIOD_NAMES[key]}内")
      for key in ("month", "quarter", "year")),
    ("half_year", "半年内"),
    *((key, f"{words}内") for key, words in WITHIN.items()),
]  # fmt: skip


def withins_of(timing: Timing) -> list[tuple[str, str]]:
    """Return within what a form counts: its own too, where it is none of the usual ones."""
    own = str(said_of(timing).get("within") or "")
    return [*WITHINS, *([(own, own)] if own and own not in dict(WITHINS) else [])]


def season_of(form: FormData) -> dict[str, Plain]:
    """Return the same days of every year, or a name that the office gives its days to.

    Raises:
        Fault: one of the days is missing, or is none of every year.
    """
    days = {
        key: _month_day(form, field, called)
        for key, field, called in (
            ("start", "from_day", "从几月几日"),
            ("due", "to_day", "到几月几日"),
        )
    }
    name = text_of(form, "season", "叫什么", required=not any(days.values()))
    if (days["start"] is None) != (days["due"] is None):
        raise Fault("to_day" if days["start"] else "from_day", "从哪天到哪天都要写，或者都不写。")
    is_before = form.get("season_side") == "before"
    return {
        **days,
        **({"name": name} if name else {}),
        **({"when": "before"} if is_before else {}),
    }


def _month_day(form: FormData, field: str, called: str) -> str | None:
    said = text_of(form, field, called, required=False)
    if not said:
        return None
    found = re.fullmatch(r"(\d{1,2})月(\d{1,2})日", said)
    if not found:
        raise Fault(field, f"“{called}”请写成 6月1日。")
    return f"--{int(found[1]):02}-{int(found[2]):02}"


def season_told(said: Mapping[str, Plain]) -> dict[str, str]:
    """Write the days of every year as a clerk says them. Pure."""
    days = {
        field: re.sub(
            r"--(\d\d)-(\d\d)",
            lambda found: f"{int(found[1])}月{int(found[2])}日",
            str(said.get(key) or ""),
        )
        for key, field in (("start", "from_day"), ("due", "to_day"))
    }
    side = "before" if said.get("when") == "before" else "during"
    return days | {
        "start": "",
        "due": "",
        "season": str(said.get("name") or ""),
        "season_side": side,
    }
