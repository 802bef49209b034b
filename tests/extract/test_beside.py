"""A document's text beside the rules that were read from it."""

from datetime import date

from cadence.extract import draft, text_beside

TEXT = """\
关于加强冬季安全生产工作的通知
一、各乡镇每月25日
前报送隐患排查情况，县应急局每月２５日前汇总。
二、县应急局每季度召开一次会议。
（一）县住建局每季度召开一次会议。
2026年11月20日
"""


def marked(laid):
    return {rule: words.text for each in laid for words in each.words for rule in words.rules}


def test_each_quote_is_marked_where_it_stands_in_its_own_clause():
    rules = draft(TEXT, date(2026, 11, 26)).rules
    laid = text_beside(TEXT, rules)
    found = marked(laid)

    assert found.keys() == {rule.id for rule in rules}
    for rule in rules:
        assert "".join(found[rule.id].split()) in "".join(TEXT.split()).replace("２５", "25")
    clauses = {r: each.clause for each in laid for words in each.words for r in words.rules}
    assert all(clauses[rule.id] == rule.clause for rule in rules)


def test_nothing_of_the_text_is_lost_or_said_twice():
    laid = text_beside(TEXT, draft(TEXT, date(2026, 11, 26)).rules)
    whole = "".join(words.text for each in laid for words in each.words)

    assert whole == "".join("".join(w.text for w in each.words) for each in text_beside(TEXT, ()))
    assert "县住建局每季度召开一次会议" in whole


def test_a_quote_that_stands_nowhere_is_marked_nowhere():
    rules = draft(TEXT, date(2026, 11, 26)).rules
    other = "关于冬季工作的通知\n一、没有这些话。\n"

    assert marked(text_beside(other, rules)) == {}
    assert text_beside("", rules) == ()
