"""A noun says once how it is written: what is written of it is read back as the same."""

import dataclasses

import pytest
from conftest import ROOT

from cadence.core.keys import as_written, said, told, written_fields
from cadence.core.rule import Document, Rule
from cadence.core.timing import said_of
from cadence.core.yaml_text.out import listed, mapping
from cadence.rules.fields import format_of
from cadence.rules.packs import read_pack

PACKS = [
    file
    for file in sorted((ROOT / "rules").glob("*/*.yaml"))
    if file.stem not in {"units", "policy", "calendar"} and file.parent.name != "calendar"
]


@pytest.mark.parametrize("file", PACKS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_pack_written_from_its_nouns_reads_back_as_the_same(file, tmp_path):
    name = f"{file.parent.name}/{file.stem}"
    pack, _tree = read_pack(file, name, "first")
    rules = [
        as_written(rule, pack.document) | {"timing": said_of(rule.timing)} for rule in pack.rules
    ]
    lines = ["document:", *mapping(as_written(pack.document)), "rules:", *listed(rules)]
    for key in ("supersedes", "no_duty"):
        if nouns := getattr(pack, key):
            lines += [f"{key}:", *listed([as_written(each) for each in nouns])]
    again = tmp_path / "again.yaml"
    again.write_text("\n".join(lines), encoding="utf-8")
    read, tree = read_pack(again, name, "again")
    assert tree.problems == []
    assert read == pack


def test_a_field_stands_in_a_file_by_its_key_alone():
    own = {each.name for each in dataclasses.fields(Rule)}
    kept = {each.field for each in written_fields(Rule)}
    assert own - kept == {
        "pack", "document", "decision", "earlier", "spans", "begun", "superseded_on",
        "whole_windows",
    }  # fmt: skip
    assert {each.field: each.name for each in written_fields(Rule)}["effective"] == "start"
    assert list(format_of(Rule, "RuleFormat").model_fields) == [
        each.name for each in written_fields(Rule)
    ]


@pytest.mark.parametrize("noun", [Document, Rule])
@pytest.mark.parametrize("where", ["json", "stamp"])
def test_no_two_fields_have_one_place_in_what_is_told(noun, where):
    places = [getattr(each.key, where) for each in written_fields(noun)]
    named = [each for each in places if each is not None]
    assert len(set(named)) == len(named) == len(told(noun, where))


def test_what_is_said_of_a_draft_is_no_part_of_what_the_text_says():
    assert {"confidence", "questions", "verdict", "drafted"}.isdisjoint(said(Rule))
    assert {"revised", "sha256", "drafted"}.isdisjoint(said(Document))
