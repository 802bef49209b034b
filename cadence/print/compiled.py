"""Templates, compiled once and kept beside the compiled modules, as Python keeps those.

To compile them takes longer than to draw a county's pages from them. Where Python may not write, or
is told not to, they are compiled every time.
"""

import contextlib
import sys
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import __version__
from jinja2.bccache import Bucket, FileSystemBytecodeCache


class CompiledTemplates(FileSystemBytecodeCache):
    """Keeps the templates of one environment; what cannot be kept or read is no error."""

    def __init__(self, name: str, setting: str) -> None:
        """Prepare to keep.

        Args:
            name: of the environment, a part of each file's name.
            setting: what else than a template decides what it compiles to.
        """
        folder = Path(cache_from_source(__file__)).parent
        super().__init__(str(folder), f"{name}.%s.template.pyc")
        self._setting = f"{__version__}\n{setting}\n"

    def get_source_checksum(self, source: str) -> str:
        """Return what a template compiled is known by."""
        return super().get_source_checksum(self._setting + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template, if it is kept."""
        with contextlib.suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, if Python may."""
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)
