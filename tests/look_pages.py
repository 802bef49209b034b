"""A real county in the middle of a month, with records in every state: pages and forms of it.

Each kind of page as a picture on a desktop, a phone, in the dark and as it prints; each form as the
programs of those who get it show it. Every record is invented. What to look for: docs/pages.md.
"""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import yaml
from click.testing import CliRunner
from conftest import ROOT

from cadence.commands.cli import main

PLACE, UNIT, POST = "yichuan", "pengpo", "changwu-fuxianzhang"
AS_OF = "2026-11-27"
SINCE = "2026-09-01"
PAGES = {
    "index": "index.html",
    "overview": f"check/{PLACE}/overview.html",
    "board": f"check/{PLACE}.html",
    "unit": f"units/{PLACE}/{UNIT}.html",
    "unit-months": f"units/{PLACE}/{UNIT}/2027-01.html",
    "unit-year": f"units/{PLACE}/{UNIT}/2026.html",
    "post": f"units/{PLACE}/{POST}.html",
    "trace": f"why/{PLACE}/2022-fifteen-measures/township-monthly-meeting.html",
    "conflicts": f"conflicts/{PLACE}.html",
    "register": f"register/{PLACE}/2022-fifteen-measures.html",
    "help": "site/subscribe.html",
    "poster": f"poster/{PLACE}/{UNIT}.html",
    "plan": "../year.html",
}
MODES = {
    "desktop": {"viewport": {"width": 1366, "height": 768}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "dark": {"viewport": {"width": 1366, "height": 768}, "color_scheme": "dark"},
}
TALLEST = 4000  # pixels of a picture: what is below is more of the same
MEETING = f"{PLACE}/2022-fifteen-measures:township-monthly-meeting:{{}}@{PLACE}/{{}}"
PAPERS = {
    "duty": ("html", "pdf", "xlsx", "docx"), "check": ("xlsx",), "overview": ("xlsx", "pdf"),
    "slip": ("html", "docx"), "clock": ("html", "pdf"),
}  # fmt: skip


def furnish(folder: Path) -> None:
    """Make the county: its rules, and what was done, put off, chosen, missed and what happened."""
    for place in (PLACE, "national"):
        shutil.copytree(ROOT / "rules" / place, folder / "rules" / place)
    policy = folder / "rules" / PLACE / "policy.yaml"
    told = yaml.safe_load(policy.read_text(encoding="utf-8"))
    told |= {"tracking_from": SINCE, "address": "https://anwei.example/"}
    policy.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (folder / "workspace.yaml").write_text("desk: https://anwei.example/\n", encoding="utf-8")
    proof = ("--evidence", "彭政会纪〔2026〕11号")
    for month, unit, day in (("2026-09", UNIT, "09-20"), ("2026-10", "baisha", "11-03")):
        run(folder, "done", MEETING.format(month, unit), "--on", f"2026-{day}", *proof)
    run(folder, "extend", MEETING.format("2026-11", UNIT), "--to", "2026-12-10",
        "--document", "伊安委〔2026〕9号", "--by", "安委办主任")  # fmt: skip
    run(folder, "waive", MEETING.format("2026-10", "yaling"),
        "--document", "伊安委〔2026〕8号", "--by", "安委办主任")  # fmt: skip
    run(folder, "event", "事故发生", "--at", "2026-11-26 20:10", "--unit", UNIT, "--place", PLACE,
        "--set", "level=一般")  # fmt: skip
    run(folder, "plan", "year", "2027", "--place", PLACE, "--greedy", "--as-of", AS_OF)
    run(folder, "build", "--as-of", AS_OF, "--force")
    run(folder, "plan", "year", "2027", "--place", PLACE, "--greedy", "--as-of", AS_OF,
        "-o", folder / "year.html")  # fmt: skip


def write_forms(folder: Path, into: Path) -> list[Path]:
    """Write each form that has a paper, and return the files."""
    place = ("--place", PLACE, "--as-of", AS_OF)
    asked: dict[str, tuple[object, ...]] = {
        "duty": ("duty", "2026-11", "--unit", UNIT, *place),
        "check": ("check", "--from", "2026-10-01", "--to", "2026-11-30", "--all", *place),
        "overview": ("overview", *place),
        "slip": ("slip", "issue", "鸣皋镇", "--reply-by", "2027-01-05", "--place", PLACE),
        "clock": ("clocks", "5", "--as-of", f"{AS_OF} 10:25"),
    }
    found = []
    for name, forms in PAPERS.items():
        for form in forms:
            file = into / f"{name}.{form}"
            run(folder, *asked[name], "-o", file)
            found.append(file)
    return found


def run(folder: Path, *arguments: object) -> None:
    """Run a command for the county; that it finds something is no fault.

    Raises:
        RuntimeError: it refused.
    """
    words = ["--workspace", str(folder), *map(str, arguments)]
    done = CliRunner().invoke(main, words, catch_exceptions=False)
    if done.exit_code not in {0, 1}:
        msg = f"{' '.join(words[2:])}: {done.output}"
        raise RuntimeError(msg)


def picture_pages(
    folder: Path, into: Path, take_pictures: Callable[[Path], int], names: Iterable[str] = PAGES
) -> list[str]:
    """Take a picture of each page in each mode, and of each sheet that it prints on.

    Returns:
        How many sheets each takes, and which are wider than the screen.
    """
    from playwright.sync_api import sync_playwright

    found: list[str] = []
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for mode, options in MODES.items():
            page = browser.new_context(locale="zh-CN", **options).new_page()
            for name in names:
                page.goto((folder / "out" / PAGES[name]).resolve().as_uri())
                high = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
                wide = options["viewport"]["width"]
                whole = page.evaluate("document.documentElement.scrollWidth")
                clip = {"x": 0, "y": 0, "width": wide, "height": high}
                page.screenshot(path=into / f"{name}-{mode}.png", clip=clip, full_page=True)
                if whole > wide:
                    found.append(f"{name}, {mode}: {whole} wide")
        for name in names:
            page = browser.new_page()
            page.goto((folder / "out" / PAGES[name]).resolve().as_uri())
            paper = into / f"{name}-print.pdf"
            page.pdf(path=paper, prefer_css_page_size=True)
            found.append(f"{name}: {take_pictures(paper)} pages on paper")
        browser.close()
    return found
