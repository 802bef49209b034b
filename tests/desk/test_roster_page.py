"""名册: a pasted list becomes units with ids of ours; a name is told to whom it means."""

import pytest
from desking import open_desk, text_of

ROOM = "/desk/yichuan/roster"


@pytest.fixture
def desk(tmp_path):
    return open_desk(tmp_path)


@pytest.fixture
def owner(desk):
    return desk.owner()


def roster(desk):
    return (desk.folder / "rules/yichuan/units.yaml").read_text("utf-8")


def paste(owner, text):
    return owner.send(owner.get(ROOM), f"{ROOM}/list", list=text)


def test_a_pasted_list_adds_what_is_new_and_nothing_twice(desk, owner):
    said = paste(owner, "龙凤山林场、林场\n彭婆镇\n\n江左新区管委会")

    assert "新加了2个单位" in text_of(said)
    assert "longfengshanlinchang" in roster(desk)
    assert roster(desk).count("name: 彭婆镇,") == 1
    assert "# 党委部门、纪检监察、法院、检察院" in roster(desk)
    assert "“林场”是：龙凤山林场" in text_of(owner.get(f"{ROOM}?name=林场"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("彭婆镇", "没有新的名称"),
        ("新区甲、县应急局", "“县应急局”已经是另一个单位的名称"),
        ("新区甲\n新区乙、新区甲", "“新区甲”已经是另一个单位的名称"),
        ("x\n" * 2001, "一次最多"),
    ],
)
def test_a_list_that_cannot_be_taken_is_kept_as_typed(desk, owner, text, words):
    before = roster(desk)

    said = paste(owner, text)

    assert said.status_code == 422
    assert words in text_of(said)
    assert roster(desk) == before


def test_another_name_is_added_and_one_that_is_taken_is_refused(desk, owner):
    page = owner.get(ROOM)
    assert "叫法已加上" in text_of(
        owner.send(page, f"{ROOM}/alias", unit="yichuan/yingjiju", name="应急管理局")
    )
    assert "应急管理局" in roster(desk)
    before = roster(desk)
    wrong = owner.send(page, f"{ROOM}/alias", unit="yichuan/yingjiju", name="彭婆镇")
    assert wrong.status_code == 422
    assert roster(desk) == before


def test_a_name_that_nobody_answers_to_is_said(owner):
    assert "名册里没有“牡丹局”" in text_of(owner.get(f"{ROOM}?name=牡丹局"))


def test_only_the_office_enters(desk):
    assert desk.person("彭婆镇", "unit", "yichuan/pengpo").get(ROOM).status_code == 403
