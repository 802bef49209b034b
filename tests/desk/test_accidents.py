"""事故: registered once, its clocks run; a step's time re-bases the next; corrected and kept."""

import pytest
from desking import form_of, open_desk, text_of

from cadence.ledger import read_entries

ROOM, REGISTER = "/desk/yichuan/accidents", "/desk/yichuan/accidents/register"
TOLD = {
    "event": "事故发生", "day": "2026-11-26", "day-time": "08:30", "unit": "yichuan/pengpo",
    "value-level": "一般", "value-deaths": "1", "value-injured": "", "note": "某石料厂",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    return open_desk(tmp_path, places=("yichuan", "national"))


@pytest.fixture
def owner(desk):
    return desk.owner()


def register(browser, **fields):
    return browser.send(browser.get(f"{ROOM}?open=register"), REGISTER, **TOLD | fields)


def test_what_was_registered_starts_its_clocks_at_once(owner):
    card = register(owner)

    said = text_of(card)
    assert "时限已经起算" in said
    assert "彭婆镇" in said
    assert "等级：一般" in said
    assert "剩余" in said or "已过" in said
    assert "某石料厂" in said
    assert "还有" in text_of(owner.get(ROOM))


def test_a_step_is_ticked_with_its_time(desk, owner):
    register(owner)
    opened = owner.get(f"{ROOM}/1?open=3")

    said = owner.send(
        opened,
        f"{ROOM}/1/step",
        evidence="报告〔2026〕1号",
        **{"day": "2026-11-26", "day-time": "09:10"},
    )

    assert "后面的时限从实际时间接着算" in text_of(said)
    entries = list(read_entries(desk.folder))
    assert entries[-1].fact.kind == "done"
    assert f"{entries[-1].fact.on:%H:%M}" == "09:10"


def test_the_end_of_a_day_stays_its_minute_where_hours_count(desk, owner):
    register(owner, **{"day": "2026-11-25", "day-time": "23:30"})
    opened = owner.get(f"{ROOM}/1?open=3")
    owner.send(
        opened,
        f"{ROOM}/1/step",
        evidence="报告〔2026〕1号",
        **{"day": "2026-11-25", "day-time": "24:00"},
    )
    entries = list(read_entries(desk.folder))
    assert f"{entries[-1].fact.on:%Y-%m-%d %H:%M}" == "2026-11-26 00:00"


def test_a_step_without_proof_is_kept_as_typed(owner):
    register(owner)

    said = owner.send(
        owner.get(f"{ROOM}/1?open=3"), f"{ROOM}/1/step", evidence="", day="2026-11-26"
    )

    assert said.status_code == 422
    assert "请填写“佐证”" in text_of(said)


def test_a_correction_re_bases_and_keeps_what_was_told(desk, owner):
    register(owner)
    opened = owner.get(f"{ROOM}/1?open=correct")

    said = owner.send(opened, REGISTER, **TOLD | {"day-time": "08:10", "value-level": "较大"})

    assert "原来登记的仍可查" in text_of(said)
    assert "08:10" in text_of(said)
    assert [each.fact.kind for each in read_entries(desk.folder)] == ["event", "event"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day-time": ""}, "请写几点几分"),
        ({"day": "2026-02-30"}, "不是日期"),
        ({"unit": ""}, "请填写“单位”"),
        ({"unit": "xiayi/nobody"}, "名册里没有这个单位"),
        ({"value-deaths": "两人"}, "“死亡人数”请写数字"),
        ({"day": "2026-11-27"}, ""),
        ({"event": ""}, "请填写“什么事”"),
    ],
)
def test_a_fault_registers_nothing_and_keeps_what_was_typed(desk, owner, fields, words):
    said = register(owner, **fields)

    assert said.status_code == 422
    assert words in text_of(said)
    assert 'value="某石料厂"' in said.text
    assert list(read_entries(desk.folder)) == []


def test_a_card_prints_alone(owner):
    register(owner)

    page = owner.get(f"{ROOM}/1.html")

    assert page.status_code == 200
    assert "彭婆镇" in text_of(page)
    assert owner.get(f"{ROOM}/1.docm").status_code == 404
    assert owner.get(f"{ROOM}/7").status_code == 404


def test_a_unit_registers_its_own_and_sees_no_other(desk, owner):
    register(owner)
    baisha = desk.person("白沙镇", "unit", "yichuan/baisha")

    assert baisha.get(f"{ROOM}/1").status_code == 404
    card = register(baisha, unit="yichuan/pengpo")

    assert "白沙镇" in text_of(card)
    assert desk.person("县长", "leader").get(f"{ROOM}/1").status_code == 200


def test_a_step_of_several_is_ticked_for_those_that_did_it(desk, owner):
    register(owner)
    opened = owner.get(f"{ROOM}/1?open=2")
    ids = form_of(opened.text, f"{ROOM}/1/step")["occurrence"]

    owner.send(
        opened, f"{ROOM}/1/step", occurrence=ids[0], evidence="值班记录",
        **{"day": "2026-11-26", "day-time": "10:05"},
    )  # fmt: skip

    assert [each.fact.occurrence for each in list(read_entries(desk.folder))[1:]] == [ids[0]]


def test_whoever_only_looks_registers_nothing(desk):
    leader = desk.person("县长", "leader")

    assert "登记一件" not in text_of(leader.get(ROOM))
    assert leader.post(REGISTER, **TOLD).status_code == 403


def test_which_of_two_a_report_follows_is_chosen_in_the_form(desk, owner):
    register(owner)
    register(owner, **{"day-time": "09:00", "note": "另一起"})
    told = {"event": "接到事故报告", "day-time": "09:30", "note": ""}
    asked = register(owner, **told)

    assert asked.status_code == 422
    assert "请在“接着哪一件”里选" in text_of(asked)
    assert "--" not in text_of(asked)
    assert owner.send(asked, REGISTER, **TOLD | told | {"of": "2"}).status_code == 200
    assert [each.fact.of for each in read_entries(desk.folder)] == [None, None, 2]


def test_no_page_of_an_accident_names_an_option_of_a_command(owner):
    card = register(owner)
    again = register(owner)

    assert "点下面的“更正”" in text_of(card)
    assert "请打开那一件，点“更正”" in text_of(again)
    paper = owner.get(f"{ROOM}/1.html")
    assert "请更正第1号登记，补充这一情况" in text_of(paper)
    for page in (card, again, paper):
        assert "--corrects" not in page.text
        assert "cadence done" not in page.text


def test_the_ledger_says_what_was_told_in_the_words_of_the_form(owner):
    register(owner)
    said = text_of(owner.get("/desk/yichuan/ledger"))

    assert "等级：一般" in said
    assert "死亡人数：1" in said
    assert "level=" not in said


def test_a_moment_that_a_clock_assumes_is_registered_on_its_card_and_the_clock_runs_from_it(desk):
    unit = desk.person("彭婆", "unit", "yichuan/pengpo")
    card = register(unit)
    assert "还没有登记的时刻" in text_of(card)
    opened = unit.get(f"{ROOM}/1?open=at:接报事故")
    assert "实际是哪天" in text_of(opened)
    wrong = unit.send(opened, REGISTER, **{"day": "2026-11-26", "day-time": "", "note": "值班室"})
    assert wrong.status_code == 422
    assert "请写几点几分" in text_of(wrong)
    assert form_of(wrong.text, REGISTER)["note"] == "值班室"

    told = {"day": "2026-11-26", "day-time": "10:05", "note": "值班室"}
    said = unit.send(opened, REGISTER, **told)

    assert "时限已经起算" in text_of(said)
    assert "2026年11月27日（周五）10:05" in text_of(said)  # the 24 hours of 录入
    assert "登记“接报事故”…" not in text_of(said)
    assert "登记“单位负责人接到报告”…" in text_of(said)
    assert [each.fact.of for each in read_entries(desk.folder)] == [None, 1]
