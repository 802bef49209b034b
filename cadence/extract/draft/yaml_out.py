"""Plain values → YAML as people write it: one key a line, short lists and timings in one line."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence

Plain = str | int | float | dt.date | None | Sequence["Plain"] | Mapping[str, "Plain"]
# Text that YAML reads as itself without quotes, in a line or within brackets.
SAFE = re.compile(r"^[\w（《“〔][^\n:#?\[\]{},&*!|>'\"%@`]*$")
NOT_TEXT = re.compile(r"^(?:[-+.\d].*|true|false|null|yes|no|on|off|y|n|~)$", re.IGNORECASE)


def scalar(value: Plain) -> str:
    """Write one value on one line."""
    if value is None:
        return "null"
    if isinstance(value, str):
        plain = SAFE.match(value) and not NOT_TEXT.match(value) and value == value.strip()
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {scalar(each)}" for key, each in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(scalar, value)) + "]"
    return str(value)


def mapping(values: Mapping[str, Plain], indent: str = "  ") -> Iterator[str]:
    """Yield a line for every key that has a value."""
    for key, value in values.items():
        if value not in (None, (), [], {}):
            yield f"{indent}{key}: {scalar(value)}"


def listed(entries: Sequence[Mapping[str, Plain]]) -> Iterator[str]:
    """Yield a list of mappings, an empty line between every two."""
    for entry in entries:
        lines = list(mapping(entry, "    "))
        yield ""
        yield "  - " + lines[0].lstrip()
        yield from lines[1:]
