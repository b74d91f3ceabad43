"""`make bench`: runs the parts, prints the table, writes docs/benchmarks.md."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench import report
from tests.bench.ground import Ground
from tests.bench.parts import all_parts
from tests.bench.processes import Missing, installed
from tests.bench.rows import table


def main() -> None:
    """Run all parts, or those that `--only` names."""
    parts = all_parts()
    options = argparse.ArgumentParser(prog="make bench", description=__doc__)
    options.add_argument("--only", action="append", choices=[part.name for part in parts], metavar="NAME")
    options.add_argument("--quick", action="store_true", help="tiny numbers; writes no report")
    options.add_argument(
        "--folder", type=Path, default=Path("/var/tmp"), help="where databases are: a real disk"
    )
    chosen = options.parse_args()
    installed("wrk")
    measured = {}
    with tempfile.TemporaryDirectory(prefix="seatkeeper-bench-", dir=chosen.folder) as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user
        for part in parts:
            if chosen.only and part.name not in chosen.only:
                continue
            print(f"{part.title} …", file=sys.stderr, flush=True)
            try:
                rows = part.run(Ground(Path(folder) / part.name, quick=chosen.quick))
            except Missing as missing:
                print(f"left out: {missing}", file=sys.stderr)
                continue
            print(table(rows), flush=True)
            measured[part.name] = (part, rows)
        if not chosen.quick:
            report.write(measured, parts, Path(folder))


if __name__ == "__main__":
    main()
