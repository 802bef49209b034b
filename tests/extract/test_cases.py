"""The hand-made table of invented sentences beside the checkout; skipped where there is none.

A bare sentence is read as clause 二 of a notice of 河西镇 of 2026-02-01, addressed to 各村、各单位;
a text with line breaks is read as it stands. A timing is right where every key that the table
states is so; the kinds standing and unspecified, which ask for no day, are not compared.
"""

import datetime as dt
import json
import os
from pathlib import Path

import pytest
from conftest import ROOT

from cadence.core.timing import said_of
from cadence.extract.draft.draft import draft
from cadence.extract.files.grids import with_sentences

CASES = Path(os.environ.get("CADENCE_CASES", ROOT.parent / "shared" / "cases")) / "times.tsv"
TODAY = dt.date(2026, 2, 10)
UNDATED = {"standing", "unspecified"}
NOTICE = (
    "河西镇安全生产委员会关于做好安全生产工作的通知\n各村、各单位：\n"
    "一、总体要求\n坚持安全第一。\n二、{}\n2026年2月1日\n"
)


def rows():
    """Return (sentence, expected) of every line; nothing where the table is not at hand."""
    if not CASES.is_file():
        return []
    lines = CASES.read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [(text.replace("\\n", "\n"), json.loads(expected)) for text, expected in pairs]


def read(text: str) -> list[dict]:
    """Draft a text; return its dated timings with who is bound."""
    whole = with_sentences(text) if "\n" in text else NOTICE.format(text)
    rules = draft(whole, TODAY).rules
    return [
        json.loads(json.dumps(said_of(rule.timing), default=str)) | {"actors": list(rule.named)}
        for rule in rules
        if rule.timing.kind not in UNDATED
    ]


def answers(found: dict, wanted: dict) -> bool:
    """Tell whether a timing says all that the table asks of it, and is limited by nothing else."""
    more = {"every", "months", "time", "days", "start", "due"} - wanted.keys()
    said = {key: value for key, value in wanted.items() if key != "actors"}
    names = wanted.get("actors", [])
    return (
        all(str(found.get(key)) == str(value) for key, value in said.items())
        and not any(found.get(key) for key in more)
        and all(any(name in each for each in found["actors"]) for name in names)
    )


@pytest.mark.skipif(not CASES.is_file(), reason=f"no table of cases at {CASES}")
@pytest.mark.parametrize(("text", "expected"), rows())
def test_a_sentence_is_read_as_a_careful_official_reads_it(text, expected):
    found = read(text)
    assert len(found) == len(expected), found
    assert all(any(answers(each, wanted) for each in found) for wanted in expected), found
