"""How a rule's days were found → a page a rule, which the units that it binds share.

The arithmetic of a window is the same for all whom the rule binds. Said once, it need not weigh on
the pages of each of them; what is one unit's alone stands on that unit's page.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from urllib.parse import quote

from cadence.core import Rule, Window, register_path, trace_path
from cadence.publish.pages.nouns import Facts, RuleTrace, WindowTrace


class Traces:
    """Gathers the windows of a place's rules as they are drawn, for the pages that show them."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._rules: dict[str, tuple[Rule, Facts]] = {}
        self._windows: dict[str, dict[str, Window]] = {}

    def way(self, rule: Rule, window: Window, people: Facts) -> str:
        """Return the way from out/ to a window of a rule.

        Args:
            rule: the rule.
            window: one of its windows, whosever it is.
            people: whom the rule concerns.
        """
        anchor = _anchor(window.tag, window.trace)
        self._rules.setdefault(rule.key, (rule, people))
        self._windows.setdefault(rule.key, {})[anchor] = window
        return f"{_page(self._place, rule.pack, rule.id)}#{anchor}"

    def pages(self) -> tuple[RuleTrace, ...]:
        """Return the rules that were drawn, each with its windows by day."""
        return tuple(self._page(key) for key in sorted(self._rules))

    def _page(self, key: str) -> RuleTrace:
        rule, people = self._rules[key]
        found = sorted(self._windows[key].items(), key=lambda each: (each[1].start, each[0]))
        steps = {anchor: steps_of(window.trace) for anchor, window in found}
        same = _shared(steps.values())
        return RuleTrace(
            name=trace_path(self._place, rule.pack, rule.id),
            act=rule.act,
            source=rule.document.name,
            clause=rule.clause,
            register=register_way(rule),
            facts=(*same, *people),
            windows=tuple(
                WindowTrace(
                    anchor=anchor,
                    title=_days(window),
                    facts=(
                        *(each for each in steps[anchor] if each not in same),
                        ("编号", f"{rule.key}:{window.tag}"),
                    ),
                )
                for anchor, window in found
            ),
        )


@cache
def steps_of(trace: tuple[str, ...]) -> Facts:
    """Part the lines of a trace into names and words."""
    parted = (line.partition("：") for line in trace)
    return tuple((name, words) for name, _colon, words in parted)


def register_way(rule: Rule) -> str:
    """Return the way from out/ to a rule's row in the register of its document."""
    return f"{quote(register_path(rule.pack))}#{rule.id}"


def _shared(steps: Iterable[Facts]) -> Facts:
    """Return what all windows say alike, in the order in which the first says it."""
    first, *others = steps
    return tuple(fact for fact in first if all(fact in each for each in others))


@cache
def _page(place: str, pack: str, rule: str) -> str:
    return quote(trace_path(place, pack, rule))


@cache
def _anchor(tag: str, trace: tuple[str, ...]) -> str:
    """Return an anchor: two events may start windows of one tag that were reckoned differently."""
    return "w" + hashlib.sha256(f"{tag}{trace}".encode()).hexdigest()[:10]


def _days(window: Window) -> str:
    first, last = window.start.isoformat(), window.due.isoformat() if window.due else ""
    many = f"（第{window.nth}次，共{window.of}次）" if window.of > 1 else ""
    return (f"{first}至{last}" if last else f"{first}起") + many
