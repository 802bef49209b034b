"""A document that replaces another: it is asked about, and equal clauses keep their verdicts."""

from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from cadence.commands.cli import main
from cadence.core import Cadence, Pack
from cadence.extract import draft, head_questions, inherited, pack_text, replaced
from cadence.rules import read_pack

OLD = """\
某县安全生产委员会关于冬季检查工作的通知
县安委〔2025〕3号
一、各村每月25日前报送排查情况。
二、县水利局12月20日前完成检修。
三、县住建局每季度检查一次。
四、县教育局每周巡查一次。
某县安全生产委员会
2025年11月20日
"""
NEW = OLD.replace("〔2025〕3", "〔2026〕7").replace("2025年11月", "2026年11月")


def pack_of(text, name, **verdicts):
    made = draft(text, date(2026, 11, 26))
    by_clause = {each.clause: each for each in made.rules}
    rules = [
        replace(each, pack=name, drafted="x", verdict=verdicts.get(each.clause))
        for each in by_clause.values()
    ]
    refused = tuple(each for each in rules if each.verdict == "refused")
    kept = tuple(each for each in rules if each.verdict != "refused")
    return Pack(name=name, document=made.document, rules=kept, refused=refused)


def test_equal_clauses_keep_their_verdicts_and_a_day_of_one_year_is_never_carried():
    old = pack_of(OLD, "县/旧", 一="accepted", 二="accepted", 三="refused")
    rules = pack_of(NEW, "县/新").rules
    found = {each.rule: (each.verdict, dict(each.said)) for each in inherited(rules, old)}
    assert found == {"c-1-month": ("accepted", {}), "c-3-quarter": ("refused", {})}


def test_what_was_put_right_is_put_right_again_where_it_comes_every_year():
    old = pack_of(OLD, "县/旧", 二="edited")
    put = [
        replace(each, actors=("各学校",), verdict="edited", timing=Cadence(period="month", count=2))
        if each.clause == "四"
        else each
        for each in old.rules
    ]
    (found,) = inherited(pack_of(NEW, "县/新").rules, replace(old, rules=tuple(put)))
    assert (found.rule, found.verdict) == ("c-4-week", "edited")
    assert found.said["actors"] == ["各学校"]
    assert found.said["timing"] == {"kind": "cadence", "period": "month", "count": 2}


def test_other_words_and_rules_that_are_decided_take_nothing_over():
    old = pack_of(OLD, "县/旧", 一="accepted")
    changed = pack_of(NEW.replace("排查情况", "排查整改情况"), "县/新")
    decided = pack_of(NEW, "县/新", 一="refused")
    assert not [*inherited(changed.rules, old)]
    assert not [*inherited((*decided.rules, *decided.refused), old)]


@pytest.mark.parametrize(
    ("text", "seems"),
    [
        (NEW, True),
        (OLD, False),  # not later
        (NEW.replace("冬季检查", "防汛抗旱"), False),
        (NEW.replace("某县安全生产委员会", "邻县安全生产委员会"), False),
        (
            NEW.replace("冬季检查", "岁末年初治理").replace(
                "四、", "四、《关于旧事的通知》（县安委〔2025〕3号）同时废止。\n五、"
            ),
            True,
        ),
        (
            NEW.replace("冬季检查", "岁末年初治理").replace(
                "四、", "四、按县安委〔2025〕3号办理。\n五、"
            ),
            False,
        ),
    ],
)
def test_a_document_seems_to_replace_one_of_its_title_or_one_that_it_ends(text, seems):
    old = pack_of(OLD, "县/旧")
    made = draft(text, date(2026, 11, 26))
    assert (replaced(made.document, text, [old]) == (old,)) is seems


# A plan for one year


PLAN = """\
某县安全生产委员会2026年安全生产工作要点
一、各村每月25日前报送排查情况。
某县安全生产委员会
2026年1月20日
"""


def test_an_end_that_a_person_took_out_of_the_head_stays_out_and_is_asked_about(tmp_path):
    made = draft(PLAN, date(2026, 1, 26))
    first = pack_text(made)
    assert "until: 2026-12-31" in first
    open_ended = first.replace("  until: 2026-12-31\n", "")
    file = tmp_path / "a.yaml"
    file.write_text(open_ended, "utf-8")
    _pack, tree = read_pack(file, "县/a", "a.yaml")
    again = pack_text(made, tree.value, open_ended)
    assert "until:" not in again
    assert any("以后各年照办" in each for each in head_questions(made, tree.value))
    assert "until: 2026-12-31" in pack_text(made, {}, "")


# At the door


def run(*arguments):
    return CliRunner().invoke(main, ["extract", *map(str, arguments)], catch_exceptions=False)


def test_extract_asks_what_a_document_replaces_and_takes_it_over_when_it_is_told(tmp_path):
    place = tmp_path / "rules" / "县"
    place.mkdir(parents=True)
    for name, text in (("old", OLD), ("new", NEW)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    old, new = place / "old.yaml", place / "new.yaml"
    assert "seems to replace" not in run(tmp_path / "old.txt", "-o", old).stderr
    old.write_text(
        old.read_text("utf-8").replace(
            "    clause: 一\n", "    clause: 一\n    verdict: accepted\n"
        ),
        "utf-8",
    )
    asked = run(tmp_path / "new.txt", "-o", new).stderr
    assert (
        f"this seems to replace 县安委〔2025〕3号; if it does, extract it with --replaces {old}"
        in asked
    )
    assert "    verdict: accepted" not in new.read_text("utf-8")

    told = run(tmp_path / "new.txt", "-o", new, "--replaces", old).stderr
    assert "1 verdict taken over" in told
    assert "seems to replace" not in told
    written = new.read_text("utf-8")
    assert written.count("    verdict: accepted") == 1
    assert "pack: 县/old" in written
    again = run(tmp_path / "new.txt", "-o", new).stderr
    assert "seems to replace" not in again
    assert "pack: 县/old" in new.read_text("utf-8")


def test_a_document_replaces_one_of_its_own_place_alone(tmp_path):
    (tmp_path / "new.txt").write_text(NEW, "utf-8")
    (tmp_path / "old.yaml").write_text("document:\n", "utf-8")
    (tmp_path / "a").mkdir()
    done = CliRunner().invoke(
        main,
        ["extract", str(tmp_path / "new.txt"), "-o", str(tmp_path / "a" / "new.yaml"),
         "--replaces", str(tmp_path / "old.yaml")],
    )  # fmt: skip
    assert done.exit_code != 0
    assert "is not beside" in done.output + done.stderr + str(done.exception)
