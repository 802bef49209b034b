"""What can go wrong: a Problem is one fault of an input file; a CadenceError ends the command."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from cadence.core.messages import _
from cadence.core.plain_text import named_letters

LONGEST_WORD = 200  # characters; looking for what is near takes their square


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in one place of an input file.

    Attributes:
        path: the file as the user named it, with forward slashes.
        line: counted from 1; 0 where the fault is the file as a whole.
        column: counted from 1.
        message: what is wrong and what to do, in the user's language.
    """

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """`rules/yichuan/2022.yaml:41:5: unknown key "perod"`."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.message}"


class CadenceError(Exception):
    """Something the user can put right; caught once, in main, and printed without a traceback."""


class InputError(CadenceError):
    """Every problem of the files that were read, gathered and raised once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "period"?`, or nothing where no known word is near.

    Where the two look alike, the letters that make the difference are named.
    """
    others = [each for each in known if each != word]
    near = difflib.get_close_matches(word[:LONGEST_WORD], others, n=1, cutoff=0.6)
    if not near:
        return ""
    odd = named_letters(sign for sign in word if sign not in near[0])
    if not odd:
        return _('; did you mean "{0}"?').format(near[0])
    return _('; did you mean "{0}"? It holds letters that look like none or others: {1}').format(
        near[0], odd
    )
