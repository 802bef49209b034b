"""Is a folder on another computer? SQLite's fast journal works only on the disk of this one."""

import os
import sys
from pathlib import Path, PurePath

REMOTE = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "fuse.sshfs",
    "davfs",
    "fuse.davfs2",
    "fuse.rclone",
    "fuse.glusterfs",
    "ceph",
    "9p",
    "drvfs",
    "vboxsf",
    "fuse.vmhgfs-fuse",
}  # the last four are another system's disk, shared with a guest without its memory
MOUNTS = Path("/proc/self/mounts")
MOUNT_PARTS = 3  # at least: the device, where it is mounted, its kind
WINDOWS_REMOTE = 4  # DRIVE_REMOTE of GetDriveTypeW


def is_remote(folder: Path) -> bool:
    """Tell whether a folder lies on a network share, as far as the system says."""
    place = folder.resolve()
    if sys.platform == "win32":
        return _is_remote_drive(place)
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False  # no such list here, as on macOS
    return file_system(mounts, place) in REMOTE


def file_system(mounts: str, place: PurePath) -> str:
    """Return the kind of file system that a path lies on, by the list of /proc/self/mounts."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < MOUNT_PARTS:
            continue
        point, name = parts[1].replace("\\040", " "), parts[2]
        if len(point) > best and place.is_relative_to(point):
            best, kind = len(point), name
    return kind


def _is_remote_drive(place: Path) -> bool:
    if str(place).startswith(("\\\\", "//")):
        return True
    import ctypes  # noqa: PLC0415 - Windows alone has this library

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - unknown to type checkers elsewhere
    return bool(kernel.GetDriveTypeW(place.anchor + os.sep) == WINDOWS_REMOTE)
