"""Rows → HTML pages that stand alone: no script, no request to anywhere."""

import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

SHARED = "cadence.print"  # whose templates/ every page may use


def tokens() -> str:
    """Return the colours alone, for pages that have a style of their own."""
    return environment(SHARED).get_template("tokens.css").render()


def look() -> str:
    """Return the style that all pages share, for a file of its own."""
    return environment(SHARED).get_template("_look.css").render()


@cache
def environment(package: str) -> "Environment":
    """Return what renders a package's templates/: everything escaped, nothing undefined.

    The bar and the look that all pages share (_head.html, _look.css) are there for each of them.
    """
    import jinja2  # noqa: PLC0415 - only the build writes pages

    from cadence.print.compiled import CompiledTemplates  # noqa: PLC0415 - loads jinja2

    return jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [
                *(jinja2.PackageLoader(each, "templates") for each in (package, SHARED)),
                jinja2.PackageLoader(SHARED, "static"),
            ]
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        bytecode_cache=CompiledTemplates(package, str(pkgutil.get_data(SHARED, "html.py"))),
    )
