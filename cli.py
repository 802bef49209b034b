"""`python cli.py …` from a checkout is the same as `cadence …`."""

from cadence.__main__ import main

if __name__ == "__main__":
    main()
