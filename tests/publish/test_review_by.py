"""A pack past its review-by day says so wherever its place is read; on that day it does not yet."""

import pytest


@pytest.mark.parametrize(("day", "told"), [("2026-06-30", False), ("2026-07-01", True)])
def test_a_pack_past_its_review_says_so_on_every_page(here, workspace_folder, day, told):
    pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    text = pack.read_text(encoding="utf-8")
    head = "  revised: 2026-11-22\n"
    assert head in text
    pack.write_text(text.replace(head, f"{head}  review_by: 2026-06-30\n"), encoding="utf-8")
    assert here("build", "--as-of", day).returncode == 0
    out = workspace_folder / "out"
    pages = [
        out / "index.html",
        out / "check" / "ceshi.html",
        out / "register" / "ceshi" / "notice.html",
        *(out / "units" / "ceshi").glob("*.html"),
        *(out / "poster" / "ceshi").glob("*.html"),
        *(out / "conflicts").glob("*.html"),
        *(out / "overview").glob("*.html"),
    ]
    assert len(pages) > 13
    table = workspace_folder / "duty.html"
    made = here(
        "duty", "2026-07", "--as-of", day, "--unit", "east", "--format", "html", "-o", table
    )
    assert made.returncode == 0
    pages.append(table)
    for page in pages:
        said = page.read_text(encoding="utf-8")
        assert ("应于2026-06-30前再次核对" in said) is told, page
