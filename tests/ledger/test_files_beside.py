"""What a sheet names as evidence: a file beside it is kept by its hash, anything else is words."""

import hashlib

import pytest

PROOF = b"%PDF-1.7"
CSV = "单位,事项,截止日,完成日期,佐证材料\n东镇,召开安全专题会议,2022-06-30,2022-06-20,{0}\n"


@pytest.fixture
def proved(here, tmp_path):
    """Import one row with some evidence, and return what the ledger keeps of it."""

    def proved(evidence):
        (tmp_path / "back.csv").write_text(CSV.format(evidence), "utf-8")
        ran = here("import", tmp_path / "back.csv")
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert here("ledger", "export", tmp_path / "copy.jsonl").returncode == 0
        return (tmp_path / "copy.jsonl").read_text("utf-8").replace("\\", "")

    return proved


def test_a_file_beside_the_sheet_is_kept_by_its_hash(proved, tmp_path):
    (tmp_path / "纪要.pdf").write_bytes(PROOF)
    assert hashlib.sha256(PROOF).hexdigest() in proved("纪要.pdf")


@pytest.mark.parametrize("target", ["会议纪要", "没有的文件"])
def test_a_link_that_leads_nowhere_is_words(proved, tmp_path, target):
    (tmp_path / "会议纪要").symlink_to(target)
    said = proved("会议纪要")
    assert '"evidence":"会议纪要"' in said
    assert "sha256" not in said


def test_a_name_that_no_file_can_have_is_words(proved):
    assert "纪" * 200 in proved("纪" * 200)
