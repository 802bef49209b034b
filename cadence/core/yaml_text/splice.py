"""A YAML text and edits → the same text with nothing changed but the lines of the edits.

Comments, order, line endings and the writing of all else stay to the byte. What comes out is read
again, and must say what was asked and otherwise what was there; else the edit is refused.
"""

from collections.abc import Iterable

from cadence.core.errors import CadenceError
from cadence.core.messages import _
from cadence.core.yaml_text.cells import (
    Append,
    Edit,
    Kid,
    Leaf,
    Put,
    Remove,
    Way,
    change,
    read_cells,
    value_of,
)
from cadence.core.yaml_text.out import Told, as_text
from cadence.core.yaml_text.places import splices

BOM = "\ufeff"


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """Change a YAML text in place.

    Args:
        text: of one file, perhaps empty.
        edits: one after the other; a way means what stands there after the edits before it.

    Raises:
        CadenceError: the text is no YAML, a way leads nowhere, or the text is written in a way
            that cannot be changed safely.
    """
    mark, body = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    cells = read_cells(body)
    wanted = value_of(cells)
    root = Kid(None, cells or Leaf(None), node=cells.node if cells else None)
    for edit in edits:
        change(root, edit)
        wanted = _after(wanted, edit.way, edit)
    made = body
    for start, end, _order, put in sorted(splices(root, body), reverse=True):
        made = made[:start] + put + made[end:]
    if not _says(made, wanted):
        message = _("this cannot be changed without touching what stands beside it; edit by hand")
        raise CadenceError(message)
    return mark + made


def _after(value: Told, way: Way, edit: Edit) -> Told:
    """Return what a value is after an edit, worked out apart from the text."""
    if not way:
        return _entered(value, edit)
    step, rest = way[0], way[1:]
    gone = isinstance(edit, Remove) and not rest
    if isinstance(step, str):
        keyed = value if isinstance(value, dict) else {}
        if gone:
            return {key: each for key, each in keyed.items() if key != step}
        return keyed | {step: _after(keyed.get(step), rest, edit)}
    listed = list(value) if isinstance(value, list) else []
    listed[step : step + 1] = [] if gone else [_after(listed[step], rest, edit)]
    return listed


def _entered(value: Told, edit: Edit) -> Told:
    match edit:
        case Put(value=given):
            return as_text(given)
        case Append(entries=entries, at=at):
            listed = list(value) if isinstance(value, list) else []
            place = len(listed) if at is None else at
            listed[place:place] = [as_text(each) for each in entries]
            return listed
        case Remove():
            return None


def _says(text: str, wanted: Told) -> bool:
    try:
        return (value_of(read_cells(text)) or None) == (wanted or None)
    except CadenceError:
        return False
