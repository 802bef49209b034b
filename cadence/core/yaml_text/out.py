"""Plain values → YAML as people write it: one key a line, short lists and timings in one line."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence

Plain = str | int | float | dt.date | None | Sequence["Plain"] | Mapping[str, "Plain"]
# Text that YAML reads as itself without quotes, in a line or within brackets.
SAFE = re.compile(r"^[\w（《“〔][^\n:#?\[\]{},&*!|>'\"%@`]*$")
NOT_TEXT = re.compile(r"^(?:[-+.\d].*|true|false|null|yes|no|on|off|y|n|~)$", re.IGNORECASE)
# What YAML takes for the end of a line, or refuses as it stands.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def scalar(value: Plain) -> str:
    """Write one value on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        plain = SAFE.match(value) and not NOT_TEXT.match(value) and value == value.strip()
        return value if plain and not UNSEEN.search(value) else _quoted(value)
    if isinstance(value, Mapping):
        pairs = (f"{scalar(key)}: {scalar(each)}" for key, each in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(scalar, value)) + "]"
    return str(value)


def _quoted(text: str) -> str:
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


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


def as_text(value: Plain) -> "Told":
    """Return a value as it is read back: text, lists and keys with values, nothing else."""
    if isinstance(value, Mapping):
        return {str(key): as_text(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_text(each) for each in value]
    return value if value is None or isinstance(value, str) else scalar(value)


Told = str | None | list["Told"] | dict[str, "Told"]


def is_block(value: Plain) -> bool:
    """Tell whether a value is written over several lines: where keys with values are listed."""
    if isinstance(value, Mapping):
        return any(map(is_block, value.values()))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return any(isinstance(each, Mapping) or is_block(each) for each in value)
    return False


def block(value: Plain, indent: int) -> list[str]:
    """Write a value that is_block over several lines.

    Args:
        value: keys with values, or a list.
        indent: how many spaces stand before each.
    """
    space = " " * indent
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, each in value.items():
            if is_block(each):
                lines += [f"{space}{scalar(key)}:", *block(each, indent + 2)]
            else:
                lines.append(f"{space}{scalar(key)}: {scalar(each)}")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for each in value:
            lines += entry(each, indent)
    return lines


def entry(value: Plain, indent: int) -> list[str]:
    """Write one entry of a list, its keys below each other."""
    dash = " " * indent + "- "
    if value and (isinstance(value, Mapping) or is_block(value)):
        first, *rest = block(value, indent + 2)
        return [dash + first[indent + 2 :], *rest]
    return [dash + scalar(value)]
