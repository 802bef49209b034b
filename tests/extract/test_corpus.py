"""What extraction reaches over the annotated corpus; skipped where a checkout has none beside it.

These are floors under what was reached, no goals: they rise with it and never fall.
"""

import importlib.util
import os
import sys
from pathlib import Path

import pytest
from conftest import ROOT

CORPUS = Path(os.environ.get("CADENCE_CORPUS", ROOT.parent / "shared" / "corpus"))
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no annotated corpus at {CORPUS}")


@pytest.fixture(scope="module")
def scoring():
    place = ROOT / "benchmarks" / "scoring.py"
    spec = importlib.util.spec_from_file_location("scoring", place)
    module = importlib.util.module_from_spec(spec)
    sys.modules["scoring"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures(scoring):
    return scoring.of_goal(
        [scoring.measure(CORPUS, file.stem) for file in sorted(CORPUS.glob("*.jsonl"))]
    )


def test_duties_are_found(figures):
    hits, missed, _silent, _extra = figures
    assert len(hits) / (len(hits) + len(missed)) >= 0.90


def test_no_duty_is_missed_in_silence(figures):
    assert figures[2] == []


def test_what_is_found_is_a_duty(figures):
    hits, _missed, _silent, extra = figures
    assert len(hits) / (len(hits) + len(extra)) >= 0.90


def test_the_body_is_right(scoring, figures):
    hits = figures[0]
    assert sum(scoring.bodies_right(rule, note) for note, rule in hits) / len(hits) >= 0.80
