"""The calendars of a place: rendered, revised against what is published, and never lost in bulk."""

import datetime as dt
from dataclasses import dataclass, field

from cadence.core import FEEDS, SHANGHAI, Unit, _, feed_path
from cadence.feeds import (
    CANCELLED_FOR,
    Feed,
    Revision,
    feeds,
    gone_feed,
    is_gone,
    is_ours,
    last_sequence,
    last_stamp,
    revise,
)
from cadence.occurrences import Scene
from cadence.publish.order import KeptFeed, Order, Progress
from cadence.publish.publication import Publication

LOSS_ALLOWED = 1 / 5  # of a feed's events, or of a place's feeds, in one build
FEWEST_LOST = 3  # events; a small feed loses a fifth by one


@dataclass(slots=True)
class Totals:
    """What the calendars of all places come to.

    Attributes:
        kept: feeds that would lose too much and stay as they are published.
        losses: where too many would, in words; a build refuses them all.
    """

    feeds: int = 0
    events: int = 0
    kept: list[KeptFeed] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)


def put_feeds(
    changes: Publication, scene: Scene, order: Order, totals: Totals, progress: Progress
) -> None:
    """Put the feed of every unit and post of a place, and retire those of units that left."""
    place = scene.roster
    names = set()
    kept: list[KeptFeed] = []
    for feed in feeds(scene, private=order.private):
        name = feed_path(feed.unit.place, feed.unit.id)
        progress(name)
        revision, loss = _put_feed(changes, name, feed, order)
        kept += [loss] if loss else []
        totals.feeds += 1
        totals.events += revision.count
        names.add(name)
    # One feed that loses much is looked at; if many do, it is the rules that are wrong.
    if too_many(len(kept), len(names)):
        totals.losses += [each.words for each in kept]
    else:
        totals.kept += kept
    totals.losses += _retire(changes, place.place, names, order.now)


def retire_places(changes: Publication, places: set[str], now: dt.datetime, totals: Totals) -> None:
    """Retire the feeds of places that are no longer in the workspace."""
    for folder in sorted((changes.folder / FEEDS).glob("*/")):
        if folder.name not in places:
            totals.losses += _retire(changes, folder.name, set(), now)


def _put_feed(
    changes: Publication, name: str, feed: Feed, order: Order
) -> tuple[Revision, KeptFeed | None]:
    """Put a feed, unless it would lose too much; then it stays, and that is told."""
    published = changes.read(name)
    revision = revise(feed, published, order.span, order.now)
    is_meant = order.force or feed.unit.key in order.released
    loss = None if is_meant else _loss(feed, revision)
    content = published if loss and published else revision.content
    changes.put(name, content, published)
    if content == published:
        changes.renew(name, order.now.astimezone(SHANGHAI).date())
    return revision, loss


def _loss(feed: Feed, revision: Revision) -> KeptFeed | None:
    if not is_heavy(revision.before, revision.withdrawn):
        return None
    return KeptFeed(feed.unit.key, revision.withdrawn, revision.before)


def is_heavy(before: int, withdrawn: int) -> bool:
    """Tell whether a feed would lose more of its events than looks meant."""
    return withdrawn >= FEWEST_LOST and withdrawn > before * LOSS_ALLOWED


def too_many(feeds: int, of: int) -> bool:
    """Tell whether so many feeds of a place lose so much that it is rather a mistake."""
    return feeds > max(1, LOSS_ALLOWED * of)


def _retire(changes: Publication, place: str, names: set[str], now: dt.datetime) -> list[str]:
    """Empty the feeds of units that left, and take away those emptied long enough ago.

    Returns:
        The losses to refuse: several feeds of a place at once are rather a mistake.
    """
    leaving = []
    for file in sorted((changes.folder / FEEDS / place).glob("*.ics")):
        name = feed_path(place, file.stem)
        published = b"" if name in names else changes.read(name) or b""
        if not is_ours(published):
            continue  # still in the roster, or not a feed of ours and not ours to take away
        if not is_gone(published):
            leaving.append(name)
            unit = Unit(place=place, id=file.stem, name="")
            changes.put(
                name, gone_feed(published, unit, now, last_sequence(published) + 1), published
            )
        elif now - last_stamp(published) > CANCELLED_FOR:
            changes.remove(name)
    if not too_many(len(leaving), len(names) + len(leaving)):
        return []
    return [_("{0}: the unit is no longer in the roster").format(name) for name in leaving]
