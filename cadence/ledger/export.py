"""Lines of the ledger ⇄ JSONL, from which they come back byte for byte; and CSV to read. Pure."""

import json
from collections.abc import Iterable, Iterator

from cadence.core import FACTS, REFUSED, Entry, day_or_minute
from cadence.ledger.fact_json import fact_of, text_of

Line = tuple[int, str, str, str]  # as ledger.Line
KEYS = ("number", "recorded", "fact", "chain")
HEADS = (
    "序号", "记录时间", "类型", "编号", "单位", "日期", "佐证或文件", "经办岗位", "说明",
    "文件哈希",
)  # fmt: skip


def jsonl_of(line: Line) -> str:
    """Write a line; the fact stands in it as it stands in the ledger, letter for letter."""
    number, recorded, fact, chain = line
    return f'{{"number":{number},"recorded":"{recorded}","fact":{fact},"chain":"{chain}"}}\n'


def line_of(text: str) -> Line:
    """Read a line back.

    Raises:
        ValueError: it is none, or not as jsonl_of writes it.
    """
    try:
        found = json.loads(text)
        fact = json.dumps(found["fact"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        line = (found["number"], found["recorded"], fact, found["chain"])
        fact_of(fact)
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(text) from error
    if tuple(map(type, line)) != (int, str, str, str) or tuple(found) != KEYS:
        raise ValueError(text)
    return line


def entry_json(entry: Entry, *, reversed_: bool) -> dict[str, object]:
    """Return an entry as JSON shows it; reversed_: another took it back."""
    return {
        "number": entry.number,
        "recorded": entry.recorded.isoformat(),
        "reversed": reversed_,
        "fact": json.loads(text_of(entry.fact)),
    }


def entry_rows(entries: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    """Yield a row of text per entry, for people."""
    for entry in entries:
        fact = entry.fact
        on = next((day for key in ("on", "to", "at") if (day := getattr(fact, key, None))), None)
        said = ("evidence", "document", "name", "where")
        yield (
            str(entry.number),
            entry.recorded.isoformat(sep=" ", timespec="seconds")[:19],
            FACTS[fact.kind],
            getattr(fact, "occurrence", "") or "",
            unit_of(entry),
            day_or_minute(on) if on else "",
            "".join(getattr(fact, key, None) or "" for key in said) + _names_of_files(entry),
            getattr(fact, "by", None) or "",
            _remark(entry),
            " ".join(_hashes(entry)),
        )


def _names_of_files(entry: Entry) -> str:
    names = [name for name, _digest in getattr(entry.fact, "files", ())]
    others = [name for name in names if name != getattr(entry.fact, "evidence", "")]
    return f"（{'、'.join(others)}）" if others else ""


def _hashes(entry: Entry) -> list[str]:
    own = getattr(entry.fact, "sha256", None)
    kept = [digest for _name, digest in getattr(entry.fact, "files", ())]
    return list(dict.fromkeys([own, *kept] if own else kept))


def unit_of(entry: Entry) -> str:
    """Return the key of the unit that an entry is about; "" for a reversal."""
    named = getattr(entry.fact, "unit", "")
    return named or str(getattr(entry.fact, "occurrence", "")).rpartition("@")[2]


def _remark(entry: Entry) -> str:
    fact = entry.fact
    match fact.kind:
        case "reversal":
            return f"冲销第{fact.number}条：{fact.reason}"
        case "event":
            values = "，".join(f"{name}={value}" for name, value in fact.values)
            corrected = f"更正第{fact.corrects}条" if fact.corrects else ""
            return "；".join(each for each in (corrected, fact.note or "", values) if each)
        case "answer":
            return f"申请延期：{fact.words}" if fact.to else fact.words
        case "refusal":
            return f"{REFUSED[fact.refused]}：{fact.reason}"
        case "supervision":
            nth = f"第{fact.round}次，" if fact.round > 1 else ""
            return f"发督办单{fact.name}：{nth}{fact.matter or f'{len(fact.occurrences)}项'}"
        case "done" if fact.covers:
            return f"覆盖{len(fact.covers)}个：{'、'.join(fact.covers)}"
        case "receipt":
            return f"签收{len(fact.occurrences)}项"
        case _:
            return ""
