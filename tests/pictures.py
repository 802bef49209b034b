"""The pictures of docs/zh/, taken from the desk's real pages: `make docs` writes docs/zh/图/.

An example county with a document under review, an accident, something done and something missed;
every record is invented. Needs the extra `browser` and a Chromium on PATH.
"""

import io
import shutil
import sys
import tempfile
from pathlib import Path

from browsing import chromium, served
from conftest import ROOT
from desking import open_desk
from handing_in import hand_in, name_of
from PIL import Image

FOLDER = ROOT / "docs" / "zh" / "图"
PLACE = "/desk/yichuan"
COLOURS = 48
MEETING = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-11@yichuan/pengpo"
ACCIDENT = {
    "event": "事故发生", "day": "2026-11-26", "day-time": "08:30", "unit": "yichuan/pengpo",
    "value-level": "一般", "value-deaths": "1", "note": "某石料厂",
}  # fmt: skip
PAGES = {
    "初次使用": "../first", "今日": "today", "办结": f"today?open={MEETING}#opened",
    "为何是这天": f"why?of={MEETING}", "检查": "register?month=2026-11", "检查包": "inspection",
    "日程": "schedule", "事故": "accidents/1", "表格": "tables?month=2026-11", "收回": "returned",
    "名册": "roster", "决定": "decisions", "岗位外出": "absences", "记录": "ledger",
    "发布": "publish", "订阅": "subscribers", "改动": "changes", "用户": "users",
    "练习": "practice", "总览": "overview", "督办单": "slips", "冲突": "collisions",
    "联系方式": "contacts",
}  # fmt: skip


def main() -> None:
    """Take every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="pictures-"))
    try:
        desk = open_desk(folder, places=("yichuan", "national"))
        policy = folder / "rules" / "yichuan" / "policy.yaml"
        text = policy.read_text(encoding="utf-8")
        policy.write_text(text.replace("from: 2026-11-01", "from: 2026-09-01"), encoding="utf-8")
        owner = desk.owner()
        review = f"documents/{name_of(hand_in(owner))}"
        owner.send(owner.get(f"{PLACE}/accidents"), f"{PLACE}/accidents/register", **ACCIDENT)
        key = owner.cookies.get("cadence")
        with served(desk.app) as at, chromium() as browser:
            context = browser.new_context(viewport={"width": 1100, "height": 720}, locale="zh-CN")
            context.add_cookies([{"name": "cadence", "value": key, "url": at}])
            page = context.new_page()
            shown = {"文件与核对": review, "启用": f"{review}/use"}
            for name, path in (PAGES | shown).items():
                reply = page.goto(f"{at}{PLACE}/{path}")
                if reply.status != 200:
                    sys.exit(f"{name}: {reply.status}")
                small(page.screenshot(), FOLDER / f"{name}.png")
    finally:
        shutil.rmtree(folder)


def small(picture: bytes, file: Path) -> None:
    """Keep a picture in few colours, as a page has them: a fifth of its size."""
    with Image.open(io.BytesIO(picture)) as whole:
        whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    main()
