"""A Scene → its occurrences in lots that stand alike: what counts a million without making them.

The windows of a rule are the same for all whom it binds, and most of them were done on one of a few
days or nothing is known of them; so a lot names its window once, and whose it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cadence.core import (
    A_DAY,
    NOTHING,
    Binding,
    Done,
    Occurrence,
    Past,
    Rule,
    Unit,
    Window,
    day_of,
)
from cadence.occurrences.expand import expand
from cadence.occurrences.judge import Judged, Judgement, judge
from cadence.occurrences.scene import UNSETTLED, Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Occurrences of one window that stand alike.

    Attributes:
        scene: of their place.
        judgement: how they stand; where told, what is known of each is not in it.
        whose: whose they are, by the unit's key; a rule binds each unit once.
        told: each has a past of its own, which differs in what proves it.
        subject: to whom its event happened, of a single one.
    """

    scene: Scene
    window: Window
    judgement: Judgement
    whose: dict[str, Binding]
    told: bool = False
    subject: Unit | None = None

    @property
    def rule(self) -> Rule:
        """Return the rule that all of them are of."""
        return next(iter(self.whose.values())).rule

    def judged(self, binding: Binding) -> Judged:
        """Return the occurrence of one of its bindings and how it stands."""
        found = Occurrence(binding=binding, window=self.window, subject=self.subject)
        return Judged(found, self.scene.judgement(found) if self.told else self.judgement)


def lots_of(scene: Scene, *, carried: bool) -> Iterator[Lot]:
    """Yield what falls due within the days asked about, in lots.

    Args:
        scene: a place, or what a filter leaves of it.
        carried: also what fell due before and is overdue, or lacks its evidence.
    """
    bound: dict[str, list[Binding]] = {}
    for each in scene.owed:
        bound.setdefault(each.rule.key, []).append(each)
    if carried:
        earlier = _lots(scene, bound, earlier=True)
        yield from (each for each in earlier if each.judgement.status in UNSETTLED)
    yield from _lots(scene, bound, earlier=False)


def _lots(scene: Scene, bound: dict[str, list[Binding]], *, earlier: bool) -> Iterator[Lot]:
    for bindings in bound.values():
        rule = bindings[0].rule
        dated = scene.earlier_windows(rule) if earlier else expand(rule, scene.span, scene.advise)
        whose = {each.unit.key: each for each in bindings}
        for window in dated:
            yield from _of_window(scene, window, whose)
    clocks = scene.earlier_clocks() if earlier else scene.clock_occurrences()
    for each in clocks:
        yield Lot(
            scene=scene, window=each.window, judgement=scene.judgement(each),
            whose={each.binding.unit.key: each.binding}, subject=each.subject,
        )  # fmt: skip


def _of_window(scene: Scene, window: Window, whose: dict[str, Binding]) -> Iterator[Lot]:
    rule = next(iter(whose.values())).rule
    if rule.formerly or rule.over:  # it may be recorded under other ids, or part by part
        for key, each in whose.items():
            judgement = scene.judgement(Occurrence(binding=each, window=window))
            yield Lot(scene=scene, window=window, judgement=judgement, whose={key: each})
        return
    known = scene.history.pasts.of_window(f"{rule.key}:{window.tag}")
    plain: dict[bytes, dict[str, Binding]] = {}
    for key, past in known.items():
        binding = whose.get(key)
        if binding is None:
            continue
        if isinstance(past, bytes):
            day = past[:A_DAY]
            if day in plain:
                plain[day][key] = binding
            else:
                plain[day] = {key: binding}
        else:
            judgement = scene.judgement(Occurrence(binding=binding, window=window))
            yield Lot(scene=scene, window=window, judgement=judgement, whose={key: binding})
    for day, done in plain.items():
        # What proves it and whose it is changes nothing of how it stands.
        past = Past(done=Done(occurrence="", on=day_of(day), evidence=""))
        yield _lot(scene, window, done, past, told=True)
    unknown = {key: each for key, each in whose.items() if key not in known} if known else whose
    if unknown:
        yield _lot(scene, window, unknown, NOTHING, told=False)


def _lot(scene: Scene, window: Window, whose: dict[str, Binding], past: Past, *, told: bool) -> Lot:
    rule = next(iter(whose.values())).rule
    judgement = judge(rule, window, past, scene.policy, scene.as_of)
    return Lot(scene=scene, window=window, judgement=judgement, whose=whose, told=told)
