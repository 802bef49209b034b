"""How a noun's fields are written in the files under rules/: the one place where that is said.

A noun annotates its fields with a Key, and their types carry Forms; the strict loader, the JSON
Schemas, the JSON, the stamps and the YAML that is written follow from these.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY, MISSING, Field, dataclass, fields
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from cadence.core.words import CATEGORIES, CONFLICTS

QUOTE_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a value must look in a file, whatever key it stands under.

    Attributes:
        pattern: a regular expression for the whole of it; shortest, longest: its length.
        strip: white space around it means nothing.
        least, most: of a number.
        choices: the only values there are.
    """

    pattern: str | None = None
    shortest: int | None = None
    longest: int | None = None
    strip: bool | None = None
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(
        self, source: object, schema_of: Callable[[object], dict[str, Any]]
    ) -> dict[str, Any]:
        """Answer the loader, which asks every mark in a type for this; core itself loads none."""
        if self.choices:
            return {"type": "literal", "expected": list(self.choices)}
        asked = {
            "pattern": self.pattern,
            "min_length": self.shortest,
            "max_length": self.longest,
            "strip_whitespace": self.strip,
            "ge": self.least,
            "le": self.most,
        }
        return schema_of(source) | {key: each for key, each in asked.items() if each is not None}


@dataclass(frozen=True, slots=True)
class Key:
    """How one field is written in a file; a field without a Key stands in none.

    Attributes:
        about: what it holds, for editors and the JSON Schema.
        name: the key in the file, where it is not the field's own name.
        inherited: left out in the file, it is the document's.
        draft: said of the reading of the text, by extract or a person; not what the text says.
        by_hand: only a person can fill it in; extract never does.
        json, stamp: its place among what is told there; None: not told.
    """

    about: str | None = None
    _: KW_ONLY
    name: str | None = None
    inherited: bool = False
    draft: bool = False
    by_hand: bool = False
    json: int | None = None
    stamp: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenKey:
    """One field of a noun that has a Key.

    Attributes:
        field: its name in the noun; name: in the file.
        kind: its type, with the Forms in it.
        default: dataclasses.MISSING where it must be written.
    """

    field: str
    name: str
    kind: Any
    key: Key
    default: Any


Text = Annotated[str, Form(strip=True, shortest=1, longest=2000)]
# What stands in heads, feet and titles: Excel's foot of a page holds 255 characters in all.
Name = Annotated[str, Form(strip=True, shortest=1, longest=80)]
Quote = Annotated[str, Form(shortest=1, longest=QUOTE_LENGTH)]
# An id carries none of the separators of occurrence ids (: @ #) and fits into an address.
Identifier = Annotated[str, Form(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", longest=60)]
RuleKey = Annotated[str, Form(pattern=r"^[^:@#]+:[^:@#]+$")]
# pack, or pack:clause or pack:clause/part, the place where a wording means just this.
Scope = Annotated[str, Form(pattern=r"^[^:@#]+(:[^:@#]+)?$")]
Sha256 = Annotated[str, Form(pattern=r"^[0-9a-f]{64}$")]
Category = Annotated[str, Form(choices=tuple(CATEGORIES))]
Code = Annotated[str, Form(choices=tuple(CONFLICTS))]
Share = Annotated[float, Form(least=0, most=1)]
Few = Annotated[int, Form(least=1, most=99)]
Days = Annotated[int, Form(least=0, most=99)]
Weekday = Annotated[int, Form(least=0, most=7)]
Minutes = Annotated[int, Form(least=5, most=1440)]
TimeOfDay = Annotated[str, Form(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
# What is known of an event: names as Latin words, values as the texts say them.
Word = Annotated[str, Form(pattern=r"^[a-z][a-z_]*$", longest=30)]
Words = Annotated[tuple[Text, ...], Form(shortest=1)]
Given = tuple[tuple[Word, Words], ...]  # written as keys with values


@cache
def written_fields(noun: type) -> tuple[WrittenKey, ...]:
    """Return the fields of a noun that stand in its file, in the order of the file."""
    return tuple(_written(noun))


def _written(noun: type) -> Iterator[WrittenKey]:
    for each in fields(noun):
        kind, marks = split(each.type)
        if key := next((mark for mark in marks if isinstance(mark, Key)), None):
            kept = tuple(mark for mark in marks if mark is not key)
            yield WrittenKey(
                field=each.name,
                name=key.name or each.name,
                kind=Annotated[(kind, *kept)] if kept else kind,
                key=key,
                default=_default(each, key),
            )


def _default(field: Field[Any], key: Key) -> Any:  # noqa: ANN401 - of whatever type the field is
    return None if key.inherited and field.default is MISSING else field.default


def split(kind: Any) -> tuple[Any, tuple[Any, ...]]:  # noqa: ANN401 - a type as annotated
    """Part an annotated type from what it is annotated with."""
    if get_origin(kind) is Annotated:
        plain, *marks = get_args(kind)
        return plain, tuple(marks)
    return kind, ()


@cache
def told(noun: type, where: Literal["json", "stamp"]) -> tuple[str, ...]:
    """Return the fields of a noun that are told in one place, in that place's order."""
    places = ((getattr(each.key, where), each.field) for each in written_fields(noun))
    return tuple(name for place, name in sorted(each for each in places if each[0] is not None))


def said(noun: type) -> tuple[str, ...]:
    """Return the keys by which a noun says what its text says, without those about the draft."""
    return tuple(each.name for each in written_fields(noun) if not each.key.draft)


def dated(*nouns: type) -> frozenset[str]:
    """Return the keys of some nouns that hold a date, and so never a mere number."""
    return frozenset(
        next((mark.name for mark in marks if isinstance(mark, Key) and mark.name), each.name)
        for noun in nouns
        for each in fields(noun)
        for kind, marks in [split(each.type)]
        if dt.date in (kind, *get_args(kind))
    )


def as_written(noun: Any, above: object = None) -> dict[str, Any]:  # noqa: ANN401 - any of our nouns
    """Return a noun as its file has it, without what goes without saying.

    Args:
        noun: the noun; its fields with a Key are written.
        above: the document whose values it inherits.
    """
    kind: type = type(noun)
    return {
        each.name: _plain(getattr(noun, each.field), each.kind)
        for each in written_fields(kind)
        if not _goes_without_saying(noun, each, above)
    }


def _goes_without_saying(noun: object, each: WrittenKey, above: object) -> bool:
    value = getattr(noun, each.field)
    inherited = each.key.inherited and value == getattr(above, each.field, None)
    return inherited or (each.default is not MISSING and value == each.default)


def _plain(value: object, kind: object) -> object:
    if kind == Given:
        return {name: list(words) for name, words in value}  # type: ignore[attr-defined]
    return list(value) if isinstance(value, tuple) else value
