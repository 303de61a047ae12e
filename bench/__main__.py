"""Run the benchmarks and print their tables: `python -m bench [decide|load|sweep|tables|space|web]`."""

from __future__ import annotations

import argparse
import sys

from bench.machine import describe_machine, describe_versions

PACKAGES = (
    *("clingo", "cedarpy", "regopy", "OpenFisca-Core", "duckdb", "polars", "z3-solver"),
    *("markdown-it-py", "msgspec", "numpy", "numba", "pyarrow"),
)


def main() -> None:
    """Measure what the command line names; everything where it names nothing."""
    parser = argparse.ArgumentParser(prog="bench/run", description="Measure placet on this machine, beside its peers.")
    parser.add_argument(
        "what", nargs="?", choices=("decide", "load", "sweep", "tables", "space", "web"), help="only this one"
    )
    parser.add_argument("--situations", type=int, default=1050, help="fresh situations for each engine (default: 1050)")
    parser.add_argument("--repetitions", type=int, default=7, help="turns they are split over (default: 7)")
    asked = parser.parse_args()
    print(f"Command: bench/run {' '.join(sys.argv[1:])}".rstrip())
    print(f"Machine: {describe_machine()}")
    print(f"Versions: {describe_versions(PACKAGES)}\n")
    if asked.what in (None, "decide"):
        from bench.decide.measure import measure_decisions
        from bench.decide.report import format_results

        print(f"{format_results(measure_decisions(asked.situations, asked.repetitions))}\n", flush=True)
    if asked.what in (None, "load"):
        from bench.load.measure import measure_loading
        from bench.load.report import format_loads

        print(f"{format_loads(measure_loading())}\n", flush=True)
    if asked.what in (None, "sweep"):
        from bench.sweep.measure import measure_sweeps
        from bench.sweep.report import format_sweeps

        print(f"{format_sweeps(measure_sweeps())}\n", flush=True)
    if asked.what in (None, "tables"):
        from bench.sweep.tables import format_tables, measure_tables

        print(f"{format_tables(measure_tables())}\n", flush=True)
    if asked.what in (None, "space"):
        from bench.space.measure import measure_comparisons
        from bench.space.report import format_comparisons

        print(f"{format_comparisons(measure_comparisons())}\n", flush=True)
    if asked.what in (None, "web"):
        from bench.web.measure import measure_pages
        from bench.web.report import format_pages

        print(format_pages(measure_pages()))


if __name__ == "__main__":
    main()
