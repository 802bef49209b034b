"""The draft as a pack: it loads at once, keeps decisions, and lists what gave no rule."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.cli import main
from cadence.errors import CadenceError
from cadence.extract.draft import draft
from cadence.extract.pack_text import checksum, expressible, pack_text
from cadence.extract.yaml_out import scalar
from cadence.packs import read_pack
from cadence.yaml_text import read_tree

LINES = (Path(__file__).parent / "tables" / "times.txt").read_text("utf-8").splitlines()
WORDS = [line.split(" | ")[0] for line in LINES if " | " in line and not line.startswith("#")]
TEXTS = Path(__file__).parent / "texts"
TODAY = date(2026, 11, 22)
TEXT = (
    "某县安全生产委员会\n某安委〔2023〕7号\n2023年3月10日\n一、各村每月自查一次。\n"
    "二、各站所6月底前完成整改。\n三、各村一般两个月安排一次学习。\n四、实行24小时值班。\n"
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
    return loaded(pack_text(draft(text, TODAY), read_tree(file, "x").value), folder)


def test_an_accepted_rule_stays_when_the_text_is_extracted_again(tmp_path):
    first = pack_text(draft(TEXT, TODAY))
    accepted = first.replace("    drafted:", "    verdict: accepted\n    drafted:", 1)
    _pack, value = again(TEXT, accepted, tmp_path)
    assert [rule.get("verdict") for rule in value["rules"]] == ["accepted", None]


def test_an_edited_rule_is_known_by_its_content_and_kept(tmp_path):
    first = pack_text(draft(TEXT, TODAY))
    edited = first.replace("act: 自查一次", "act: 自查电路并登记")
    assert edited != first
    _pack, value = again(TEXT, edited, tmp_path)
    assert value["rules"][0]["act"] == "自查电路并登记"
    assert value["rules"][0]["verdict"] == "edited"


def test_a_refused_rule_is_kept_as_refused_and_binds_nobody(tmp_path):
    first = pack_text(draft(TEXT, TODAY))
    refused = first.replace("    drafted:", "    verdict: refused\n    drafted:", 1)
    pack, value = again(TEXT, refused, tmp_path)
    assert value["rules"][0]["verdict"] == "refused"
    assert [rule.clause for rule in pack.rules] == ["二"]


def test_a_decided_rule_whose_sentence_changed_is_asked_about(tmp_path):
    first = pack_text(draft(TEXT, TODAY))
    accepted = first.replace("    drafted:", "    verdict: accepted\n    drafted:", 1)
    newer = TEXT.replace("各村每月自查一次", "各村每月至少自查一次")
    _pack, value = again(newer, accepted, tmp_path)
    assert value["rules"][0]["quote"] == "各村每月至少自查一次"
    assert "原文的说法变了" in value["rules"][0]["questions"][-1]


def test_a_decided_rule_that_the_text_no_longer_has_is_asked_about(tmp_path):
    first = pack_text(draft(TEXT, TODAY))
    accepted = first.replace("    drafted:", "    verdict: accepted\n    drafted:", 1)
    _pack, value = again(TEXT.replace("一、各村每月自查一次。\n", ""), accepted, tmp_path)
    assert "没有找到这一条" in value["rules"][-1]["questions"][0]


def test_a_rule_that_nobody_decided_is_replaced(tmp_path):
    _pack, value = again(TEXT.replace("6月底", "9月底"), pack_text(draft(TEXT, TODAY)), tmp_path)
    assert value["rules"][1]["timing"]["due"] == "2023-09-30"
    assert len(value["rules"]) == 2


def test_extracting_twice_gives_the_same_bytes(tmp_path):
    made = draft(TEXT, TODAY)
    first = pack_text(made)
    file = tmp_path / "a.yaml"
    file.write_text(first, encoding="utf-8")
    assert pack_text(made, read_tree(file, "x").value) == first


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
