"""A YAML tree checked against one of the formats; every fault becomes a Problem in its place."""

import contextlib
import re
from functools import cache
from typing import Any, TypeVar, get_args
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from cadence.core import (
    FIRST_YEAR,
    LAST_YEAR,
    QUOTE_LENGTH,
    Decision,
    Document,
    Limits,
    Merge,
    Messages,
    Policy,
    Rule,
    Suppression,
    Timing,
    _,
    dated,
    did_you_mean,
    said,
)
from cadence.rules.formats import FORMATS
from cadence.rules.yaml_tree import Tree, Value, Way

Format = TypeVar("Format", bound=BaseModel)
# What pydantic would take for a date or a number: 0 as 1970-01-01, 1_0 as 10.
LOOSE_DATE = re.compile(r"[+-]?\d+(\.\d*)?|\d{4}-\d\d-\d\d[T ].*")
YEAR = re.compile(r"\d{4}(?=-\d\d-\d\d$)")
LOOSE_NUMBER = re.compile(r".*[_.].*")
DATES = dated(Document, Rule, *get_args(Timing), Policy, Decision, Merge, Suppression)
NUMBERS = ("count", "days_before", "short_notice_days", *said(Limits), *said(Messages))
LOOSE = dict.fromkeys(DATES, LOOSE_DATE) | dict.fromkeys(NUMBERS, LOOSE_NUMBER)
UNKNOWN_KEY = {"extra_forbidden", "unexpected_keyword_argument"}
MAX_SHOWN = 40  # characters of a faulty value in a message


def validated(tree: Tree, wanted: type[Format]) -> Format | None:
    """Read the tree as the wanted format; None where tree.problems now says why not."""
    if tree.value is None and tree.problems:
        return None
    _note_loose_scalars(tree)
    try:
        return wanted.model_validate(tree.value)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            if not _is_echo(fault):
                _note(tree, fault)
        return None


def quietly(value: Value, wanted: type[Format]) -> Format | None:
    """Read a part of a file whose faults are noted already; None where it has any."""
    try:
        return wanted.model_validate(value)
    except ValidationError:
        return None


def _note_loose_scalars(tree: Tree) -> None:
    """Refuse what pydantic would take for a date or number and no clerk would mean."""
    for way in tree.marks:
        pattern = LOOSE.get(str(way[-1])) if way else None
        text = _at(tree.value, way) if pattern else None
        year = YEAR.match(text) if pattern is LOOSE_DATE and isinstance(text, str) else None
        if year and not FIRST_YEAR <= int(year[0]) <= LAST_YEAR:
            words = _("the year {0} is not between {1} and {2}; leave out an end that is none")
            tree.problem(way, words.format(year[0], FIRST_YEAR, LAST_YEAR))
        if pattern and isinstance(text, str) and pattern.fullmatch(text):
            dated = pattern is LOOSE_DATE
            message = (
                _('"{0}" is not a date that exists; write it as 2022-06-30')
                if dated
                else (_('"{0}" is not a whole number'))
            )
            tree.problem(way, message.format(text[:MAX_SHOWN]))


def _at(value: Value, way: Way) -> Value:
    """Return the value that stands at a way; None where the way ends before."""
    for step in way:
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
        else:
            return None
    return value


def _is_echo(fault: Any) -> bool:  # noqa: ANN401 - pydantic's own mapping
    """Tell whether a list only counts as too short because its faulty entries were dropped."""
    return fault["type"] == "too_short" and bool(fault["input"])


def _note(tree: Tree, fault: Any) -> None:  # noqa: ANN401 - pydantic's own mapping
    way = _way_in_file(fault["loc"], tree)
    if fault["type"] in UNKNOWN_KEY:
        way = (*way, "key")
    tree.problem(way, _message(fault))


def _way_in_file(location: tuple[str | int, ...], tree: Tree) -> tuple[str | int, ...]:
    """Drop the steps that pydantic adds for unions: they stand in no file."""
    way: tuple[str | int, ...] = ()
    for step in location:
        if (*way, step) in tree.marks:
            way = (*way, step)
    last = location[-1] if location else ""
    return way if way and way[-1] == last else (*way, last)


def _message(fault: Any) -> str:  # noqa: ANN401 - pydantic's own mapping
    """Say in our words what pydantic found; its own where we have none."""
    names, value, context = fault["loc"], fault["input"], fault.get("ctx", {})
    key = next((each for each in reversed(names) if isinstance(each, str)), "")
    shown = str(value)[:MAX_SHOWN]
    match fault["type"]:
        case "extra_forbidden" | "unexpected_keyword_argument":
            if key in known_keys():
                return _('key "{0}" does not belong here; docs/rules.md says where').format(key)
            return _('unknown key "{0}"').format(key) + did_you_mean(key, known_keys())
        case "missing":
            return _('key "{0}" is missing; docs/rules.md says what it holds').format(key)
        case "date_from_datetime_parsing" | "date_parsing" | "date_from_datetime_inexact":
            return _('"{0}" is not a date that exists; write it as 2022-06-30').format(shown)
        case "string_too_long" if key == "quote":
            words = _("the quote has {0} characters; shorten it to the time phrase, at most {1}")
            return words.format(len(value), QUOTE_LENGTH)
        case "literal_error" | "union_tag_invalid":
            expected = context.get("expected") or context.get("expected_tags", "")
            choices = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
            chosen = shown if fault["type"] == "literal_error" else str(context.get("tag"))
            words = _('"{0}" is not one of: {1}').format(chosen, ", ".join(choices))
            return words + did_you_mean(chosen, choices)
        case "union_tag_not_found":
            return _('a timing needs its "kind"; docs/rules.md lists the nine kinds')
        case _:
            return _shape_message(fault, key, shown)


def _shape_message(fault: Any, key: str, shown: str) -> str:  # noqa: ANN401 - pydantic's mapping
    """Say what kind of value belongs where another one stands."""
    context = fault.get("ctx", {})
    match fault["type"]:
        case "string_type":
            return _("expected text here")
        case "model_type" | "model_attributes_type" | "dataclass_type" | "dict_type":
            return _("expected keys with values here")
        case "tuple_type" | "list_type":
            return _("expected a list here; write [{0}]").format(shown)
        case "int_parsing":
            return _('"{0}" is not a whole number').format(shown)
        case "bool_parsing":
            return _('"{0}" is neither yes nor no').format(shown)
        case "string_pattern_mismatch" if key == "address" and not shown.isascii():
            return _in_latin_letters(str(fault["input"]))
        case "string_pattern_mismatch":
            return _('"{0}" is not written as it must be: {1}').format(shown, _way_of_writing(key))
        case "greater_than_equal":
            return _('"{0}" is too small; it must be at least {1}').format(shown, context["ge"])
        case "less_than_equal":
            return _('"{0}" is too large; it must be at most {1}').format(shown, context["le"])
        case "string_too_long":
            words = _("this has {0} characters; at most {1} fit here")
            return words.format(len(str(fault["input"])), context["max_length"])
        case "string_too_short" | "too_short":
            return _("must not be empty")
        case _:
            return _('"{0}" is not accepted here: {1}').format(shown, fault["msg"])


def _in_latin_letters(address: str) -> str:
    """Say how an address is written whose domain is Chinese: browsers look up its Latin form."""
    before, slashes, rest = address.partition("//")
    host, slash, path = rest.partition("/")
    with contextlib.suppress(UnicodeError):
        latin = f"{before}{slashes}{host.encode('idna').decode()}{slash}{quote(path)}"
        if latin.isascii():
            return _("an address is written in Latin letters (punycode): {0}").format(latin)
    words = _('"{0}" is not written as it must be: {1}')
    return words.format(address, _way_of_writing("address"))


def _way_of_writing(key: str) -> str:
    """Say in words what the pattern of a key asks for."""
    match key:
        case "address":
            return _('an address such as http://192.168.1.8:8000/, with "/" at its end and no "?"')
        case "at" | "quiet_from" | "quiet_to":
            return _("a time of day such as 09:00")
        case "rule" | "rules":
            return _("PACK:RULE")
        case "within":
            return _("PACK, or PACK:CLAUSE")
        case "sha256":
            return _("64 hexadecimal digits")
        case "ledger":
            return _("postgresql://ROLE@COMPUTER/DATABASE; for the file beside rules/ leave it out")
        case "publish":
            return _(
                "s3://BUCKET/PREFIX, without a key in it; for the folder out/ alone leave it out"
            )
        case _:
            return _("small letters a to z, digits and single hyphens")


@cache
def known_keys() -> tuple[str, ...]:
    """List every key that some file of a workspace may hold."""
    schemas = [wanted.model_json_schema() for wanted in FORMATS.values()]
    inner = (each for schema in schemas for each in schema.get("$defs", {}).values())
    holders = [*schemas, *inner]
    return tuple(sorted({key for holder in holders for key in holder.get("properties", ())}))
