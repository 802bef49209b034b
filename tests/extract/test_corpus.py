"""What extraction reaches over the annotated corpus; skipped where a checkout has none beside it.

These are floors under what was reached, no goals: they rise with it and never fall.
"""

import importlib.util
import os
from pathlib import Path

import pytest
from conftest import ROOT

CORPUS = Path(os.environ.get("CADENCE_CORPUS", ROOT.parent / "shared" / "corpus"))
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no annotated corpus at {CORPUS}")


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("bench", ROOT / "benchmarks" / "extract.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures(benchmark):
    found = [benchmark.measure(CORPUS, file.stem) for file in sorted(CORPUS.glob("*.jsonl"))]
    hits = [hit for each in found for hit in each["hits"] if hit[0]["kind"] in benchmark.GOAL]
    missed = [note for each in found for note in each["missed"] if note["kind"] in benchmark.GOAL]
    extra = [rule for each in found for rule in each["extra"]]
    return hits, missed, [rule for rule in extra if rule.timing.kind in benchmark.GOAL]


def test_duties_are_found(figures):
    hits, missed, _extra = figures
    assert len(hits) / (len(hits) + len(missed)) >= 0.84


def test_what_is_found_is_a_duty(figures):
    hits, _missed, extra = figures
    assert len(hits) / (len(hits) + len(extra)) >= 0.78


def test_the_body_is_right(benchmark, figures):
    hits = figures[0]
    assert sum(benchmark.bodies_right(rule, note) for note, rule in hits) / len(hits) >= 0.80
