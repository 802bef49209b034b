"""佐证: files come with the form, are recorded, and shown to whoever may see the duty."""

import io
import zipfile

import pytest
from desking import text_of
from PIL import Image

from cadence.ledger import read_entries

WINDOW = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-11"
PENGPO = f"{WINDOW}@yichuan/pengpo"
PHOTO = b"\xff\xd8\xff\xe0 a photo"
PDF = b"%PDF-1.4 minutes"


def send(browser, *files, **fields):
    page = browser.get(f"/desk/yichuan/today?open={WINDOW}~2026-11-30")
    said = {"occurrence": PENGPO, "day": "2026-11-25", "evidence": ""}
    return browser.send(
        page, "/desk/yichuan/done", files=[("files", each) for each in files], **(said | fields)
    )


def facts(desk):
    return [each.fact for each in read_entries(desk.folder)]


def test_a_file_alone_is_evidence(desk, owner):
    assert "已记下" in text_of(send(owner, ("会议纪要.pdf", PDF)))
    (fact,) = facts(desk)
    assert (fact.evidence, fact.files[0][0]) == ("会议纪要.pdf", "会议纪要.pdf")
    assert fact.sha256 == fact.files[0][1]


def test_words_and_photos_stand_together_and_are_shown(desk, owner):
    send(owner, ("一.jpg", PHOTO), ("纪要.pdf", PDF), evidence="会议纪要〔2026〕11号")
    (fact,) = facts(desk)
    assert fact.evidence == "会议纪要〔2026〕11号"
    assert [name for name, _digest in fact.files] == ["一.jpg", "纪要.pdf"]

    why = owner.get(f"/desk/yichuan/why?of={PENGPO}")
    assert '<img src="/desk/yichuan/evidence?entry=1&amp;file=0&amp;small=1"' in why.text
    photo = owner.get("/desk/yichuan/evidence?entry=1&file=0")
    assert (photo.content, photo.headers["content-type"]) == (PHOTO, "image/jpeg")
    minutes = owner.get("/desk/yichuan/evidence?entry=1&file=1")
    assert minutes.content == PDF
    assert minutes.headers["content-disposition"].startswith("attachment")
    assert "纪要.pdf" in owner.get("/desk/yichuan/ledger").text


def test_one_photo_proves_a_meeting_of_several_units(desk, owner):
    several = [PENGPO, PENGPO.replace("pengpo", "baisha"), PENGPO.replace("pengpo", "banpo")]
    sent = send(owner, ("签到表.jpg", PHOTO), ("纪要.pdf", PDF), occurrence=several)

    assert "已记下" in text_of(sent)
    found = facts(desk)
    assert {each.occurrence for each in found} == set(several)
    assert {each.files for each in found} == {found[0].files}
    assert [name for name, _digest in found[0].files] == ["签到表.jpg", "纪要.pdf"]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ((), "请填写“佐证”"),
        ((("页面.html", b"<script>alert(1)</script>"),), "页面.html"),
        ((("假.pdf", b"<html>"),), "假.pdf"),
        (tuple((f"{n}.jpg", PHOTO + bytes([n])) for n in range(10)), "一次最多9个文件"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_recorded(desk, owner, files, words):
    said = send(owner, *files)
    assert said.status_code == 422
    assert words in text_of(said)
    assert facts(desk) == []


def test_another_units_evidence_is_nobodys_business(desk, owner):
    send(owner, ("会议纪要.pdf", PDF))
    other = desk.person("白沙镇", "unit", "yichuan/baisha")
    assert other.get("/desk/yichuan/evidence?entry=1&file=0").status_code == 404
    own = desk.person("彭婆镇", "unit", "yichuan/pengpo")
    assert own.get("/desk/yichuan/evidence?entry=1&file=0").content == PDF


@pytest.mark.parametrize(
    "asked", ["entry=2&file=0", "entry=1&file=1", "entry=1", "entry=x&file=../"]
)
def test_what_is_not_there_is_not_found(owner, asked):
    send(owner, ("会议纪要.pdf", PDF))
    assert owner.get(f"/desk/yichuan/evidence?{asked}").status_code == 404


def test_a_file_that_was_changed_proves_nothing(desk, owner):
    send(owner, ("会议纪要.pdf", PDF))
    (kept,) = [each for each in (desk.folder / "evidence").rglob("*") if each.is_file()]
    kept.write_bytes(PDF + b"!")
    assert owner.get("/desk/yichuan/evidence?entry=1&file=0").status_code == 400


def test_a_unit_sends_its_own(desk):
    own = desk.person("彭婆镇", "unit", "yichuan/pengpo")
    page = own.get(f"/desk/yichuan/today?open={PENGPO}")
    own.send(
        page, "/desk/yichuan/done", files=[("files", ("纪要.pdf", PDF))], day="2026-11-25",
        evidence="",
    )  # fmt: skip
    assert facts(desk)[0].by == "彭婆镇"


SMALL = "/desk/yichuan/evidence?entry=1&file=0&small=1"


def photo(size=(1600, 1200), orientation=6, **settings):
    """A picture as a phone held upright keeps it: on its side, and a word on how to turn it."""
    turned, written = Image.Exif(), io.BytesIO()
    turned[0x0112] = orientation
    Image.effect_noise(size, 90).convert("RGB").save(written, "JPEG", exif=turned, **settings)
    return written.getvalue()


def test_photos_are_shown_small_and_upright(owner):
    taken = photo()
    send(owner, ("现场.jpg", taken))

    small = owner.get(SMALL)
    again = owner.get(SMALL)

    with Image.open(io.BytesIO(small.content)) as shown:
        assert shown.size == (120, 160)
        assert not shown.getexif()  # where and when it was taken stays in the photo
    assert len(small.content) < len(taken) / 20
    assert again.content == small.content
    assert owner.get(SMALL.removesuffix("&small=1")).content == taken


def test_who_may_not_see_a_photo_does_not_see_it_small(desk, owner):
    send(owner, ("现场.jpg", photo()))
    owner.get(SMALL)  # made already
    other = desk.person("白沙镇", "unit", "yichuan/baisha")
    assert other.get(SMALL).status_code == 404
    assert desk.person("彭婆镇", "unit", "yichuan/pengpo").get(SMALL).status_code == 200


def test_what_only_begins_like_a_picture_is_said_to_be_none(owner):
    send(owner, ("一.jpg", PHOTO))
    assert owner.get(SMALL).status_code == 400
    assert owner.get(SMALL.removesuffix("&small=1")).content == PHOTO


def test_a_picture_that_unfolds_to_more_than_a_computer_holds_stays_folded(owner):
    written = io.BytesIO()
    Image.new("1", (20_000, 12_000)).save(written, "PNG")
    send(owner, ("图.png", written.getvalue()))
    assert "太大" in text_of(owner.get(SMALL))


def test_a_clear_picture_lies_on_white(owner):
    written = io.BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(written, "PNG")
    send(owner, ("图.png", written.getvalue()))
    with Image.open(io.BytesIO(owner.get(SMALL).content)) as shown:
        assert shown.getpixel((5, 5)) == (255, 255, 255)


def test_small_photos_are_no_part_of_a_backup(owner):
    send(owner, ("现场.jpg", photo()))
    owner.get(SMALL)
    page = "/desk/yichuan/publish"
    sent = owner.send(owner.get(page), f"{page}/backup")
    with zipfile.ZipFile(io.BytesIO(sent.content)) as bundle:
        assert not [each for each in bundle.namelist() if "thumb" in each]
