"""Print what was measured of sweeps as tables."""

from __future__ import annotations

from bench.sweep.measure import Results, Sweep
from bench.table import format_table


def format_sweeps(results: Results) -> str:
    """Return all tables, with a line above that says what was asked."""
    asked = (
        f"Sweep: 18 outputs in {results.operations:,} operations; whole answers of three readers with the verdict, "
        f"{results.answers_outputs} outputs, in {results.answers_operations:,}. All give the same totals "
        f"({sum(results.totals):,} true outputs)."
    )
    return "\n\n".join(
        (
            asked,
            _sweeps("18 outputs over all situations", results.sweeps),
            _peers(results),
            _sweeps("whole answers over all situations", results.answers),
            _growth(results),
            _differences(results),
            _rows(results),
            *(f"Not installed, so not measured: {name}." for name in results.missing),
        )
    )


def _sweeps(title: str, sweeps: list[Sweep]) -> str:
    rows = [
        [
            each.name,
            each.how,
            f"{each.prepared_s * 1e3:,.0f}",
            f"{each.seconds * 1e3:,.1f}",
            f"{each.situations / each.seconds / 1e6:,.0f}",
        ]
        for each in sweeps
    ]
    head = [title, "how", "made ready, ms", "sweep, ms", "million a second"]
    return format_table(head, rows, frozenset((2, 3, 4)))


def _peers(results: Results) -> str:
    ours = min(each.seconds / each.situations for each in results.sweeps)
    rows = [
        [
            each.name,
            each.how,
            f"{each.verified:,}",
            f"{each.situations:,}",
            f"{each.prepared_s * 1e3:,.0f}",
            f"{each.taken_in_s:,.2f}",
            f"{each.seconds:,.2f}",
            f"{each.situations / each.seconds / 1e6:,.3g}",
            f"{each.seconds / each.situations / ours:,.0f}",
        ]
        for each in results.peers
    ]
    head = ["the same 18 outputs", "how", "verified", "situations", "made ready, ms", "taken in, s", "sweep, s"]
    return format_table([*head, "million a second", "times placet"], rows, frozenset(range(2, 9)))


def _growth(results: Results) -> str:
    names = list(results.growth[0].seconds)
    rows = [
        [
            f"{each.rules:,} rules",
            f"{each.prepared_s:.2f}",
            f"{each.operations:,}",
            f"{each.operations / each.rules:.1f}",
            *(f"{each.seconds[name] * 1e3:,.0f}" for name in names),
        ]
        for each in results.growth
    ]
    head = ["18 outputs, generated", "made ready, s", "operations", "a rule", *(f"{name}, ms" for name in names)]
    return format_table(head, rows, frozenset(range(1, len(head))))


def _differences(results: Results) -> str:
    rules = results.growth[-1].rules
    rows = [[each.backend, f"{each.seconds:.2f}", f"{each.count:,}"] for each in results.differences]
    return format_table([f"where two readers of {rules:,} rules differ", "s", "situations"], rows, frozenset((1, 2)))


def _rows(results: Results) -> str:
    labels = list(results.rows[0].nanoseconds)
    rows = [
        [each.backend, each.what, *(f"{each.nanoseconds[label]:,.0f}" for label in labels)] for each in results.rows
    ]
    head = ["rows in memory, ns a row", "", *labels]
    return format_table(head, rows, frozenset(range(2, len(head))))
