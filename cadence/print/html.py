"""Rows → HTML pages that stand alone: no script, no request to anywhere."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment(package: str) -> "Environment":
    """Return what renders a package's templates/: everything escaped, nothing undefined."""
    import jinja2  # noqa: PLC0415 - only the build writes pages

    return jinja2.Environment(
        loader=jinja2.PackageLoader(package, "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
