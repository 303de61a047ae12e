"""Count all combinations of some fields by what is answered, without going through them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import prod

from placet.bulk.counting import MOST_GROUPS, Counts, Group, write_counts
from placet.bulk.job import Job, Progress, Summary, check_output
from placet.bulk.plan import Output, Plan
from placet.bulk.problems import TableProblem
from placet.bulk.space_table import SpaceTable, texts_of
from placet.engine.sweep.backends import BackendMissing, BackendName
from placet.engine.sweep.eliminate import TooEntangled
from placet.engine.sweep.product import Counts as Counted
from placet.engine.sweep.product import ProductSpace


def can_be_counted(job: Job) -> bool:
    """Say whether a job is a space that can be counted as a whole: by fields, and by one answer at most."""
    outputs = [output for output in job.plan.outputs if output.name in job.by]
    is_simple = len(outputs) <= 1 and all(output.kind in ("verdict", "answer") for output in outputs)
    return isinstance(job.table, SpaceTable) and bool(job.by) and is_simple


def sweep_space(job: Job, backend: BackendName, tell: Callable[[Progress], None] = lambda _: None) -> Summary:
    """Count a space, and write the counts if a file is wanted.

    Args:
        job: what is to be done; its table is a space, and its rows are counted.
        backend: what the program runs on.
        tell: is called now and then.

    Raises:
        TableProblem: there are too many groups, too much is unknown, or the output is there already.
        ImportError: what is needed for it is not installed.
    """
    check_output(job)
    summary = count_space(job.plan, job.by, backend, tell)
    if job.out is not None and summary.counts is not None:
        beside = job.out.with_name(f"{job.out.name}.new")
        try:
            with beside.open("wb") as stream:
                write_counts(stream, summary.counts, job.form)
            beside.replace(job.out)
        finally:
            beside.unlink(missing_ok=True)
    return summary


def count_space(
    plan: Plan, by: tuple[str, ...], backend: BackendName, tell: Callable[[Progress], None] = lambda _: None
) -> Summary:
    """Return how many combinations of the fields of the plan there are of each kind.

    Args:
        plan: what is to be decided; its fields are gone through.
        by: the fields and the answer by which is counted.
        backend: what the program runs on.
        tell: is called now and then.

    Raises:
        TableProblem: there are too many groups, or too much is unknown.
        ImportError: the back end is not installed.
    """
    assert isinstance(plan.on, dt.date)
    assert not isinstance(plan.known, str)
    fields = tuple(name for name in by if name in plan.fields)
    texts = {field: texts_of(plan.book, field, plan.wording) for field in fields}
    groups = prod(len(texts[field]) for field in fields)
    if groups > MOST_GROUPS:
        raise TableProblem(
            f"there are {groups:,} combinations of {', '.join(f'`{field}`' for field in fields)}",
            "Count by fewer fields.",
        )
    readers = [output.reader for output in plan.outputs if output.reader]
    try:
        space = ProductSpace(
            plan.book,
            plan.on,
            plan.known,
            space=dict.fromkeys(plan.fields),
            given=plan.fixed,
            readers=[reader for reader in readers if reader in plan.book.parties] if _all_parties(plan) else (),
            backend=backend,
        )
        total = space.situations
        counts = Counts(by)
        tallies: dict[str, dict[str, int]] = {output.name: {} for output in plan.outputs}

        def told(share: float) -> None:
            tell(Progress(round(share * total), 0, round(share * 1_000_000), 1_000_000))

        for place, (_, counted) in enumerate(space.count(fields, told)):
            names = _names(place, fields, texts)
            counts.add(_groups(plan, by, names, counted))
            for output in plan.outputs:
                for kind, number in _tally(output, counted).items():
                    if number:
                        tallies[output.name][kind] = tallies[output.name].get(kind, 0) + number
    except TooEntangled:
        raise TableProblem(
            "too much is unknown for an exact count", "Take more fields into the space, or give them as FIELD=VALUE."
        ) from None
    except BackendMissing as missing:
        raise ImportError(name=missing.name) from None
    return Summary(total, total, 0, (), plan.outputs, tallies, counts, None, 1)


def _groups(plan: Plan, by: Sequence[str], names: Mapping[str, str], counted: Counted) -> Iterator[tuple[Group, int]]:
    """The groups of one combination of the fields that are counted by."""
    output = next((one for one in plan.outputs if one.name in by), None)
    if output is None:
        yield tuple(names[name] for name in by), counted.situations
        return
    for kind, number in _tally(output, counted).items():
        if number:
            yield tuple(names.get(name, kind) for name in by), number


def _tally(output: Output, counted: Counted) -> dict[str, int]:
    if output.kind == "verdict":
        return counted.verdict
    # An office with nothing of its own answers as its party; a voice is silent.
    found = counted.kinds.get(output.reader) or counted.kinds.get(output.reader.partition(".")[0])
    return found if found is not None else {"silent": counted.situations}


def _names(place: int, fields: Sequence[str], texts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The texts of the values of a group, by its place: the last field goes round fastest."""
    found: dict[str, str] = {}
    for field in reversed(fields):
        place, at = divmod(place, len(texts[field]))
        found[field] = texts[field][at]
    return found


def _all_parties(plan: Plan) -> bool:
    return all(output.reader in plan.book.parties for output in plan.outputs if output.reader)
