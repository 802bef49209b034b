"""A new workspace: the example packs, a roster to fill in, a README; a new place in it."""

import contextlib
import datetime as dt
import shutil
import uuid
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

from cadence.core import CadenceError, Put, _, reason
from cadence.rules.contacts import CONTACTS
from cadence.rules.edit import edit_file, replace_file
from cadence.rules.workspace import read_workspace

README = """# 安全生产任务日历

本目录由 cadence init 生成，`rules/yichuan` 是示例：伊川县的公开文件；`rules/national` 是六部
安全生产法律法规（事故1小时内报告、每级2小时内上报等），对各地都适用，请保留。

1. `rules/` 下每个文件夹是一个地方：`units.yaml` 是名册（单位、名称、别名），其余每个
   `.yaml` 是一份文件的任务规则，`policy.yaml` 是本办公室自己的决定（提醒方式、发布网址）。
2. 建立自己的地方：在 `rules/` 下新建文件夹（如 `rules/wodexian`，只用小写字母），把 `名册模板.txt`
   填好后另存为其中的 `units.yaml`（UTF-8 编码）；不需要示例时，删去 `rules/yichuan`。
3. 用 `cadence extract 公文.docx -o rules/wodexian/wenjian.yaml --review 核对.html` 起草规则，
   打开核对页逐条确认。
4. 运行 `cadence build`，日历生成在 `out/feeds/`，任务台账生成在 `out/register/`；用浏览器打开
   `out/index.html`，可以查找单位、查看任务、打印带二维码的海报。
5. 每年国务院办公厅公布下一年放假安排后，把通知存为文件（.txt .docx .pdf），运行
   `cadence workdays import 通知.txt`，再运行 `cadence build`，待定的日期随之确定。
6. 任务完成后运行 `cadence done 编号 --on 日期 --evidence 佐证材料`，或用 `cadence import 表格.xlsx`
   导入单位报回的表格。记录在 `ledger.sqlite`，请定期备份：`cadence ledger export 备份.jsonl`。
7. 运行 `cadence verify` 查看需要人工确认的读法和未列成员的单位。

`out/` 中的文件每次都会重新生成，请不要手工修改。
"""

ROSTER = """# yaml-language-server: $schema=../.schema/units.json
# 名册模板：填好后存为 rules/<地方>/units.yaml（UTF-8 编码），每行改成本地的单位。
# id 用拼音小写字母，是日历网址的一部分，定了就不要再改；also 写公文里的其他叫法。
name: 某某县
office: 某某县安全生产委员会办公室
units:
  - {id: xianwei, name: 县委}
  - {id: xianzhengfu, name: 县政府, also: [县人民政府]}
  - {id: yingjiju, name: 县应急局, also: [应急局, 县应急管理局]}
  - {id: chengguan, name: 城关镇, also: [城关镇人民政府]}
groups:
  - {id: townships, name: 各乡镇（街道）, also: [乡镇（街道）], members: [chengguan]}
  - {id: county-departments, name: 县直有关部门}  # 没有 members 的组先作为一个单位
posts:
  - {id: changwu-fuxianzhang, name: 常务副县长, of: xianzhengfu}  # 只写职务，不写姓名
outside: [各生产经营单位]  # 不发日历的单位
"""
DESK_README = """# 安全生产任务日历

双击启动程序（或在这个文件夹里运行 cadence desk），在浏览器里办理一切。

- `rules/`：名册、文件读成的任务、本办公室的决定。在“名册”“文件”“决定”三页里改。
- `ledger.sqlite`：办结、延期、事故的记录。请在“发布”页下载备份，存到别处。
- `out/`：发布出来的日历和网页，每次发布都会重新生成，请不要手工修改。
"""
BASIS = (".schema", "national", "calendar")  # of the rules that we ship: what every office needs
EXAMPLE = "yichuan"


def make_workspace(folder: Path, today: dt.date, *, example: bool = True) -> None:
    """Write a new workspace into a folder that is empty or not there yet, whole or not at all.

    Args:
        folder: where.
        today: from which day on the new office keeps records.
        example: with a county to look at.

    Raises:
        CadenceError: the folder holds something already, or cannot be written.
    """
    beside = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
    try:
        if folder.exists() and any(folder.iterdir()):
            raise CadenceError(_("{0} is not empty; name a new folder").format(folder))
        beside.mkdir(parents=True)
        _fill(beside, today, example=example)
        _move(beside, folder)
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(folder, reason(error))
        raise CadenceError(message) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def add_example(folder: Path, today: dt.date) -> str:
    """Add the example county to a workspace, and return its place.

    Raises:
        CadenceError: it is there already, or cannot be written.
    """
    target = folder / "rules" / EXAMPLE
    if target.exists():
        raise CadenceError(_("{0} is there already").format(target))
    with _all_or_nothing(target):
        _copy_example(folder, today)
    return EXAMPLE


def add_place(folder: Path, place: str, roster: str, policy: str) -> None:
    """Add a place to a workspace: a folder under rules/ with its roster and policy.

    Args:
        folder: the workspace.
        place: the new folder's name.
        roster: the text of units.yaml.
        policy: the text of policy.yaml.

    Raises:
        CadenceError: the place is there already, or the workspace does not load with it; then
            nothing of it is left.
    """
    target = folder / "rules" / place
    if target.exists():
        raise CadenceError(_("{0} is there already").format(target))
    with _all_or_nothing(target):
        target.mkdir()
        replace_file(target / "units.yaml", roster.encode(), None)
        replace_file(target / "policy.yaml", policy.encode(), None)
        read_workspace(folder)


@contextlib.contextmanager
def _all_or_nothing(target: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        shutil.rmtree(target, ignore_errors=True)
        if isinstance(error, OSError):
            message = _("{0} cannot be written: {1}").format(target, reason(error))
            raise CadenceError(message) from error
        raise


def _move(made: Path, folder: Path) -> None:
    """Put what was made in place; rules/ comes last, since a folder with it is a workspace."""
    if not folder.exists():
        made.rename(folder)
        return
    # A folder that is there may be the one that a program stands in; it cannot be replaced.
    for each in sorted(made.iterdir(), key=lambda each: each.name == "rules"):
        each.rename(folder / each.name)


def _fill(folder: Path, today: dt.date, *, example: bool) -> None:
    with as_file(_example_rules()) as rules:
        for name in filter(lambda name: (rules / name).is_dir(), BASIS):
            target = folder / "rules" / name
            shutil.copytree(rules / name, target, copy_function=shutil.copyfile)
    if example:
        _copy_example(folder, today)
    (folder / "out").mkdir()
    (folder / "README.md").write_text(README if example else DESK_README, encoding="utf-8")
    if example:
        (folder / "名册模板.txt").write_text(ROSTER, encoding="utf-8")


def _copy_example(folder: Path, today: dt.date) -> None:
    target = folder / "rules" / EXAMPLE
    with as_file(_example_rules()) as rules:
        private = shutil.ignore_patterns(CONTACTS)  # beside a checkout it is somebody's own
        shutil.copytree(rules / EXAMPLE, target, ignore=private, copy_function=shutil.copyfile)
    # What was due before the new office kept records is unknown to it.
    edit_file(target / "policy.yaml", [Put(("tracking_from",), today)])


def _example_rules() -> Path:
    """Find the example packs: inside the wheel, or beside the package in a checkout."""
    packaged = Path(str(files("cadence"))) / "example" / "rules"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "rules"
