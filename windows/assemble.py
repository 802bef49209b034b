"""A folder and a zip for Windows, assembled on any system: Python, every wheel, scripts to click.

    cadence-windows/
      启动.cmd 开机启动.cmd 每天发布.cmd   what people click; in ASCII but for their names
      run.cmd build.cmd                    what those start
      python/                              python.org's embeddable package and site-packages
      office/                              the workspace, made at the first start

Run: python windows/assemble.py EMBED.zip SHA256 (make windows EMBED=… SHA256=…)
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
NAME = "cadence-windows"
OURS = "cadence-duties"
PYTHON = "3.12"
SOURCES = ("lunar_python>=1.4",)  # without a wheel of their own, and plain Python
EXTRAS = "plan,remind"  # scan too, for who has scans: 100 MB more
WINDOWS = ("tzdata", "colorama")  # wanted there alone, which pip on another system passes over
# What a requirement's marker is asked of there, for pip on another system asks it of itself.
THERE = {
    "implementation_name": "cpython", "os_name": "nt", "platform_machine": "AMD64",
    "platform_python_implementation": "CPython", "platform_system": "Windows",
    "python_full_version": f"{PYTHON}.0", "python_version": PYTHON, "sys_platform": "win32",
}  # fmt: skip
NEEDED = ("python.exe", "python312.dll", "python312.zip", "python312._pth")
STAMP = (1980, 1, 1, 0, 0, 0)  # of every member, so that the same parts give the same bytes
RUN = """\
@echo off
set PYTHONUTF8=1
set CADENCE_LANG=zh_CN
if not exist "%~dp0office" mkdir "%~dp0office"
cd /d "%~dp0office"
"%~dp0python\\python.exe" -m cadence desk
if errorlevel 1 pause
"""
BUILD = """\
@echo off
set PYTHONUTF8=1
set CADENCE_LANG=zh_CN
cd /d "%~dp0office"
"%~dp0python\\python.exe" -m cadence build > "%~dp0build.log" 2>&1
"""
# No blocks in brackets: a path such as "cadence (1)" would end them.
AUTOSTART = """\
@echo off
set "LINK=%APPDATA%\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\cadence.cmd"
if exist "%LINK%" goto off
echo @start "" /min "%~dp0run.cmd"> "%LINK%"
echo ON
goto end
:off
del "%LINK%"
echo OFF
:end
pause
"""
DAILY = """\
@echo off
schtasks /query /tn cadence-build >nul 2>nul
if not errorlevel 1 goto off
schtasks /create /tn cadence-build /tr "\\"%~dp0build.cmd\\"" /sc daily /st 06:00 /f
goto end
:off
schtasks /delete /tn cadence-build /f
:end
pause
"""
SCRIPTS = {
    "启动.cmd": '@call "%~dp0run.cmd"\n', "开机启动.cmd": AUTOSTART, "每天发布.cmd": DAILY,
    "run.cmd": RUN, "build.cmd": BUILD,
}  # fmt: skip


def main() -> None:
    """Assemble, and say where the zip is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("embed", type=Path, help="python-3.12.N-embed-amd64.zip of python.org")
    parser.add_argument("sha256", help="its hash, as python.org's release page says")
    parser.add_argument("--extras", default=EXTRAS, help="of pyproject.toml (%(default)s)")
    parser.add_argument("--into", type=Path, default=ROOT / "build")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as wheels:
        download(Path(wheels), asked.extras)
        folder = assemble(asked.embed, asked.sha256, Path(wheels), asked.into, asked.extras)
    print(pack(folder))


def download(wheels: Path, extras: str = EXTRAS) -> None:
    """Build our own wheel, and fetch every other for Windows; nothing is compiled.

    Raises:
        subprocess.CalledProcessError: one does not exist as a wheel; pip has said which.
    """
    pip = [sys.executable, "-m", "pip"]
    for each in (ROOT, *SOURCES):
        subprocess.run([*pip, "wheel", "--quiet", "--no-deps", "-w", wheels, each], check=True)
    (own,) = wheels.glob("cadence_duties-*.whl")
    platform = ["--platform", "win_amd64", "--python-version", PYTHON, "--only-binary=:all:"]
    subprocess.run(
        [
            *pip,
            "download",
            "--quiet",
            *platform,
            "-f",
            wheels,
            "-d",
            wheels,
            f"{own}[{extras}]",
            *WINDOWS,
        ],
        check=True,
    )


def assemble(embed: Path, sha256: str, wheels: Path, into: Path, extras: str = EXTRAS) -> Path:
    """Make the folder.

    Args:
        embed: the embeddable package.
        sha256: its hash.
        wheels: a folder of wheels for Windows, ours among them.
        into: where the folder is made, in place of an older one.
        extras: of ours, what they need must be there, too.

    Returns:
        The folder.

    Raises:
        SystemExit: the package is another than that of the hash, or none of this version; or a
            wheel is for another system, or missing. Nothing is made then.
    """
    content = embed.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256.strip().lower():
        sys.exit(f"{embed}: its SHA-256 is not {sha256}; download it again from python.org")
    with zipfile.ZipFile(embed) as opened:
        lack = [name for name in NEEDED if name not in opened.namelist()]
    if lack:
        sys.exit(f"{embed} is no embeddable Python {PYTHON} for amd64: it lacks {', '.join(lack)}")
    found = sorted(wheels.glob("*.whl"))
    for wheel in found:
        if not wheel.stem.endswith(("-any", "-win_amd64")):
            sys.exit(f"{wheel.name} is not for Windows")
    if gaps := lacking(found, extras):
        sys.exit(f"wheels are missing: {', '.join(gaps)}")
    folder = into / NAME
    shutil.rmtree(folder, ignore_errors=True)
    python = folder / "python"
    site = python / "Lib" / "site-packages"
    site.mkdir(parents=True)
    with zipfile.ZipFile(embed) as opened:
        opened.extractall(python)
    for wheel in found:
        unpack(wheel, site)
    paths = "python312.zip\n.\nLib\\site-packages\nimport site\n"
    (python / "python312._pth").write_text(paths, encoding="ascii", newline="\r\n")
    for name, text in SCRIPTS.items():
        (folder / name).write_text(text, encoding="ascii", newline="\r\n")
    return folder


def lacking(wheels: Iterable[Path], extras: str = EXTRAS) -> list[str]:
    """Return what the wheels require of each other on Windows and is not among them.

    Ours is asked for with its extras, any other for those that a wheel names.
    """
    told = {canonicalize_name(each["Name"]): each for each in map(described, wheels)}
    versions = {name: each["Version"] for name, each in told.items()}
    left, seen, found = [(OURS, extras.split(","))], set(), []
    while left:
        name, extras = left.pop()
        for extra in {"", *extras} - {e for n, e in seen if n == name}:
            seen.add((name, extra))
            for said in told[name].get_all("Requires-Dist", []) if name in told else ():
                wanted = Requirement(said)
                if wanted.marker and not wanted.marker.evaluate(THERE | {"extra": extra}):
                    continue
                other = canonicalize_name(wanted.name)
                if other not in versions or versions[other] not in wanted.specifier:
                    found.append(f"{wanted} (of {name})")
                left.append((other, tuple(wanted.extras)))
    return sorted({*found})


def described(wheel: Path) -> Message:
    """Return what a wheel says of itself."""
    with zipfile.ZipFile(wheel) as opened:
        (name,) = (
            each for each in opened.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", each)
        )
        return message_from_bytes(opened.read(name))


def unpack(wheel: Path, site: Path) -> None:
    """Unpack a wheel as pip does; scripts and headers are left out, for nobody runs them."""
    with zipfile.ZipFile(wheel) as opened:
        for name in opened.namelist():
            top, _slash, rest = name.partition("/")
            if top.endswith(".data"):
                scheme, _slash, rest = rest.partition("/")
                place = site / rest if scheme in {"purelib", "platlib"} else None
            else:
                place = site / name
            if place is None or name.endswith("/"):
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(opened.read(name))


def pack(folder: Path) -> Path:
    """Zip the folder, whose names may be Chinese: they are marked as UTF-8."""
    target = folder.with_suffix(".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            name = file.relative_to(folder.parent).as_posix()
            bundle.writestr(zipfile.ZipInfo(name, STAMP), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return target


if __name__ == "__main__":
    main()
