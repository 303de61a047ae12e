"""Print what was measured of decisions as tables."""

from __future__ import annotations

from bench.decide.measure import Results
from bench.stopwatch import Timing
from bench.table import format_table

_RIGHT = frozenset((2, 3, 4, 5, 6, 7))


def format_results(results: Results) -> str:
    """Return all tables, with a line above each that says what was asked."""
    return "\n\n".join(
        (
            f"Workload: {results.workload}.",
            _agreement(results),
            _decisions(results),
            _unknown(results),
            _compiling(results),
            *(f"Not installed, so not measured: {name}." for name in results.missing),
        )
    )


def _agreement(results: Results) -> str:
    return (
        f"Every engine answered {results.verified} situations like the reference before it was timed, and placet "
        f"{results.verified_unknown} more with unknown facts."
    )


def _decisions(results: Results) -> str:
    base = results.decisions[0][1].single_us
    rows = [
        [
            timing.name,
            how,
            _us(timing.single_us),
            _us(timing.median_us),
            _span(timing),
            _ratio(timing.single_us / base),
            f"{timing.calls:,}",
        ]
        for how, timing in results.decisions
    ]
    head = [
        "one decision, all facts given",
        "how",
        "µs (median)",
        "µs (mean)",
        "means of 7 blocks",
        "times placet",
        "situations",
    ]
    return format_table(head, rows, _RIGHT)


def _unknown(results: Results) -> str:
    rows = [
        [
            f"{unknown.share:.0%} ({unknown.fields:.1f} of the facts)",
            unknown.timing.name,
            _us(unknown.timing.single_us),
            _us(unknown.timing.median_us),
            _span(unknown.timing),
            f"{unknown.undetermined:.0%}",
            f"{unknown.mattering:.1f}",
            f"{unknown.timing.calls:,}",
        ]
        for unknown in results.unknown
    ]
    head = [
        "facts unknown",
        "what",
        "µs (median)",
        "µs (mean)",
        "means of 7 blocks",
        "undetermined",
        "facts that matter",
        "situations",
    ]
    return format_table(head, rows, _RIGHT)


def _compiling(results: Results) -> str:
    rows = [[name, f"{milliseconds:.1f}"] for name, milliseconds in results.compiling]
    return format_table(["made ready once", "ms (median)"], rows, frozenset((1,)))


def _us(microseconds: float) -> str:
    return f"{microseconds:,.1f}" if microseconds < 1000 else f"{microseconds:,.0f}"


def _ratio(times: float) -> str:
    return f"{times:.2f}" if times < 1 else f"{times:,.1f}"


def _span(timing: Timing) -> str:
    return f"{_us(timing.low_us)}-{_us(timing.high_us)}"
