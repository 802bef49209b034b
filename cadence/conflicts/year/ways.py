"""How a place's meetings are held: who presides and must be there, in which room, who is away."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.rooms import Rooms, chair_of, held_of
from cadence.core import Choice, Held, Span, Unit
from cadence.occurrences import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """Whom a meeting needs, as keys; see nouns.Meeting."""

    units: tuple[str, ...]
    people: tuple[str, ...]
    chair: str | None
    attend: tuple[str, ...]


class Ways:
    """What a place's policy, roster and bindings say of how its meetings are held."""

    def __init__(self, scene: Scene) -> None:
        """Read them once."""
        self.policy, self.place = scene.policy, scene.asked.place or ""
        self.posts = frozenset(each.key for each in scene.roster.units if each.kind == "post")
        self._held = held_of(scene.policy)
        self._rooms = Rooms(scene.roster.units, scene.policy)
        self._leads: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for each in scene.bindings:
            if each.role == "lead" and each.unit.kind == "post":
                self._leads[each.rule.key][each.unit.key] = None
        self._stands_for = scene.roster.stands_for
        self._seats = {each.key: each.seats for each in scene.roster.units}

    def held(self, rule: str) -> Held:
        """Return what the office says of a rule's meetings; nothing said is the default."""
        return self._held.get(rule) or Held(rules=())

    def needed(self, group: Sequence[Demand], choice: Choice | None) -> Needed:
        """Say who must be there: who owes it, who presides, and who leads it by the text."""
        units = tuple(dict.fromkeys(each.unit.key for each in group))
        said = [self.held(each.rule.key) for each in group]
        attend: dict[str, None] = {}
        for each, held in zip(group, said, strict=True):
            named = held.attend
            own = self._leads.get(each.rule.key, {}) if named is None else map(self._unit, named)
            attend.update(dict.fromkeys(own))
        told = next((each for each in said if each.chair), None)
        chair = chair_of(choice, told, self.place)
        posts = [key for key in attend if key not in units]
        if chair is None and len(units) == 1 and units[0] in self.posts:
            chair = units[0]
        elif chair is None and len(posts) == 1:
            chair = posts[0]
        people = (*units, *((chair,) if chair else ()), *posts)
        return Needed(
            units=units,
            people=tuple(dict.fromkeys(people)),
            chair=chair,
            attend=tuple(each for each in posts if each != chair),
        )

    def room(self, held: Held, choice: Choice | None, unit: Unit) -> str | None:
        """Return the key of a meeting's room: a listed one, or the unit's own of that name."""
        named = (choice.where if choice else None) or held.room
        if not named:
            return None
        return self._rooms.key(named, unit)

    def away(self, span: Span) -> dict[str, dict[int, int]]:
        """Return how many seats of whom are away on the days of a span."""
        found: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for each in self.policy.absences:
            first, last = max(each.start, span.first), min(each.due, span.last)
            for unit in self._stands_for.get(each.post, ()):
                many = each.seats or self._seats[unit.key]
                for day in range(first.toordinal(), last.toordinal() + 1):
                    found[unit.key][day] = found[unit.key].get(day, 0) + many
        return dict(found)

    def _unit(self, key: str) -> str:
        return f"{self.place}/{key}"
