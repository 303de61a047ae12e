"""Run a measurement of the evidence step: `python -m bench.evidence NAME --data FOLDER`."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Hand over to the measurement that is named first; without one, say which there are."""
    here = Path(__file__).parent
    names = sorted(path.stem for path in here.glob("*.py") if not path.stem.startswith("_"))
    if len(sys.argv) < 2 or sys.argv[1] not in names:
        sys.exit(f"usage: python -m bench.evidence {{{'|'.join(names)}}} --data FOLDER [options]")
    import_module(f"bench.evidence.{sys.argv[1]}").main(sys.argv[2:])


if __name__ == "__main__":
    main()
