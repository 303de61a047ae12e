"""Which back end runs a program: the best that is installed, unless somebody asks for another."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Literal, TypeAlias, cast

from placet.engine.sweep.grid import Backend

BackendName: TypeAlias = Literal["auto", "integers", "numpy", "numba"]

_WHERE = {
    "numba": ("placet.engine.sweep.run_numba", "NumbaBackend"),
    "numpy": ("placet.engine.sweep.run_numpy", "NumpyBackend"),
    "integers": ("placet.engine.sweep.run_integers", "IntegersBackend"),
}
_NEEDS = {"numba": ("numba", "numpy"), "numpy": ("numpy",), "integers": ()}


class BackendMissing(Exception):
    """A back end was asked for whose library is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"`{name}` is not installed")
        self.name = name


def installed_backends() -> tuple[str, ...]:
    """Return the names of the back ends that can be used, the fastest first."""
    return tuple(name for name, needs in _NEEDS.items() if all(find_spec(package) for package in needs))


def choose_backend(name: BackendName = "auto") -> Backend:
    """Return a back end.

    Args:
        name: which one; `auto` is the fastest that is installed.

    Raises:
        BackendMissing: where its library is not installed.
    """
    installed = installed_backends()
    chosen = installed[0] if name == "auto" else name
    if chosen not in installed:
        raise BackendMissing(chosen)
    module, class_name = _WHERE[chosen]
    return cast("Backend", getattr(import_module(module), class_name)())
