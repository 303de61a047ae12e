"""PDFs read in a process of their own: a file that breaks the reader, or grows without end, breaks nothing else.

A few hundred bytes can ask the reader for all memory there is, and it then ends the process it runs in.
"""

from __future__ import annotations

import subprocess
import sys

import msgspec

from placet.evidence.intake.pdf import Pdf, read_pdf
from placet.evidence.intake.unreadable import Unreadable

MOST_MEMORY = 1_000_000_000
"""How many bytes of memory a PDF may take to be read."""

MOST_SECONDS = 60
"""How long a PDF may take to be read, in seconds of the processor."""


class _Refused(msgspec.Struct, frozen=True):
    """Why a PDF cannot be read; `package` is what is not installed, if that is why."""

    message: str
    help: str
    package: str = ""


def read_pdf_apart(raw: bytes) -> Pdf:
    """Read a PDF as `read_pdf` does, in a process of its own.

    Raises:
        Unreadable: as `read_pdf`, and where it takes more memory or time than an article can, or breaks its reader.
        ImportError: the reader is not installed.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the interpreter that runs this, and no word of anybody's
            # Safe path (`-P`): nothing is imported from the folder that somebody happens to stand in.
            [sys.executable, "-P", "-m", __name__, str(MOST_MEMORY), str(MOST_SECONDS)],
            input=raw,
            capture_output=True,
            timeout=3 * MOST_SECONDS,
            check=False,
        )
        if done.returncode:
            raise _too_much()
        found = msgspec.msgpack.decode(done.stdout, type=tuple[Pdf | None, _Refused | None])
    except (subprocess.TimeoutExpired, msgspec.DecodeError):
        raise _too_much() from None
    if found[0] is not None:
        return found[0]
    assert found[1] is not None
    if found[1].package:
        raise ImportError(found[1].message, name=found[1].package)
    raise Unreadable(found[1].message, found[1].help)


def _too_much() -> Unreadable:
    return Unreadable(
        "the PDF breaks its reader, or takes more memory or time than an article can", "Give the text of it."
    )


def _read_here(raw: bytes) -> bytes:
    """Return what is told to the process that asked."""
    found: tuple[Pdf | None, _Refused | None]
    try:
        found = read_pdf(raw), None
    except Unreadable as refused:
        found = None, _Refused(refused.message, refused.help)
    except ImportError as error:
        found = None, _Refused(str(error), "", error.name or "a part")
    return msgspec.msgpack.encode(found)


def _bound(memory: int, seconds: int) -> None:
    """Set the bounds of this process, where the system has them."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        try:
            hard = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        except (OSError, ValueError):
            # The system does not bound this; the time of the process that asks does.
            continue


if __name__ == "__main__":
    _bound(*map(int, sys.argv[1:]))
    sys.stdout.buffer.write(_read_here(sys.stdin.buffer.read()))
