"""What a process does with a few files: read them, find the statements, and say of each what came of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import msgspec

from placet.evidence.archive.job import ArchiveProblem, Tally
from placet.evidence.archive.lines import encode, make_line
from placet.model.documents import Document
from placet.model.proposals import Proposal


class Item(msgspec.Struct, frozen=True):
    """A file of the archive, with its bytes, or why there are none.

    Attributes:
        name: where it lies in the archive.
        raw: its bytes.
        address: where on the web it was fetched; None: not known.
        message: why it cannot be opened; empty: it can.
        help: what mends that.
    """

    name: str
    raw: bytes = b""
    address: str | None = None
    message: str = ""
    help: str = ""


class Reject(msgspec.Struct, frozen=True):
    """A file that cannot be read, with the reason and what mends it."""

    name: str
    message: str
    help: str = ""


class Done(msgspec.Struct, frozen=True):
    """What came of some files.

    Attributes:
        lines: a line of JSON with its line break for each article, in the order of the files.
        rejects: the files that could not be read.
        tally: what was found, counted.
    """

    lines: bytes
    rejects: tuple[Reject, ...]
    tally: Tally


def read_items(items: Iterable[Item]) -> Done:
    """Read files and find the statements in them; what one file is cannot harm the next."""
    lines: list[bytes] = []
    rejects: list[Reject] = []
    tally = Tally()
    for outcome, found in outcomes(items):
        tally += found
        if isinstance(outcome, Reject):
            rejects.append(outcome)
        else:
            lines += (outcome, b"\n")
    return Done(b"".join(lines), tuple(rejects), tally)


def outcomes(items: Iterable[Item]) -> Iterator[tuple[bytes | Reject, Tally]]:
    """Yield for each file, in order, its line of JSON or why there is none, with what that counts."""
    from placet.evidence.intake import Unreadable, read_document

    read: list[tuple[Item, Document | Reject]] = []
    for item in items:
        if item.message:
            read.append((item, Reject(item.name, item.message, item.help)))
            continue
        try:
            read.append((item, read_document(item.raw, item.name, address=item.address)))
        except Unreadable as refused:
            read.append((item, Reject(item.name, refused.message, refused.help)))
    yield from _with_statements(read)


def _with_statements(read: list[tuple[Item, Document | Reject]]) -> Iterator[tuple[bytes | Reject, Tally]]:
    documents = [one for _, one in read if isinstance(one, Document)]
    made = _proposed(documents)
    for item, one in read:
        reject = one if isinstance(one, Reject) else None
        if reject is None:
            line = next(made)
            if isinstance(line, tuple):
                yield line
                continue
            reject = Reject(item.name, line.message, line.help)
        yield reject, Tally(rejected=1, reasons={reject.message: 1})


def _proposed(documents: list[Document]) -> Iterator[tuple[bytes, Tally] | Reject]:
    """Yield what is written of each document; where the rules break, which they must not, that is its reason."""
    from placet.evidence.propose import propose_many

    try:
        made = [_line(document, proposals) for document, proposals in propose_many(documents, batch=len(documents))]
    except Exception:  # noqa: BLE001 - one of them breaks the rules: each is read alone to see which
        for document in documents:
            yield _alone(document)
    else:
        yield from made


def _alone(document: Document) -> tuple[bytes, Tally] | Reject:
    """Return what is written of a document, or why it cannot be; what would stop them all is raised."""
    from placet.evidence.propose import propose
    from placet.evidence.speech.parse import WrongPipeline

    try:
        return _line(document, propose(document))
    except WrongPipeline as error:
        raise ArchiveProblem(str(error)) from None
    except ImportError as error:
        if (error.name or "").partition(".")[0] != "kiwipiepy":
            raise
        return Reject(
            document.name, "Korean needs a part of placet that is not installed", "pip install 'placet[korean]'"
        )
    except Exception as error:  # noqa: BLE001 - the reason is kept, and the others go on
        return Reject(document.name, f"it broke the rules ({type(error).__name__})", "Tell us of the file.")


def _line(document: Document, proposals: tuple[Proposal, ...]) -> tuple[bytes, Tally]:
    from placet.evidence.propose import unread

    line = make_line(document.name, document, proposals, unread(document))
    return encode(line), Tally(
        articles=1,
        statements=len(proposals),
        undated=line.posted is None,
        languages={line.language or "unknown": 1},
    )


ONE_THREAD: Mapping[str, str] = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)
"""What libraries of numbers are told: processes share the work, and the order of sums must not hang on threads."""


@contextmanager
def one_thread() -> Iterator[None]:
    """Tell the libraries that are loaded meanwhile, also by processes started meanwhile, to use one thread."""
    with environment(ONE_THREAD):
        yield


@contextmanager
def environment(said: Mapping[str, str]) -> Iterator[None]:
    """Say something to the processes that are started meanwhile, and to the libraries that are loaded."""
    before = {name: os.environ.get(name) for name in said}
    os.environ.update(said)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
