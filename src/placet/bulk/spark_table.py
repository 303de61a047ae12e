"""A table that Spark reads: Parquet or CSV, one file, a folder of them, or an address that only Spark knows."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from placet.bulk.csv_table import CsvTable
from placet.bulk.problems import TableProblem
from placet.bulk.spark_worker import FILE, LINE, ROW, column_name
from placet.bulk.tables import check_names

_ADDRESS = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+:")
_HEAD_LINES = 200
"""How many lines are read to find the heading: a name in quotation marks may go over several."""


class SparkTable:
    """A table as Spark sees it.

    CSV files come to the workers line by line and are read there as they are read on one machine, each file by one
    task; Parquet is read by Spark, and its files are split.

    Args:
        session: the Spark session.
        name: the file, the folder, or the address.

    Raises:
        TableProblem: there is no such table, or its kind cannot be told.
    """

    def __init__(self, session: Any, name: str) -> None:  # noqa: ANN401 - Spark's own type
        self.session = session
        self.name = name
        self.path = Path(name)
        self.rows: int | None = None
        self.address = address_of(name)
        self._files = files_of(session, self.address, name)
        self.bytes = sum(self._files.values())
        self.is_csv = _is_csv(name, self._files)
        self._kind = "Parquet"
        if self.is_csv:
            heading = self._heading()
            self._kind = heading.describe()
            self.columns = heading.columns
        else:
            self._frame = session.read.option("mergeSchema", "true").parquet(self.address)
            self.columns = tuple(self._frame.columns)
            check_names(self.path, self.columns)
        self._wanted = self.columns

    def describe(self) -> str:
        """Return what kind of table it is, in words."""
        return self._kind

    def kinds(self) -> dict[str, str]:
        """Return for each column what it holds."""
        if self.is_csv:
            return dict.fromkeys(self.columns, "text")
        return {field.name: _kind(field.dataType) for field in self._frame.schema.fields}

    def prepare(self, wanted: Iterable[str], coded: Iterable[str], jobs: int) -> None:
        """Say which columns are wanted."""
        self._wanted = tuple(wanted) or self.columns[:1]

    @property
    def sent(self) -> tuple[str, ...]:
        """The columns that go to the workers: of a CSV file all, as its lines do."""
        return self.columns if self.is_csv else self._wanted

    def fields(self, names: Iterable[str]) -> list[Any]:
        """Return some columns with their types, as Spark describes them."""
        from pyspark.sql.types import StringType, StructField

        if self.is_csv:
            return [StructField(name, StringType()) for name in names]
        found = {field.name: field for field in self._frame.schema.fields}
        return [StructField(name, found[name].dataType) for name in names]

    def frame(self, *, with_places: bool) -> Any:  # noqa: ANN401 - Spark's own type
        """Return the rows as they go to the workers.

        Args:
            with_places: whether the file and the number of each row are wanted; of CSV files they always come along.
        """
        from pyspark.sql.functions import col

        if self.is_csv:
            # A file must not be split, as a line may lie inside quotation marks.
            largest = max(self._files.values(), default=1)
            self.session.conf.set("spark.sql.files.maxPartitionBytes", str(max(largest, 1)))
            self.session.conf.set("spark.sql.files.minPartitionNum", "1")
            lines = self.session.read.option("lineSep", "\n").text(self.address)
            return lines.select(col("value").cast("binary").alias(LINE), col("_metadata.file_path").alias(FILE))
        columns = [col(_quoted(name)).alias(column_name(place)) for place, name in enumerate(self._wanted)]
        if with_places:
            columns += [col("_metadata.file_path").alias(FILE), col("_metadata.row_index").alias(ROW)]
        return self._frame.select(*columns)

    def _heading(self) -> CsvTable:
        """Read the heading of the first file; the workers see to it that the others have the same."""
        file = min(self._files)
        lines = self.session.read.option("lineSep", "\n").text(_literal(file)).limit(_HEAD_LINES)
        with tempfile.TemporaryDirectory(prefix="placet-") as folder:
            path = Path(folder) / "head"
            path.write_bytes(b"\n".join(bytes(row[0]) for row in lines.select(lines[0].cast("binary")).collect()))
            try:
                return CsvTable(path)
            except TableProblem as problem:
                raise TableProblem(problem.message.replace(str(path), shown_name(file)), problem.help) from None


def address_of(name: str) -> str:
    """Return how Spark is told of a file: a local one in full, everything else as it is.

    >>> address_of("s3a://bucket/plans.parquet")
    's3a://bucket/plans.parquet'
    """
    if _ADDRESS.match(name):
        return name
    return f"file://{_literal(str(Path(name).absolute()))}" if Path(name).exists() else name


def shown_name(file: str) -> str:
    """Return the last part of a file's address as people write it.

    >>> shown_name("file:///tmp/two%20words.csv")
    'two words.csv'
    """
    return unquote(file.rpartition("/")[2])


def files_of(session: Any, address: str, name: str) -> dict[str, int]:  # noqa: ANN401 - Spark's own type
    """Return the files of a table with their length in bytes; nothing is read of them.

    Raises:
        TableProblem: there are none.
    """
    from pyspark.errors import AnalysisException

    try:
        found = session.read.format("binaryFile").load(address).select("path", "length").collect()
    except AnalysisException as error:
        if "PATH_NOT_FOUND" not in str(error):
            raise
        found = []
    if not found:
        raise TableProblem(f"there is no table `{name}`", "Name a CSV or a Parquet file, or a folder of them.")
    files = {row["path"]: row["length"] for row in found if row["length"]}
    if not files:
        raise TableProblem(f"`{name}` is empty", "A table begins with a line that names its columns.")
    return files


def _is_csv(name: str, files: Iterable[str]) -> bool:
    """Tell from the names of the files of what kind they are."""
    endings = {shown_name(file).rpartition(".")[2].lower() for file in files}
    if endings <= {"csv", "tsv", "txt"}:
        return True
    if endings <= {"parquet", "parq", "pq"}:
        return False
    raise TableProblem(
        f"`{name}` is neither CSV nor Parquet by the names of its files",
        "Spark is given files that end in .csv or in .parquet, all of one kind.",
    )


def _literal(path: str) -> str:
    """Write a path so that Spark takes no mark in it for a pattern."""
    return re.sub(r"([\[\]{}*?\\])", r"\\\1", path)


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"


def _kind(type_: Any) -> str:  # noqa: ANN401 - Spark's own type
    match type_.typeName():
        case "string" | "void" | "char" | "varchar":
            return "text"
        case "boolean":
            return "yes or no"
        case "byte" | "short" | "integer" | "long" | "float" | "double" | "decimal":
            return "number"
        case "date" | "timestamp" | "timestamp_ntz":
            return "day"
        case "array":
            return "set" if _kind(type_.elementType) == "text" else "other"
        case _:
            return "other"
