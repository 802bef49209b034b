"""Who is bound: the words before a word of duty, lists, tails and what is no body."""

import pytest

from cadence.extract.text.bodies import is_bodies, split, subject
from cadence.extract.text.tails import tails


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("各乡镇人民政府每季度召开会议", ("各乡镇人民政府",)),
        ("县应急局要按照方案", ("县应急局",)),
        ("县委组织部要督促", ("县委组织部",)),
        ("区自然资源局负责", ("区自然资源局",)),
        ("村（居）民委员会、物业服务企业应当协助", ("村（居）民委员会", "物业服务企业")),
        ("乡镇（街道）每月至少要召开一次", ("乡镇（街道）",)),
        ("机关、团体、企业、事业等单位应当", ("机关、团体、企业、事业等单位",)),
        ("其他负责同志每月至少研究一次", ("其他负责同志",)),
        ("由镇电管站统一登记", ("镇电管站",)),
        ("登记结果由县财政局于年底前汇总", ("县财政局",)),
        ("省发展改革委会同有关部门", ("省发展改革委",)),
        ("对拒不整改的单位要严肃追究", ()),
        ("加强组织领导要", ()),
        ("每月向县安委办报送", ()),
        ("根据本级政府部署，要", ()),
        ("检查记录应当保存", ()),
    ],
)
def test_a_subject_is_known_by_its_end_and_what_follows(words, expected):
    assert subject(words) == expected


def test_two_levels_of_one_body_are_one_name():
    assert split("县、镇两级执法部门、县供电公司") == ("县、镇两级执法部门", "县供电公司")


def test_a_list_lends_its_prefix_to_short_names():
    assert split("县发改委、科工局、公安局") == ("县发改委", "县科工局", "县公安局")


def test_a_name_with_and_inside_stays_whole():
    assert split("区自然资源和规划分局、区住建局") == ("区自然资源和规划分局", "区住建局")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（责任单位：各村、各站所。完成时限：长期坚持。）", [("responsible", ("各村", "各站所"))]),
        (
            "〔责任单位：区安办，各镇（街道）。时限：7月底前〕",
            [("responsible", ("区安办", "各镇（街道）"))],
        ),
        ("牵头领导：李四（副县长、公安局局长）", [("lead", ("副县长", "公安局局长"))]),
        ("牵头领导：李四", [("lead", ())]),
        ("配合单位：县水利局", [("assist", ("县水利局",))]),
        ("（县交通局、住建局按职责分工负责）", [("responsible", ("县交通局", "县住建局"))]),
        (
            "（县应急局牵头，县水利局配合）",
            [("responsible", ("县应急局",)), ("assist", ("县水利局",))],
        ),
    ],
)
def test_tails_say_who_answers(text, expected):
    assert list(tails(text)) == expected


def test_a_line_that_is_only_a_name_is_told_from_a_sentence():
    assert is_bodies("县农粮局")
    assert is_bodies("按月领取补贴的人员")
    assert not is_bodies("加强对各单位")
    assert not is_bodies("完善工作布局")
