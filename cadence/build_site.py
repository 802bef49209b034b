"""Views of all places → the pages under out/, through publish: the build's last step.

A page whose key is the one that out/ remembers, and whose bytes are still those that were
written then, is not rendered again. What was altered by hand or is missing is written anew.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator

from cadence.publish import Publication
from cadence.site.nouns import PlaceView
from cadence.site.pages import Link, pages

MEMORY = "site/pages.json"  # what each page was rendered from and as, by digests
FOLDERS = ("units", "poster")
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
Memory = dict[str, list[str]]


def publish_site(
    changes: Publication,
    places: tuple[PlaceView, ...],
    now: dt.datetime,
    progress: Callable[[str], None],
) -> None:
    """Publish every page, last of all, so that they lead to whatever else was published.

    Args:
        changes: what this build publishes.
        places: what the pages show.
        now: the moment of the build, of which pages show the day.
        progress: told the name of each page that is rendered.
    """
    remembered = _read_memory(changes)
    links = {each.place: tuple(_links(changes, each)) for each in places}
    memory: Memory = {}
    for page in pages(places, links, now.astimezone(SHANGHAI).date()):
        published = changes.read(page.name)
        if published is not None and remembered.get(page.name) == [page.key, _digest(published)]:
            content = published
        else:
            progress(page.name)
            content = page.render()
        changes.put(page.name, content, published)
        memory[page.name] = [page.key, _digest(content)]
    _drop_others(changes, memory)
    lines = json.dumps(memory, indent=0, sort_keys=True).encode()
    changes.put(MEMORY, lines, changes.read(MEMORY))


def _read_memory(changes: Publication) -> Memory:
    """Return what the last build remembered; nothing where that cannot be read."""
    try:
        found = json.loads(changes.read(MEMORY) or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _drop_others(changes: Publication, kept: Iterable[str]) -> None:
    """Take away the pages of units that are gone."""
    names = set(kept)
    for folder in FOLDERS:
        for name in changes.names(folder):
            if name.endswith(".html") and name not in names:
                changes.remove(name)


def _links(changes: Publication, place: PlaceView) -> Iterator[Link]:
    """Name the tables of a place that are there once this build is published."""
    for folder, words in (("conflicts", "冲突提示表"), ("check", "完成情况一览")):
        way = f"{folder}/{place.place}.html"
        if changes.holds(way):
            yield Link(words=words, way=way)
    for pack, document in place.documents:
        way = f"register/{pack}.html"
        if changes.holds(way):
            yield Link(words=f"任务台账：{document}", way=way)
    for way in changes.names(f"duty/{place.place}"):
        if way.endswith(".html"):
            name = way.removeprefix(f"duty/{place.place}/").removesuffix(".html")
            yield Link(words=f"任务单：{name}", way=way)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
