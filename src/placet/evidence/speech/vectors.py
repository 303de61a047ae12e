"""The vectors of tokens: what the pipeline's own layers give, with its own weights, in half of their time.

A vector is made of what a token is (its norm, its first and last letters, its shape) and then, in layers, of what
stands beside it. Here it is worked out without what only training needs; what a token is, once for all tokens that are
the same; and what stands beside it, without copying each token beside its neighbours. Every number is the sum of the
same terms in the same order as in the pipeline, which `tests/evidence/speech/test_vectors.py` compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from spacy.tokens import Doc
    from thinc.model import Model

    Floats = np.ndarray[Any, np.dtype[np.float32]]
    """One row for each token."""
    Integers = np.ndarray[Any, Any]

ROWS = 1_024
"""How many rows go through the layers together, if no text has more: their numbers stay near the processor."""


def lean(model: Model) -> Model:
    """Return a model that gives for texts what a `tok2vec` of hashed attributes and windows of three tokens gives.

    Args:
        model: the pipeline's own, whose weights are used as they are. The new one cannot be trained.
    """
    from thinc.api import Model

    columns = next(node for node in model.walk() if node.name == "extract_features").attrs["columns"]
    embeddings = [node for node in model.walk() if node.name == "hashembed"]
    mixing, *windows = (_Maxout(node) for node in model.walk() if node.name == "maxout>>layernorm")

    def forward(_model: Model, docs: Sequence[Doc], is_train: bool) -> tuple[list[Floats], Callable[..., None]]:  # noqa: ARG001 - as it is called
        import numpy as np

        words, which = _distinct(np.concatenate([doc.to_array(columns) for doc in docs]))
        embedded = [layer.predict(np.ascontiguousarray(words[:, at])) for at, layer in enumerate(embeddings)]
        vectors = mixing.finish(np.hstack(embedded) @ mixing.weights)
        return list(_in_context(vectors, which, [len(doc) for doc in docs], windows)), _no_training

    return Model("lean_tok2vec", forward, dims={"nO": model.get_dim("nO")})


def _no_training(*_gradients: object) -> None:
    """Refuse to learn: the library wants a way back from every layer, and here nothing is ever trained."""
    raise TypeError("these layers give vectors and cannot be trained")


class _Maxout:
    """A layer that takes of each three sums the greatest and brings a row of them to a mean and a spread."""

    def __init__(self, model: Model) -> None:
        import numpy as np

        maxout, norm = model.layers
        weights, bias = maxout.get_param("W"), maxout.get_param("b")
        self.width, self.pieces, inputs = weights.shape
        # The first of the three sums of all outputs, then the second, then the third: so they are compared at once.
        self.weights: Floats = np.ascontiguousarray(weights.transpose(1, 0, 2)).reshape(-1, inputs).T
        self.bias: Floats = np.ascontiguousarray(bias.T).reshape(-1)
        self.scale: Floats = norm.get_param("G")
        self.shift: Floats = norm.get_param("b")

    def finish(self, sums: Floats) -> Floats:
        """Return the outputs for sums of inputs by weights, which are overwritten."""
        import numpy as np

        width = self.width
        sums += self.bias
        best = np.maximum(sums[:, :width], sums[:, width : 2 * width])
        for piece in range(2, self.pieces):
            np.maximum(best, sums[:, piece * width : (piece + 1) * width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.add.reduce(np.multiply(best, best, out=sums[:, :width]), axis=1, keepdims=True)
        spread /= width
        spread += 1e-08
        best *= spread**-0.5
        best *= self.scale
        best += self.shift
        return best


def _distinct(attributes: Integers) -> tuple[Integers, Integers]:
    """Return the rows that differ, and for each row the number of the one it is."""
    import numpy as np

    # One number a row is quicker to sort than the row. Should two rows ever share it, each row stands for itself.
    odd = np.array([0x9E3779B97F4A7C15 + 2 * at**9 for at in range(1, attributes.shape[1] + 1)], dtype=np.uint64)
    _, first, which = np.unique(attributes @ odd, return_index=True, return_inverse=True)
    words = attributes[first]
    if np.array_equal(words[which], attributes):
        return words, which
    return attributes, np.arange(len(attributes))


def _in_context(vectors: Floats, which: Integers, lengths: list[int], windows: list[_Maxout]) -> Iterator[Floats]:
    """Yield the vectors of each text, given those of its words alone: as many at a time as `ROWS` holds."""
    import numpy as np

    apart = len(windows)  # so many empty rows that no layer sees the text before
    at = done = 0
    while done < len(lengths):
        places = [1 + apart]
        while done + len(places) < len(lengths):
            place = places[-1] + lengths[done + len(places) - 1] + apart
            if place + lengths[done + len(places)] + apart > ROWS:
                break
            places.append(place)
        some = lengths[done : done + len(places)]
        rows = np.zeros((places[-1] + some[-1] + apart + 1, vectors.shape[1]), dtype=vectors.dtype)
        for place, length in zip(places, some, strict=True):
            rows[place : place + length] = vectors[which[at : at + length]]
            at += length
        for window in windows:
            rows[1:-1] += window.finish(_window_sums(rows, window.weights))
        yield from (rows[place : place + length] for place, length in zip(places, some, strict=True))
        done += len(places)


def _window_sums(rows: Floats, weights: Floats) -> Floats:
    """Return for each row but the first and the last the products of it and its neighbours with weights, summed."""
    import numpy as np

    width = rows.shape[1]
    sums = np.empty((len(rows) - 2, weights.shape[1]), dtype=rows.dtype)
    for first in range(min(3, len(sums))):
        # Every third row with its neighbours is a row of thrice the width, just as the numbers lie.
        many = (len(sums) - first + 2) // 3
        threes = rows[first : first + 3 * many].reshape(many, 3 * width)
        np.matmul(threes, weights, out=sums[first::3])
    return sums
