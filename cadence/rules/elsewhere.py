"""A pack's file, wherever it lies → the pack as it would stand in the workspace.

An older or newer state of a pack that is there goes by that pack's name: what the roster says of
its clauses (`wordings`), what the office decided and which days it named hold for it as well.
"""

from dataclasses import replace
from pathlib import Path

from cadence.core import CadenceError, InputError, Pack, Rule, _, folded
from cadence.rules.amendments import with_decisions, with_spans
from cadence.rules.drafts import linked
from cadence.rules.packs import read_pack
from cadence.rules.reading import RULES
from cadence.rules.workspace import Workspace

SUFFIXES = {".yaml", ".yml"}


def packs_compared(workspace: Workspace, old: str, new: str) -> tuple[Pack, Pack]:
    """Return two packs by what they are called, or by their files, wherever those lie.

    Args:
        workspace: whose rosters, decisions and days they are read with.
        old: the older pack's name, or the path of a file.
        new: the newer pack's.

    Raises:
        InputError: a file's problems.
        CadenceError: no such pack or file, or nothing says of which place a file is.
    """
    newer, older = _own(workspace, new), _own(workspace, old)
    newer = newer or _foreign(workspace, new, older)
    older = older or _foreign(workspace, old, newer)
    return _succeeded(workspace, older, newer), _succeeded(workspace, newer, older)


def _own(workspace: Workspace, name: str) -> Pack | None:
    """Return a pack of the workspace; None where the name is that of a file elsewhere."""
    file = Path(name)
    if file.suffix.lower() not in SUFFIXES:
        return workspace.pack(name)
    if not file.is_file():
        raise CadenceError(_("no such file: {0}").format(name))
    own = workspace.folder.resolve() / RULES
    here = (each for each in workspace.packs if own / f"{each.name}.yaml" == file.resolve())
    return next(here, None)


def _foreign(workspace: Workspace, name: str, beside: Pack | None) -> Pack:
    """Read a file that is none of the workspace's, and let hold for it what the office decided."""
    file = Path(name)
    found, tree = read_pack(file, "", name)
    if found is None or tree.problems:
        raise InputError(tree.problems)
    known = _known_by(workspace, found, beside)
    pack = _named(found, known or _new_name(workspace, file, beside))
    policy = workspace.policies[pack.place]
    return with_spans(with_decisions(pack, policy.decisions), policy)


def _known_by(workspace: Workspace, found: Pack, beside: Pack | None) -> str | None:
    """Return the name of the pack of the same document: of the one compared with, else of one."""
    if beside and _same(found, beside):
        return beside.name
    alike = [each.name for each in workspace.packs if _same(found, each)]
    return alike[0] if len(alike) == 1 else None


def _same(one: Pack, other: Pack) -> bool:
    """Tell whether two packs are of one document: by its number, without one by its title."""
    told = [(each.document.number, each.document.title) for each in (one, other)]
    if all(number for number, _title in told):
        first, second = (folded(number or "") for number, _title in told)
    else:
        first, second = (folded(title) for _number, title in told)
    return first == second


def _new_name(workspace: Workspace, file: Path, beside: Pack | None) -> str:
    """Name a pack that is not there by its folder, where that is a place, else by the other's."""
    folder, places = file.resolve().parent.name, list(workspace.rosters)
    if folder in workspace.rosters:
        return f"{folder}/{file.stem}"
    if beside:
        return f"{beside.place}/{file.stem}"
    if len(places) == 1:
        return f"{places[0]}/{file.stem}"
    message = _("nothing says of which place {0} is; put it into a folder of that name: {1}")
    raise CadenceError(message.format(file, "、".join(places)))


def _named(pack: Pack, name: str) -> Pack:
    def rules(of: tuple[Rule, ...]) -> tuple[Rule, ...]:
        return tuple(replace(each, pack=name) for each in of)

    return replace(pack, name=name, rules=rules(pack.rules), refused=rules(pack.refused))


def _succeeded(workspace: Workspace, pack: Pack, other: Pack) -> Pack:
    """Let other documents take over from a foreign state of a pack as they do from this one.

    What one of two documents takes over from the other is worked out where they are compared.
    """
    if pack in workspace.packs or pack.name != other.name:
        return pack
    others = (each for each in workspace.unlinked if each.name != pack.name)
    found = linked((*others, pack), workspace.policies)
    return next(each for each in found if each.name == pack.name)
