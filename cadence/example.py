"""A new workspace: the example packs, a roster to fill in, a README."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from cadence.errors import CadenceError
from cadence.i18n import _

README = """# 安全生产任务日历

本目录由 cadence init 生成，示例为伊川县的公开文件。

1. `rules/` 下每个文件夹是一个地方：`units.yaml` 是名册（单位、名称、别名），其余每个
   `.yaml` 是一份文件的任务规则，`policy.yaml` 是本办公室自己的决定（提醒方式、发布网址）。
2. 用记事本打开 `rules/<地方>/units.yaml`，按本地实际修改单位；请始终以 UTF-8 编码保存。
3. 运行 `cadence build`，日历生成在 `out/feeds/`，任务台账生成在 `out/register/`。
4. 每年国务院办公厅公布下一年放假安排后，把通知存为文件（.txt .docx .pdf），运行
   `cadence workdays import 通知.txt`，再运行 `cadence build`，待定的日期随之确定。
5. 运行 `cadence verify` 查看需要人工确认的读法和未列成员的单位。

`out/` 中的文件每次都会重新生成，请不要手工修改。
"""


def make_workspace(folder: Path) -> None:
    """Write a new workspace into a folder that is empty or not there yet.

    Raises:
        CadenceError: the folder holds something already, or cannot be written.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise CadenceError(_("{0} is not empty; name a new folder").format(folder))
        folder.mkdir(parents=True, exist_ok=True)
        with as_file(_example_rules()) as rules:
            shutil.copytree(rules, folder / "rules", copy_function=shutil.copyfile)
        (folder / "out").mkdir()
        (folder / "README.md").write_text(README, encoding="utf-8")
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(folder, error.strerror or error)
        raise CadenceError(message) from error


def _example_rules() -> Path:
    """Find the example packs: inside the wheel, or beside the package in a checkout."""
    packaged = Path(str(files("cadence"))) / "example" / "rules"
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "rules"
