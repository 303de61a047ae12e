"""The command line: reads what is asked, calls the parts that know, prints the page."""

from placet.cli.main import main

__all__ = ["main"]
