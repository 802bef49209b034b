"""The draft as a pack: it loads at once, keeps decisions, and lists what gave no rule."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.commands.cli import main
from cadence.core.errors import CadenceError
from cadence.core.yaml_text.out import scalar
from cadence.extract.draft.draft import draft
from cadence.extract.draft.earlier import checksum
from cadence.extract.draft.pack_text import expressible, head_questions, pack_text
from cadence.rules.packs import read_pack
from cadence.rules.yaml_tree import read_tree

LINES = (ROOT / "tests" / "tables" / "times.txt").read_text("utf-8").splitlines()
WORDS = [line.split(" | ")[0] for line in LINES if " | " in line and not line.startswith("#")]
TEXTS = ROOT / "tests" / "texts"
TODAY = date(2026, 11, 22)
TEXT = (
    "某县安全生产委员会\n某安委〔2023〕7号\n2023年3月10日\n一、各村每月自查一次。\n"
    "二、各站所6月底前完成整改。\n三、各村每逢单周安排一次学习。\n四、实行24小时值班。\n"
)


def loaded(text, folder):
    file = folder / "pack.yaml"
    file.write_text(text, encoding="utf-8")
    pack, tree = read_pack(file, "a/pack", "pack.yaml")
    assert [str(problem) for problem in tree.problems] == []
    return pack, tree.value


@pytest.mark.parametrize("file", sorted(TEXTS.glob("*.txt")), ids=lambda file: file.stem)
def test_a_draft_of_every_text_loads_at_once(file, tmp_path):
    made = draft(file.read_text("utf-8"), TODAY)
    pack, _value = loaded(pack_text(made), tmp_path)
    assert [rule.timing for rule in pack.rules] == [rule.timing for rule in made.rules]
    assert [rule.quote for rule in pack.rules] == [rule.quote for rule in made.rules]


def test_a_text_without_any_date_still_loads(tmp_path):
    pack, _value = loaded(pack_text(draft("一、各村6月底前完成整改。\n", TODAY)), tmp_path)
    assert pack.document.date is None
    assert "没有成文日期" in pack.document.basis


def test_what_a_pack_cannot_hold_and_what_is_no_duty_are_listed(tmp_path):
    _pack, value = loaded(pack_text(draft(TEXT, TODAY)), tmp_path)
    assert [each["clause"] for each in value["not_understood"]] == ["三"]
    assert "24小时值班" in str(value["no_duty"])


def again(text, earlier, folder):
    file = folder / "earlier.yaml"
    file.write_text(earlier, encoding="utf-8")
    return loaded(pack_text(draft(text, TODAY), read_tree(file, "x").value, earlier), folder)


def test_an_accepted_rule_stays_when_the_text_is_extracted_again(tmp_path):
    first = pack_text(draft(TEXT, TODAY))
    accepted = with_first_rule(first, "    drafted:", "    verdict: accepted\n    drafted:")
    _pack, value = again(TEXT, accepted, tmp_path)
    assert [rule.get("verdict") for rule in value["rules"]] == ["accepted", None]


def test_an_edited_rule_is_known_by_its_content_and_kept(tmp_path):
    first = pack_text(draft(TEXT, TODAY))
    edited = first.replace("act: 自查\n", "act: 自查电路并登记\n")
    assert edited != first
    _pack, value = again(TEXT, edited, tmp_path)
    assert value["rules"][0]["act"] == "自查电路并登记"
    assert value["rules"][0]["verdict"] == "edited"


def test_a_refused_rule_is_kept_as_refused_and_binds_nobody(tmp_path):
    first = pack_text(draft(TEXT, TODAY))
    refused = with_first_rule(first, "    drafted:", "    verdict: refused\n    drafted:")
    pack, value = again(TEXT, refused, tmp_path)
    assert value["rules"][0]["verdict"] == "refused"
    assert [rule.clause for rule in pack.rules] == ["二"]


def test_a_decided_rule_whose_sentence_changed_is_asked_about(tmp_path):
    first = pack_text(draft(TEXT, TODAY))
    accepted = with_first_rule(first, "    drafted:", "    verdict: accepted\n    drafted:")
    newer = TEXT.replace("各村每月自查一次", "各村每月至少自查一次")
    _pack, value = again(newer, accepted, tmp_path)
    rule, *_others = value["rules"]
    assert rule["quote"] == "各村每月自查一次"
    assert rule["verdict"] == "accepted"
    assert "现为“各村每月至少自查一次”（一）" in rule["questions"][-1]
    assert [each["clause"] for each in value["rules"]] == ["一", "二"]


def test_a_decided_rule_that_the_text_no_longer_has_is_asked_about(tmp_path):
    first = pack_text(draft(TEXT, TODAY))
    accepted = with_first_rule(first, "    drafted:", "    verdict: accepted\n    drafted:")
    _pack, value = again(TEXT.replace("一、各村每月自查一次。\n", ""), accepted, tmp_path)
    assert "没有找到这一条" in value["rules"][-1]["questions"][0]


def test_a_rule_that_nobody_decided_is_replaced(tmp_path):
    _pack, value = again(TEXT.replace("6月底", "9月底"), pack_text(draft(TEXT, TODAY)), tmp_path)
    assert value["rules"][1]["timing"]["due"] == "2023-09-30"
    assert len(value["rules"]) == 2


def rules_of(value):
    return [(rule["clause"], rule["quote"], rule.get("verdict")) for rule in value["rules"]]


def first_text():
    """Return a pack's text whose first rule's checksum is not the head's."""
    return pack_text(draft(TEXT, TODAY))


def with_first_rule(text, old, new):
    head, rules = text.split("rules:\n", 1)
    return f"{head}rules:\n{rules.replace(old, new, 1)}"


def test_a_renumbered_rule_is_found_by_its_words_and_not_doubled(tmp_path):
    accepted = with_first_rule(first_text(), "    drafted:", "    verdict: accepted\n    drafted:")
    newer = TEXT.replace("一、各村", "一、提高认识。\n二、各村").replace("二、各站所", "三、各站所")
    _pack, value = again(newer, accepted, tmp_path)
    assert rules_of(value) == [
        ("二", "各村每月自查一次", "accepted"),
        ("三", "各站所6月底前完成整改", None),
    ]
    assert "questions" not in value["rules"][0] or not value["rules"][0]["questions"]


def test_a_kept_rule_keeps_its_lines_its_comments_and_plain_numbers(tmp_path):
    edited = with_first_rule(
        first_text(),
        "  - id:",
        "  # 与县应急局电话核实过\n  - id:",
    )
    edited = with_first_rule(edited, "count: 1}", "count: 2}  # 按县里要求每月两次")
    edited = with_first_rule(edited, "    drafted:", "    verdict: edited\n    drafted:")
    file = tmp_path / "kept.yaml"
    file.write_text(edited, encoding="utf-8")
    text = pack_text(draft(TEXT, TODAY), read_tree(file, "x").value, edited)
    assert "  # 与县应急局电话核实过\n  - id: c-1-month" in text
    assert "timing: {kind: cadence, period: month, count: 2}  # 按县里要求每月两次" in text
    newer = TEXT.replace("各村每月自查一次", "各村每月至少自查一次")
    changed = pack_text(draft(newer, TODAY), read_tree(file, "x").value, edited)
    assert "timing: {kind: cadence, period: month, count: 2}\n" in changed
    assert "# 按县里要求每月两次" in changed
    assert "与县应急局电话核实过" in changed


def test_a_head_that_was_put_right_stays_and_asks_where_the_text_differs(tmp_path):
    edited = first_text().replace("issuer: 某县安全生产委员会", "issuer: 某县安委会", 1)
    edited = edited.replace(
        "document:\n", "document:\n  # 县政府网站下载\n  url: https://example.org/a\n", 1
    )
    file = tmp_path / "a.yaml"
    file.write_text(edited, encoding="utf-8")
    newer = draft(TEXT.replace("〔2023〕7号", "〔2023〕8号"), TODAY)
    pack, _value = loaded(pack_text(newer, read_tree(file, "x").value, edited), tmp_path)
    assert pack.document.issuer == "某县安委会"
    assert pack.document.url == "https://example.org/a"
    assert "县政府网站下载" in pack_text(newer, read_tree(file, "x").value, edited)
    asked = head_questions(newer, read_tree(file, "x").value)
    assert any("某安委〔2023〕8号" in each for each in asked)


def test_a_head_that_nobody_touched_is_read_anew(tmp_path):
    pack, _value = again(TEXT.replace("〔2023〕7号", "〔2023〕8号"), first_text(), tmp_path)
    assert pack.document.number == "某安委〔2023〕8号"


def test_a_persons_mentions_stay_and_are_not_listed_twice(tmp_path):
    drafted, _rest = first_text().split("\nnot_understood:")
    quote = "各村每逢单周安排一次学习"
    edited = f"{drafted}\nno_duty:\n  - {{clause: 三, quote: {quote}, reason: 本县不组织}}\n"
    pack, value = again(TEXT, edited, tmp_path)
    assert "not_understood" not in value
    assert [each.reason for each in pack.no_duty if each.clause == "三"] == ["本县不组织"]


def test_a_duty_that_a_person_struck_out_is_not_drafted_again(tmp_path):
    head, _rules, _tail = first_text().partition("  - id: c-2-deadline")
    edited = head + "no_duty:\n  - {clause: 二, quote: 各站所6月底前完成整改, reason: 不属本县}\n"
    _pack, value = again(TEXT, edited, tmp_path)
    assert [rule["clause"] for rule in value["rules"]] == ["一"]
    assert "不属本县" in str(value["no_duty"])


def test_sections_and_rules_of_a_persons_own_stay(tmp_path):
    own = (
        "\n  - id: own\n    clause: 五\n    quote: 四、实行24小时值班\n    act: 值班\n"
        "    category: system\n    timing: {kind: standing}\n    actors: [各村]\n"
    )
    text = first_text()
    edited = text.replace("\nnot_understood:", f"{own}\nnot_understood:", 1)
    edited += "\nsupersedes:\n  - {pack: a/older}  # 旧文件\n"
    pack, value = again(TEXT, edited, tmp_path)
    assert [rule["id"] for rule in value["rules"]] == ["c-1-month", "c-2-deadline", "own"]
    assert "verdict" not in value["rules"][-1]
    assert pack.supersedes[0].pack == "a/older"


def written(text, folder):
    file = folder / "written.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_extracting_twice_gives_the_same_bytes(tmp_path):
    made = draft(TEXT, TODAY)
    first = pack_text(made)
    file = tmp_path / "a.yaml"
    file.write_text(first, encoding="utf-8")
    assert pack_text(made, read_tree(file, "x").value, first) == first


def test_a_checksum_is_the_same_before_and_after_the_file(tmp_path):
    _pack, value = loaded(pack_text(draft(TEXT, TODAY)), tmp_path)
    assert all(checksum(rule) == rule["drafted"] for rule in value["rules"])


@given(st.text(alphabet=st.characters(blacklist_categories=["C", "Zl", "Zp"]), max_size=30))
def test_any_text_comes_back_from_the_yaml_as_it_was(text):
    found = yaml.load(f"a: [{scalar(text)}]", yaml.BaseLoader)  # noqa: S506 - it makes text alone
    assert found == {"a": [text]}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.sampled_from("，。；\n、："))
def test_any_mixture_of_time_words_gives_a_pack_that_loads(words, mark):
    made = draft("2022年4月25日\n一、" + mark.join(words), TODAY)
    if any(expressible(rule.timing) for rule in made.rules):
        with tempfile.TemporaryDirectory() as folder:
            loaded(pack_text(made), Path(folder))


# The command


def run(*arguments):
    return CliRunner().invoke(main, ["extract", *map(str, arguments)], catch_exceptions=False)


def test_the_command_prints_the_promised_json():
    done = run(TEXTS / "notice.txt", "--format", "json")
    value = yaml.safe_load(done.stdout)
    assert list(value)[:2] == ["document", "rules"]
    first = value["rules"][0]
    assert list(first)[:7] == ["id", "clause", "quote", "act", "actors", "condition", "timing"]
    assert first["timing"] == {"kind": "deadline", "due": "2023-12-31"}


def test_the_command_writes_a_pack_and_a_page(tmp_path):
    pack, page = tmp_path / "pack.yaml", tmp_path / "page.html"
    done = run(TEXTS / "notice.txt", "-o", pack, "--review", page)
    assert done.exit_code == 0
    assert str(pack) in done.stderr
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert '<mark class="cadence" title="周期频次">每季度</mark>' in text
    assert "2023年3月31日、2023年6月30日、2023年9月30日" in text
    assert text.index("先要回答的问题") < text.index("逐条核对")


def test_the_command_prints_a_table_and_csv():
    assert "各乡镇人民政府" in run(TEXTS / "notice.txt").stdout
    assert run(TEXTS / "notice.txt", "--format", "csv").stdout.startswith("\ufeff条款,事项")


def test_a_document_without_duties_writes_no_pack(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("一、提高认识。\n", encoding="utf-8")
    with pytest.raises(CadenceError, match="no duty"):
        run(file, "-o", tmp_path / "pack.yaml")
    assert not (tmp_path / "pack.yaml").exists()


def test_a_broken_earlier_pack_is_not_overwritten(tmp_path):
    pack = tmp_path / "pack.yaml"
    pack.write_text("rules: [", encoding="utf-8")
    with pytest.raises(CadenceError, match="not valid YAML"):
        run(TEXTS / "notice.txt", "-o", pack)
    assert pack.read_text("utf-8") == "rules: ["


def test_a_title_among_time_words_stays_readable():
    made = draft("2022年4月25日\n一、每月召开1次会议、《2022年工作要点》、年内至少3次", TODAY)
    acts = {each.act for each in made.rules}
    assert acts
    assert all(each.isprintable() for each in acts)
