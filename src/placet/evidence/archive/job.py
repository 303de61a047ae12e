"""What an archive is read for and where to, how far it has come, what came of it, and why it cannot be read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal

import msgspec

Form = Literal["jsonl", "parquet"]


class ArchiveProblem(Exception):
    """Why an archive is not read at all; of a single file that cannot be read, the rejects tell."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class Job(msgspec.Struct, frozen=True):
    """What is to be done.

    Attributes:
        archive: a folder, a web archive (WARC) or a file.
        out: the file to write.
        form: `jsonl`, an article a line; `parquet`, a statement a row.
        processes: how many processes read.
        does_resume: whether to go on where an interrupted run stopped.
        does_replace: whether to replace what is there.
        version: of placet; an interrupted run goes on only with the one it began with.
        unit: how many articles are handed to a process at a time; what comes out does not depend on it.
    """

    archive: Path
    out: Path
    form: Form = "jsonl"
    processes: int = 1
    does_resume: bool = False
    does_replace: bool = False
    version: str = ""
    unit: int = 32

    @property
    def kept(self) -> Path:
        """The folder in which a run keeps what it has done."""
        return self.out.with_name(f"{self.out.name}.part")

    @property
    def rejects(self) -> Path:
        """The file that tells of the files that cannot be read."""
        return self.out.with_name(f"{self.out.name}.rejects.csv")


class Progress(msgspec.Struct, frozen=True):
    """How far a run has come; `total` is 0 where nobody has counted, as in a web archive."""

    rows: int
    rejected: int
    done: int
    total: int


class Tally(msgspec.Struct, frozen=True):
    """What some articles come to, counted.

    Attributes:
        articles: how many were read.
        statements: how many statements are proposed in them.
        rejected: how many files could not be read.
        undated: how many articles have no day, so that nothing relative is resolved in them.
        languages: how many articles there are of each language, `unknown` among them.
        reasons: how many files could not be read for which reason.
    """

    articles: int = 0
    statements: int = 0
    rejected: int = 0
    undated: int = 0
    languages: dict[str, int] = {}
    reasons: dict[str, int] = {}

    def __add__(self, other: Tally) -> Tally:
        """Put two counts together."""
        return Tally(
            self.articles + other.articles,
            self.statements + other.statements,
            self.rejected + other.rejected,
            self.undated + other.undated,
            dict(Counter(self.languages) + Counter(other.languages)),
            dict(Counter(self.reasons) + Counter(other.reasons)),
        )


class Summary(msgspec.Struct, frozen=True):
    """What a run has done.

    Attributes:
        out: what was written.
        rejects: the file of what could not be read; None: all could.
        tally: what was found.
        resumed: how many files an interrupted run had done before.
        spent_s: how long this run took.
    """

    out: Path
    rejects: Path | None
    tally: Tally
    resumed: int = 0
    spent_s: float = 0.0
