"""Very many situations at once: answers and verdicts as programs of operations on long rows of bits."""
