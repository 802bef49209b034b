"""What `make windows` assembles: Python by its hash, wheels for Windows alone, plain scripts."""

import contextlib
import hashlib
import importlib.util
import zipfile

import pytest
from conftest import ROOT

SPEC = importlib.util.spec_from_file_location("windows", ROOT / "windows" / "assemble.py")
windows = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(windows)


def wheel(file, *requires, **members):
    """A wheel that says of itself what pip reads: its name, and what it requires."""
    name, version = file.name.split("-")[:2]
    lines = [f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {r}" for r in requires)]
    said = {f"{name}-{version}.dist-info/METADATA": "\n".join(["Metadata-Version: 2.1", *lines])}
    return zipped(file, **said, **members)


def zipped(file, **members):
    with zipfile.ZipFile(file, "w") as bundle:
        for name, content in members.items():
            bundle.writestr(name, content)
    return file


@pytest.fixture
def embed(tmp_path):
    """What stands for python.org's package: the files that it is known by."""
    return zipped(tmp_path / "embed.zip", **dict.fromkeys(windows.NEEDED, b"x"))


@pytest.fixture
def wheels(tmp_path):
    folder = tmp_path / "wheels"
    folder.mkdir()
    wheel(
        folder / "cadence_duties-1-py3-none-any.whl", "fast>=1",
        **{"cadence/__main__.py": b"", "r.txt": b""},
    )  # fmt: skip
    with_data = {"fast-1.data/platlib/fast.pyd": b"MZ", "fast-1.data/scripts/fast.exe": b"MZ"}
    wheel(folder / "fast-1-cp312-cp312-win_amd64.whl", **with_data)
    return folder


def digest(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_folder_starts_the_desk_from_its_own_python(embed, wheels, tmp_path):
    folder = windows.assemble(embed, digest(embed).upper(), wheels, tmp_path / "新 build")

    site = folder / "python/Lib/site-packages"
    assert (site / "cadence/__main__.py").is_file()
    assert (site / "fast.pyd").is_file()
    assert not list(site.rglob("fast.exe"))
    paths = (folder / "python/python312._pth").read_bytes().decode("ascii").split("\r\n")
    assert paths == ["python312.zip", ".", "Lib\\site-packages", "import site", ""]
    for script in folder.glob("*.cmd"):
        text = script.read_bytes().decode("ascii")  # a code page cannot garble it
        assert text.count("\n") == text.count("\r\n")
        assert "(" not in text  # a path with brackets would end a block
    run = (folder / "run.cmd").read_text(encoding="ascii")
    assert '"%~dp0python\\python.exe" -m cadence desk' in run
    assert 'call "%~dp0run.cmd"' in (folder / "启动.cmd").read_text(encoding="ascii")


def test_the_zip_keeps_chinese_names_and_the_same_parts_give_the_same_bytes(
    embed, wheels, tmp_path
):
    made = [
        windows.pack(windows.assemble(embed, digest(embed), wheels, tmp_path / name))
        for name in ("a", "b")
    ]

    assert made[0].read_bytes() == made[1].read_bytes()
    with zipfile.ZipFile(made[0]) as bundle:
        (start,) = (each for each in bundle.infolist() if each.filename.endswith("/启动.cmd"))
    assert start.flag_bits & 0x800


@pytest.mark.parametrize("wrong", ["hash", "content", "wheel"])
def test_what_is_not_what_it_should_be_makes_nothing(embed, wheels, tmp_path, wrong):
    known = digest(embed)
    if wrong == "hash":
        embed.write_bytes(embed.read_bytes() + b"!")
    elif wrong == "content":
        known = digest(zipped(embed, **{"python.exe": b"x"}))
    else:
        wheel(wheels / "slow-1-cp312-cp312-manylinux_2_17_x86_64.whl")

    with pytest.raises(SystemExit):
        windows.assemble(embed, known, wheels, tmp_path / "out")

    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("requires", "extras", "lacks"),
    [
        ("tzdata; sys_platform == 'win32'", "", True),  # which pip on another system passes over
        ("uvloop; sys_platform != 'win32'", "", False),
        ("other; extra == 'scan'", "", False),
        ("other; extra == 'scan'", "plan,scan", True),
        ("fast>=2", "", True),
        ("deep[more]", "", True),
    ],
)
def test_a_wheel_that_another_needs_on_windows_is_missed_before_anything_is_made(
    embed, wheels, requires, extras, lacks
):
    wheel(wheels / "cadence_duties-1-py3-none-any.whl", requires)
    wheel(wheels / "deep-1-py3-none-any.whl", "deeper; extra == 'more'")
    out = embed.parent / "out"
    made = pytest.raises(SystemExit, match="missing") if lacks else contextlib.nullcontext()

    with made:
        windows.assemble(embed, digest(embed), wheels, out, extras)

    assert out.exists() != lacks
