"""An Inspection → one zip: a page that reads alone and checks itself, the files, their hashes.

index.html         to read; its script checks the ledger's lines as it opens, and the unpacked
                   files once their folder is chosen (a page from a disk may open no other file)
duties.json, .csv  the duties for other programs
ledger.jsonl       the ledger's lines, letter for letter
evidence/N-K.pdf   file K of line N
SHA256SUMS         of all of these, as sha256sum -c reads it; its own hash names the pack
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from cadence.core import STATUSES, CadenceError, _, reason
from cadence.desk.drawing import template as drawn
from cadence.desk.inspection import MISSED, Inspection, ProofFile, ShownDuty
from cadence.desk.static_files import STATIC
from cadence.ledger import GENESIS, HEADS, first_broken, is_begun, jsonl_of, open_ledger, read_file
from cadence.print import render_csv, render_json, tokens
from cadence.reports import check_table, occurrence_json

STAMP = (1980, 1, 1, 0, 0, 0)  # of every member, so that the same pack has the same bytes
SUMS, PAGE = "SHA256SUMS", "index.html"
PICTURE = (".jpg", ".jpeg", ".png")
Line = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedChain:
    """The ledger's lines that a pack holds, and how the whole ledger stood when it was made.

    Attributes:
        lines: each with the chain of the line before it.
        count, head: of the whole ledger; broken: the line from which it does not hold, or None.
        is_whole: every line is in the pack.
    """

    lines: tuple[tuple[Line, str], ...]
    count: int
    head: str
    broken: int | None
    is_whole: bool


def write_inspection(folder: Path, target: Path, asked: Inspection, *, whole: bool = False) -> str:
    """Write a pack.

    Args:
        folder: the workspace.
        target: the zip, which must not exist.
        asked: what it shows.
        whole: take in every line of the ledger, so that its chain can be followed from the first.

    Returns:
        The SHA-256 of its SHA256SUMS: who knows it knows that nothing in the pack was changed.

    Raises:
        CadenceError: the zip cannot be written, or the ledger cannot be read.
    """
    chain = _chain(folder, asked.numbers, whole=whole)
    sums: dict[str, str] = {}
    lacks: dict[str, str] = {}
    try:
        with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as bundle:
            for proof in asked.proofs:
                try:
                    content = read_file(folder, proof.sha256)
                except CadenceError as error:
                    lacks[proof.path] = str(error)
                    continue
                _put(bundle, proof.path, content, sums)
            told = _told(asked, lacks)
            for name, content in _texts(told, chain):
                _put(bundle, name, content, sums)
            _put(bundle, PAGE, _page(told, chain, sums).encode(), sums)
            listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
            _put(bundle, SUMS, listed.encode(), {})
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(target, reason(error))
        raise CadenceError(message) from error
    return hashlib.sha256(listed.encode()).hexdigest()


def _chain(folder: Path, numbers: frozenset[int], *, whole: bool) -> PackedChain:
    lines: list[Line] = []
    if is_begun(folder):
        with open_ledger(folder) as ledger:
            lines = list(ledger.lines())
    broken, _count, _last = first_broken(lines)
    before = (GENESIS, *(each[3] for each in lines))
    kept = tuple((each, before[n]) for n, each in enumerate(lines) if whole or each[0] in numbers)
    head = lines[-1][3] if lines else GENESIS
    return PackedChain(lines=kept, count=len(lines), head=head, broken=broken, is_whole=whole)


def _told(asked: Inspection, lacks: dict[str, str]) -> Inspection:
    """Say beside each file that is not in the pack why."""

    def proof(each: ProofFile) -> ProofFile:
        return replace(each, lack=lacks.get(each.path, ""))

    return replace(
        asked,
        duties=tuple(replace(each, proofs=tuple(map(proof, each.proofs))) for each in asked.duties),
    )


def _texts(asked: Inspection, chain: PackedChain) -> Iterator[tuple[str, bytes]]:
    judged = [each.judged for each in asked.duties]
    yield "duties.json", render_json([_duty_json(each) for each in asked.duties]).encode()
    yield "duties.csv", render_csv(check_table(judged)).encode()
    yield "ledger.jsonl", "".join(jsonl_of(line) for line, _before in chain.lines).encode()


def _duty_json(shown: ShownDuty) -> dict[str, object]:
    rule = shown.judged.occurrence.binding.rule
    files = [
        {"name": each.name, "path": None if each.lack else each.path, "sha256": each.sha256,
         "lack": each.lack or None}
        for each in shown.proofs
    ]  # fmt: skip
    own = {"document": rule.document.name, "quote": rule.quote, "files": files}
    return occurrence_json(shown.judged) | own | {"entries": list(shown.lines)}


def _page(asked: Inspection, chain: PackedChain, sums: dict[str, str]) -> str:
    embedded = {
        "lines": [[*line, before] for line, before in chain.lines],
        "whole": chain.is_whole, "count": chain.count, "head": chain.head, "sums": sums,
    }  # fmt: skip
    # "<" is written so that no text of the ledger can end the element it lies in.
    data = json.dumps(embedded, ensure_ascii=False).replace("<", "\\u003c")
    return drawn("inspection_pack").render(
        asked=asked, chain=chain, heads=HEADS, pictures=PICTURE, missed=MISSED,
        overdue=STATUSES["overdue"],
        data=Markup(data),  # noqa: S704 - "<" is escaped above
        style=Markup(tokens() + (STATIC / "look.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
        script=Markup((STATIC / "inspection.js").read_text(encoding="utf-8")),  # noqa: S704 - ours
    )  # fmt: skip


def _put(bundle: zipfile.ZipFile, name: str, content: bytes, sums: dict[str, str]) -> None:
    bundle.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    sums[name] = hashlib.sha256(content).hexdigest()


def name_of(asked: Inspection, root: str) -> str:
    """Name a pack by its place, unit, days, and the beginning of its hash."""
    scene = asked.scene
    keys = sorted(scene.asked.keys) or [scene.roster.place]
    whose = keys[0].replace("/", "-") if len(keys) == 1 else scene.roster.place
    return f"inspection-{whose}-{scene.span.first:%Y%m%d}-{scene.span.last:%Y%m%d}-{root[:12]}.zip"


def made(folder: Path, asked: Inspection, *, whole: bool = False) -> tuple[Path, str]:
    """Write a pack into a folder of its own for a download; who takes it sweeps it away.

    Raises:
        CadenceError: as write_inspection.
    """
    beside = Path(tempfile.mkdtemp(prefix="cadence-"))
    target = beside / "inspection.zip"
    try:
        root = write_inspection(folder, target, asked, whole=whole)
    except BaseException:
        target.unlink(missing_ok=True)
        beside.rmdir()
        raise
    return target, name_of(asked, root)
