"""文件 › 核对: a name that nobody has is a post, or another name of a unit or a group."""

import pytest
from desking import form_of, text_of
from handing_in import HEAD, ROOM, article, hand_in, ids_of, name_of

from cadence.desk.checked import LikelyName, likely

BODY = """\
一、各乡镇（街道）主要负责人每月带队检查安全生产。
二、各镇街每月25日前报送隐患排查情况。
三、县应急部门每季度召开一次安全形势分析会。
2026年11月20日
"""


def named(owner, page, who, **said):
    action = f"{ROOM}/{name_of(page)}/name"
    forms = [each for each in page.text.split("<form")[1:] if f'name="name" value="{who}"' in each]
    form = form_of(f"<form{forms[0]}", action)
    return owner.post(action, **(form | said))


def units_of(page, word):
    (rule,) = [each for each in ids_of(page) if word in article(page, each)]
    return article(page, rule).split("<b>谁</b>")[1].split("<b>何时</b>")[0]


def test_a_name_is_another_one_of_a_group_or_of_a_unit(owner):
    page = hand_in(owner, HEAD + BODY)
    page = named(owner, page, "各镇街", unit="also", of="各乡镇（街道）")
    assert "彭婆镇" in units_of(page, "报送隐患排查情况")
    page = named(owner, page, "县应急部门", unit="also", of="县应急局")
    assert "县应急" in units_of(page, "安全形势分析会")


def test_a_name_is_a_post_of_each_member_of_a_group(desk, owner):
    page = hand_in(owner, HEAD + BODY)
    who = "各乡镇（街道）主要负责人"
    offered = page.text.split(f'value="{who}"')[1].split("</form>")[0]
    assert '<option value="post" selected>' in offered
    assert 'value="各乡镇（街道）"' in offered
    page = named(owner, page, who)

    assert "彭婆镇" in units_of(page, "带队检查")
    roster = (desk.folder / "rules/yichuan/units.yaml").read_text("utf-8")
    assert f"name: {who}" in roster.split("posts:")[1]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"unit": "also", "of": "没有的单位"}, "名册里没有“没有的单位”"),
        ({"unit": "also", "of": ""}, "请填写“哪一个”"),
        ({"unit": "nobody"}, "请选它是谁"),
        ({"unit": "group", "ticked": "1"}, "请勾选这个组有哪些单位"),
    ],
)
def test_what_cannot_be_is_said_beside_the_name_and_kept_as_typed(desk, owner, said, words):
    page = hand_in(owner, HEAD + BODY)
    before = (desk.folder / "rules/yichuan/units.yaml").read_bytes()
    page = named(owner, page, "各镇街", **said)

    assert page.status_code == 422
    assert words in text_of(page)
    mine = page.text.split('name="name" value="各镇街"')[1].split("</form>")[0]
    assert f'name="of" list="entries" value="{said.get("of", "")}"' in mine
    assert (desk.folder / "rules/yichuan/units.yaml").read_bytes() == before


def test_a_name_is_shown_to_belong_to_somebody_only_where_one_alone_fits():
    known = ["各乡镇（街道）", "县安委会各成员单位", "彭婆镇", "县应急局"]

    assert likely("各乡镇（街道）主要负责人", known) == LikelyName("post", "各乡镇（街道）")
    assert likely("彭婆镇镇长", known) == LikelyName("post", "彭婆镇")
    assert likely("各成员单位", known) == LikelyName("also", "县安委会各成员单位")
    assert likely("事发地乡镇（街道）", known) == LikelyName()
    assert likely("彭婆镇水库", known) == LikelyName()
    assert likely("各成员单位", [*known, "市安委会各成员单位"]) == LikelyName()
