"""What a unit with very many duties costs who opens its page: bytes, nodes, seconds to draw.

Run: python benchmarks/page_weight.py [--duties N]

Makes one county whose pack binds one town by N monthly and yearly duties and a few without a
date, builds its pages and, where a Chromium is there, opens the town's page and times it.
"""

import argparse
import datetime as dt
import shutil
import tempfile
from pathlib import Path

from cadence.core import SHANGHAI, Span
from cadence.publish import Order
from cadence.publish.build import build
from cadence.rules import read_workspace

WEIGHT_BAR, DRAWN_BAR = 300_000, 0.3  # bytes, seconds
NOW = dt.datetime(2026, 11, 26, 10, 25, tzinfo=SHANGHAI)
SPAN = Span(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
HEAD = """\
document: {title: 关于加强安全生产工作的通知, number: 测安委〔2026〕1号,
  issuer: 测试县安全生产委员会,
  date: 2025-12-25, effective: 2026-01-01, basis: 自印发之日起执行, revised: 2026-11-22}
rules:
"""
UNITS = "name: 测试县\noffice: 测试县安委会办公室\nunits:\n  - {id: east, name: 东镇}\n"
TIMINGS = (
    "{kind: cadence, period: month}",
    "{kind: cadence, period: month}",
    "{kind: cadence, period: quarter}",
    "{kind: cadence, period: year}",
    "{kind: standing}",
)
KINDS = ("meeting", "inspection", "report", "training", "system")


def main() -> None:
    """Build the pages, weigh them and time the browser; print each beside its bar."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--duties", type=int, default=205)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        grow(folder / "rules" / "ceshi", asked.duties)
        build(read_workspace(folder), Order(span=SPAN, now=NOW), lambda _name: None)
        page = folder / "out" / "units" / "ceshi" / "east.html"
        size, parts = page.stat().st_size, sorted(page.parent.glob("east/*.html"))
        print(f"{asked.duties} duties: {size / 1000:.0f} kB, {size / WEIGHT_BAR:.2f} of the bar")
        if parts:
            heaviest = max(each.stat().st_size for each in parts)
            print(f"  {len(parts)} parts, the heaviest {heaviest / 1000:.0f} kB")
        drawn(page)


def grow(place: Path, duties: int) -> None:
    """Write a county of one town that so many duties bind, half a year of them undone."""
    place.mkdir(parents=True)
    rules = [
        f"  - {{id: duty-{n}, clause: 二/（{n}）, quote: 每月至少开展一次第{n}项安全生产工作, "
        f"act: 组织开展辖区内第{n}项安全生产工作并形成记录, category: {KINDS[n % 5]}, "
        f"timing: {TIMINGS[n % 5]}, actors: [东镇], evidence: 会议记录}}\n"
        for n in range(1, duties + 1)
    ]
    (place / "units.yaml").write_text(UNITS, encoding="utf-8")
    (place / "notice.yaml").write_text(HEAD + "".join(rules), encoding="utf-8")
    (place / "policy.yaml").write_text("tracking_from: 2026-06-01\n", encoding="utf-8")


def drawn(page: Path) -> None:
    """Time the page in Chromium, from asking to drawn, and count its nodes."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("  no Chromium on PATH: not timed")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        shown = browser.new_page()
        times = []
        for _ in range(5):
            shown.goto(page.as_uri())
            took = "performance.getEntriesByType('navigation')[0].loadEventEnd"
            times.append(
                shown.evaluate(f"new Promise(r => setTimeout(() => r({took}), 50))") / 1000
            )
        nodes = shown.evaluate("document.getElementsByTagName('*').length")
        seconds = sorted(times)[2]
        print(f"  {nodes} nodes, drawn in {seconds:.2f} s, {seconds / DRAWN_BAR:.2f} of the bar")
        browser.close()


if __name__ == "__main__":
    main()
