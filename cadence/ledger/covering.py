"""What somebody says was reached of those whom a duty must reach (全覆盖) → their keys. Pure."""

from collections.abc import Iterable

from cadence.core import Occurrence, Unit

ALL = ("all", "全部")


def reached(occurrence: Occurrence, said: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of those who are said to be reached, each once.

    Args:
        occurrence: the duty that was done in part.
        said: units' keys; `all` or 全部 is everybody.
    """
    keys = tuple(dict.fromkeys(said))
    required = tuple(each.key for each in occurrence.binding.covers)
    return required if set(keys) & {*ALL} else keys


def those_required(occurrence: Occurrence, units: Iterable[Unit]) -> tuple[str, ...]:
    """Return the keys of those units, a group's members, whom a duty must reach; else of all."""
    keys = [each.key for each in units]
    required = {each.key for each in occurrence.binding.covers}
    return tuple(each for each in keys if each in required) or tuple(keys)
