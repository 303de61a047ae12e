"""The formatter: what a block looks like afterwards, and that it still says the same."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placet.language.format import format_file, format_text
from placet.language.lexer import text_value
from placet.language.load import load_rulebook
from placet.language.parser import parse_file
from placet.language.write import write_rulebook
from tests.language.writable import random_writable, without_places


def block(text: str) -> str:
    return f"```placet\n{text}```\n"


def meaning(text: str) -> list[tuple[str, str]]:
    """Return the tokens of all blocks, texts by what they say: the same tokens make the same rulebook."""
    tree, _ = parse_file("a.md", "a.md", text)
    pairs = zip(tree.tokens.kinds, tree.tokens.texts, strict=True)
    return [(kind, text_value(word) if kind == "TEXT" else word) for kind, word in pairs]


def comments(text: str) -> list[str]:
    tree, _ = parse_file("a.md", "a.md", text)
    return [text[comment.start : comment.end].rstrip() for comment in tree.comments]


@pytest.mark.parametrize(
    ("loose", "laid_out"),
    [
        pytest.param(
            'rule a "T" under pact first when actor = USA unless JPN in attacked needs consent of JPN\n',
            'rule a "T"\n'
            "  under  pact first\n"
            "  when   actor = USA\n"
            "  unless JPN in attacked\n"
            "  needs  consent of JPN\n",
            id="each clause of a rule has its line and the keywords a column",
        ),
        pytest.param(
            'rule a "T"\n    needs consent of JPN\n    under pact\n    overrides b, c\n    bars\n',
            'rule a "T"\n  needs consent of JPN\n  under pact\n  overrides b, c\n  bars\n',
            id="the author's order stays and a long keyword widens no column",
        ),
        pytest.param(
            'place a "A"\nplace  longer "The longer one"   in a\nplace b "B" in a\n',
            'place a      "A"\nplace longer "The longer one" in a\nplace b      "B"              in a\n',
            id="places in a run share their columns",
        ),
        pytest.param(
            'place a "A"\n\nplace longer "B"\n',
            'place a "A"\n\nplace longer "B"\n',
            id="an empty line ends a run",
        ),
        pytest.param(
            'field a : party "Who?"\nfield number-of : number in USD or none "How many?"\nfield c:yes or no\n',
            'field a         : party                 "Who?"\n'
            'field number-of : number in USD or none "How many?"\n'
            "field c         : yes or no\n",
            id="fields share the columns of type and question",
        ),
        pytest.param(
            "term a means x\nterm long-name means y and(z or not x)\n",
            "term a         means x\nterm long-name means y and (z or not x)\n",
            id="terms share the column of their condition",
        ),
        pytest.param(
            'party KOR "Korea" office president "President" office mnd "Ministry"\nparty JPN "Japan"\n',
            'party KOR "Korea"\n  office president "President"\n  office mnd       "Ministry"\nparty JPN "Japan"\n',
            id="offices share the column of their titles",
        ),
        pytest.param(
            'relation r : place to party from "r.csv" south-korea is KOR since 2014 japan is unsettled between A,B\n',
            'relation r : place to party from "r.csv"\n'
            "  south-korea is KOR since 2014\n"
            "  japan       is unsettled between A, B\n",
            id="entries share the column of their values",
        ),
        pytest.param(
            'statement s in a paragraph 7 by KOR "speaking" on 2014-01-01 basis "the date line" denies "it"\n',
            'statement s in a paragraph 7\n  by KOR "speaking"\n  on 2014-01-01 basis "the date line"\n  denies "it"\n',
            id="a statement keeps its source on its own line",
        ),
        pytest.param("party KOR “Korea”\n", 'party KOR "Korea"\n', id="curly marks become straight"),
        pytest.param(
            'party KOR “the "South"”\n', 'party KOR “the "South"”\n', id="curly marks stay around straight ones"
        ),
        pytest.param(
            'rule a "one\n     two   three"\n', 'rule a "one two   three"\n', id="a text goes on one line where it fits"
        ),
        pytest.param(
            "term a means f( x )in( b ,c )and sovereign (area)=KOR\n",
            "term a means f(x) in (b, c) and sovereign(area) = KOR\n",
            id="marks have their spaces",
        ),
        pytest.param(
            "\n\nuse general   \n\n\n\nuse other\n\n\n",
            "use general\n\nuse other\n",
            id="one empty line between declarations, none at the ends",
        ),
        pytest.param(
            '# about Korea\nparty KOR "Korea" # a state\n   # its offices\n   office mnd "M"   # first\n# the end\n',
            '# about Korea\nparty KOR "Korea"  # a state\n  # its offices\n  office mnd "M"  # first\n# the end\n',
            id="comments stay where they are",
        ),
        pytest.param(
            'rule a "T"\n  when x # why x\n   # and why y\n   and y\n  bars\n',
            'rule a "T"\n  when x  # why x\n       # and why y\n       and y\n  bars\n',
            id="comments stay inside a clause",
        ),
    ],
)
def test_a_block_is_laid_out(loose: str, laid_out: str) -> None:
    assert format_text(block(loose)) == block(laid_out)
    assert format_text(block(laid_out)) == block(laid_out)


def test_a_long_line_goes_on_deeper() -> None:
    names = ", ".join(f"value-number-{number}" for number in range(12))
    laid_out = format_text(block(f'field act : {names} "What?"\nterm t means act in ({names}) and act in ({names})\n'))
    lines = laid_out.splitlines()
    assert max(map(len, lines)) <= 100
    heads = [line for line in lines[1:-1] if not line.startswith("    ")]
    assert [line.split()[0] for line in heads] == ["field", "term"]
    assert meaning(laid_out) == meaning(
        block(f'field act : {names} "What?"\nterm t means act in ({names}) and act in ({names})\n')
    )


def test_a_long_text_is_broken_between_words_and_says_the_same() -> None:
    text = block(f'statement s in a\n  denies "{"That Tokyo must be asked. " * 10}{"x" * 120} end"\n')
    laid_out = format_text(text)
    assert all(len(line) <= 100 or "x" * 120 in line for line in laid_out.splitlines())
    assert meaning(laid_out) == meaning(text)


def test_a_text_with_space_at_its_ends_is_not_broken() -> None:
    text = block(f'statement s in a\n  denies " {"word " * 40}"\n')
    assert meaning(format_text(text)) == meaning(text)


def test_prose_and_other_blocks_stay_byte_for_byte() -> None:
    prose = "# Title  \n\n  text\twith “marks”   \n```python\nrule   a\n```\n~~~\nplacet\n~~~\n"
    assert format_text(prose) == prose
    around = f"{prose}```placet\nuse   a\n```\n{prose}"
    assert format_text(around) == f"{prose}```placet\nuse a\n```\n{prose}"


def test_a_text_without_a_last_line_end_keeps_its_end() -> None:
    assert format_text("```placet\nuse   a\n```") == "```placet\nuse a\n```"


def test_an_indented_fence_keeps_its_indent_and_a_windows_file_its_line_ends() -> None:
    assert format_text("  ```placet\n  use   a\n\n  use b\n  ```\n") == "  ```placet\n  use a\n\n  use b\n  ```\n"
    assert format_text("```placet\r\nuse   a\r\nuse b\r\n```\r\n") == "```placet\r\nuse a\r\nuse b\r\n```\r\n"


def test_a_tilde_fence_is_a_block_too() -> None:
    assert format_text("~~~placet\nuse   a\n~~~\n") == "~~~placet\nuse a\n~~~\n"


@pytest.mark.parametrize(
    "broken",
    [
        'rule   a "never closed\n',
        "rule   when\n",
        "  rule   a\n",
        'party   KOR "K"\n  ofice  b "B"\n',
        "term   a means (b\n",
        "use   a ; b\n",
    ],
)
def test_a_block_with_an_error_is_left_and_reported_and_the_others_are_laid_out(broken: str) -> None:
    text = block(broken) + block("use   a\n")
    formatted = format_file("a.md", text)
    assert formatted.text == block(broken) + block("use a\n")
    assert formatted.diagnostics
    assert {diagnostic.severity for diagnostic in formatted.diagnostics} == {"error"}


def test_a_block_that_is_never_closed_is_left() -> None:
    text = "```placet\nuse   a\n"
    formatted = format_file("a.md", text)
    assert formatted.text == text
    assert [diagnostic.code for diagnostic in formatted.diagnostics] == ["E0108"]


def test_an_empty_block_and_one_of_comments_stay() -> None:
    assert format_text(block("")) == block("")
    assert format_text(block("# nothing   yet\n")) == block("# nothing   yet\n")


def test_a_warning_does_not_keep_a_block_from_its_layout() -> None:
    assert format_text(block("term a  means b and c or d\n")) == block("term a means b and c or d\n")


def scrambled(text: str, rng: Random) -> str:
    """Return the same tokens with other spaces, line breaks and comments between them."""
    tree, found = parse_file("a.md", "a.md", text)
    assert not [diagnostic for diagnostic in found if diagnostic.severity == "error"]
    heads = {declaration.first for part in tree.blocks for declaration in part.declarations}
    out = ["```placet\n"]
    for token, (kind, word) in enumerate(zip(tree.tokens.kinds, tree.tokens.texts, strict=True)):
        if not kind:
            continue
        if token in heads:
            out.append(rng.choice(("\n", "\n\n", "\n# margin\n", "\n   # deeper\n\n", "  # behind\n")))
        else:
            out.append(
                rng.choice((" ",) * 6 + ("   ", "\n  ", "\n\n \t", " # note 韓国\n  ", "\n# odd\n    # two\n  "))
            )
        out.append(word)
    return "".join(out) + "\n```\n"


@given(st.integers(0, 2**32), st.integers(1, 5))
def test_any_rulebook_in_any_layout_keeps_its_meaning_and_its_comments_and_stays_formatted(
    seed: int, size: int
) -> None:
    rng = Random(seed)
    text = scrambled(write_rulebook(random_writable(rng, size)), rng)
    laid_out = format_text(text)
    assert meaning(laid_out) == meaning(text)
    assert comments(laid_out) == comments(text)
    assert format_text(laid_out) == laid_out


@given(st.integers(0, 2**32), st.integers(1, 5))
def test_what_is_written_is_formatted(seed: int, size: int) -> None:
    text = write_rulebook(random_writable(Random(seed), size))
    assert format_text(text) == text


@pytest.mark.parametrize("name", ["general", "korea", "examples/river-notice", "examples/guidelines-clause"])
def test_the_shipped_rulebooks_mean_the_same_formatted(name: str, project: Path, tmp_path: Path) -> None:
    folder = project / "rulebooks" / name
    for path in folder.rglob("*.md"):
        formatted = format_file(path.name, path.read_text(encoding="utf-8"))
        assert formatted.diagnostics == ()
        assert format_text(formatted.text) == formatted.text
        copy = tmp_path / folder.name / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(formatted.text, encoding="utf-8")
    before, after = load_rulebook(folder), load_rulebook(tmp_path / folder.name)
    assert before.rulebook is not None
    assert after.rulebook is not None
    assert without_places(after.rulebook) == without_places(before.rulebook)
