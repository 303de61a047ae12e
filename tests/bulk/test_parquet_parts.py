"""Parts that are kept while a run lasts become one Parquet file that says what they said."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from pyarrow import parquet

from placet.bulk.parquet_parts import ParquetWhole, PartWriter, read_part

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("answer", pa.dictionary(pa.int32(), pa.string())),
        ("rank", pa.dictionary(pa.int16(), pa.string(), ordered=True)),
        ("amount", pa.int64()),
        ("share", pa.float64()),
        ("who", pa.list_(pa.string())),
        ("is-urgent", pa.bool_()),
        ("day", pa.date32()),
        ("at", pa.timestamp("us")),
    ]
)


def random_table(rng: Random, rows: int) -> pa.Table:
    def some(values: list[object]) -> list[object]:
        return [None if rng.random() < 0.1 else rng.choice(values) for _ in range(rows)]

    ranks = pa.array([None if rng.random() < 0.1 else rng.randrange(3) for _ in range(rows)], pa.int16())
    return pa.table(
        [
            pa.array(some([str(number) for number in range(1000)])),
            pa.array(some(["needs", "silent", f"other {rng.random()}"])).dictionary_encode(),
            pa.DictionaryArray.from_arrays(ranks, ["low", "middle", "high"], ordered=True),
            pa.array(some([0, -5, 10**15]), pa.int64()),
            pa.array(some([0.5, -1e300]), pa.float64()),
            pa.array(some([[], ["KOR"], ["KOR", "JPN"]]), pa.list_(pa.string())),
            pa.array(some([True, False]), pa.bool_()),
            pa.array(some([0, 16_000]), pa.int32()).cast(pa.date32()),
            pa.array(some([0, 10**15]), pa.int64()).cast(pa.timestamp("us")),
        ],
        schema=SCHEMA,
    )


def write_part(path: Path, *tables: pa.Table) -> Path:
    writer = PartWriter(path)
    for table in tables:
        writer.write(table)
    writer.close()
    return path


@pytest.mark.parametrize("seed", range(3))
def test_the_whole_holds_the_rows_of_all_parts_in_order(seed: int, tmp_path: Path) -> None:
    rng = Random(seed)
    tables: list[pa.Table] = []
    whole = ParquetWhole(tmp_path / "whole.parquet", SCHEMA, ["id", "amount"])
    for number in range(4):
        here = [random_table(rng, rng.randrange(1, 400)) for _ in range(rng.randrange(1, 4))]
        whole.add(write_part(tmp_path / f"{number}.arrow", *here))
        tables += here
    whole.close()
    found = parquet.read_table(tmp_path / "whole.parquet")
    assert found.schema.equals(SCHEMA)
    assert found.to_pylist() == pa.concat_tables(tables).to_pylist()
    metadata = parquet.read_metadata(tmp_path / "whole.parquet")
    assert metadata.num_row_groups == len(tables)
    for place, table in enumerate(tables):
        assert metadata.row_group(place).column(0).statistics.null_count == table["id"].null_count
        assert metadata.row_group(place).column(1).statistics is None


def test_a_part_gives_back_tables_in_pieces_with_texts_few_and_many(tmp_path: Path) -> None:
    schema = pa.schema([("text", pa.dictionary(pa.int32(), pa.string()))])
    tables = []
    for texts in (1, 128, 129, 32_768, 32_769):
        column = pa.array([str(number) for number in range(texts)]).dictionary_encode()
        tables.append(pa.table({"text": pa.chunked_array([column, column.slice(0, 1)])}, schema=schema))
    path = write_part(tmp_path / "part.arrow", *tables, tables[0].slice(0, 0))
    found = list(read_part(path, schema))
    assert [table.num_rows for table in found] == [table.num_rows for table in tables]
    for table, expected in zip(found, tables, strict=True):
        assert table.schema.equals(schema)
        assert table["text"].to_pylist() == expected["text"].to_pylist()


def test_without_parts_the_whole_is_a_table_without_rows(tmp_path: Path) -> None:
    ParquetWhole(tmp_path / "whole.parquet", SCHEMA, ["id"]).close()
    found = parquet.read_table(tmp_path / "whole.parquet")
    assert found.num_rows == 0
    assert found.schema.equals(SCHEMA)


def test_a_part_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = write_part(tmp_path / "part.arrow", random_table(Random(1), 500))
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises((ValueError, OSError)):
        list(read_part(path, SCHEMA))
