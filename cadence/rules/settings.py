"""workspace.yaml beside rules/ → Settings: where the ledger is, and who else has out/."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cadence.core import InputError, Problem, _

if TYPE_CHECKING:
    from cadence.rules.yaml_tree import Tree

SETTINGS = "workspace.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What holds for the workspace as a whole.

    Attributes:
        ledger: the address of a PostgreSQL database; "": the file beside rules/.
        chain: the name of this office's chain there.
        publish: the object store that holds what out/ holds; "": none.
        desk: where the office's desk is reached; "": pages lead to none.
    """

    ledger: str = ""
    chain: str = ""
    publish: str = ""
    desk: str = ""


def read_settings(folder: Path) -> Settings:
    """Read what holds for a workspace as a whole; everything as usual where there is no file.

    Raises:
        InputError: every problem of the file.
    """
    found, problems = _read(folder)
    if problems:
        raise InputError(problems)
    return found


def settings_problems(folder: Path) -> list[Problem]:
    """Return what is wrong with the file, for whoever reads everything at once."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[Settings, list[Problem]]:
    file = folder / SETTINGS
    if not file.exists():
        return Settings(), []
    from cadence.rules.formats import SettingsFormat  # noqa: PLC0415 - loads pydantic
    from cadence.rules.validation import validated  # noqa: PLC0415 - the same
    from cadence.rules.yaml_tree import read_tree  # noqa: PLC0415 - loads yaml

    tree = read_tree(file, SETTINGS)
    if tree.value is None and not tree.problems:
        return Settings(), []  # nothing but comments
    found = validated(tree, SettingsFormat)
    if not found:
        return Settings(), tree.problems
    settings = Settings(
        ledger=found.ledger or "",
        chain=found.chain or "",
        publish=found.publish or "",
        desk=found.desk or "",
    )
    _check_pair(settings, tree, folder)
    return settings, tree.problems


def _check_pair(settings: Settings, tree: "Tree", folder: Path) -> None:
    """Note a chain that is not named: many offices keep theirs in one database."""
    if settings.ledger and not settings.chain:
        places = sorted(each.parent.name for each in (folder / "rules").glob("*/units.yaml"))
        message = _(
            "many offices keep their ledgers there; name the chain of this one beside it, as in"
            ' "chain: {0}", and never change it'
        )
        own = [each for each in places if each != "national"] or ["yichuan"]
        tree.problem(("ledger",), message.format(own[0]))
    if settings.chain and not settings.ledger:
        message = _('a chain is named and no "ledger" in which it is; leave it out or add that')
        tree.problem(("chain",), message)
