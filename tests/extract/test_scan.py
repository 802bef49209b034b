"""Scans and photos: what was recognised is marked, shown beside its picture, never verbatim."""

import importlib.util
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from extract_files import pdf

from cadence.core import Pack
from cadence.core.errors import CadenceError
from cadence.extract import (
    cover,
    draft,
    held_to_pictures,
    pictured,
    read_content,
    read_text,
    render_review,
    strips_of,
)
from cadence.extract.files import scan as scanning
from cadence.extract.files.apart import NotInstalledError
from cadence.extract.files.scan import Scan, SeenLine, rows_of, scan_text

PICTURE = Path(__file__).with_name("scan.png")
TODAY = date(2026, 11, 26)
SEEN = (
    (1, "关于冬季检查的通知", 0.99),
    (2, "一、各乡镇人民政府和县直各有关部门要在每月25日前向县应急局", 0.99),
    (3, "报送隐患排查情况，各村要积极配合、如实反映。", 0.98),
    (4, "二、镇水利站6月30日前完成整改。", 0.71),
    (5, "三、镇安监站每季度检查一次。", 0.99),
    (6, "2026年11月20日", 0.99),
)


def scan(*, pages=1, seen=SEEN):
    lines = tuple(SeenLine(text, 1, row, sure, f"strip {row}".encode()) for row, text, sure in seen)
    return Scan(lines, pages)


def drafted(**kept):
    made = scan(**kept)
    return pictured(draft(scan_text(made), TODAY), made)


def pack_of(made, **verdicts):
    rules = tuple(
        replace(each, pack="镇/冬季", drafted="x", verdict=verdicts.get(each.id.replace("-", "_")))
        for each in made.rules
    )
    return Pack(name="镇/冬季", document=made.document, rules=rules)


# Without the extra


@pytest.mark.parametrize("name", ["a.png", "a.pdf"])
def test_a_scan_is_refused_with_what_to_install_where_the_extra_is_missing(
    tmp_path, monkeypatch, name
):
    def missing(*_each):
        raise NotInstalledError

    monkeypatch.setattr(scanning, "read_apart", missing)
    file = tmp_path / name
    file.write_bytes(PICTURE.read_bytes() if name == "a.png" else pdf([["1"], ["2"]]))
    with pytest.raises(CadenceError, match=r"OCR.*cadence-duties\[scan\]"):
        read_content(file)


def test_what_cannot_mark_words_never_reads_a_scan(monkeypatch):
    monkeypatch.setattr(scanning, "read_apart", lambda *_each: pytest.fail("it was recognised"))
    with pytest.raises(CadenceError, match="OCR"):
        read_text(PICTURE)


# Marks


def test_every_rule_of_a_scan_asks_to_be_held_against_its_picture_and_is_never_sure():
    made = drafted()
    assert [rule.clause for rule in made.rules] == ["一", "二", "三"]
    assert all("对照原图" in rule.questions[0] for rule in made.rules)
    assert max(rule.confidence for rule in made.rules) <= 0.8
    assert [len(rule.questions) > 1 for rule in made.rules] == [False, True, False]  # 0.71
    assert any("第1页认得没有把握" in note and "镇水利站" in note for note in made.notes)


def test_a_draft_of_letters_is_left_as_it_is():
    made = draft("一、各村每月25日前报送。", TODAY)
    assert pictured(made, None) is made


def test_a_page_on_which_nothing_was_recognised_is_named():
    assert any("第2、3页没有认出文字" in note for note in drafted(pages=3).notes)


# Strips


def test_a_quote_is_shown_on_all_lines_that_it_was_recognised_from():
    made = scan()
    rules = drafted().rules
    seen = strips_of(rules, made)
    assert [[line.row for line in seen[rule.id]] for rule in rules] == [[2, 3], [4], [5]]


def test_the_same_words_twice_are_shown_where_each_stands():
    lines = ((2, "一、各村每月25日前报送。", 0.9), (7, "二、各村每月25日前报送。", 0.9))
    made = scan(seen=lines)
    rules = drafted(seen=lines).rules
    seen = strips_of(rules, made)
    assert [[line.row for line in seen[rule.id]] for rule in rules] == [[2], [7]]


def test_a_quote_that_was_put_right_is_shown_where_most_of_it_was_recognised():
    rule = replace(drafted().rules[1], quote="镇水利所6月30日前完成整改")
    assert [line.row for line in strips_of([rule], scan())[rule.id]] == [4]
    other = replace(rule, quote="全县冬春火灾防控到明年三月")
    assert strips_of([other], scan())[rule.id] == ()


def test_the_time_of_a_row_is_shown_though_its_head_stands_elsewhere():
    lines = (
        (1, "序号", 0.9), (1, "任务", 0.9), (1, "责任单位", 0.9), (1, "完成时限", 0.9),
        (2, "1", 0.9), (2, "检修泵站", 0.9), (2, "镇水利站", 0.9), (2, "2027年5月底前", 0.9),
    )  # fmt: skip
    made = scan(seen=lines)
    (rule,) = drafted(seen=lines).rules
    assert rule.named == ("镇水利站",)
    assert [line.text for line in strips_of([rule], made)[rule.id]] == ["2027年5月底前"]


def test_the_review_shows_the_picture_beside_each_rule_and_says_where_there_is_none():
    made = drafted()
    page = render_review(made, {})
    assert page.count("data:image/jpeg;base64,") == 4
    assert "不是原文的逐字文本" in page
    assert "没有找到这一句" not in page
    lost = tuple(
        replace(each, rule=replace(each.rule, quote="全县冬春火灾防控")) for each in made.drafted
    )
    assert render_review(replace(made, drafted=lost), {}).count("没有找到这一句") == 3
    assert "data:image" not in render_review(draft("一、各村每月25日前报送。", TODAY), {})


# Verify


def test_verify_never_takes_recognised_words_for_the_text():
    made = drafted()
    pack = pack_of(made, c_1_month="accepted")
    text = scan_text(scan())
    told = [*held_to_pictures(pack, cover(pack, text.encode(), text).findings)]
    from_picture = [each for each in told if each.code == "from_picture"]
    assert [each.severity for each in from_picture] == ["warning", "info"]
    assert "2条" in from_picture[0].message
    assert "没有逐字比对" in from_picture[1].message


def test_a_quote_that_a_person_put_right_is_no_error_and_one_that_nobody_saw_is():
    made = drafted()
    text = scan_text(scan()).replace("镇水利站", "镇水剩站").replace("镇安监站", "镇安蓝站")
    pack = pack_of(made, c_2_deadline="edited")
    told = [*held_to_pictures(pack, cover(pack, text.encode(), text).findings)]
    wrong = {each.clauses: each.severity for each in told if each.code == "quote_missing"}
    assert wrong == {("镇/冬季:二",): "info", ("镇/冬季:三",): "error"}


# Rows


def test_what_stands_side_by_side_is_one_row_read_from_the_left():
    found = [
        ("乙", 0.9, (300, 102, 400, 132)), ("甲", 0.9, (10, 100, 100, 130)),
        ("丙", 0.9, (10, 150, 100, 180)),
    ]  # fmt: skip
    assert [[text for text, _sure, _box in row] for row in rows_of(found)] == [["甲", "乙"], ["丙"]]


# Recognising itself


def frames(count):
    """A .tif of so many small pages."""
    image = pytest.importorskip("PIL.Image")
    first, *others = [image.new("1", (8, 8)) for _each in range(count)]
    stream = BytesIO()
    first.save(stream, "TIFF", save_all=True, append_images=others)
    return stream.getvalue()


def test_a_scan_of_too_many_pages_is_refused_before_one_is_recognised():
    assert sum(1 for _page in scanning.pages_of(frames(scanning.MAX_PAGES))) == scanning.MAX_PAGES
    with pytest.raises(ValueError, match="more than 40 pages"):
        next(scanning.pages_of(frames(scanning.MAX_PAGES + 1)))


def test_a_page_of_too_many_pixels_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(scanning, "MAX_PIXELS", 63)
    with pytest.raises(ValueError, match="more than 63 pixels"):
        next(scanning.pages_of(frames(1)))


@pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("rapidocr", "onnxruntime"))),
    reason="the extra [scan] is not installed",
)
def test_a_picture_is_recognised_line_by_line_with_its_strips(tmp_path):
    content = read_content(PICTURE)
    assert content.text.splitlines() == [
        "关于冬季检查的通知", "一、各村每月25日前报送隐患排查情况。",
        "二、镇水利站6月30日前完成整改。", "某镇人民政府", "2026年11月20日",
    ]  # fmt: skip
    assert all(line.strip.startswith(b"\xff\xd8") for line in content.scan.lines)
    damaged = tmp_path / "a.png"
    damaged.write_bytes(PICTURE.read_bytes()[:400])
    with pytest.raises(CadenceError, match=r"a\.png is damaged"):
        read_content(damaged)
