"""Whole tables decided: read in blocks, every row answered, written as parts that an interrupted run keeps.

`job` says what is wanted, `run` does it; numpy and pyarrow are imported only when it does.
"""
