"""The filter of a calendar-query × a task → whether it is meant (RFC 4791, 9.7 and 9.9). Pure."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from lxml import etree
from starlette.exceptions import HTTPException

from cadence.caldav.xml import children, tag
from cadence.core import SHANGHAI

FORM = "%Y%m%dT%H%M%SZ"
A_DAY = dt.timedelta(days=1)
FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)
LAST = dt.datetime.max.replace(tzinfo=dt.UTC)
Range = tuple[dt.datetime, dt.datetime]


def is_meant(asked: etree._Element, body: bytes) -> bool:
    """Tell whether a task passes a filter.

    Args:
        asked: the C:filter element.
        body: the task's iCalendar.

    Raises:
        HTTPException: 400: the filter is not one.
    """
    from icalendar import Calendar  # noqa: PLC0415 - the desk starts without it

    inside = list(children(asked))
    if len(inside) != 1 or inside[0].tag != tag("C:comp-filter"):
        raise HTTPException(400)
    return _passes(inside[0], [Calendar.from_ical(body)])


def _passes(asked: etree._Element, components: Sequence[Any]) -> bool:
    """Tell whether one of some components passes a comp-filter."""
    name = asked.get("name", "").upper()
    named = [each for each in components if each.name == name]
    inner = list(children(asked))
    if any(each.tag == tag("C:is-not-defined") for each in inner):
        return not named
    return any(all(_holds(each, one) for each in inner) for one in named)


def _holds(asked: etree._Element, component: Any) -> bool:  # noqa: ANN401 - of icalendar's
    if asked.tag == tag("C:comp-filter"):
        return _passes(asked, component.subcomponents)
    if asked.tag == tag("C:prop-filter"):
        return _has(asked, component)
    if asked.tag == tag("C:time-range"):
        return _overlaps(component, _range(asked))
    raise HTTPException(400)


def _has(asked: etree._Element, component: Any) -> bool:  # noqa: ANN401
    found = component.get(asked.get("name", ""))
    inner = list(children(asked))
    if any(each.tag == tag("C:is-not-defined") for each in inner):
        return found is None
    if found is None:
        return False
    values = found if isinstance(found, list) else [found]
    return all(any(_fits(each, one) for one in values) for each in inner)


def _fits(asked: etree._Element, value: Any) -> bool:  # noqa: ANN401
    if asked.tag == tag("C:text-match"):
        said, sought = value.to_ical().decode().replace("\\", ""), asked.text or ""
        if asked.get("collation", "i;ascii-casemap") != "i;octet":
            said, sought = said.casefold(), sought.casefold()
        negated = asked.get("negate-condition") == "yes"
        return negated if sought not in said else not negated
    if asked.tag == tag("C:time-range"):
        begins, ends = _range(asked)
        moment = _moment(value.dt) if hasattr(value, "dt") else None
        return moment is not None and begins <= moment < ends
    if asked.tag == tag("C:param-filter"):
        return _param_fits(asked, value)
    raise HTTPException(400)


def _param_fits(asked: etree._Element, value: Any) -> bool:  # noqa: ANN401
    found = value.params.get(asked.get("name", "")) if hasattr(value, "params") else None
    inner = list(children(asked))
    if any(each.tag == tag("C:is-not-defined") for each in inner):
        return found is None
    sought = [(each.text or "").casefold() for each in inner]
    return found is not None and all(each in str(found).casefold() for each in sought)


def _range(asked: etree._Element) -> Range:
    begins, ends = asked.get("start"), asked.get("end")
    return _edge(begins, FIRST), _edge(ends, LAST)


def _edge(text: str | None, otherwise: dt.datetime) -> dt.datetime:
    if text is None:
        return otherwise
    try:
        return dt.datetime.strptime(text, FORM).replace(tzinfo=dt.UTC)
    except ValueError as error:
        raise HTTPException(400) from error


def _overlaps(component: Any, asked: Range) -> bool:  # noqa: ANN401
    """Tell whether a task or its alarm falls into a span of time (RFC 4791, 9.9)."""
    begins, ends = asked
    if component.name == "VALARM":
        trigger = component.get("TRIGGER")
        return trigger is not None and begins <= _moment(trigger.dt) < ends
    if component.name != "VTODO":
        return True
    start, due, done = (_of(component, each) for each in ("DTSTART", "DUE", "COMPLETED"))
    is_day = due is not None and not isinstance(component["DUE"].dt, dt.datetime)
    whole = A_DAY if is_day else dt.timedelta()
    if due:
        due += whole  # to the day's end: whoever asks for a day means what is due on it
    if start and due:
        return (begins < due or begins <= start) and (ends > start or ends >= due)
    if start:
        return begins <= start < ends
    if due:
        return begins < due and ends >= due - whole
    return done is None or begins <= done <= ends


def _of(component: Any, name: str) -> dt.datetime | None:  # noqa: ANN401
    found = component.get(name)
    return _moment(found.dt) if found is not None else None


def _moment(on: dt.date | dt.datetime) -> dt.datetime:
    if not isinstance(on, dt.datetime):
        return dt.datetime.combine(on, dt.time(), SHANGHAI)
    return on if on.tzinfo else on.replace(tzinfo=SHANGHAI)
