"""Units × what was fetched → who never subscribed, who went silent, who has it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cadence.core import Table, Unit, day_or_minute
from cadence.serve.clients import NOT_SUBSCRIBED
from cadence.serve.store import FILE, PUBLIC, AccessStore, Fetch, Token, open_store

State = Literal["no_address", "never", "silent", "subscribed"]
STATES = {
    "no_address": "未发放地址",
    "never": "从未订阅",
    "silent": "已中断",
    "subscribed": "已订阅",
}
WANTING = {"no_address", "never", "silent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One address of one unit's feed, and who has been fetching it.

    Attributes:
        token: the token's number; PUBLIC for the public address.
        state: how it stands.
        first, last: when a subscribed client fetched it.
        clients: the kinds of clients that keep it, the latest first.
        count: how often they fetched it.
    """

    unit: Unit
    token: int
    state: State
    first: dt.datetime | None = None
    last: dt.datetime | None = None
    clients: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFeeds:
    """What access.sqlite says: whether tokens are on, those in force, and what was fetched.

    Attributes:
        passing: kinds of clients that only look, and so are no subscribers.
    """

    private: bool
    tokens: tuple[Token, ...]
    fetches: tuple[Fetch, ...]
    passing: frozenset[str]


def subscribers(
    units: Iterable[Unit], known: KnownFeeds, as_of: dt.datetime, silent_after: dt.timedelta
) -> Iterator[Subscriber]:
    """Yield every address of every unit: the tokens where they are on, else the public one.

    Args:
        units: in the order wanted.
        known: what is known.
        as_of: the moment judged from.
        silent_after: without a fetch for longer than this, a subscription has ended.
    """
    numbers: dict[tuple[str, str], list[int]] = {}
    for token in known.tokens:
        numbers.setdefault((token.place, token.unit), []).append(token.number)
    fetches: dict[tuple[str, str, int], list[Fetch]] = {}
    for each in known.fetches:
        if each.client not in known.passing:
            fetches.setdefault((each.place, each.unit, each.token), []).append(each)
    for unit in units:
        addresses = numbers.get((unit.place, unit.id), []) if known.private else [PUBLIC]
        if not addresses:
            yield Subscriber(unit=unit, token=PUBLIC, state="no_address")
        for number in addresses:
            found = fetches.get((unit.place, unit.id, number), [])
            yield _subscriber(unit, number, found, as_of - silent_after)


def _subscriber(
    unit: Unit, token: int, fetches: list[Fetch], heard_since: dt.datetime
) -> Subscriber:
    if not fetches:
        return Subscriber(unit=unit, token=token, state="never")
    latest = sorted(fetches, key=lambda each: each.last, reverse=True)
    return Subscriber(
        unit=unit,
        token=token,
        state="subscribed" if latest[0].last >= heard_since else "silent",
        first=min(each.first for each in fetches),
        last=latest[0].last,
        clients=tuple(each.client for each in latest),
        count=sum(each.count for each in fetches),
    )


def read_known(folder: Path) -> KnownFeeds:
    """Read what access.sqlite says; nothing where there is no such file yet.

    Raises:
        CadenceError: it cannot be read.
    """
    passing = frozenset(NOT_SUBSCRIBED)
    if not (folder / FILE).exists():
        return KnownFeeds(private=False, tokens=(), fetches=(), passing=passing)
    with open_store(folder, reading=True) as store:
        in_force = tuple(each for each in store.tokens() if each.revoked is None)
        private = store.access().private
        return KnownFeeds(
            private=private, tokens=in_force, fetches=store.fetches(), passing=passing
        )


def without_address(units: Iterable[Unit], store: AccessStore) -> list[Unit]:
    """Return those that no token in force was issued to, in their order."""
    have = {(each.place, each.unit) for each in store.access().tokens.values()}
    return [each for each in units if (each.place, each.id) not in have]


def subscribers_table(found: Iterable[Subscriber]) -> Table:
    """List addresses: whose, how they stand, when last fetched and by what."""
    return Table(
        ("单位", "编号", "地址", "状态", "最近更新", "客户端", "次数"),
        tuple(
            (
                each.unit.name,
                each.unit.key,
                _address_cell(each),
                STATES[each.state],
                day_or_minute(each.last) if each.last else "",
                "、".join(each.clients),
                str(each.count or ""),
            )
            for each in found
        ),
    )


def subscriber_json(found: Subscriber) -> dict[str, object]:
    """Return one address as JSON shows it; token null: the public address."""
    return {
        "place": found.unit.place,
        "unit": found.unit.id,
        "name": found.unit.name,
        "token": found.token or None,
        "state": found.state,
        "first": found.first.isoformat() if found.first else None,
        "last": found.last.isoformat() if found.last else None,
        "clients": list(found.clients),
        "count": found.count,
    }


def tokens_table(tokens: Iterable[Token], fetches: Iterable[Fetch]) -> Table:
    """List tokens: whose, when issued and revoked, when last fetched and by what."""
    by_token: dict[int, list[Fetch]] = {}
    for each in fetches:
        by_token.setdefault(each.token, []).append(each)
    rows = []
    for token in tokens:
        latest = sorted(by_token.get(token.number, []), key=lambda each: each.last, reverse=True)
        rows.append(
            (
                str(token.number),
                f"{token.place}/{token.unit}",
                day_or_minute(token.issued),
                day_or_minute(token.revoked) if token.revoked else "",
                day_or_minute(latest[0].last) if latest else "",
                "、".join(each.client for each in latest),
            )
        )
    return Table(("地址号", "单位", "发放", "收回", "最近更新", "客户端"), tuple(rows))


def token_json(token: Token, fetches: Iterable[Fetch]) -> dict[str, object]:
    """Return one token as JSON shows it; what opens the feed is not known here."""
    mine = [each for each in fetches if each.token == token.number]
    latest = sorted(mine, key=lambda each: each.last, reverse=True)
    return {
        "number": token.number,
        "place": token.place,
        "unit": token.unit,
        "issued": token.issued.isoformat(),
        "revoked": token.revoked.isoformat() if token.revoked else None,
        "last": latest[0].last.isoformat() if latest else None,
        "clients": [each.client for each in latest],
    }


def _address_cell(found: Subscriber) -> str:
    if found.state == "no_address":
        return ""
    return f"第{found.token}号" if found.token else "公开"
