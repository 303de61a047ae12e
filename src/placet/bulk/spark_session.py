"""A Spark session that keeps quiet, leaves nothing behind, and says in one line what went wrong."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from placet.bulk.problems import TableProblem

ROWS_A_BATCH = 1 << 16
"""How many rows are handed to a worker at a time."""

_DOCUMENT = "docs/how-to/sweep-on-spark.md"

_QUIET = """\
rootLogger.level = error
rootLogger.appenderRef.out.ref = out
appender.out.type = Console
appender.out.name = out
appender.out.target = SYSTEM_ERR
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %p %c{1}: %m%n%ex{short}
"""


@contextlib.contextmanager
def spark_session(master: str | None = None, jobs: int | None = None) -> Iterator[Any]:
    """Lend a Spark session: the one that is there already, or a new one that ends with it.

    Args:
        master: the address of the cluster, or `local[N]`; None: what Spark's own settings say, else this machine.
        jobs: how many tasks at a time on this machine, where that is not said otherwise.

    Raises:
        ImportError: pyspark is not installed.
        TableProblem: there is no Java, or Spark does not start or fails at its work.
    """
    from pyspark.sql import SparkSession

    there = SparkSession.getActiveSession()
    with tempfile.TemporaryDirectory(prefix="placet-spark-", ignore_cleanup_errors=True) as folder:
        own = None
        if there is None:
            there = own = _start(SparkSession.builder, master, jobs, Path(folder))
        try:
            yield _set_up(there.newSession())
        except Exception as error:
            reason = _told(error)
            if reason is None:
                raise
            raise reason from None
        finally:
            if own is not None:
                own.stop()
                _end_java()


def _start(builder: Any, master: str | None, jobs: int | None, folder: Path) -> Any:  # noqa: ANN401 - Spark's types
    """Start Spark; what Java has to say goes to a file."""
    home = os.environ.get("JAVA_HOME")
    if not (home and (Path(home) / "bin" / "java").exists()) and shutil.which("java") is None:
        raise TableProblem(
            "Spark needs Java, and there is none on this machine",
            "On Debian or Ubuntu: apt install default-jre-headless. Elsewhere set JAVA_HOME to where it is.",
        )
    master = master or os.environ.get("SPARK_MASTER") or _configured_master()
    if master is not None and master.startswith("sc:"):
        raise TableProblem(
            "Spark Connect (`sc://…`) is not supported",
            "Give the address of the cluster itself, as `spark://…` or `yarn`.",
        )
    log = folder / "java.log"
    quiet = folder / "log4j2.properties"
    quiet.write_text(_QUIET, "utf-8")
    builder = builder.appName("placet sweep").config("spark.ui.showConsoleProgress", "false")
    options = {"spark.log.level": "ERROR"}
    if master is None or master.startswith("local"):
        master = master or f"local[{jobs or '*'}]"
        options |= {
            "spark.ui.enabled": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.local.dir": str(folder),
            "spark.sql.warehouse.dir": str(folder),
            "spark.sql.shuffle.partitions": str(2 * (jobs or os.cpu_count() or 1)),
            "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={quiet.as_uri()} -Djava.io.tmpdir={folder}",
        }
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name, value in options.items():
        builder = builder.config(name, value)
    try:
        with _errors_to(log):
            return builder.master(master).getOrCreate()
    except Exception as error:  # noqa: BLE001 - what stops Spark from starting has many types
        lines = [line for line in log.read_text("utf-8", "replace").splitlines() if _TELLING.search(line)]
        known = _told(error)
        _end_java()
        if known is not None and "GATEWAY" not in known.message:
            reason = known.message.removeprefix("Spark has failed: ")
        else:
            reason = _short(lines[-1] if lines else str(error))
        raise TableProblem(
            f"Spark does not start at `{master}`: {reason}",
            "Is the address right, and does its Spark have the same version?",
        ) from None


_TELLING = re.compile(r"(Exception|Error)\b.*:|^ERROR|^Error")


def _set_up(session: Any) -> Any:  # noqa: ANN401 - Spark's own type
    """Set in a session of our own what the answers hang on."""
    for name, value in {
        "spark.sql.caseSensitive": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(ROWS_A_BATCH),
    }.items():
        session.conf.set(name, value)
    return session


def _configured_master() -> str | None:
    """Return the master that Spark's own file of settings names."""
    folder = os.environ.get("SPARK_CONF_DIR")
    if folder is None and os.environ.get("SPARK_HOME"):
        folder = str(Path(os.environ["SPARK_HOME"]) / "conf")
    if folder is None:
        return None
    with contextlib.suppress(OSError):
        for line in (Path(folder) / "spark-defaults.conf").read_text("utf-8").splitlines():
            found = re.match(r"\s*spark\.master[\s=:]+(\S+)", line)
            if found:
                return found[1]
    return None


@contextlib.contextmanager
def _errors_to(path: Path) -> Iterator[None]:
    """Send standard error to a file, for this process and for those that it starts meanwhile."""
    sys.stderr.flush()
    before = os.dup(2)
    with path.open("wb") as stream:
        os.dup2(stream.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(before, 2)
            os.close(before)


def _end_java() -> None:
    """End the Java process that Spark leaves running until this one ends."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway  # nothing public ends it
    if gateway is None:
        return
    process = getattr(gateway, "proc", None)
    gateway.shutdown()
    if process is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
        process.wait(30)
    SparkContext._gateway = SparkContext._jvm = None  # the next session starts anew


_ON_WORKER = re.compile(r"^(?:[\w.]+\.)?(?P<kind>\w+): (?P<said>.+)$")


def _told(error: Exception) -> TableProblem | None:
    """Say in one line what Spark has said in sixty; None where it is no error of Spark's."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    if not isinstance(error, (PySparkException, Py4JError)):
        return None
    text = str(error)
    # What a worker said stands at the end of its traceback, in front of Java's.
    found = None
    if "Traceback (most recent call last)" in text:
        python = text[text.rindex("Traceback (most recent call last)") :]
        python = re.split(r"\n\s*(?:at [\w.$]+\(|JVM stacktrace|Driver stacktrace)", python)[0]
        ends = [_ON_WORKER.match(line) for line in python.splitlines() if not line.startswith(" ")]
        found = next((end for end in reversed(ends) if end is not None), None)
    if found is not None:
        if found["kind"] == "ModuleNotFoundError":
            return TableProblem(
                f"the workers of the cluster lack a part: {_short(found['said'])}",
                f"placet and what it needs must be there too: {_DOCUMENT} says how.",
            )
        if found["kind"] == "TableProblem":
            return TableProblem(_short(found["said"]))
        return TableProblem(f"a worker of Spark has failed: {_short(found['said'])}")
    if "PYTHON_VERSION_MISMATCH" in text:
        return TableProblem(
            "the workers of the cluster have another version of Python than this machine",
            f"Both need the same, as 3.11 and 3.11: {_DOCUMENT} says how.",
        )
    if "PATH_ALREADY_EXISTS" in text:
        return TableProblem("the output is there already", "`--force` replaces it.")
    causes = re.findall(r"^(?:Caused by|): [\w.$]*?(?:Exception|Error): (.+)", text, re.MULTILINE)
    return TableProblem(f"Spark has failed: {_short(causes[-1] if causes else text.strip().splitlines()[0])}")


def _short(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip().rstrip(".")
    return text if len(text) <= 300 else f"{text[:299]}…"
