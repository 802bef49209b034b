"""`python -m cadence`, `cadence` and `python cli.py`: all three begin here."""

from cadence.core import activate


def main() -> None:
    """Choose the language before any help text is read, then run the command."""
    activate()
    from cadence.commands.cli import run  # noqa: PLC0415 - after the language is chosen

    run()


if __name__ == "__main__":
    main()
