"""收回: good rows of a returned sheet land, the others wait to be mended and none gets lost."""

import re

import pytest
from desking import text_of

from cadence.ledger import read_entries

ROOM = "/desk/yichuan/returned"
WINDOW = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-11"
PENGPO, BAISHA = f"{WINDOW}@yichuan/pengpo", f"{WINDOW}@yichuan/baisha"
HEADS = "编号,单位,事项,完成日期,佐证\n"


def send(browser, text, name="11月.csv", **fields):
    content = text if isinstance(text, bytes) else text.encode()
    page = browser.get(ROOM)
    return browser.send(page, ROOM, files={"file": (name, content)}, **fields)


def facts(desk):
    return [each.fact for each in read_entries(desk.folder)]


def mixed():
    return (
        f"{HEADS}{PENGPO},彭婆镇,召开安全专题会议,2026-11-20,会议纪要〔2026〕11号\n"
        f"{BAISHA},白沙镇,召开安全专题会议,2026-11-31,会议纪要〔2026〕12号\n"
        ",白沙镇,召开会,2026-11-21,会议纪要〔2026〕13号\n"
        f"{WINDOW}@yichuan/lvdian,吕店镇,召开安全专题会议,,\n"
    )


def test_good_rows_land_and_the_others_wait(desk, owner):
    said = text_of(send(owner, mixed()))

    assert "记下1行；早已记下0行；还空着1行；要改2行" in said
    assert "2026-11-31" in said
    assert [(each.occurrence, each.by) for each in facts(desk)] == [(PENGPO, "安委办")]
    assert "回表待补 2行" in text_of(owner.get("/desk/yichuan/today"))


def opened(owner, row):
    page = owner.get(ROOM).text
    before = re.split(f">[A-E]{row}<", page)[1]
    address = before.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    return owner.get(address.partition("#")[0])


def test_a_row_is_mended_right_there(desk, owner):
    send(owner, mixed())
    page = opened(owner, 3)
    assert "会议纪要〔2026〕12号" in page.text

    said = owner.send(page, f"{ROOM}/mend", day="2026-11-30")  # in the future
    assert said.status_code == 422
    assert "尚未到来" in text_of(said)

    said = owner.send(page, f"{ROOM}/mend", day="2026-11-24")
    assert "这一行改好了" in text_of(said)
    assert [each.occurrence for each in facts(desk)] == [PENGPO, BAISHA]
    assert "回表待补 1行" in text_of(owner.get("/desk/yichuan/today"))


def test_a_row_that_meant_nothing_is_given_its_duty(desk, owner):
    send(owner, mixed())
    page = opened(owner, 4)
    assert f'<option value="{BAISHA}"' in page.text
    assert "pengpo" not in page.text.partition("哪一项任务")[2].partition("</select>")[0]

    assert owner.send(page, f"{ROOM}/mend", day="2026-11-21").status_code == 422
    said = owner.send(page, f"{ROOM}/mend", day="2026-11-21", occurrence=BAISHA)
    assert "这一行改好了" in text_of(said)
    assert facts(desk)[1].evidence == "会议纪要〔2026〕13号"


def test_a_row_is_settled_once(owner):
    send(owner, mixed())
    page = opened(owner, 3)
    owner.send(page, f"{ROOM}/mend", day="2026-11-24")
    assert owner.send(page, f"{ROOM}/mend", day="2026-11-24").status_code == 404


def test_a_row_is_left_out_only_by_somebody_s_decision(desk, owner):
    send(owner, mixed())
    owner.send(opened(owner, 3), f"{ROOM}/drop")
    owner.send(opened(owner, 4), f"{ROOM}/drop")
    assert "没有要改的" in text_of(owner.get(ROOM))
    assert list((desk.folder / ".cadence/returned/yichuan").glob("*")) == []


def test_the_same_sheet_again_changes_nothing(desk, owner):
    text = mixed().splitlines(keepends=True)
    send(owner, "".join(text[:2]))
    assert "记下0行；早已记下1行" in text_of(send(owner, "".join(text[:2])))
    assert len(facts(desk)) == 1


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("", "空.csv", "空.csv"),
        ("甲,乙\n1,2\n", "别的.csv", "别的.csv"),
        (b"no workbook", "表.xlsx", "表.xlsx"),
        (HEADS, "表.docx", "表.docx"),
        (b"x" * (20 * 1024 * 1024 + 1), "大.csv", "文件太大"),
    ],
)
def test_what_is_no_sheet_is_named(owner, text, name, words):
    said = send(owner, text, name)
    assert said.status_code == 422
    assert words in text_of(said)


def test_a_unit_lands_its_own_rows_alone(desk, owner):
    own = desk.person("彭婆镇", "unit", "yichuan/pengpo")
    said = text_of(send(own, mixed()))
    assert "记下1行" in said
    assert [each.occurrence for each in facts(desk)] == [PENGPO]
    other = desk.person("白沙镇", "unit", "yichuan/baisha")
    assert "没有要改的" in text_of(other.get(ROOM))
    assert "还要改 2行" in text_of(owner.get(ROOM))


def test_names_and_words_of_others_are_only_shown(owner):
    script = "<script>alert(1)</script>"
    said = send(owner, f"{HEADS},{script},{script},2026-11-20,{script}纪要\n", f"{script}.csv")
    assert "<script>" not in said.text


def test_what_landed_is_one_click_away_and_names_its_duty(desk, owner):
    said = send(owner, mixed())
    address = re.search(r'href="([^"]*ledger\?lines=[^"]*)"', said.text)[1]
    line = text_of(owner.get(address))

    assert "彭婆镇 召开安全专题会议" in line
    assert "只看第1至1条" in line
    own = desk.person("彭婆镇", "unit", "yichuan/pengpo")
    assert "ledger?lines" not in send(own, mixed()).text
    assert "召开安全专题会议" in text_of(owner.get("/desk/yichuan/ledger?q=专题会议"))


def test_the_sheets_that_we_give_out_offer_their_unit_s_duties_alone(owner):
    rows = (
        ",彭婆镇（牵头：县委办主任）,召开会,2026-11-31,会议纪要\n",
        f"{BAISHA},白沙镇（牵头：县委办主任）,召开安全专题会议,2026-11-31,会议纪要\n",
    )
    send(owner, HEADS + "".join(rows))
    for row, name in ((2, "pengpo"), (3, "baisha")):
        offered = opened(owner, row).text.partition("哪一项任务")[2].partition("</select>")[0]
        assert set(re.findall(r"@yichuan/(\w+)", offered)) == {name}


def test_a_row_that_contradicts_the_ledger_leads_to_the_line_that_it_contradicts(owner):
    send(owner, mixed())
    other = f"{HEADS}{PENGPO},彭婆镇,召开安全专题会议,2026-11-21,会议纪要〔2026〕19号\n"
    said = send(owner, other, "又一份.csv")
    address = re.search(r'href="([^"]*ledger\?lines=1-1[^"]*open=1)', said.text)[1]

    assert "为什么撤销第1条" in text_of(owner.get(address.replace("&amp;", "&")))


def test_no_reason_of_a_row_names_an_id(owner):
    row = ",彭婆镇,召开安全专题会议,2026-11-31,会议纪要\n"
    row = row.replace("11-31", "11-20").replace("召开安全专题会议", "组织理论学习")
    wrong = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-13@yichuan/pengpo"
    said = text_of(send(owner, f"{HEADS}{row}{wrong},,,2026-11-20,纪要\n"))
    assert "township-monthly-meeting:2026-12" not in said
    assert "彭婆镇 召开安全专题会议（2026-" in said


def test_a_row_that_was_reversed_does_not_land_again_whoever_hands_it_in(desk, owner):
    first = "".join(mixed().splitlines(keepends=True)[:2])
    send(owner, first)
    assert "记下0行；早已记下1行" in text_of(
        send(desk.person("彭婆", "unit", "yichuan/pengpo"), first)
    )
    ledger = owner.get("/desk/yichuan/ledger?open=1")
    owner.send(ledger, "/desk/yichuan/ledger/reverse", reason="记错了")

    assert "要改1行" in text_of(send(owner, first, "再交.csv"))
    assert len(facts(desk)) == 2
