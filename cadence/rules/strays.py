"""What lies under rules/: files that are ours, leftovers to pass over, strays to tell of."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from cadence.core import Problem, _, is_device

PLACE_DEPTH = 2  # rules/<place>/<file>
NAME = re.compile(r"[a-z0-9]+([-_.][a-z0-9]+)*")
YAML_LIKE = re.compile(r"\.ya?ml\b", re.IGNORECASE)
# What systems, network drives and editors leave beside files, and nobody put there: macOS, NAS,
# recycle bins, Emacs, Word; a name that begins with a dot is hidden. A copy.yaml is no such thing.
LEFT = re.compile(
    r"\..*|.*~|~\$.*|#.*#|.*\.sw[a-z]|4913"
    r"|__MACOSX|@eaDir|@Recycle|#recycle|#snapshot|~snapshot|\$RECYCLE\.BIN|lost\+found"
    r"|System Volume Information|Network Trash Folder|Temporary Items|desktop\.ini|Thumbs\.db",
    re.IGNORECASE,
)


def is_left(name: str) -> bool:
    """Tell what a system or an editor has left from what a person put there."""
    return LEFT.fullmatch(name) is not None


def yaml_files(folder: Path) -> list[Path]:
    """Return a folder's own YAML files in order, without what editors left beside them."""
    return sorted(file for file in folder.glob("*.yaml") if not is_left(file.name))


def misplaced(rules: Path, shown: str, reserved: Iterable[str]) -> Iterator[Problem]:
    """Find files that look like ours and would be passed over without a word.

    Args:
        rules: the folder.
        shown: its name in messages.
        reserved: the names that mean something in a place's folder.
    """
    own = set(reserved)
    for entry in sorted(rules.rglob("*")):
        parts = entry.relative_to(rules).parts
        if any(map(is_left, parts)) or not (YAML_LIKE.search(entry.name) and entry.is_file()):
            continue
        meant = entry.name.lower().removesuffix(".yml").removesuffix(".yaml")
        if len(parts) != PLACE_DEPTH:
            message = _("is not read here; it belongs into rules/<place>/")
        elif f"{meant}.yaml" in own and entry.name not in own:
            message = _('is not read under this name; rename it to "{0}.yaml"').format(meant)
        elif entry.suffix != ".yaml":
            message = _('is not read; its name must end in ".yaml"')
        elif not all(NAME.fullmatch(part) for part in (parts[0], entry.stem)):
            message = _("has a name with other than small letters a to z, digits and hyphens")
        elif any(map(is_device, parts)):
            message = _("has a name that Windows keeps for a device; take another")
        else:
            continue
        yield Problem("/".join((shown, *parts)), 0, 0, message)
