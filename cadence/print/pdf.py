"""A page for paper: a typst template of templates/ and its values → PDF, the same bytes each time.

typst comes with the extra `pdf`; fonts are the computer's own, or those that fonts.py found.
"""

import datetime as dt
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cadence.core import CadenceError, _

if TYPE_CHECKING:
    from cadence.print.fonts import Faces

# The first that the computer has; templates take them in this order.
FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Serif CJK SC",
    "SimHei",
    "SimSun",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)


def render_pdf(
    package: str,
    template: str,
    values: object,
    faces: "Faces | None" = None,
    printed: dt.date | None = None,
) -> bytes:
    """Return a template filled in, as PDF.

    Args:
        package: whose templates/ holds it.
        template: its file's name; there, `values` are what JSON makes of them, and
            `fonts` the Chinese fonts of this computer, or by use those of faces.
        values: what stands in it.
        faces: fonts.find_faces, where the office's own are to be used.
        printed: the day that stands in the PDF's own description.

    Raises:
        CadenceError: typst is not installed, or no Chinese font is.
    """
    try:
        import typst  # noqa: PLC0415 - only who asks for PDF pays for it
    except ImportError as error:
        message = _(
            "PDF needs typst and fonttools, and this computer lacks them: pip install typst"
            " fonttools; or print the page of --format html"
        )
        raise CadenceError(message) from error
    source = files(package).joinpath("templates", template).read_bytes()
    families = faces.families if faces else _fonts()
    given = {"values": json.dumps(values, ensure_ascii=False), "fonts": json.dumps(families)}
    found = typst.compile(
        source,
        sys_inputs=given,
        font_paths=faces.fonts if faces else [],
        timestamp=dt.datetime.combine(printed, dt.time(), dt.UTC) if printed else 0,
    )
    if not isinstance(found, bytes):
        msg = f"{template} is more than one document"
        raise TypeError(msg)
    return found


@cache
def _fonts() -> tuple[str, ...]:
    import typst  # noqa: PLC0415 - only who asks for PDF pays for it

    installed = set(typst.Fonts().families())
    found = tuple(name for name in FONTS if name in installed)
    if not found:
        message = _("no Chinese font is installed; install {0}, or print the page of --format html")
        raise CadenceError(message.format(FONTS[0]))
    return found
