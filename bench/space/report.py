"""Print what was measured of comparisons as tables."""

from __future__ import annotations

from bench.space.measure import HOW, PLAIN, Large, Process, Results, Row
from bench.table import format_table


def format_comparisons(results: Results) -> str:
    """Return all tables, with a line above that says what was asked."""
    verified = (
        "" if "z3" in results.missing else " z3 proved of every pair that the conditions are exactly where they differ."
    )
    parts = [
        f"Where two answers part: {results.workload}.{verified}",
        _rows("the river treaty", results.treaty),
        _rows("a charter of 300 rules, amended", results.charter),
        _large(results.large),
        *([_processes(results.korea)] if results.korea else ()),
        *(f"Not installed, so not measured: {name}." for name in results.missing),
    ]
    return "\n\n".join(parts)


def _rows(title: str, rows: list[Row]) -> str:
    table = [[row.engine, row.what, f"{row.seconds * 1e3:,.1f}", row.found] for row in rows]
    return format_table([title, "", "ms", "found"], table, frozenset((2,)))


def _large(worlds: list[Large]) -> str:
    table = []
    for world in worlds:
        for (engine, how), found in world.asked.items():
            is_placet = engine in ("placet", "plain")
            what = f"{PLAIN if engine == 'plain' else engine}: {HOW[how]}" if is_placet else f"{engine}: one situation"
            table.append(
                [
                    world.name,
                    what,
                    f"{found['seconds']:.2f}",
                    f"{found['peak_mb']:,.0f}",
                    _found(found) if is_placet else "1 situation",
                ]
            )
    return format_table(["large worlds", "", "s", "peak MB", "found"], table, frozenset((2, 3)))


def _found(found: dict[str, float]) -> str:
    """Say how many regions were found, and in how many conditions they were told."""
    if not found["conditions"]:
        return f"{found['regions']:,.0f} regions of {found['rules']:,.0f} rules"
    told = f"{found['conditions']:,.0f} conditions"
    return f"{told}; {found['shortened']:,.0f} regions not in all of theirs" if found["shortened"] else told


def _processes(found: list[Process]) -> str:
    table = [[f"placet {each.command}", f"{each.clock_s:.2f}", f"{each.cpu_s:.2f}"] for each in found]
    return format_table(["whole processes", "s, clock", "s, processor"], table, frozenset((1, 2)))
