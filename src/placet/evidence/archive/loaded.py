"""All that reading needs, loaded by the server that starts the processes that read; nothing else imports this.

What is loaded here is shared by every process that the server starts, until one of them writes to it. No thread may be
running when it does: the libraries are told so by the environment, and a test holds it.
"""

from __future__ import annotations

import contextlib
import gc
import signal

from placet.evidence.archive.work import Item, read_items

_PAGE = """
<html lang="en"><head><title>Ferry to stop for good | The Port Sheet</title></head><body><article>
<h1>Ferry to stop for good</h1><p>By Ada Brook</p><p>March 4, 2014</p>
<p>The harbour office of Norway said on Tuesday that the ferry would stop at the end of the month, and that nobody had
asked why. "We were not told," the mayor added, according to a senior official of the ministry in Oslo.</p>
<p>The two sides had agreed last year that the line would be kept for as long as the islands have no bridge.</p>
</article></body></html>
"""
"""A page of the kind that archives hold: reading it loads each library, each table and each rule."""

# An interruption is for the process that asked for the server; it may come while this is loading.
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
gc.disable()
# What is missing here is missed by the process that reads as well, and there it is told.
with contextlib.suppress(Exception):
    read_items([Item("page.html", _PAGE.encode())])
gc.collect()
# What is looked through for what can be thrown away is written to, and no longer shared.
gc.freeze()
gc.enable()
