"""What the place's own roster is called on for while drafting: its names are asked first.

A clause that begins with names that the roster knows binds these, whatever the grammar makes of
them (红星苑每月自查); a name that it lacks and that is nearly one of its own is asked about, once.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from cadence.core import folded
from cadence.extract.draft.nouns import Drafted
from cadence.extract.text.bodies import subject

LEAD = re.compile("^(?:(?:并|且|同时|其中|请|由|并由|再由|督促|下一步，?)(?![于非]))")
JOINS = "、和及与"
GOES_ON = re.compile("[的委办]|[、和及与]")
A_STRANGER = 0.93  # of the confidence, where a name is none that the roster answers to
SHORTEST = 2
NEAR = 0.78  # 县应急管理局 is near 县应急局, 县水利局 not near 县林业局


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names that a place's roster answers to, folded; the longest are tried first."""

    names: tuple[str, ...] = ()
    by_sign: dict[str, list[str]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, names: Collection[str]) -> "KnownNames":
        """Make them of names as a roster writes them."""
        bare = sorted({folded(name) for name in names}, key=lambda name: (-len(name), name))
        kept = tuple(name for name in bare if len(name) >= SHORTEST)
        by_sign: dict[str, list[str]] = {}
        for name in kept:
            by_sign.setdefault(name[0], []).append(name)
        return cls(kept, by_sign)

    def opening(self, words: str) -> tuple[str, ...]:
        """Return the names of a list with which a clause begins, all of them known; else none."""
        if not self.names:
            return ()
        rest = LEAD.sub("", words)
        found: list[str] = []
        while name := self._begins(rest):
            found.append(rest[: len(name)])
            rest = rest[len(name) :]
            if rest[:1] not in JOINS or not rest:
                break
            rest = rest[1:]
            if not self._begins(rest):  # one of them it does not know: 红星苑、镇卫生院
                strange = subject(rest)
                begins = strange and rest.startswith(strange[0])
                return (*found, *strange) if begins else ()
        return () if GOES_ON.match(rest) else tuple(found)

    def _begins(self, words: str) -> str:
        text = folded(words[:40])
        named = self.by_sign.get(text[:1], ())
        name = next((name for name in named if text.startswith(name)), "")
        return name if words.startswith(name) else ""

    def near(self, name: str) -> str | None:
        """Return the known name that a strange one nearly is; None where it is known or far."""
        bare = folded(name)
        if not self.names or bare in self.names:
            return None
        return next(iter(get_close_matches(bare, self.names, n=1, cutoff=NEAR)), None)


def asked_about(drafted: list[Drafted], known: KnownNames) -> list[Drafted]:
    """Ask once, where it is first named, about each name that is nearly one of the roster's."""
    asked: set[str] = set()
    made = []
    for each in drafted:
        questions = list(each.rule.questions)
        for name in (*each.rule.named, *each.rule.lead, *each.rule.assist):
            near = None if name in asked else known.near(name)
            asked.add(name)
            if near:
                questions.append(f"花名册里没有“{name}”，是不是“{near}”？")
        rule = each.rule
        if len(questions) > len(rule.questions):
            rule = replace(rule, questions=tuple(questions))
        if known.names and any(folded(name) not in known.names for name in rule.named):
            rule = replace(rule, confidence=round((rule.confidence or 0) * A_STRANGER, 2))
        made.append(replace(each, rule=rule) if rule is not each.rule else each)
    return made
