"""What a list of duties is narrowed to: by unit, document, month and words. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cadence.core import Binding, Rule, folded
from cadence.occurrences import Judged, Scene

SIEVES = ("status", "unit", "pack", "month", "q", "sort")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """What a list is narrowed to; "" narrows nothing.

    Attributes:
        status: one status; unit: a unit's key; pack: a document's pack; month: as 2026-11.
        q: words that stand in the act, the unit's names or the document.
        sort: due, unit or act; else the worst first, as a check lists.
    """

    status: str = ""
    unit: str = ""
    pack: str = ""
    month: str = ""
    q: str = ""
    sort: str = ""

    def binds(self, binding: Binding, said: str) -> bool:
        """Tell whether somebody's rule passes the sieves of unit, document and words.

        Args:
            binding: the rule and whose it is.
            said: what the rule and its document say, and what the unit is called, folded.
        """
        return (
            self.unit in {"", binding.unit.key}
            and self.pack in {"", binding.rule.pack}
            and all(folded(word).lower() in said for word in self.q.split())
        )

    def dates(self, judged: Judged) -> bool:
        """Tell whether something falls due in the month that is asked for."""
        due = judged.judgement.due
        return not self.month or (bool(due) and f"{due:%Y-%m}" == self.month)


def sift(scene: Scene, sieve: Sieve) -> list[Judged]:
    """Sift all; who is bound to what is looked at once, and not again for each of its days."""
    if not (sieve.unit or sieve.pack or sieve.month or sieve.q):
        return list(everything(scene))
    called = _called(scene) if sieve.q else {}
    words = {each.rule.key: _words(each.rule) for each in scene.owed} if sieve.q else {}
    seen: dict[int, tuple[Binding, bool]] = {}  # kept beside, so that no other takes its identity

    def passes(binding: Binding) -> bool:
        found = seen.get(id(binding))
        if found is None:
            rule, unit = binding.rule, binding.unit
            said = (
                (words.get(rule.key) or _words(rule)) + called.get(unit.key, "") if sieve.q else ""
            )
            found = seen[id(binding)] = (binding, sieve.binds(binding, said))
        return found[1]

    return [
        each for each in everything(scene) if passes(each.occurrence.binding) and sieve.dates(each)
    ]


def everything(scene: Scene) -> Iterator[Judged]:
    """Yield what is missed from before, and all of the days asked about."""
    yield from scene.unsettled_before()
    yield from scene.judged


def _words(rule: Rule) -> str:
    said = (rule.act, rule.quote, rule.document.name, rule.clause)
    return folded(" ".join(said)).lower()


def _called(scene: Scene) -> dict[str, str]:
    """Return every name that a unit answers to, by its key."""
    called: dict[str, str] = {}
    for name, units in scene.roster.answers.items():
        for unit in units if len(units) == 1 else ():
            called[unit.key] = f"{called.get(unit.key, '')} {name} {spelled(name)}".lower()
    return called


@lru_cache(maxsize=20_000)  # a roster's names are asked for with every search
def spelled(name: str) -> str:
    """Return a name in pinyin, whole and by initials, as it may be typed: pengpozhen, ppz. Pure."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - a sixth of the desk's start

    sounds = lazy_pinyin(name)
    return f"{''.join(sounds)} {''.join(each[:1] for each in sounds)}"
