"""名册: one row at a time; a long roster by pages, and sifted by words, sounds and groups."""

import re

import pytest
from desking import form_of, text_of

from cadence.core import is_device

ROOM = "/desk/yichuan/roster"


def add(owner, kind, **fields):
    page = owner.get(f"{ROOM}?add={kind}")
    return owner.send(page, f"{ROOM}/add", **fields)


def roster(desk):
    return (desk.folder / "rules/yichuan/units.yaml").read_text("utf-8")


def meant(owner, name):
    page = text_of(owner.get(f"{ROOM}?name={name}"))
    return page.partition(f"“{name}”是：")[2].split()[0]


def group_named(page, name):
    return re.search(rf'name="tick" value="([^"]+)">{name}<', page.text)[1]


def test_a_unit_is_added_with_its_names_and_groups(desk, owner):
    page = owner.get(f"{ROOM}?add=unit")
    towns = re.findall(r'name="tick" value="([^"]+)"', page.text)[0]

    said = add(owner, "unit", name="龙凤山林场", also="林场、林场管理处", tick=towns)

    assert "“龙凤山林场”已经加上" in text_of(said)
    assert meant(owner, "林场管理处") == "龙凤山林场"
    row = said.text.split('<tr id="longfengshanlinchang">')[1].split("</tr>")[0]
    assert "林场、林场管理处" in row
    assert re.search(r'<td class="soft">[^<]+</td><td><a class="btn small"', row)  # its group
    owner.send(said, f"{ROOM}/undo")
    assert "longfengshanlinchang" not in roster(desk)


def test_a_group_is_made_by_ticking_its_members(owner):
    page = owner.get(f"{ROOM}?add=group")
    ticked = [group_named(page, name) for name in ("彭婆镇", "白沙镇")]

    said = add(owner, "group", name="沿河乡镇", tick=ticked)

    assert "“沿河乡镇”已经加上" in text_of(said)
    assert set(meant(owner, "沿河乡镇").split("、")) == {"彭婆镇", "白沙镇"}


def test_a_post_is_added_to_its_unit(owner):
    said = add(owner, "post", name="彭婆镇安监站长", of="pengpo")

    assert "“彭婆镇安监站长”已经加上" in text_of(said)
    assert meant(owner, "彭婆镇安监站长") == "彭婆镇安监站长"


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("unit", {"name": " 、"[:1]}, "请填写“名称”"),
        ("unit", {"name": "彭婆镇"}, "名册里已经有“彭婆镇”"),
        ("unit", {"name": "龙凤山林场", "also": "彭婆镇"}, "“彭婆镇”名册里已经另有所指"),
        ("post", {"name": "安监站长"}, "请选这个岗位是哪个单位的"),
        ("boss", {"name": "谁"}, "请选是单位、组还是岗位"),
    ],
)
def test_what_cannot_be_added_is_said_and_kept_as_typed(desk, owner, kind, fields, words):
    before = roster(desk)
    opened = owner.get(f"{ROOM}?add={kind if kind != 'boss' else 'unit'}")
    said = owner.send(opened, f"{ROOM}/add", **fields | {"kind": kind})

    assert said.status_code == 422
    assert words in text_of(said)
    assert roster(desk) == before
    if kind != "boss":
        assert form_of(said.text, f"{ROOM}/add")["name"] == fields["name"]


def test_a_long_roster_comes_by_pages_and_what_was_changed_is_on_the_page_shown(owner):
    names = "\n".join(f"第{n}小学" for n in range(120))
    owner.send(owner.get(ROOM), f"{ROOM}/list", list=names)

    page = owner.get(ROOM)
    assert len(re.findall(r'<tr id="[^"]+"><td><a href="[^"]*register', page.text)) == 50
    assert "第 1–50 项" in text_of(page)
    found = owner.get(f"{ROOM}?q=第117小学")
    (key,) = re.findall(r'<tr id="([^"]+)"><td><a href="[^"]*register', found.text)
    opened = owner.get(f"{ROOM}?edit={key}")
    said = owner.send(opened, f"{ROOM}/entry", name="第117中学")
    assert "第117中学" in text_of(said)


def test_rows_are_sifted_by_words_sounds_and_groups(owner):
    rows = text_of(owner.get(f"{ROOM}?q=pengpo")).partition("类别")[2]
    assert "彭婆镇" in rows
    assert "白沙镇" not in rows.partition("公文里的")[0]
    assert "没有这样的单位" in text_of(owner.get(f"{ROOM}?q=没有这个名字"))
    groups = re.findall(r"<option>([^<]+)</option>", owner.get(ROOM).text)
    inside = owner.get(f"{ROOM}?in={groups[0]}")
    shown = re.findall(r'<tr id="([^"]+)"><td><a href="[^"]*register', inside.text)
    assert 0 < len(shown) < 50


def test_only_the_office_adds(desk):
    leader = desk.person("县领导", "leader")
    assert leader.post(f"{ROOM}/add", kind="unit", name="谁").status_code == 403


@pytest.mark.parametrize("name", ["CON", "Nul", "com1", "奴路"])
def test_a_name_that_windows_keeps_for_itself_gets_an_id_that_it_does_not(desk, owner, name):
    assert "已经加上" in text_of(add(owner, "unit", name=name))
    (unit,) = desk.desk.office.view().workspace.units(name, "yichuan")
    assert not is_device(unit.id)
    assert meant(owner, name) == name
