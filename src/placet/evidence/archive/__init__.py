"""Archives: a folder of very many articles read for statements, in one go that an interruption does not undo."""

from placet.evidence.archive.job import ArchiveProblem, Job, Progress, Summary
from placet.evidence.archive.run import read_archive

__all__ = ["ArchiveProblem", "Job", "Progress", "Summary", "read_archive"]
