"""Compile the message catalogues (.po to .mo) whenever the project is installed or packed."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):  # type: ignore[misc,type-arg,unused-ignore]
    """Write a .mo beside every .po of the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - theirs
        """Run before hatchling collects files; both arguments are hatchling's own.

        Raises:
            ValueError: rules/ holds where an office's messages go, and would be packed with it.
        """
        packed = version != "editable"  # which packs nothing
        for private in Path(self.root, "rules").glob("*/contacts.yaml") if packed else ():
            msg = f"{private} is an office's own and would be published; move it away first"
            raise ValueError(msg)
        for catalogue in Path(self.root, "cadence", "locale").rglob("*.po"):
            with (
                catalogue.open("rb") as source,
                catalogue.with_suffix(".mo").open("wb") as compiled,
            ):
                write_mo(compiled, read_po(source))
