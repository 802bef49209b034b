import json

import pytest
from conftest import ROOT

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
