"""How long the command takes to start, beside an interpreter that only imports click.

Run: python benchmarks/start.py [--runs N]
"""

import argparse
import statistics
import subprocess
import sys
import time

SIDES = {
    "import click": [sys.executable, "-c", "import click"],
    "cadence --help": [sys.executable, "-m", "cadence", "--help"],
}


def main() -> None:
    """Run both in turn and print medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=21)
    found: dict[str, list[float]] = {side: [] for side in SIDES}
    for _ in range(parser.parse_args().runs):
        for side, command in SIDES.items():
            started = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            found[side].append(time.perf_counter() - started)
    medians = {side: statistics.median(times) for side, times in found.items()}
    for side, seconds in medians.items():
        print(f"{side:15} {seconds * 1000:6.1f} ms")
    first, second = medians.values()
    print(f"cadence --help: {second / first:.2f}× of import click")


if __name__ == "__main__":
    main()
