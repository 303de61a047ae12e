"""The arithmetic under the parse: numpy's own matrix products, in one thread.

They take two thirds of the time that those of the pipeline's default library take, and the parse is the same. One
thread a process, because several processes share a machine better than the threads of several processes do. Where
numpy does not multiply with an OpenBLAS of its own, everything stays as the pipeline has it.
"""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

_SETTERS = ("scipy_openblas_set_num_threads64_", "scipy_openblas_set_num_threads", "openblas_set_num_threads")


def prepare_arithmetic(pipeline: Language) -> None:
    """Let a pipeline multiply with numpy, in one thread; where that cannot be had, leave it as it is."""
    from thinc.api import NumpyOps

    if not _keep_to_one_thread():
        return
    try:
        operations = NumpyOps(use_blis=False)
    except TypeError:  # a release that has no such choice
        return
    for _, component in pipeline.pipeline:
        model = getattr(component, "model", None)
        if model is not None and hasattr(model, "walk"):
            for node in model.walk():
                node.ops = operations


def _keep_to_one_thread() -> bool:
    # numpy has no call for it, and the variable of the environment counts only before numpy is first imported
    import numpy as np

    here = Path(np.__file__).parent
    for path in sorted((*here.parent.glob("numpy.libs/*openblas*"), *here.glob(".dylibs/*openblas*"))):
        try:
            library = ctypes.CDLL(str(path))
        except OSError:
            continue
        for name in _SETTERS:
            setter = getattr(library, name, None)
            if setter is not None:
                setter(ctypes.c_int(1))
                return True
    return False
