"""文件 › 核对 and 启用: the text beside its rules, dates before they are kept, what it meets."""

import re

import yaml
from desking import text_of
from handing_in import BODY, HEAD, ROOM, accept_all, article, decide, hand_in, ids_of, name_of

from cadence import extract
from cadence.extract.files.reader import Content
from cadence.extract.files.scan import Scan, SeenLine


def only(page, words):
    (found,) = [each for each in ids_of(page) if words in article(page, each)]
    return found


def test_each_rule_leads_to_its_words_in_the_text_and_back(owner):
    page = hand_in(owner)
    text = page.text.split('aria-label="原文"')[1].split("</section>")[0]

    for rule in ids_of(page):
        assert f'href="#t-{rule}"' in article(page, rule)
        (words,) = re.findall(rf'id="t-{rule}" href="#{rule}">(?:<mark>([^<]+)</mark>)?', text)
        assert words in article(page, rule)
    assert "各乡镇（街道）每月25日前报送隐患排查情况" in re.sub("<[^>]+>", "", text)


def test_a_draft_whose_text_is_gone_is_checked_by_its_quotes(desk, owner):
    name = name_of(hand_in(owner))
    (desk.folder / f"drafts/yichuan/{name}.txt").unlink()
    page = owner.get(f"{ROOM}/{name}")

    assert page.status_code == 200
    assert 'aria-label="原文"' not in page.text
    assert "每月25日前" in text_of(page)


def test_dates_are_shown_before_an_edit_is_kept(desk, owner):
    page = hand_in(owner)
    name, rule = name_of(page), only(page, "燃气")
    file = desk.folder / f"drafts/yichuan/{name}.yaml"
    before = file.read_bytes()
    opened = owner.get(f"{ROOM}/{name}?open={rule}")
    told = {"kind": "periodic_deadline", "period": "month", "day": "20"}
    looked = owner.send(opened, f"{ROOM}/{name}/edit", look="1", **told)

    shown = re.sub("<[^>]+>", "", article(looked, rule).split('id="looked"')[1])
    assert "每月20日前" in shown
    assert "2026-11-20" in shown or "2026-12-20" in shown
    assert "到2029年底共" in shown
    assert file.read_bytes() == before

    kept = owner.send(looked, f"{ROOM}/{name}/edit", **told)
    assert "每月20日前" in article(kept, rule)
    assert file.read_bytes() != before


def test_dates_that_cannot_be_are_said_while_looking(owner):
    page = hand_in(owner)
    name, rule = name_of(page), only(page, "燃气")
    opened = owner.get(f"{ROOM}/{name}?open={rule}")
    told = {"kind": "periodic_deadline", "period": "month", "day": "40"}
    looked = owner.send(opened, f"{ROOM}/{name}/edit", look="1", **told)

    assert looked.status_code == 422
    assert "40" in re.sub("<[^>]+>", "", article(looked, rule).split('role="alert"')[1])


def test_a_question_is_answered_by_a_button(owner):
    asked = "一、县水利局1月10日前报送上年度总结。\n2026年11月20日\n"
    page = hand_in(owner, HEAD + asked)
    (rule,) = ids_of(page)
    shown = article(page, rule)
    assert "按次年（2027年1月10日）理解" in shown
    assert "就按“" in shown
    assert "不对，改一改" in shown

    answered = answer(owner, page, rule, "按次年", "2026年1月10日")
    assert "就按“" not in article(answered, rule)
    assert "✓ 已改" in article(answered, rule)
    assert "2026-01-10" in article(answered, rule)


def answer(owner, page, rule, question, words):
    """Press the button of those words under a question."""
    name = name_of(page)
    shown = article(page, rule).split(question, 1)[1].split("</form>")[0]
    number = re.search(rf'value="(\d+)">[^<]*{words}', shown)[1]
    asked = re.search('name="question" value="([^"]+)"', shown)[1]
    mark = re.search('name="mark" value="([^"]+)"', shown)[1]
    return owner.send(
        page, f"{ROOM}/{name}/answer", rule=rule, question=asked, mark=mark, answer=number
    )


def test_each_of_two_questions_is_answered_by_itself_and_the_last_settles_the_rule(owner):
    asked = "一、县水利局6月前报送总结。\n（一）每月5日前报送进展。\n2026年1月20日\n"
    page = hand_in(owner, HEAD + asked)
    rule = only(page, "主语承前文" if "主语承前文" in page.text else "主语取自上文")
    whose = "主语"
    assert "是“县水利局”" in article(page, rule)

    first = answer(owner, page, rule, whose, "是“县水利局”")
    assert "✓ 照用" in article(first, rule)
    other = only(first, "6月前")
    assert "就按“2026年5月31日前（含当日）”" in article(first, other)
    settled = answer(owner, first, other, "还是", "2026年6月30日前")
    assert "2026-06-30" in article(settled, other)
    assert "✓ 已改" in article(settled, other)


def test_a_question_that_another_has_answered_is_not_answered_twice(owner):
    page = hand_in(owner, HEAD + "一、县水利局1月10日前报送上年度总结。\n2026年11月20日\n")
    (rule,) = ids_of(page)
    answer(owner, page, rule, "按次年", "2026年1月10日")
    again = answer(owner, page, rule, "按次年", "2027年1月10日")
    assert "刚刚被别人改过" in text_of(again)


def test_after_a_verdict_the_next_rule_that_waits_is_shown(owner):
    page = hand_in(owner)
    name, rules = name_of(page), ids_of(page)
    gone = decide(owner, page, rules[1])
    assert gone.url.fragment == rules[2]
    page = owner.get(f"{ROOM}/{name}")
    assert decide(owner, page, rules[-1]).url.fragment == rules[0]


def test_what_a_document_meets_is_said_before_it_binds(desk, owner):
    page = hand_in(owner)
    name = accept_all(owner, page)
    used = owner.send(owner.get(f"{ROOM}/{name}/use"), f"{ROOM}/{name}/use")
    assert "已启用" in text_of(used)
    files = sorted((desk.folder / "rules").rglob("*"))

    again = hand_in(owner)
    second = accept_all(owner, again)
    shown = owner.get(f"{ROOM}/{second}/use")
    met = re.sub("<[^>]+>", "", shown.text.split('id="met"')[1])
    assert "会碰上的" in met
    assert sorted((desk.folder / "rules").rglob("*")) == files


def test_a_newer_document_takes_over_from_an_older_one_that_is_ticked(desk, owner):
    first = accept_all(owner, hand_in(owner))
    owner.send(owner.get(f"{ROOM}/{first}/use"), f"{ROOM}/{first}/use")
    second = accept_all(owner, hand_in(owner))
    shown = owner.get(f"{ROOM}/{second}/use")
    assert f'value="yichuan/{first}"' in shown.text
    older = shown.text.split(f'value="yichuan/{first}"')[1].partition("</details>")[0]
    assert "勾上后不再派的 5条任务" in older
    assert "报送隐患排查情况（每月25日前）" in older

    used = owner.send(shown, f"{ROOM}/{second}/use", older=f"yichuan/{first}")
    assert "已启用" in text_of(used)
    pack = yaml.safe_load((desk.folder / f"rules/yichuan/{second}.yaml").read_text("utf-8"))
    assert pack["supersedes"] == [{"pack": f"yichuan/{first}"}]


def test_what_no_page_offered_is_not_taken_over(desk, owner):
    name = accept_all(owner, hand_in(owner))
    shown = owner.get(f"{ROOM}/{name}/use")
    owner.send(shown, f"{ROOM}/{name}/use", older="xiayi/2024-three-year-action")

    pack = yaml.safe_load((desk.folder / f"rules/yichuan/{name}.yaml").read_text("utf-8"))
    assert "supersedes" not in pack


def test_a_scan_is_checked_against_its_picture_and_its_words_can_be_put_right(owner, monkeypatch):
    lines = [*HEAD.splitlines(), "一、县水利局每月25日前报送隐患。", "2026年11月20日"]
    scan = Scan(tuple(SeenLine(each, 1, n, 0.99, b"strip") for n, each in enumerate(lines)), 1)
    read = Content("\n".join(lines), scan)
    monkeypatch.setattr(extract, "read_content", lambda _file: read)
    page = hand_in(owner, b"\x89PNG\r\n", "通知.png")
    name, (rule,) = name_of(page), ids_of(page)

    assert "不是原文的逐字文本" in text_of(page)
    assert "请对照原图逐字确认" in article(page, rule)
    assert article(page, rule).count('src="data:image/jpeg;base64,') == 1
    assert "全部有把握的照用" not in text_of(page)

    opened = owner.get(f"{ROOM}/{name}?open={rule}")
    said = {"quote": "县水利局每月20日前报送隐患", "period": "month", "day": "20"}
    put = owner.send(opened, f"{ROOM}/{name}/edit", kind="periodic_deadline", **said)
    assert "县水利局每月20日前报送隐患" in article(put, rule)
    assert article(put, rule).count('src="data:image/jpeg;base64,') == 1


def test_a_newer_document_of_the_same_title_takes_over_the_verdicts_on_equal_clauses(owner):
    old = accept_all(owner, hand_in(owner, (HEAD + BODY).replace("2026", "2025")))
    owner.send(owner.get(f"{ROOM}/{old}/use"), f"{ROOM}/{old}/use")
    page = hand_in(owner)
    name = name_of(page)
    assert "看来代替" in text_of(page)
    assert "已核 0/" in text_of(page)

    taken = owner.send(page, f"{ROOM}/{name}/older", older=f"yichuan/{old}")
    assert re.search(r"已核 [34]/5", text_of(taken))  # not the day of one year
    shown = owner.get(f"{ROOM}/{name}/use")
    assert re.search(f'value="yichuan/{old}" checked', shown.text)


def test_a_plan_of_one_year_ends_with_it_or_goes_on(desk, owner):
    head = HEAD.replace("关于加强冬季安全生产工作的通知", "2026年安全生产工作要点")
    page = hand_in(owner, head + BODY)
    name = name_of(page)
    file = desk.folder / f"drafts/yichuan/{name}.yaml"
    assert "标题写明是2026年的工作" in text_of(page)
    assert "until: 2026-12-31" in file.read_text("utf-8")

    page = owner.send(page, f"{ROOM}/{name}/until", until="open")
    assert "until:" not in file.read_text("utf-8").split("rules:")[0]
    owner.send(page, f"{ROOM}/{name}/until", until="year")
    assert "until: 2026-12-31" in file.read_text("utf-8")
