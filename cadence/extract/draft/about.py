"""What a document says about itself → the pack's document, and the context of its dates. Pure."""

import datetime as dt
import re

from cadence.core import Document
from cadence.extract.text.clauses import Passage
from cadence.extract.text.head import DocumentHead
from cadence.extract.text.own_year import latest_done, likely_year
from cadence.extract.times.meanings import Context
from cadence.extract.times.seasons import declared
from cadence.extract.times.stages import with_stages

# Laws and regulations bind year after year, notices and plans in their own time.
LASTING = re.compile(
    "(?:法|条例|办法|规定|细则|规则|制度|规程|准则|职责|守则|须知|公约|规范)(?:[（(][^（）()]*[）)])?$"
)
# 石桥镇召开安全工作会议, 县领导督导防汛工作: a title that tells what was done.
AN_ORDER = re.compile(
    "关于|通知|方案|制度|办法|规定|规则|要点|计划|意见|预案|清单|职责|要求|细则|公告|通告"
)
NEWS = re.compile(
    "据悉，|据了解，|连日来，|会上，|会议(?:要求|强调|指出)，|会议由|[报网]讯|新闻网|此次活动|活动现场"
)
OPENING = 5  # passages in which a page shows that it is news
A_REPORT = re.compile(
    "(?:报告|总结|汇报)$|^(?!.*(?:关于|通知|方案|制度|办法|规定|规则|要点|计划|意见|预案|清单|职责))"
    "[^，。；]{2,24}?(?:召开|举行|举办|开展|督导|督查|调研|检查|慰问|部署|走访|观摩)"
)


def document_of(
    about: DocumentHead, parts: tuple[Passage, ...], today: dt.date, sha256: str | None
) -> tuple[Document, tuple[str, ...]]:
    """Return a pack's document, and what a person is to look at in it.

    Args:
        about: what the text says about itself.
        parts: its passages, for a year where nothing prints one.
        today: the day of reading, which stands in for a date not printed.
        sha256: of the file that the text is from.
    """
    notes = []
    if about.effective:
        effective, basis = about.effective, "原文写明的施行日期"
    elif about.date:
        effective, basis = about.date, "原文未写施行日期，暂按成文日期"
    else:
        year = about.year or likely_year([each.text for each in parts])
        effective = dt.date(year, 1, 1) if year else today
        own = f"文号或标题的{year}年"
        said = own if about.year else f"文中出现的年份{year}年" if year else "提取之日"
        basis = f"原文没有成文日期和施行日期，暂按{said}，请核实后改正"
        notes.append("没有找到成文日期：请填写 date，并核对 effective 和各条的年份")
    if (ended := about.until) and about.one_year:
        notes.append(
            f"标题写明是{ended.year}年的工作，暂按{ended.year}年12月31日止：以后各年是否仍照此办理？"
        )
    if not about.issuer:
        notes.append("没有找到发文机关：请填写 issuer")
    document = Document(
        title=about.title,
        number=about.number,
        issuer=about.issuer or "（请填写发文机关）",
        date=about.date,
        effective=effective,
        basis=basis,
        until=about.until if about.until and about.until >= effective else None,
        revised=today,
        sha256=sha256,
    )
    return document, tuple(notes)


def context_of(about: DocumentHead, parts: tuple[Passage, ...], document: Document) -> Context:
    """Return how days without a year are read, and the stages that the text has."""
    day = about.date or document.effective
    whence = f"成文日期{day.year}年{day.month}月{day.day}日" if about.date else document.basis
    lasting = LASTING.search(about.title) is not None
    report = A_REPORT.search(about.title) is not None or _is_news(about, parts)
    seasons = declared(each.text for each in parts)
    since = None if about.date else latest_done([each.text for each in parts])
    context = Context(
        about.date,
        day.year,
        whence,
        lasting=lasting,
        report=report,
        seasons=seasons,
        since=since,
    )
    return with_stages(context, parts, about.title)


def _is_news(about: DocumentHead, parts: tuple[Passage, ...]) -> bool:
    """Tell a page that tells what happened, although no title says so."""
    if about.number or about.addressees or AN_ORDER.search(about.title):
        return False
    return any(NEWS.search(each.text) for each in parts[:OPENING])
