"""What the help calls the values of options and arguments, in the user's language."""

import click

from cadence.core import _, later

VALUES = (
    later("ADDRESS"),
    later("DATE"),
    later("DATETIME"),
    later("DIR"),
    later("DIRECTORY"),
    later("FILE"),
    later("KIND"),
    later("MONTH"),
    later("NAME=VALUE"),
    later("NEW"),
    later("NOTICE"),
    later("NUMBER"),
    later("NUMBER|UNIT|ADDRESS..."),
    later("OCCURRENCE"),
    later("OCCURRENCE [OCCURRENCE]…"),
    later("OLD"),
    later("PACK"),
    later("POST"),
    later("ROLE[=CHAIN]"),
    later("TEXT"),
    later("TIME"),
    later("UNIT..."),
    later("YEAR"),
    later("YEAR | import NOTICE"),
    later("COMMAND [ARGS]..."),
)
NUMBERS = (later("integer"), later("integer range"), later("float range"))


def name_values(command: click.Command) -> None:
    """Translate the names of a command's values, and those of the commands below it."""
    command.options_metavar = _("[OPTIONS]")
    for param in command.params:
        if not isinstance(param.type, click.Choice | click.types.BoolParamType):
            _name_value(param)
    if isinstance(command, click.Group):
        command.subcommand_metavar = _said(command.subcommand_metavar)
        for each in command.commands.values():
            name_values(each)


def _name_value(param: click.Parameter) -> None:
    """Give one parameter its translated name, in brackets where it may be left out."""
    if param.metavar:
        param.metavar = _said(param.metavar)
        return
    if param.type.name in NUMBERS:
        param.type.name = _(param.type.name)  # what click says is not one
    is_argument = isinstance(param, click.Argument)
    name = _said(((param.name if is_argument else param.type.name) or "").upper())
    param.metavar = f"[{name}]" if is_argument and not param.required else name


def _said(name: str) -> str:
    return _(name) if name in VALUES else name
