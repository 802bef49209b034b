"""Sittings → VEVENTs: a chosen meeting as a timed entry, one for all that it settles (RFC 5545)."""

import datetime as dt

from icalendar import Event

from cadence.conflicts import Sitting
from cadence.core import CATEGORIES, Policy, Unit
from cadence.feeds.entry_words import due_words
from cadence.feeds.vevents import UNIT, clause_uri, stamped

DEFAULT_MINUTES = 60  # of a meeting whose length nobody gave


def meeting(sitting: Sitting, reader: Unit, policy: Policy) -> Event:
    """Build the timed entry of a chosen meeting, one for all that it settles.

    Args:
        sitting: when, where, and what for.
        reader: whose calendar it stands in.
        policy: the address that links begin with.
    """
    rule, _window = sitting.duties[0]
    choice, event = sitting.choice, Event()
    stamp = dt.datetime.combine(rule.document.revised, dt.time(), dt.UTC)
    stamped(event, f"{sitting.uid_for(reader.id)}.{UNIT}", stamp)
    whose = "" if reader == sitting.owner else f"·{sitting.owner.name}"
    acts = "；".join(each.act for each, _window in sitting.duties)
    event.add("summary", f"{acts}{whose}")
    event.add("description", _meeting_words(sitting))
    event.add("categories", [CATEGORIES[rule.category]])
    event.add("transp", "OPAQUE")
    uri = clause_uri(rule, policy)
    event.add("url", uri)
    begins = sitting.begins.astimezone(dt.UTC)  # no client has to know China's zone
    event.add("dtstart", begins)
    event.add("dtend", begins + dt.timedelta(minutes=choice.minutes or DEFAULT_MINUTES))
    if choice.where:
        event.add("location", choice.where)
    return event


def _meeting_words(sitting: Sitting) -> str:
    choice = sitting.choice
    lines = [
        *([f"主持：{sitting.chair}"] if sitting.chair else []),
        *([f"地点：{choice.where}"] if choice.where else []),
        *([f"时间由{choice.by}选定"] if choice.by else []),
        *(["合并：一次办理，同时落实下列各条"] if len(sitting.duties) > 1 else []),
    ]
    for rule, window in sitting.duties:
        lines += ["", f"{rule.act}：{due_words(window)}"]
        lines += [f"依据：{rule.document.name} {rule.clause}", f"编号：{rule.key}:{window.tag}"]
    return "\n".join(lines)
