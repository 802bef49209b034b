"""Kill who writes, in the midst: what was said to be written is there, and everything still works.

Writers of the ledger (the library, `cadence done`; first use among them, two at once) and builds
are children of this process, so that a kill costs milliseconds. Run:
python benchmarks/kills.py [--writers N] [--builds N] [--place PLACE] [--seed N]

A build dies by a clock of the processor's time or at one of the moments at which it opens, renames
or takes away a file, each as likely; so a busy machine hits the same moments as an idle one.
"""

import argparse
import contextlib
import datetime as dt
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
EVERY_LEDGER = 25  # kills, after which an office begins anew
EVERY_TREE = 20  # kills of builds, after which one is let through and compared with an undisturbed
LATEST = 0.12  # seconds until a writer is killed
SMALL = "small"  # an office of four units and six rules: a build of it takes a second
AS_OF = ("--as-of", "2026-11-22")
MOMENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.utime", "os.truncate"}
IDS = 400


def main() -> None:
    """Kill, look, and print what was found; exit 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--writers", type=int, default=200)
    parser.add_argument("--builds", type=int, default=20)
    parser.add_argument("--place", default=SMALL)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - no secret is made of it
    faults = [*kill_writers(given.writers, chance), *kill_builds(given.builds, given.place, chance)]
    for fault in faults:
        print(f"FAULT: {fault}")
    sys.exit(1 if faults else 0)


def office(folder: Path, place: str) -> Path:
    """Make a workspace of one place."""
    (folder / "rules").mkdir(parents=True)
    if place == SMALL:
        sys.path.insert(0, str(ROOT / "tests"))
        from conftest import PACK, UNITS

        (folder / "rules" / place).mkdir()
        for file, text in (("units.yaml", UNITS), ("notice.yaml", PACK)):
            (folder / "rules" / place / file).write_text(text, encoding="utf-8")
        return folder
    for name in ("national", place):
        shutil.copytree(ROOT / "rules" / name, folder / "rules" / name)
    return folder


def command(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a command in this very process; return its exit code and what it printed."""
    from cadence.commands.cli import main as door
    from cadence.core import CadenceError

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            given = ["--workspace", str(folder), *arguments]
            code = door.main(given, standalone_mode=False)
        except CadenceError as error:
            return 2, str(error)
    return code or 0, said.getvalue()


def child(work: Callable[[Callable[[str], None]], None]) -> tuple[int, int]:
    """Start a child at some work, which says what it has done; return its id and where it says."""
    heard, said = os.pipe()
    pid = os.fork()
    if pid:
        os.close(said)
        return pid, heard
    try:
        os.close(heard)
        work(lambda text: os.write(said, f"{text}\n".encode()) and None)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent counts it
        os.write(said, f"! {type(error).__name__}: {error}\n".replace("\n", " ").encode() + b"\n")
    os._exit(0)


def killed(pid: int, heard: int, after: float) -> list[str]:
    """Kill a child after some seconds; return what it had said, but for a word cut off."""
    time.sleep(after)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with os.fdopen(heard, "rb") as stream:
        return [each.decode() for each in stream.read().split(b"\n")[:-1]]


def by_library(folder: Path, name: str) -> Callable[[Callable[[str], None]], None]:
    """Write through the library, one entry after the other."""

    def work(say: Callable[[str], None]) -> None:
        from cadence.core import Done
        from cadence.ledger import open_ledger

        number = 0
        while True:
            with open_ledger(folder) as ledger:
                for _ in range(5):
                    key = f"a:b:{name}-{number}@c/d"
                    with ledger.writing():
                        ledger.append(Done(occurrence=key, on=NOW.date(), evidence="会议纪要"), NOW)
                    say(key)
                    number += 1

    return work


def by_command(
    folder: Path, name: str, ids: list[tuple[str, str]]
) -> Callable[[Callable[[str], None]], None]:
    """Write through `cadence done`, one occurrence after the other."""

    def work(say: Callable[[str], None]) -> None:
        for number, (key, day) in enumerate(ids):
            proof = f"会议纪要{name}第{number}号"
            code, said = command(folder, "done", key, "--on", day, "--evidence", proof)
            if code:
                say(f"! exit {code}: {said}".replace("\n", " "))
            else:
                say(proof)

    return work


def kill_writers(turns: int, chance: random.Random) -> list[str]:
    """Kill writers, and look after each kill."""
    faults: list[str] = []
    counts = {"library": 0, "command": 0, "first use": 0, "said": 0}
    with tempfile.TemporaryDirectory() as name:
        folder = office(Path(name, "listed"), "yincheng")
        ids = occurrences(folder)
        said: set[str] = set()
        killing = 0
        while killing < turns:
            if killing % EVERY_LEDGER == 0 or chance.random() < 1 / 3:  # a first use
                shutil.rmtree(folder)
                folder, said = office(Path(name, f"office{killing}"), "yincheng"), set()
                counts["first use"] += 1
            running = []
            for n in range(chance.choice((1, 2))):
                kind = chance.choice(("library", "command"))
                counts[kind] += 1
                word = f"k{killing}-{n}"
                work = (
                    by_library(folder, word)
                    if kind == "library"
                    else by_command(folder, word, chance.sample(ids, len(ids)))
                )
                running.append(child(work))
            for pid, heard in running:
                told = killed(pid, heard, chance.uniform(0, LATEST))
                faults += [f"kill {killing}: {each}" for each in told if is_fault(each)]
                said |= {each for each in told if not each.startswith("!")}
                counts["said"] += len(told)
                killing += 1
            faults += [f"kill {killing}: {each}" for each in looked(folder, said)]
    print(f"{killing} kills of writers: {counts}; faults: {len(faults)}")
    return faults


def is_fault(told: str) -> bool:
    """Tell whether a writer failed by itself: another day than the first is rightly refused."""
    return told.startswith("!") and "reverse that entry first" not in told


def looked(folder: Path, said: set[str]) -> list[str]:
    """Look whether a ledger is whole, usable, and holds what was said to be written."""
    from cadence.core import CadenceError
    from cadence.ledger import first_broken, open_ledger

    try:
        with open_ledger(folder) as ledger:
            lines = list(ledger.lines())
            broken, _count, _chain = first_broken(lines)
            found = [ledger.fault] if ledger.fault else []
            if broken is not None or ledger.damage():
                found.append(f"broken at {broken}")
    except CadenceError as error:
        return [f"unusable: {error}"]
    facts = [json.loads(text) for _number, _stamp, text, _chain in lines]
    held = {each[key] for each in facts for key in ("occurrence", "evidence")}
    return found + [f"lost: {each}" for each in said - held]


def occurrences(folder: Path) -> list[tuple[str, str]]:
    """List what may be reported as done, with its first day."""
    _code, said = command(
        folder, "occurrences", "--from", "2024-01-01", "--to", "2026-10-31", "--format", "json"
    )
    found = [(each["id"], each["start"]) for each in json.loads(said) if len(each["start"]) == 10]
    return found[:IDS]


def kill_builds(turns: int, place: str, chance: random.Random) -> list[str]:
    """Kill builds, and look after each whether what is published is whole."""
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = office(Path(name, "office"), place)
        whole = ("build", "--from", "2026-01-01", "--to", "2026-12-31", *AS_OF)
        code, said = command(folder, *whole)  # everything is loaded before the forks, too
        if code == 2:
            return [f"cannot be built: {said}"]
        seconds, moments = undisturbed(office(Path(name, "measured"), place), whole)
        feeds = names(folder / "out", ".ics")
        died = tried = 0
        while died < turns:
            tried += 1
            if chance.random() < 1 / EVERY_TREE:  # first builds too
                shutil.rmtree(folder / "out", ignore_errors=True)
                feeds = set()
            asked = ("build", "--from", f"{chance.choice((2025, 2026, 2026, 2026))}-01-01")
            rest = ("--to", "2026-12-31", "--as-of", f"2026-{chance.randint(1, 12):02}-22")
            dies = (
                (chance.uniform(0.001, 1.1 * seconds), 0)
                if chance.random() < 1 / 2
                else (0, chance.randint(1, moments))
            )
            was_killed, told = killed_build(folder, (*asked, *rest, "--force"), *dies)
            died += was_killed
            faults += [f"build {tried}: {each}" for each in told if each.startswith(("!", "(2"))]
            faults += [f"build {tried}: {each} is not whole" for each in torn(folder / "out")]
            now = names(folder / "out", ".ics")
            faults += [f"build {tried}: lost {each}" for each in sorted(feeds - now)]
            feeds = now
            if tried % EVERY_TREE == 0:
                faults += [f"build {tried}: {each}" for each in let_through(folder, place)]
                feeds = names(folder / "out", ".ics")
    print(f"{died} builds killed, {tried - died} ended before; faults: {len(faults)}", flush=True)
    return faults


def undisturbed(folder: Path, asked: tuple[str, ...]) -> tuple[float, int]:
    """Return the seconds of the processor that a first build takes, and its moments at files."""

    def work(say: Callable[[str], None]) -> None:
        counted = [0]
        sys.addaudithook(
            lambda event, _given: event in MOMENTS and counted.__setitem__(0, counted[0] + 1)
        )
        before = time.process_time()
        command(folder, *asked)
        say(f"{time.process_time() - before} {counted[0]}")

    pid, heard = child(work)
    os.waitpid(pid, 0)
    with os.fdopen(heard, "rb") as stream:
        seconds, moments = stream.read().split()
    return float(seconds), int(moments)


def killed_build(
    folder: Path, asked: tuple[str, ...], after: float, moment: int
) -> tuple[bool, list[str]]:
    """Let a build die after some of the processor's seconds, or at one of its moments at files.

    Returns:
        Whether it died before its end, and what it said else.
    """

    def work(say: Callable[[str], None]) -> None:
        left = [moment]

        def at_a_file(event: str, _given: object) -> None:
            if event in MOMENTS:
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        if moment:
            sys.addaudithook(at_a_file)
        else:
            signal.setitimer(signal.ITIMER_PROF, after)  # nobody handles it: it ends the process
        say(str(command(folder, *asked)))

    pid, heard = child(work)
    _pid, status = os.waitpid(pid, 0)
    with os.fdopen(heard, "rb") as stream:
        told = [each.decode() for each in stream.read().split(b"\n")[:-1]]
    return os.WIFSIGNALED(status), told


def torn(out: Path) -> list[Path]:
    """Return the published files that are not whole."""
    return [each for each in out.rglob("*") if not is_whole(each)]


def is_whole(file: Path) -> bool:
    """Tell whether a published file has its end."""
    if file.suffix == ".ics":
        return file.read_bytes().endswith(b"END:VCALENDAR\r\n")
    if file.suffix == ".html":
        return b"</html>" in file.read_bytes()[-40:]
    if file.suffix == ".json":
        with contextlib.suppress(ValueError):
            json.loads(file.read_bytes())
            return True
        return False
    return True


def let_through(folder: Path, place: str) -> list[str]:
    """Build once more undisturbed; all must be there, and say what it says where nobody was killed.

    Feeds also tell what was taken back since, and their revisions: of them the names are compared.
    """
    asked = ("build", "--from", "2026-01-01", "--to", "2026-12-31", *AS_OF, "--force")
    code, said = command(folder, *asked)
    if code == 2:
        return [f"cannot be built any more: {said}"]
    with tempfile.TemporaryDirectory() as name:
        other = office(Path(name, "office"), place)
        command(other, *asked)
        ours, theirs = names(folder / "out"), names(other / "out")
        others = [
            each
            for each in sorted(ours & theirs)
            if each.endswith((".html", ".css", ".js", ".txt", ".csv"))
            and (folder / "out" / each).read_bytes() != (other / "out" / each).read_bytes()
        ]
    more = [f"left lying: {each}" for each in sorted(ours - theirs) if ".ics" not in each]
    missing = [f"missing: {each}" for each in sorted(theirs - ours)]
    return more + missing + [f"says something else: {each}" for each in others]


def names(out: Path, ending: str = "") -> set[str]:
    """Return every file's path."""
    return {each.relative_to(out).as_posix() for each in out.rglob(f"*{ending}") if each.is_file()}


if __name__ == "__main__":
    main()
