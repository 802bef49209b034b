"""Why something is not written down, to be said in whichever language is asked for. Pure."""

from dataclasses import dataclass

from cadence.core import _, in_chinese


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is refused, to be said in the reader's language.

    Attributes:
        words: an English message of the catalogue; values: what its {0}, {1} … stand for.
    """

    words: str
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say it in the language of the command."""
        return _(self.words).format(*self.values)

    @property
    def chinese(self) -> str:
        """Say it in Chinese, for the sheets that units receive."""
        return in_chinese(self.words).format(*self.values)
