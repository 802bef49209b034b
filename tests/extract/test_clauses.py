"""The clause tree, from numbering in any of its printed forms."""

import pytest

from cadence.extract.text.clauses import passages
from cadence.extract.text.paragraphs import Source


def paths(text):
    return [each.path for each in passages(Source(text).paragraphs) if each.number]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、甲\n（一）乙\n1.丙\n（1）丁", "一 一/（一） 一/（一）/1 一/（一）/1/（1）"),
        ("1.甲\n（1）乙\n①丙\n②丁", "1 1/（1） 1/（1）/① 1/（1）/②"),
        ("一、甲\n(一)乙\n1、丙\n二、丁", "一 一/(一) 一/(一)/1 二"),
        ("第一章 总则\n第一条 甲。\n第二条 乙：\n（一）丙；", "第一条 第二条 第二条/（一）"),
        ("第二条 乙：\n（一）丙。\n第二章 管理\n第三条 戊。", "第二条 第二条/（一） 第三条"),
        ("一、甲\n1.乙\n2.丙\n二、丁\n3.戊", "一 一/1 一/2 二 二/3"),
        ("一、甲\n（九）乙\n十、丙\n（十一）丁\n二、戊", "一 一/（九） 一/十 一/（十一） 二"),
        ("二十一、甲\n二十二、乙", "二十一 二十二"),
        ("1．甲\n2．乙", "1 2"),
        ("2024年底前完成。\n1.5米以上。", ""),
        ("按第一条第（二）项规定。", ""),
    ],
)
def test_a_clause_is_known_by_its_printed_number(text, expected):
    assert paths(text) == expected.split()


def test_an_unnumbered_paragraph_after_a_list_is_the_articles_own():
    found = passages(Source("第一条 甲：\n（一）乙；\n（二）丙。\n本条所称丁，是指戊。").paragraphs)
    assert found[-1].path == "第一条"


def test_a_text_that_lost_its_line_breaks_is_cut_where_numbers_count_on():
    filler = "加强用电线路检查并建立台账，逐户登记不留死角，发现问题要当场告知，" * 6
    text = (
        f"现通知如下：一、工作要求(一)检查{filler}。(二)整改{filler}。"
        "二、其他事项1.按第（一）项。2.完。"
    )
    assert paths(text) == ["一", "一/(一)", "一/(二)", "二", "二/1", "二/2"]


def test_lines_broken_by_the_page_are_joined_and_headings_are_not():
    text = (
        "一、总体要求\n各村要按季度检查线路，每月登记隐患，建立健全台\n\n账，逐一销号。\n（一）检查"
    )
    first, joined, last = (each.text for each in Source(text).paragraphs)
    assert (first, last) == ("一、总体要求", "（一）检查")
    assert joined == "各村要按季度检查线路，每月登记隐患，建立健全台账，逐一销号。"


def test_white_space_inside_a_phrase_is_dropped_but_quoted_as_printed():
    source = Source("各村于 2024 年 6 月 底前完成")
    (paragraph,) = source.paragraphs
    assert paragraph.text == "各村于2024年6月底前完成"
    assert source.verbatim(paragraph, 3, 12) == "2024 年 6 月 底前"


def test_full_width_digits_are_folded_and_quoted_as_printed():
    source = Source("每月２５日前")
    assert source.paragraphs[0].text == "每月25日前"
    assert source.verbatim(source.paragraphs[0], 0, 6) == "每月２５日前"
