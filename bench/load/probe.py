"""Load one folder in a process of its own and print how long it took and how much memory the process needed.

Run as `python -m bench.load.probe placet|markdown FOLDER`.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path


def load_with_placet(folder: Path) -> Callable[[], int]:
    """Return the call that reads, parses and checks the rulebook and says how many rules it has."""
    from placet.language import load_rulebook

    def load() -> int:
        loaded = load_rulebook(folder)
        if loaded.rulebook is None:
            raise ValueError("\n".join(str(diagnostic) for diagnostic in loaded.diagnostics[:5]))
        return len(loaded.rulebook.rules)

    return load


def load_with_markdown(folder: Path) -> Callable[[], int]:
    """Return the call that only takes the Markdown apart and says how many blocks it has."""
    from markdown_it import MarkdownIt

    def load() -> int:
        markdown = MarkdownIt("commonmark")
        texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.md"))]
        return sum(token.type == "fence" for text in texts for token in markdown.parse(text))

    return load


PROBES = {"placet": load_with_placet, "markdown": load_with_markdown}


def main() -> None:
    """Measure what the command line names."""
    call = PROBES[sys.argv[1]](Path(sys.argv[2]))
    start, start_cpu = time.perf_counter(), time.process_time()
    count = call()
    seconds, cpu_s = time.perf_counter() - start, time.process_time() - start_cpu
    print(json.dumps({"seconds": seconds, "cpu_s": cpu_s, "peak_mb": peak_memory_mb(), "count": count}))


def peak_memory_mb() -> float:
    """Return the most memory that this process has held.

    The kernel's own figure for this program image comes first: the portable one can carry the peak of the process that
    started this one.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    main()
