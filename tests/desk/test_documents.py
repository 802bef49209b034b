"""文件: a document handed in, checked rule by rule, taken into use, published, and out again."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from desking import form_of, text_of
from handing_in import BODY, HEAD, ROOM, accept_all, article, decide, hand_in, ids_of, name_of

from cadence.extract import draft


def test_a_document_becomes_rules_with_their_words_bodies_and_dates(owner):
    page = text_of(hand_in(owner))

    assert "已核 0/" in page
    assert "每月25日前" in page
    assert "头几个日期" in page
    assert "县应急局" in page
    assert "名册里没有“蓝天救援队”" in page


def test_all_that_is_sure_is_one_click_and_each_other_is_one(owner):
    page = hand_in(owner)
    clicks = 1
    name = name_of(page)
    page = owner.send(page, f"{ROOM}/{name}/verdict", all="sure")
    for only in ("open", "sure"):
        while left := ids_of(page := owner.get(f"{ROOM}/{name}?only={only}")):
            decide(owner, page, left[0])
            clicks += 1
    page = owner.get(f"{ROOM}/{name}")
    done, every = re.search(r"已核 (\d+)/(\d+)", text_of(page)).groups()
    assert done == every
    assert clicks <= int(every) + 1


def test_what_was_decided_is_there_the_next_day(owner):
    page = hand_in(owner)
    rule = ids_of(page)[0]
    decide(owner, page, rule, "refused")

    again = owner.get(f"{ROOM}/{name_of(page)}?only=decided")

    assert ids_of(again) == [rule]
    assert "不用" in text_of(again)
    assert "已核 1/" in text_of(owner.get(ROOM))


def test_a_name_that_nobody_knows_is_told_on_the_spot(desk, owner):
    page = hand_in(owner)
    name = name_of(page)

    page = owner.send(page, f"{ROOM}/{name}/name", name="蓝天救援队", unit="new")

    assert "名册里没有" not in text_of(page)
    roster = (desk.folder / "rules/yichuan/units.yaml").read_text("utf-8")
    assert "lantianjiuyuandui" in roster
    assert "# 伊川县承担任务的单位" in roster  # what else stands there stays
    assert list((desk.folder / ".cadence/rules").glob("*units.yaml"))


def test_another_name_of_a_unit_is_kept_as_its_alias(desk, owner):
    page = hand_in(owner)
    owner.send(page, f"{ROOM}/{name_of(page)}/name", name="蓝天救援队", unit="also", of="县应急局")

    roster = (desk.folder / "rules/yichuan/units.yaml").read_text("utf-8")
    assert re.search(r"name: 县应急局\n    also: \[[^\]]*蓝天救援队", roster)


def test_an_edit_changes_the_dates_and_what_cannot_be_is_said(owner):
    page = hand_in(owner)
    name = name_of(page)
    (rule,) = [each for each in ids_of(page) if "燃气" in article(page, each)]
    opened = owner.get(f"{ROOM}/{name}?open={rule}")

    wrong = owner.send(opened, f"{ROOM}/{name}/edit", kind="deadline", due="2026-02-30")
    assert wrong.status_code == 422
    assert "不是日期" in text_of(wrong)

    right = owner.send(opened, f"{ROOM}/{name}/edit", kind="deadline", due="2026-12-25")
    assert "2026-12-25" in article(right, rule)
    assert "✓ 已改" in article(right, rule)


LATER = {"kind": "deadline", "due": "2026-12-25"}


def test_an_edit_of_another_is_shown_and_never_overwritten(owner):
    page = hand_in(owner)
    name, rule = name_of(page), ids_of(page)[2]
    opened = owner.get(f"{ROOM}/{name}?open={rule}")
    owner.send(opened, f"{ROOM}/{name}/edit", act="乙改的事项", **LATER)

    late = owner.send(opened, f"{ROOM}/{name}/edit", act="甲改的事项", **LATER)

    assert late.status_code == 422
    assert "刚刚被别人改过" in text_of(late)
    assert "乙改的事项" in text_of(late)
    assert 'value="甲改的事项"' in late.text  # what was typed is not lost
    assert "甲改的事项" not in owner.get(f"{ROOM}/{name}").text
    seen = owner.send(late, f"{ROOM}/{name}/edit", act="两人商定的", **LATER)
    assert "两人商定的" in article(seen, rule)


def test_a_verdict_on_what_another_changed_is_asked_again(owner):
    page = hand_in(owner)
    name, rule = name_of(page), ids_of(page)[2]
    opened = owner.get(f"{ROOM}/{name}?open={rule}")
    owner.send(opened, f"{ROOM}/{name}/edit", act="乙改的事项", **LATER)

    late = decide(owner, page, rule, "refused")

    assert late.status_code == 422
    assert "刚刚被别人改过" in text_of(late)
    assert "✓ 已改" in article(owner.get(f"{ROOM}/{name}"), rule)


def test_two_people_at_different_rules_do_not_disturb_each_other(owner):
    page = hand_in(owner)
    first, second = ids_of(page)[:2]

    decide(owner, page, first)
    done = decide(owner, page, second, "refused")

    assert "已核 2/" in text_of(done)


def test_only_a_document_is_taken_out_of_use(desk, owner):
    page = owner.get(ROOM)
    csrf = form_of(page.text, f"{ROOM}/upload")["csrf"]
    for name in ("policy", "units"):
        assert owner.post(f"{ROOM}/out", name=name, csrf=csrf).status_code == 404
        assert (desk.folder / f"rules/yichuan/{name}.yaml").is_file()


def test_two_changes_in_one_second_keep_two_copies(desk, owner):
    page = hand_in(owner)
    name = name_of(page)
    before = (desk.folder / "rules/yichuan/units.yaml").read_bytes()
    csrf = form_of(page.text, f"{ROOM}/{name}/verdict")["csrf"]
    for said in ("蓝天救援队", "红十字救援队"):
        owner.post(f"{ROOM}/{name}/name", csrf=csrf, name=said, unit="new")

    copies = [each.read_bytes() for each in (desk.folder / ".cadence/rules").glob("*units.yaml")]

    assert len(copies) == 2
    assert before in copies


def test_uploads_at_the_same_moment_each_keep_their_text(desk, owner, monkeypatch):
    meeting = Barrier(4, timeout=60)

    def drafted_together(*said):
        made = draft(*said)
        meeting.wait()  # all four have read their text, and none has a name yet
        return made

    monkeypatch.setattr("cadence.desk.drafting.draft", drafted_together)
    page = owner.get(ROOM)
    fields = form_of(page.text, f"{ROOM}/upload")
    file = {"file": ("通知.txt", (HEAD + BODY).encode())}
    with ThreadPoolExecutor(4) as hands:
        asked = [hands.submit(owner.post, f"{ROOM}/upload", files=file, **fields) for _ in "1234"]

    assert [each.result().status_code for each in asked] == [200] * 4
    names = sorted(each.name for each in (desk.folder / "drafts/yichuan").iterdir())
    stems = sorted({each.partition(".")[0] for each in names})
    assert len(stems) == 4
    assert names == sorted(f"{each}.{end}" for each in stems for end in ("txt", "yaml"))


def test_a_document_that_is_too_large_is_said_and_leaves_nothing(desk, owner):
    said = hand_in(owner, b"x" * (32 * 2**20 + 1))

    assert said.status_code == 422
    assert "文件太大" in text_of(said)
    assert not list((desk.folder / "drafts").rglob("*.*"))


def forty_rules():
    """Make a document of forty duties, a quarter of them of a kind that is asked about."""
    kinds = (
        "{0}每月{1}日前报送第{1}类隐患排查情况。",
        "{0}于2026年12月{1}日前完成第{1}项整治。",
        "{0}定期开展第{1}项巡查。",
        "{0}每季度召开{1}次分析会。",
    )
    bodies = ("县应急局", "县住建局", "县水利局")
    lines = (f"{n}." + kinds[n % 4].format(bodies[n % 3], n % 27 + 1) + "\n" for n in range(1, 41))
    return HEAD + "".join(lines) + "2026年11月20日\n"


def test_forty_rules_are_taken_into_use_with_fewer_than_sixty_clicks(desk, owner):
    page = hand_in(owner, forty_rules())
    name, clicks = name_of(page), 2  # the file chosen, and handed in
    assert "已核 0/40" in text_of(page)
    page = owner.send(page, f"{ROOM}/{name}/verdict", all="sure")
    clicks += 1
    for rule in ids_of(owner.get(f"{ROOM}/{name}?only=open")):
        page = decide(owner, page, rule)
        clicks += 1
    assert "已核 40/40" in text_of(page)
    used = owner.send(owner.get(f"{ROOM}/{name}/use"), f"{ROOM}/{name}/use")
    clicks += 2

    assert "已启用" in text_of(used)
    assert (desk.folder / f"rules/yichuan/{name}.yaml").is_file()
    assert clicks < 60


def test_taken_into_use_it_binds_and_taken_out_again_it_does_not(desk, owner):
    page = hand_in(owner)
    name = accept_all(owner, page)
    before = owner.get("/desk/yichuan/register.json?month=2026-12&q=燃气").json()

    shown = owner.get(f"{ROOM}/{name}/use")
    assert "2026-12-20" in text_of(shown)
    used = owner.send(shown, f"{ROOM}/{name}/use")

    assert "已启用" in text_of(used)
    assert (desk.folder / f"rules/yichuan/{name}.yaml").is_file()
    assert not (desk.folder / f"drafts/yichuan/{name}.yaml").exists()
    after = owner.get("/desk/yichuan/register.json?month=2026-12&q=燃气").json()
    assert len(after) == len(before) + 1

    owner.post(f"{ROOM}/out", name=name, csrf=form_of(used.text, f"{ROOM}/out")["csrf"])
    assert not (desk.folder / f"rules/yichuan/{name}.yaml").exists()
    assert owner.get("/desk/yichuan/register.json?month=2026-12&q=燃气").json() == before


def test_what_is_not_checked_is_not_taken_into_use(desk, owner):
    page = hand_in(owner)
    name = name_of(page)
    shown = owner.get(f"{ROOM}/{name}/use")
    assert "还不能启用" in text_of(shown)

    refused = owner.send(shown, f"{ROOM}/{name}/use")

    assert "还有没核对的" in text_of(refused)
    assert not (desk.folder / f"rules/yichuan/{name}.yaml").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("通知.exe", b"MZ", "读不了"),
        ("通知.txt", "今天天气很好。".encode(), "没有找到带时间的任务"),
        ("通知.docx", b"PK\x03\x04", "通知.docx"),
        ("通知.pdf", b"%PDF-1.4", "通知.pdf"),
        ("", b"x", "请先选一份文件"),
    ],
)
def test_what_cannot_be_read_is_said_and_leaves_nothing(desk, owner, name, content, words):
    said = hand_in(owner, content, name) if name else owner.send(owner.get(ROOM), f"{ROOM}/upload")

    assert said.status_code == 422
    assert words in text_of(said)
    assert not list((desk.folder / "drafts").rglob("*.yaml"))


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "..\\..\\x.txt", "<script>.txt"])
def test_no_name_of_an_upload_leads_anywhere(desk, owner, name):
    hand_in(owner, name=name)

    (folder,) = (desk.folder / "drafts").iterdir()
    assert {each.parent for each in desk.folder.rglob("*.txt")} == {folder}


@pytest.mark.parametrize("name", ["../yichuan/x", "..%2f..%2frules", "UPPER", "a" * 80, "nothing"])
def test_no_address_of_a_draft_leads_elsewhere(owner, name):
    assert owner.get(f"{ROOM}/{name}").status_code in {404, 400}


def test_what_a_text_says_is_never_run(owner):
    page = hand_in(owner, HEAD + BODY.replace("燃气", "<script>alert(1)</script>燃气"))

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


def test_the_same_document_twice_is_two_drafts_and_none_is_lost(owner):
    first, second = hand_in(owner), hand_in(owner)

    assert name_of(first) != name_of(second)
    assert text_of(owner.get(ROOM)).count("已核 0/") == 2


def test_only_the_office_enters(desk):
    for role, unit in (("leader", None), ("unit", "yichuan/pengpo"), ("auditor", None)):
        assert desk.person(role, role, unit).get(ROOM).status_code == 403
