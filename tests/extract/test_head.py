"""What a document says about itself: number, issuer and date in the forms that offices print."""

from datetime import date

import pytest

from cadence.extract.draft.draft import draft

NOTICE = (
    "{number}\n关于开展检查的通知\n各乡镇：\n一、各乡镇每月检查一次。\n临河县应急管理局\n{date}\n"
)
LAW = "{head}\n安全管理条例\n{below}\n第一章 总则\n第一条 各单位应当每年组织一次演练。\n"


def document(text):
    return draft(text, date(2026, 1, 1)).document


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("临应急〔2023〕5号", "临应急〔2023〕5号"),
        ("临应急[2023]5号", "临应急[2023]5号"),
        ("临政发【2023】5号", "临政发【2023】5号"),
        ("临安委办函〔2023〕12号", "临安委办函〔2023〕12号"),
        ("临应急字〔2023〕第5号", "临应急字〔2023〕第5号"),
        ("特急 临安电〔2023〕3号", "临安电〔2023〕3号"),
        ("临河县应急管理局文件\n临应急〔2023〕5号", "临应急〔2023〕5号"),
    ],
)
def test_a_documents_number_is_read_as_printed(printed, number):
    assert document(NOTICE.format(number=printed, date="2023年5月6日")).number == number


@pytest.mark.parametrize(
    "printed",
    ["2023年5月6日", "2023年05月06日", "二〇二三年五月六日", "二○二三年五月六日",
     "二0二三年五月六日",
     "2023-05-06", "2023.5.6", "2023/5/6", "2023 年 5 月 6 日"],
)  # fmt: skip
def test_a_documents_date_is_read_in_every_form(printed):
    made = document(NOTICE.format(number="临应急〔2023〕5号", date=printed))
    assert made.date == date(2023, 5, 6)


@pytest.mark.parametrize(
    ("head", "below", "number", "issuer"),
    [
        (
            "中华人民共和国国务院令\n第708号",
            "",
            "中华人民共和国国务院令第708号",
            "国务院",
        ),
        (
            (
                "中华人民共和国主席令\n第八十八号\n决定已由第十三届全国人民代表大会常务委员会第二次会议"
                "于2021年6月10日通过，现予公布。"
            ),
            "",
            "中华人民共和国主席令第八十八号",
            "全国人民代表大会常务委员会",
        ),
        ("江宁省人民政府令\n第310号", "", "江宁省人民政府令第310号", "江宁省人民政府"),
        ("应急管理部令第2号", "", "应急管理部令第2号", "应急管理部"),
        (
            "江宁市第十六届人民代表大会常务委员会公告（第12号）",
            "",
            "江宁市第十六届人民代表大会常务委员会公告第12号",
            "江宁市人民代表大会常务委员会",
        ),
        (
            "",
            "（2007年4月9日中华人民共和国国务院令第493号公布　自2007年6月1日起施行）",
            "中华人民共和国国务院令第493号",
            "国务院",
        ),
        (
            "",
            "（2021年6月10日第十三届全国人民代表大会常务委员会第二十九次会议通过）",
            None,
            "全国人民代表大会常务委员会",
        ),
        (
            "",
            "（2022年3月31日江宁省第十三届人民代表大会常务委员会第三十四次会议通过）",
            None,
            "江宁省人民代表大会常务委员会",
        ),
    ],
)
def test_a_laws_issuer_and_decree_are_read(head, below, number, issuer):
    made = document(LAW.format(head=head, below=below))
    assert [made.title, made.number, made.issuer] == ["安全管理条例", number, issuer]


def test_an_annex_counts_its_clauses_anew():
    text = (
        "关于检查的通知\n三、工作要求\n（一）各村每月自查一次。\n附件1\n1.各站所6月底前完成整改。\n"
    )
    assert [rule.clause for rule in draft(text, date(2024, 1, 1)).rules] == ["三/（一）", "1"]
