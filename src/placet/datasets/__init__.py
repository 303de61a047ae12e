"""Public tables of agreements turned into rulebooks, and rulebooks turned back into tables.

What comes in as a table goes out as text that people can read and amend; what goes out as a table has been asked of the
rulebook, by the engine.
"""
