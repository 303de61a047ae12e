"""The pages in a browser: one handler and one template a page, on the same functions that the command line calls.

How a page is added is told in `docs/explanation/web.md`.
"""
