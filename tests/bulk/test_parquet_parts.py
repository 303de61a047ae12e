"""Parts of a Parquet file become one file that says what they said."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from pyarrow import parquet

from placet.bulk.parquet_parts import PartWriter, join_parts
from placet.bulk.thrift import Structure, read_structure, write_structure

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("answer", pa.dictionary(pa.int32(), pa.string())),
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

    return pa.table(
        [
            pa.array(some([str(number) for number in range(1000)])),
            pa.array(some(["needs", "silent", f"other {rng.random()}"])).dictionary_encode(),
            pa.array(some([0, -5, 10**15]), pa.int64()),
            pa.array(some([0.5, -1e300]), pa.float64()),
            pa.array(some([[], ["KOR"], ["KOR", "JPN"]]), pa.list_(pa.string())),
            pa.array(some([True, False]), pa.bool_()),
            pa.array(some([0, 16_000]), pa.int32()).cast(pa.date32()),
            pa.array(some([0, 10**15]), pa.int64()).cast(pa.timestamp("us")),
        ],
        schema=SCHEMA,
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_whole_holds_the_rows_of_all_parts_in_order(seed: int, tmp_path: Path) -> None:
    rng = Random(seed)
    paths, tables = [], []
    for number in range(4):
        paths.append(tmp_path / f"{number}.parquet")
        writer = PartWriter(paths[-1], SCHEMA, ["id", "amount"])
        for _ in range(rng.randrange(1, 4)):
            tables.append(random_table(rng, rng.randrange(1, 400)))
            writer.write(tables[-1])
        writer.close()
    whole = tmp_path / "whole.parquet"
    with whole.open("wb") as stream:
        join_parts(paths, stream)
    found = parquet.read_table(whole)
    assert found.schema.equals(SCHEMA)
    assert found.to_pylist() == pa.concat_tables(tables).to_pylist()
    metadata = parquet.read_metadata(whole)
    assert metadata.num_row_groups == len(tables)
    for place, table in enumerate(tables):
        group = parquet.ParquetFile(whole).read_row_group(place)
        assert group.to_pylist() == table.to_pylist()
        assert metadata.row_group(place).column(0).statistics.null_count == table["id"].null_count


def test_many_row_groups_are_all_found(tmp_path: Path) -> None:
    path = tmp_path / "one.parquet"
    writer = PartWriter(path, SCHEMA, ())
    writer.write(random_table(Random(1), 5))
    writer.close()
    whole = tmp_path / "whole.parquet"
    with whole.open("wb") as stream:
        join_parts([path] * 40, stream)
    assert parquet.read_table(whole).num_rows == 200


def test_a_part_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "one.parquet"
    writer = PartWriter(path, SCHEMA, ())
    writer.write(random_table(Random(1), 5))
    writer.close()
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(ValueError, match="footer"):
        join_parts([path], io.BytesIO())


def test_a_footer_is_written_as_it_was_read(tmp_path: Path) -> None:
    path = tmp_path / "one.parquet"
    parquet.write_table(random_table(Random(2), 50), path, write_page_index=True, store_decimal_as_integer=False)
    data = path.read_bytes()
    footer = data[-8 - int.from_bytes(data[-8:-4], "little") : -8]
    found, end = read_structure(footer)
    assert end == len(footer)
    assert isinstance(found, Structure)
    assert write_structure(found) == footer
