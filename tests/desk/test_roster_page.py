"""名册: a list becomes units, groups and posts with ids of ours; entries are changed in place."""

import pytest
from desking import text_of
from openpyxl import Workbook

from cadence.core import folded
from cadence.desk.roster_file import RosterLine
from cadence.desk.roster_list import RosterKnown, change_of
from cadence.desk.roster_rows import read_list, rows_of_text

ROOM = "/desk/yichuan/roster"


def roster(desk):
    return (desk.folder / "rules/yichuan/units.yaml").read_text("utf-8")


def paste(owner, text):
    return owner.send(owner.get(ROOM), f"{ROOM}/list", list=text)


def upload(owner, name, content):
    page = owner.get(ROOM)
    return owner.send(page, f"{ROOM}/list", files={"file": (name, content)})


def workbook(tmp_path, rows, merged=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    book.save(tmp_path / "list.xlsx")
    return (tmp_path / "list.xlsx").read_bytes()


def meant(owner, name):
    page = text_of(owner.get(f"{ROOM}?name={name}"))
    return page.partition(f"“{name}”是：")[2].split()[0]


def test_a_pasted_list_adds_what_is_new_and_nothing_twice(desk, owner):
    said = paste(owner, "龙凤山林场、林场\n彭婆镇\n\n江左新区管委会")

    assert "新加2条" in text_of(said)
    assert "longfengshanlinchang" in roster(desk)
    assert roster(desk).count("name: 彭婆镇,") == 1
    assert "# 党委部门、纪检监察、法院、检察院" in roster(desk)
    assert meant(owner, "林场") == "龙凤山林场"


def test_a_workbook_with_heads_gives_units_groups_and_posts(owner, tmp_path):
    rows = [
        ["伊川县企业名册"],
        ["序号", "单位名称", "类别", "联系岗位", "简称"],
        [1, "一号煤矿", "煤矿企业", "分管副矿长", "一矿"],
        [2, "二号煤矿", None, "分管副矿长", None],
        [3, "县供水公司", "县属企业", None, "供水公司；水司"],
    ]
    said = upload(owner, "名册.xlsx", workbook(tmp_path, rows, merged=["C3:C4"]))

    assert "第1行在表头以上" in text_of(said)
    assert "新加7条" in text_of(said)  # three units, two groups, two posts
    assert meant(owner, "煤矿企业") == "一号煤矿、二号煤矿"
    assert meant(owner, "水司") == "县供水公司"
    assert meant(owner, "二号煤矿分管副矿长") == "二号煤矿分管副矿长"


def test_a_post_that_every_office_has_is_called_after_its_unit(owner):
    said = paste(owner, "名称\t联系岗位\n新区甲\t主任、分管副矿长\n新区乙\t")

    assert "新加4条" in text_of(said)
    assert meant(owner, "新区甲主任") == "新区甲主任"
    assert "名册里没有“主任”" in text_of(owner.get("/desk/yichuan/roster?name=主任"))
    assert meant(owner, "分管副矿长") == "分管副矿长"


def test_a_known_unit_gains_its_new_names(owner):
    said = paste(owner, "县林业局、林业主管部门")

    assert "原有的1条添了叫法" in text_of(said)
    assert meant(owner, "林业主管部门") == "县林业局"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("彭婆镇", "没有新的名称"),
        ("、，,", "没有新的名称"),
        ("新区甲、县应急局", "第1行：“县应急局”名册里已经另有所指"),
        ("新区甲\n新区乙、新区甲", "第2行：“新区甲”第1行已经写过"),
        ("县林业局、县应急局", "第1行：“县应急局”名册里已经另有所指"),
        ("名称\t类别\t上级\n副矿长\t岗位\t某矿", "第2行：岗位要写上级是哪个单位"),
        ("名称\t类别\n新区甲\t县应急局", "第2行：类别“县应急局”是一个单位的名称"),
        ("名称\t简称\n\t甲", "第2行：没有名称"),
        ("x\n" * 2001, "一次最多"),
    ],
)
def test_a_list_that_cannot_be_taken_is_kept_as_typed(desk, owner, text, words):
    before = roster(desk)

    said = paste(owner, text)

    assert said.status_code == 422
    assert words in text_of(said)
    assert text.splitlines()[0] in said.text
    assert roster(desk) == before


def test_every_row_that_is_wrong_is_named_at_once(owner):
    said = text_of(paste(owner, "新区甲、县应急局\n新区乙\n新区丙、彭婆镇"))
    assert "第1行" in said
    assert "第3行" in said


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.xlsx", b"no workbook", "list.xlsx"),
        ("list.xlsx", b"", "list.xlsx"),
        ("list.csv", b"\xff\xff\x80", "list.csv"),
        ("list.csv", b"x" * (4 * 1024 * 1024 + 1), "文件太大"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(desk, owner, name, content, words):
    before = roster(desk)
    said = upload(owner, name, content)
    assert said.status_code == 422
    assert words in text_of(said)
    assert roster(desk) == before


def test_a_list_saved_by_a_chinese_excel_is_read(owner):
    assert "新加1条" in text_of(
        upload(owner, "名单.csv", "名称,别名\r\n新区管委会,管委会\r\n".encode("gbk"))
    )
    assert meant(owner, "管委会") == "新区管委会"


def test_an_entry_is_changed_in_its_own_line(desk, owner):
    page = owner.get(f"{ROOM}?edit=linyeju")
    said = owner.send(page, f"{ROOM}/entry", name="县林业和草原局", also="县林业局、林业局")

    assert "已改好" in text_of(said)
    assert meant(owner, "林业局") == "县林业和草原局"
    assert "# 街道、镇、乡" in roster(desk)


def test_a_name_that_is_taken_is_refused_and_what_was_typed_stays(desk, owner):
    before = roster(desk)
    page = owner.get(f"{ROOM}?edit=linyeju")
    wrong = owner.send(page, f"{ROOM}/entry", name="县林业局", also="彭婆镇、林业主管部门")

    assert wrong.status_code == 422
    assert "林业主管部门" in wrong.text
    assert roster(desk) == before


def test_members_of_a_group_are_ticked(owner):
    assert len(meant(owner, "各乡镇（街道）").split("、")) == 15
    page = owner.get(f"{ROOM}?edit=townships")
    owner.send(page, f"{ROOM}/entry", tick=["pengpo", "lvdian"])
    assert meant(owner, "各乡镇（街道）") == "彭婆镇、吕店镇"


def test_the_groups_of_a_unit_are_ticked(owner):
    paste(owner, "新区管委会")
    page = owner.get(f"{ROOM}?edit=xinquguanweihui")
    owner.send(page, f"{ROOM}/entry", tick=["townships"])
    assert "新区管委会" in meant(owner, "各乡镇（街道）").split("、")


def test_a_unit_is_taken_out_of_the_roster_and_its_groups(desk, owner):
    page = owner.get(f"{ROOM}?edit=pengpo")
    assert "已移出" in text_of(owner.send(page, f"{ROOM}/out"))
    assert "名册里没有“彭婆镇”" in text_of(owner.get(f"{ROOM}?name=彭婆镇"))
    assert len(list((desk.folder / ".cadence/rules").glob("*units.yaml"))) == 1


def test_a_unit_with_records_stays(desk, owner):
    window = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-11"
    page = owner.get(f"/desk/yichuan/today?open={window}~2026-11-30")
    said = {"day": "2026-11-20", "evidence": "会议纪要〔2026〕11号"}
    owner.send(page, "/desk/yichuan/done", occurrence=f"{window}@yichuan/pengpo", **said)
    before = roster(desk)

    wrong = owner.send(owner.get(f"{ROOM}?edit=pengpo"), f"{ROOM}/out")

    assert wrong.status_code == 422
    assert "有办理记录" in text_of(wrong)
    assert roster(desk) == before


def test_a_group_that_a_rule_speaks_of_is_not_lost(desk, owner):
    """Without the group the rules would not load: nothing is changed, and the reason is told."""
    before = roster(desk)
    wrong = owner.send(owner.get(f"{ROOM}?edit=townships"), f"{ROOM}/out")
    assert wrong.status_code == 422
    assert roster(desk) == before


def test_the_last_change_is_taken_back_and_that_in_its_turn(desk, owner):
    before = roster(desk)
    said = paste(owner, "新区管委会")
    after = roster(desk)
    assert after != before

    back = owner.send(said, f"{ROOM}/undo")
    assert "和改动以前一样了" in text_of(back)
    assert roster(desk) == before

    again = owner.send(paste(owner, "新区管委会"), f"{ROOM}/undo")
    assert "和改动以前一样了" in text_of(again)
    assert roster(desk) == before


def test_where_nothing_was_changed_nothing_is_taken_back(desk, owner):
    said = paste(owner, "新区管委会")
    for file in (desk.folder / ".cadence/rules").iterdir():
        file.unlink()
    after = roster(desk)
    wrong = owner.send(said, f"{ROOM}/undo")
    assert wrong.status_code == 422
    assert "没有更早的" in text_of(wrong)
    assert roster(desk) == after


def test_a_name_that_nobody_answers_to_is_said(owner):
    assert "名册里没有“牡丹局”" in text_of(owner.get(f"{ROOM}?name=牡丹局"))


def test_only_the_office_enters(desk):
    assert desk.person("彭婆镇", "unit", "yichuan/pengpo").get(ROOM).status_code == 403


def known(*entries):
    names = {folded(name): (e.id,) for e in entries for name in (e.name, *e.also)}
    return RosterKnown(
        entries={e.id: e for e in entries}, names=names, ids=frozenset(e.id for e in entries)
    )


def test_the_order_of_heads_means_nothing():
    rows = rows_of_text("简称\t名称（全称）\n一矿\t一号煤矿")
    (listed,) = read_list(rows)
    assert (listed.name, listed.also) == ("一号煤矿", ("一矿",))


def test_heads_on_every_page_are_no_units():
    listed = read_list(rows_of_text("名称\t简称\n甲局\t甲\n名称\t简称\n乙局\t乙"))
    assert [each.name for each in listed] == ["甲局", "乙局"]


def test_the_superior_of_a_unit_is_named_as_not_written():
    change = change_of(read_list(rows_of_text("名称\t上级\n甲村\t甲镇")), known())
    assert change.new == 1
    assert "没有写入" in change.noted[0]


def test_a_new_member_joins_a_group_that_is_there():
    group = RosterLine(at=("groups", 0), id="cun", name="各村", members=("jia",))
    jia = RosterLine(at=("units", 0), id="jia", name="甲村")
    change = change_of(
        read_list(rows_of_text("名称\t类别\n甲村\t各村\n乙村\t各村")), known(group, jia)
    )
    assert change.members == {"cun": ["yicun"]}


AS_FILED = """\
青石县安全生产委员会成员单位名单\t\t\t\t\t
序号\t单位名称\t简称\t类别\t上级单位\t负责人（职务）\t手机
1\t绿水镇\t绿水镇政府\t各乡镇\t县政府\t镇长\t
2\t吕店镇\t\t各乡镇\t县政府\t\t
\t\t\t\t\t\t
合计\t2家\t\t\t\t\t
备注：以编办核定为准\t\t\t\t\t\t
"""


def test_a_list_as_offices_keep_it_is_read_without_its_title_its_sum_and_its_remark():
    change = change_of(read_list(rows_of_text(AS_FILED)), known())

    assert [each["name"] for each in change.units] == ["绿水镇", "吕店镇"]
    assert [each["id"] for each in change.units] == ["lvshuizhen", "lvdianzhen"]
    (towns,) = change.groups.values()
    assert towns["members"] == ["lvshuizhen", "lvdianzhen"]
    assert change.wrong == []
    told = "".join(change.noted)
    assert "第6行是合计或备注" in told
    assert "第7行是合计或备注" in told
    assert told.count("不影响日程") == 1


def test_a_row_of_numbers_is_no_unit():
    change = change_of(read_list(rows_of_text("1\t城关镇\n2\t河西镇")), known())
    assert len(change.wrong) == 2
    assert "表头要有“名称”一列" in change.wrong[0]


def test_a_unit_that_ends_like_a_head_is_read_as_one_below_the_heads():
    rows = rows_of_text("名称\t简称\t类别\n通信数码局\t信局\t组\n单位\t简称\t河西口岸期货所")
    assert [each.name for each in read_list(rows)] == ["通信数码局", "单位"]
