"""督办单: read before it is released, numbered once, followed up; a matter of its own, too."""

import io
import re

import pytest
from desking import form_of, text_of
from docx import Document

from cadence.ledger import read_entries

ROOM = "/desk/yichuan/slips"
MATTER = {"matter": "整改水库隐患", "due": "2026-12-10", "basis": "县安委会第6次会议"}


@pytest.fixture
def owner(desk):
    """Somebody at the desk after a month's end on which nothing was recorded."""
    desk.clock.now = desk.clock.now.replace(month=12, day=3)
    return desk.owner()


@pytest.fixture
def unit(owner):
    """The first unit with something overdue."""
    return re.search(r"slips/draft\?unit=([^\"&]+)", owner.get(ROOM).text)[1].replace("%2F", "/")


def kinds(desk):
    return [each.fact.kind for each in read_entries(desk.folder)]


def release(owner, unit, **asked):
    draft = owner.get(f"{ROOM}/draft?unit={unit}" + "".join(f"&{k}={v}" for k, v in asked.items()))
    return owner.send(draft, f"{ROOM}/issue")


def links_of(page):
    return re.findall(r"http[^\s<\"]+/[A-Za-z0-9_-]{20,}", page)


def test_a_draft_is_read_without_a_number_and_leaves_nothing_behind(desk, owner, unit):
    said = text_of(owner.get(f"{ROOM}/draft?unit={unit}&reply_by=2026-12-09"))
    assert "还没有签发，也没有编号" in said
    assert "请于2026年12月9日前" in said
    assert "督〔2026〕" not in said
    assert kinds(desk) == []


def test_a_released_slip_has_its_number_and_is_received_and_answered(desk, owner, unit):
    page = release(owner, unit, reply_by="2026-12-09")
    assert "督〔2026〕1号" in text_of(page)
    assert "未签收" in text_of(page)
    page = owner.send(page, f"{ROOM}/1/receive", by="党政办")
    assert "签收（党政办）" in text_of(page)
    page = owner.send(page, f"{ROOM}/1/reply", words="正在补办", by="镇长")
    assert "反馈：正在补办（镇长）" in text_of(page)
    assert set(kinds(desk)) == {"supervision", "receipt", "answer"}
    assert "正在补办" in text_of(owner.get(ROOM))
    assert "第2次督办" in text_of(release(owner, unit))


def test_the_paper_is_printed_again_as_it_went_out(desk, owner, unit):
    page = release(owner, unit)
    first = owner.send(page, f"{ROOM}/1.html").text
    (entry,) = read_entries(desk.folder)
    for each in entry.fact.occurrences:
        shown = owner.get("/desk/yichuan/absences")
        csrf = form_of(shown.text, "/desk/sign-out")["csrf"]
        owner.post("/desk/yichuan/done", csrf=csrf, open=each, occurrence=each,
                   day="2026-12-02", evidence="会议纪要")  # fmt: skip
    assert kinds(desk).count("done") == len(entry.fact.occurrences)
    assert owner.send(page, f"{ROOM}/1.html").text == first
    reply = owner.send(page, f"{ROOM}/1.docx")
    document = Document(io.BytesIO(reply.content))
    assert "督〔2026〕1号" in document.paragraphs[0].text


def test_what_was_read_is_what_is_released(desk, owner, unit):
    draft = owner.get(f"{ROOM}/draft?unit={unit}")
    reply = owner.send(draft, f"{ROOM}/issue", read="x")
    assert reply.status_code == 422
    assert "请看过下面新的一份再签发" in text_of(reply)
    assert kinds(desk) == []


def test_a_matter_of_no_document_is_asked_read_and_owed(desk, owner, unit):
    page = release(owner, unit, **MATTER)
    assert "整改水库隐患" in text_of(page)
    assert kinds(desk) == ["supervision"]
    assert "整改水库隐患" in text_of(owner.get("/desk/yichuan/register?q=水库隐患"))


@pytest.mark.parametrize("field", ["matter", "due", "basis"])
def test_a_matter_that_lacks_a_field_is_asked_again_with_the_rest_kept(owner, unit, field):
    asked = MATTER | {field: ""}
    reply = owner.get(f"{ROOM}/draft?unit={unit}" + "".join(f"&{k}={v}" for k, v in asked.items()))
    assert reply.status_code == 422
    kept = form_of(reply.text, f"{ROOM}/draft")
    assert {name: kept[name] for name in asked} == asked


def test_each_print_carries_an_address_of_its_own_where_the_unit_can_open_one(desk, owner, unit):
    policy = desk.folder / "rules" / "yichuan" / "policy.yaml"
    text = re.sub(r"(?m)^address:.*\n", "", policy.read_text("utf-8"))
    policy.write_text(f"{text}\naddress: https://anwei.example/\n", encoding="utf-8")
    page = release(owner, unit, **MATTER)
    prints = [owner.send(page, f"{ROOM}/1.html").text for _each in range(2)]
    (one,), (two,) = (set(links_of(each)) for each in prints)
    assert one != two
    answer = owner.get(one.removeprefix("https://anwei.example"))
    assert "整改水库隐患" in text_of(answer)
    assert "签收" in text_of(answer)


def test_a_unit_sees_and_answers_its_own_slips_alone(desk, owner, unit):
    release(owner, unit)
    own = desk.person("甲", "unit", unit)
    assert "督〔2026〕1号" in text_of(own.get(ROOM))
    page = own.send(own.get(f"{ROOM}/1"), f"{ROOM}/1/receive")
    assert "签收（甲）" in text_of(page)
    other = next(each.key for each in desk.desk.office.view().workspace.rosters["yichuan"].units
                 if each.key != unit)  # fmt: skip
    stranger = desk.person("乙", "unit", other)
    assert stranger.get(f"{ROOM}/1").status_code == 404
    assert "督〔2026〕1号" not in text_of(stranger.get(ROOM))
    assert stranger.get(f"{ROOM}/draft?unit={unit}").status_code == 403
    assert desk.person("丙", "leader").get(f"{ROOM}/1").status_code == 200


def test_a_reply_that_lacks_its_words_keeps_who_replied(owner, unit):
    released = release(owner, unit)
    here = released.url.path

    said = owner.send(released, f"{here}/reply", words=" ", by="镇长")

    assert said.status_code == 422
    assert 'name="by" value="镇长"' in said.text
    assert "请填写“回复情况”" in text_of(said)
