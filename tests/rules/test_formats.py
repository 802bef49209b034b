import json
from dataclasses import fields
from typing import get_args

import pytest
from conftest import ROOT

from cadence.core import Timing
from cadence.rules.formats import FORMATS

SCHEMAS = ROOT / "rules" / ".schema"
PACKS = sorted(file for file in (ROOT / "rules").glob("*/*.yaml"))


@pytest.mark.parametrize("name", FORMATS)
def test_the_shipped_schemas_are_those_of_the_formats(name, kept):
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= FORMATS[name].model_json_schema()
    text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    kept(SCHEMAS / f"{name}.json", text)


@pytest.mark.parametrize("file", PACKS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_file_names_its_schema_in_its_first_line(file):
    name = file.stem if file.stem in FORMATS else "pack"
    name = "year" if file.parent.name == "calendar" else name
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=../.schema/{name}.json"
    assert (SCHEMAS / f"{name}.json").exists()


@pytest.mark.parametrize("noun", get_args(Timing))
def test_every_key_of_a_timing_stands_in_the_schema_and_in_the_docs(noun):
    schema = json.loads((ROOT / "rules" / ".schema" / "pack.json").read_text(encoding="utf-8"))
    known = schema["$defs"][noun.__name__]["properties"]
    docs = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    for each in fields(noun):
        assert each.name in known
        assert f"`{each.name}`" in docs, each.name


def test_every_further_key_is_read_in_words_in_the_docs_on_time():
    docs = (ROOT / "docs" / "time.md").read_text(encoding="utf-8")
    keys = (
        "every",
        "months",
        "time",
        "period: term",
        "school_year",
        "period: hour",
        "when: before",
        "school_year",
    )
    days = (
        "day: last-working",
        "day: working-3",
        "day: 2-tue",
        "last-sat",
        "day: 02-29",
        "school_year",
    )
    assert [each for each in (*keys, *days) if f"`{each}`" not in docs] == []
