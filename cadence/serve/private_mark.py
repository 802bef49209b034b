"""The mark beside the store of tokens that feeds are private.

Losing one of the two opens nothing.
"""

from pathlib import Path

from cadence.core import OWN_FOLDER, CadenceError, _, reason

MARK = f"{OWN_FOLDER}/private"  # is there while tokens are on


def is_marked(file: Path) -> bool:
    """Tell whether feeds were made private beside this file."""
    return (file.parent / MARK).exists()


def mark_private(file: Path, *, private: bool) -> None:
    """Write beside the file, too, that feeds are private: losing one of the two opens nothing."""
    mark = file.parent / MARK
    try:
        if private:
            mark.parent.mkdir(exist_ok=True)
            mark.touch()
        else:
            mark.unlink(missing_ok=True)
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(mark, reason(error))
        raise CadenceError(message) from error
