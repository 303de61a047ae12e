"""Pages of a rulebook with very many rules: shown in parts, each worked out by itself, together exactly the whole."""

from __future__ import annotations

import html
import random
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placet.web.app import create_app
from placet.web.settings import Settings
from tests.web.conftest import TODAY, make_client

ACTS = tuple(f"act-{number:02}" for number in range(26))
PARTIES = ("ALA", "BLA", "CLA")
LOADS = ("salt", "tar", "wool")
RULES = 320


def world(rng: random.Random) -> str:
    """Return a rulebook of a few agreements with very many rules, some of which are read otherwise."""
    lines = ["# Estuary", "", "```placet"]
    lines += [f'party {party} "{party.title()}"' for party in PARTIES]
    lines += [f"field act : {', '.join(ACTS)}", f"field load : {', '.join(LOADS)}", "field actor : party"]
    lines += ["field armed : yes or no", "field worth : number in USD", "term heavy means load in (tar, wool)"]
    for number in range(4):
        lines += [
            f'instrument pact-{number} "Pact {number}"',
            f"  between {', '.join(PARTIES[number % 2 :])}",
            f"  signed {1950 + number}-01-01  in force from {1951 + number}-01-01",
            '  part main "The articles"',
        ]
    for number in range(RULES):
        parts = (
            rng.choice(("armed", "heavy", "not armed")),
            f"load = {rng.choice(LOADS)}",
            f"worth >= {rng.randrange(1, 5)}_000",
            f"actor in members(pact-{number % 4})",
        )
        kind = rng.choice(("notification to", "consent of"))
        lines += [
            f'rule rule-{number} "Article {number}"',
            f"  under pact-{number % 4} main",
            f"  when act in ({', '.join(rng.sample(ACTS, 2))}) and {' and '.join(rng.sample(parts, 2))}",
            f"  needs {kind} {rng.choice((*PARTIES, f'each members(pact-{number % 4}) except actor'))}",
        ]
        if number % 5 == 0:
            lines += [f"reading CLA of rule-{number}", f"  since {1960 + number // 10}-05-01", "  unless armed"]
    return "\n".join([*lines, "```", ""])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Return a browser at such a rulebook."""
    place = tmp_path_factory.mktemp("large")
    (place / "estuary").mkdir()
    (place / "estuary" / "README.md").write_text(world(random.Random(3)), "utf-8")
    settings = Settings(rulebooks=(str(place / "estuary"),), only_named=True, today=TODAY, data=place / "data")
    return make_client(create_app(settings))


def shown(page: str) -> dict[tuple[str, str], str]:
    """Return the kinds of a map's cells by row and column, lines that stand together apart again."""
    found = {}
    columns = [html.unescape(one) for one in re.findall(r'<th scope="col"><span>(.*?)</span></th>', page)]
    for name, row in re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL):
        for column, kind in zip(columns, re.findall(r'class="cell ([a-z-]+)"', row), strict=True):
            for down in html.unescape(name).split(", "):
                found.update({(down, across): kind for across in column.split(", ")})
    return found


@pytest.mark.parametrize(
    "query",
    [
        "y=act&x=load&actor=ALA&armed=yes&worth=2500&on=1985-03-01",
        "y=load&x=act&actor=BLA&worth=9000&on=1975-03-01",
        "y=actor&x=act&load=tar&armed=no&worth=1500&reader=CLA&on=1952-07-01",
        "y=act&x=worth&actor=ALA&armed=yes&load=tar&on=1991-03-01&known=1970-01-01",
    ],
)
def test_the_parts_of_a_map_are_together_the_whole(desk: TestClient, query: str) -> None:
    sides = dict(re.findall(r"\b([yx])=(\w+)", query))
    first = desk.get(f"/estuary/map?{query}").text
    last = int(re.findall(r"part 1 of (\d+)", first)[0])
    assert last == 3
    pages = [first, *(desk.get(f"/estuary/map?{query}&page={page}").text for page in range(2, last + 1))]
    parts = [shown(page) for page in pages]
    for one in (0, 1):
        names = {place[one] for part in parts for place in part}
        assert names.isdisjoint(ACTS) or names == set(ACTS)
    assert len({kind for part in parts for kind in part.values()}) > 1
    if sides["x"] == "worth":
        # Amounts that are alike are put together in each part by itself.
        return
    csv = desk.get(f"/estuary/map.csv?{query}&page=2").text.split("\r\n")[1:-1]
    told = {(cells[0], cells[1]): cells[2] for cells in (line.split(",") for line in csv)}
    assert {place: kind for part in parts for place, kind in part.items()} == told
    assert sum(map(len, parts)) == len(told)


def test_a_part_that_there_is_not_is_refused(desk: TestClient) -> None:
    for page in ("0", "4", "x"):
        assert desk.get(f"/estuary/map?y=act&x=load&actor=ALA&page={page}").status_code == 400
    assert desk.get("/estuary/compare?one=ALA&other=CLA&on=1985-01-01&page=999").status_code == 400


def test_what_two_readers_part_over_is_told_in_parts_that_are_together_all_of_it(desk: TestClient) -> None:
    query = "one=ALA&other=CLA&actor=ALA&armed=yes&on=1985-03-01"
    regions = desk.get(f"/estuary/compare.json?{query}&page=2").json()["regions"]
    pages = [desk.get(f"/estuary/compare?{query}").text]
    last = int(re.findall(r"part 1 of (\d+)", pages[0])[0])
    pages += [desk.get(f"/estuary/compare?{query}&page={page}").text for page in range(2, last + 1)]
    assert all(f"They part on {len(regions)} things" in page for page in pages)
    numbers = [int(one) for page in pages for one in re.findall(r'<article class="part" id="part-(\d+)"', page)]
    assert numbers == list(range(1, len(regions) + 1))
    rules = [one for page in pages for one in re.findall(r'<article class="part".*?(rule-\d+)', page, re.DOTALL)]
    assert rules == [region["rule"] for region in regions]
    lines = desk.get(f"/estuary/compare.csv?{query}").text.split("\r\n")[1:-1]
    assert int(lines[-1].partition(",")[0]) == len(regions)


def test_a_map_after_an_edit_is_that_of_the_new_text(desk: TestClient, tmp_path: Path) -> None:
    folder = tmp_path / "estuary"
    folder.mkdir()
    text = world(random.Random(4))
    (folder / "README.md").write_text(text, "utf-8")
    settings = Settings(
        rulebooks=(str(folder),), only_named=True, today=TODAY, data=tmp_path / "data", look_again_s=0.0
    )
    own = make_client(create_app(settings))
    address = "/estuary/map?y=act&x=load&actor=ALA&armed=yes&worth=2500&on=1985-03-01"
    before = shown(own.get(address).text)
    assert set(before.values()) != {"unregulated"}
    (folder / "README.md").write_text(re.sub(r"in force from \d+", "in force from 2020", text), "utf-8")
    assert set(shown(own.get(address).text).values()) == {"unregulated"}
