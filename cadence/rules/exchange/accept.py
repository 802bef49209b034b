"""What is staged → rules/, whole or not at all, when the office says so.

Each place's folder is made beside, and takes the place of the old one by its name alone; the old
one is kept under .cadence/. A computer that stops between the two has the new folder beside, and
the next command puts it where it belongs.
"""

import datetime as dt
import os
import shutil
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from cadence.core import OWN_FOLDER, CadenceError, _, reason
from cadence.rules.exchange.offer import sha256_of
from cadence.rules.exchange.stage import Staged, put_files, trial_of
from cadence.rules.exchange.subscriptions import keep
from cadence.rules.reading import COMING, RULES

COPIES = f"{OWN_FOLDER}/rules"
LOCK = f"{OWN_FOLDER}/packs.lock"


def accept_packs(folder: Path, staged: Staged, now: dt.datetime) -> None:
    """Let what is staged hold from now on.

    Args:
        folder: the workspace.
        staged: what was shown.
        now: the moment, by which the copies of what was there are named.

    Raises:
        InputError: rules/ would not load with it; nothing is changed.
        CadenceError: it cannot be written; rules/ is as it was.
    """
    try:
        with FileLock(folder / LOCK, timeout=0):
            _accept(folder, staged, now)
    except Timeout as error:
        raise CadenceError(_("another update is being taken here; try again")) from error


def _accept(folder: Path, staged: Staged, now: dt.datetime) -> None:
    with trial_of(folder, staged):
        pass  # it loads
    rules, kept = folder / RULES, _free(folder / COPIES / f"packs-{now:%Y%m%d-%H%M%S}")
    paths = (*staged.changed, *staged.gone)
    places = sorted({path.partition("/")[0] for path in paths})
    try:
        for place in places:
            _prepare(rules, place, staged)
        done: list[str] = []
        try:
            for place in places:
                _swap(rules, place, kept)
                done.append(place)
            _keep(folder, staged)
        except (OSError, CadenceError):
            for place in done:
                _back(rules, place, kept)
            raise
    except OSError as error:
        raise CadenceError(_("{0} cannot be written: {1}").format(rules, reason(error))) from error
    finally:
        for place in places:
            shutil.rmtree(_beside(rules, place), ignore_errors=True)


def _keep(folder: Path, staged: Staged) -> None:
    files = {path: sha256_of(content) for path, content in staged.contents.items()}
    offer = staged.offer
    accepted = replace(
        staged.subscription, publisher=offer.publisher, version=offer.version, files=files
    )
    keep(folder, accepted)


def finish_packs(folder: Path) -> None:
    """Put a place's folder where it belongs that a stop of the computer left beside."""
    for beside in (folder / RULES).glob(f".*{COMING}"):
        place = folder / RULES / beside.name.removeprefix(".").removesuffix(COMING)
        if place.exists():
            shutil.rmtree(beside, ignore_errors=True)
        else:
            beside.rename(place)


def _free(folder: Path) -> Path:
    """Return a folder that is not there yet, of that name or numbered after it."""
    names = (folder, *(folder.with_name(f"{folder.name}-{n}") for n in range(2, 1000)))
    return next(each for each in names if not each.exists())


def _beside(rules: Path, place: str) -> Path:
    return rules / f".{place}{COMING}"


def _prepare(rules: Path, place: str, staged: Staged) -> None:
    """Make a place's new folder beside it: what the office has there of its own stays in it."""
    beside = _beside(rules, place)
    shutil.rmtree(beside, ignore_errors=True)
    if (rules / place).exists():
        shutil.copytree(rules / place, beside)
    else:
        beside.mkdir()
    own = {path: each for path, each in staged.contents.items() if path.startswith(f"{place}/")}
    gone = tuple(path for path in staged.gone if path.startswith(f"{place}/"))
    moved = replace(
        staged,
        contents={path.partition("/")[2]: each for path, each in own.items()},
        gone=tuple(path.partition("/")[2] for path in gone),
    )
    put_files(beside, moved)
    for file in beside.iterdir():
        with file.open("rb") as stream:
            os.fsync(stream.fileno())


def _swap(rules: Path, place: str, kept: Path) -> None:
    if (rules / place).exists():
        kept.mkdir(parents=True, exist_ok=True)
        (rules / place).rename(kept / place)
    try:
        _beside(rules, place).rename(rules / place)
    except OSError:
        if (kept / place).exists():
            (kept / place).rename(rules / place)
        raise


def _back(rules: Path, place: str, kept: Path) -> None:
    shutil.rmtree(rules / place)
    if (kept / place).exists():
        (kept / place).rename(rules / place)
