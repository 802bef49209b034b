"""A network share is told by the system's list of mounts."""

from pathlib import Path, PurePosixPath

import pytest

from cadence.core import shared_drive as shares

MOUNTS = """\
/dev/vda / ext4 rw,relatime 0 0
//server/公文 /mnt/share cifs rw 0 0
server:/home /home nfs4 rw 0 0
tmpfs /home/local tmpfs rw 0 0
//server/x /mnt/two\\040words cifs rw 0 0
user@host:/ /mnt/ssh fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/", "ext4"),
        ("/srv/office", "ext4"),
        ("/mnt/share", "cifs"),
        ("/mnt/share/office", "cifs"),
        ("/mnt/shared/office", "ext4"),
        ("/home/office", "nfs4"),
        ("/home/local/office", "tmpfs"),
        ("/mnt/two words/office", "cifs"),
        ("/mnt/ssh/office", "fuse.sshfs"),
    ],
)
def test_the_deepest_mount_counts(place, kind):
    assert shares.file_system(MOUNTS, PurePosixPath(place)) == kind


def test_a_line_that_is_no_mount_is_passed_over():
    assert shares.file_system("\nnonsense\n" + MOUNTS, PurePosixPath("/srv")) == "ext4"


@pytest.mark.skipif(shares.sys.platform == "win32", reason="Windows has no list of mounts")
@pytest.mark.parametrize(("kind", "remote"), [("ext4", False), ("cifs", True), ("9p", True)])
def test_a_folder_is_remote_where_its_mount_is(tmp_path, monkeypatch, kind, remote):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"x / ext4 rw 0 0\nx {tmp_path} {kind} rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(shares, "MOUNTS", mounts)
    assert shares.is_remote(tmp_path) is remote


@pytest.mark.skipif(shares.sys.platform == "win32", reason="Windows has no list of mounts")
def test_without_a_list_a_folder_is_taken_for_ours(tmp_path, monkeypatch):
    monkeypatch.setattr(shares, "MOUNTS", Path(tmp_path / "none"))
    assert not shares.is_remote(tmp_path)
