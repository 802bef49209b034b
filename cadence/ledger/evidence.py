"""What somebody gives as evidence → whether a person could look it up; a file → its SHA-256.

Evidence is the document that proves it: a number, a title, a file. A photograph that a spreadsheet
keeps inside a cell, an error of a formula, a tick or a word for "done" leads nobody anywhere.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from cadence.core import CadenceError, _, plain, reason

FILE_LIKE = {".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".jpg", ".jpeg", ".png",
             ".zip", ".rar", ".txt", ".ofd"}  # fmt: skip
FORMULA = re.compile(r"^[=@]|DISPIMG\(|^_xlfn", re.IGNORECASE)
# Excel writes #N/A, #VALUE!, #NAME?, and LibreOffice also Err:502.
ERROR = re.compile(r"^(?:#[A-Z/0-9]+[!?]?|Err:\d+)$", re.IGNORECASE)
TAG = re.compile(r"<[a-z/!][^<>]*>", re.IGNORECASE)  # a picture that was pasted from a page
ENTITY = re.compile(r"&(?:[a-z]+|#x?[0-9a-f]+);", re.IGNORECASE)
SAYING = re.compile(r"[^\W\d_]")  # a letter or a character: what a name is made of
NOTHING = frozenset((
    "无", "暂无", "没有", "无佐证", "无材料", "空", "略", "是", "否", "有", "对", "好", "可",
    "完成", "已完成", "按时完成", "按期完成", "全部完成", "逾期完成", "办结", "已办结", "落实",
    "已落实", "已召开", "已开展", "已报", "已报送", "未完成", "不适用", "待补", "待补充", "后补",
    "补", "同上", "同前", "照片", "图片", "附件", "见附件", "如上", "如下", "其他", "na", "none",
    "null", "nil", "nan", "true", "false", "yes", "no", "ok", "done", "late", "y", "n", "tbd",
))  # fmt: skip
# What says that there is a document, or where to look, and names none: 详见附件, 已上传, 材料后补.
# No piece is made of others, so that a text has one way at most to be read.
NAMELESS = re.compile(
    "(?:已|未|没|有|无|暂|待|稍|后|另|详|请|见|如|同|上|下|前|述|全部|按时|按期|逾期|完成|完善|办结"
    "|落实|召开|开展|报送|报|上传|提交|存档|归档|签字|补充|补|附件|附|照片|图片|截图|佐证|证明"
    "|材料|资料|原件|电子版|纸质版|纸质)+"
)

# As nearly all evidence is: it begins with letters that are no beginning of any of those above.
PLAIN = re.compile(
    f"(?!{NAMELESS.pattern})" + "([A-Za-z一-龥]{3,}+)[0-9A-Za-z一-龥 〔〕《》、。.-]*+"
)
NOTHING_YET = frozenset(each[:end] for each in NOTHING for end in range(3, len(each) + 1))


@dataclass(frozen=True, slots=True)
class Proof:
    """What is kept of evidence.

    Attributes:
        words: the words, or a file's name.
        sha256: of the file, if it was one; missing: it looks like a file that is not there.
    """

    words: str
    sha256: str | None = None
    missing: bool = False


def leads_somewhere(text: str) -> bool:
    """Tell whether a person could look up what a text gives as evidence. Pure."""
    return _is_plainly_named(text) or _is_named(text)


def _is_plainly_named(text: str) -> bool:
    """Tell whether a text begins with a name, and holds nothing else to be looked at. Pure."""
    found = PLAIN.fullmatch(text)
    return found is not None and found[1].casefold() not in NOTHING_YET


def _is_named(text: str) -> bool:
    said = plain(ENTITY.sub(" ", text) if "&" in text else text)
    said = TAG.sub("", said) if "<" in said else said
    if FORMULA.search(said) or ERROR.match(said):
        return False
    letters = "".join(SAYING.findall(said)).casefold()
    if len(said) == 1 and said.isascii():
        return False  # x, as a tick
    return bool(letters) and letters not in NOTHING and not NAMELESS.fullmatch(letters)


def read_proof(text: str, folder: Path, *, inside: bool = False) -> Proof:
    """Read what was given as evidence: a file is kept by its name and SHA-256.

    Args:
        text: words, or the path of a file.
        folder: from which a path is followed.
        inside: a path that leads out of the folder is only words: others wrote it.

    Raises:
        CadenceError: it is a folder, or a file that cannot be read.
    """
    file = Path(text)
    is_file_like = file.suffix.lower() in FILE_LIKE
    try:
        place = folder / file
        if inside and not place.resolve().is_relative_to(folder.resolve()):
            return Proof(text)
        if place.is_dir() and not inside:
            message = _("{0} is a folder; name the file that proves it").format(file)
            raise CadenceError(message)
        if place.is_file():
            with place.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            return Proof(file.name, digest)
    except (OSError, ValueError) as error:
        if is_file_like:
            why = reason(error) if isinstance(error, OSError) else error
            raise CadenceError(_("{0} cannot be read: {1}").format(file, why)) from error
    return Proof(text, missing=is_file_like)
