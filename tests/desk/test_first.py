"""初次使用: from an empty folder to a place of one's own, with no file opened in an editor."""

import pytest
import yaml
from desking import NOW, OpenDesk, open_desk, text_of

from cadence.core import CadenceError, Done
from cadence.desk import write_backup
from cadence.ledger import ledger_fault, open_ledger, read_entries
from cadence.rules import make_workspace

TOWNS = "城关镇、城关镇人民政府\n河西镇\n县应急局、应急局"
SAID = {"name": "青石县", "office": "青石县安全生产委员会办公室", "tracking_from": "2026-11-26"}


@pytest.fixture
def desk(tmp_path):
    make_workspace(tmp_path / "office", NOW.date(), example=False)
    return OpenDesk(tmp_path / "office")


@pytest.fixture
def owner(desk):
    return desk.owner()


def begin(owner, **fields):
    return owner.send(owner.get("/desk/"), "/desk/first", **(SAID | {"list": TOWNS} | fields))


def test_the_first_page_asks_where_and_who(owner):
    said = text_of(owner.get("/desk/"))
    assert "初次使用" in said
    assert "放进例子" in said


def test_a_name_and_a_list_make_a_place(desk, owner):
    said = begin(owner)

    assert said.url.path == "/desk/qingshixian/roster"
    assert "4个单位" in text_of(said)
    assert "下一步 单位齐了，就 交一份公文" in text_of(said)
    file = desk.folder / "rules/qingshixian"
    roster = yaml.safe_load((file / "units.yaml").read_text("utf-8"))
    assert [each["id"] for each in roster["units"]][:2] == ["anweiban", "chengguanzhen"]
    assert "“县安委办”是：青石县安全生产委员会办公室" in text_of(
        owner.get("/desk/qingshixian/roster?name=县安委办")
    )
    assert "tracking_from: 2026-11-26" in (file / "policy.yaml").read_text("utf-8")
    assert owner.get("/desk/").url.path == "/desk/qingshixian/today"


def test_units_may_come_later(owner):
    assert "1个单位" in text_of(begin(owner, list=""))


def test_every_room_opens_before_there_is_anything(owner):
    begin(owner)
    for room in ("today", "register", "schedule", "accidents", "tables", "documents", "roster",
                 "decisions", "ledger", "publish", "users"):  # fmt: skip
        assert owner.get(f"/desk/qingshixian/{room}").status_code == 200, room


@pytest.mark.parametrize("room", ["register?q=没有的", "schedule?month=2031-02", "decisions"])
def test_an_empty_room_says_the_next_step(desk, owner, room):
    begin(owner)
    page = owner.get(f"/desk/qingshixian/{room}")
    assert "还没有启用本地的文件" in text_of(page)
    assert 'href="/desk/qingshixian/documents">交文件</a>' in page.text
    leader = desk.person("领导", "leader").get(f"/desk/qingshixian/{room}")
    assert ">交文件</a>" not in leader.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "请填写“县、区或乡镇”"),
        ({"office": " "}, "请填写“办公室全称”"),
        ({"tracking_from": "2026-02-30"}, "不是日期"),
        ({"list": "河西镇\n河西镇、河西"}, "第1行已经写过"),
        ({"list": "河西镇、安委办"}, "第1行：“安委办”名册里已经另有所指"),
        ({"name": "青石\u202e县\x00"}, "名册："),
    ],
)
def test_what_cannot_be_a_place_is_said_and_leaves_nothing(desk, owner, fields, words):
    said = begin(owner, **fields)
    assert said.status_code == 422
    assert words in text_of(said)
    kept = {each.name for each in (desk.folder / "rules").iterdir()}
    assert kept == {".schema", "national"}


def test_the_example_is_put_in_once(owner):
    said = owner.send(owner.get("/desk/"), "/desk/first/example")
    assert said.url.path == "/desk/yichuan/today"
    again = owner.post("/desk/first/example", csrf="")
    assert again.status_code == 403


def test_a_second_place_stands_beside_the_first(owner):
    begin(owner)
    owner.send(owner.get("/desk/first"), "/desk/first", **(SAID | {"name": "河西镇", "list": ""}))
    assert "再建一个" in text_of(owner.get("/desk/hexizhen/roster"))
    assert "青石县" in text_of(owner.get("/desk/hexizhen/roster"))


def test_only_the_office_begins(desk):
    assert desk.person("县长", "leader").get("/desk/first").status_code == 403


def test_a_folder_that_a_program_stands_in_becomes_a_workspace(tmp_path, monkeypatch):
    folder = tmp_path / "办公 室"
    folder.mkdir()
    monkeypatch.chdir(folder)
    make_workspace(folder, NOW.date(), example=False)
    assert {each.name for each in folder.iterdir()} == {"rules", "out", "README.md"}


def test_a_folder_that_holds_other_things_stays_as_it_is(tmp_path):
    (tmp_path / "论文.docx").write_bytes(b"x")
    with pytest.raises(CadenceError):
        make_workspace(tmp_path, NOW.date(), example=False)
    assert [each.name for each in tmp_path.iterdir()] == ["论文.docx"]


@pytest.fixture
def elsewhere(tmp_path):
    """An office that was at work on another computer, and its backup."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    open_desk(folder)
    identifier = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-10@yichuan/pengpo"
    with open_ledger(folder) as ledger, ledger.writing():
        ledger.append(Done(occurrence=identifier, on=NOW.date(), evidence="纪要1号"), NOW)
    write_backup(folder, tmp_path / "备份.zip", NOW)
    return folder, tmp_path / "备份.zip"


def send_backup(owner, content, name="备份.zip"):
    page = owner.get("/desk/first")
    return owner.send(page, "/desk/first/backup", files={"backup": (name, content)})


def test_a_backup_of_another_computer_is_the_office_here(desk, owner, elsewhere):
    folder, bundle = elsewhere
    with open_ledger(desk.folder):
        pass  # an empty one was made here
    page = send_backup(owner, bundle.read_bytes())
    assert page.url.path.endswith("/today")
    assert list(read_entries(desk.folder)) == list(read_entries(folder))
    assert ledger_fault(desk.folder) == ""
    assert (desk.folder / "rules/yichuan").is_dir()
    assert list(desk.folder.glob("rules.before-*")), "what stood there is put aside"
    assert not list(desk.folder.glob(".restoring-*"))
    assert "纪要1号" in text_of(owner.get("/desk/yichuan/ledger"))


@pytest.mark.parametrize("harm", ["cut", "text", "altered"])
def test_a_damaged_backup_changes_nothing_here(desk, owner, elsewhere, harm):
    content = elsewhere[1].read_bytes()
    if harm == "altered":
        middle = len(content) // 2
        content = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    content = {"cut": content[: len(content) // 2], "text": b"no zip"}.get(harm, content)
    before = sorted(each.name for each in desk.folder.iterdir())
    page = send_backup(owner, content)
    assert page.status_code == 422
    assert sorted(each.name for each in desk.folder.iterdir()) == before
    assert text_of(owner.get("/desk/")).count("初次使用")


def test_where_something_was_recorded_no_backup_is_laid_over_it(desk, owner, elsewhere):
    with open_ledger(desk.folder) as ledger, ledger.writing():
        ledger.append(Done(occurrence="a:b:2026@c/d", on=NOW.date(), evidence="纪要2号"), NOW)
    page = send_backup(owner, elsewhere[1].read_bytes())
    assert page.status_code == 422
    assert "已有记录" in text_of(page)
    assert len(list(read_entries(desk.folder))) == 1
    begin(owner)
    page = owner.get("/desk/first")
    assert "从备份恢复" not in text_of(page), "a place is here"
