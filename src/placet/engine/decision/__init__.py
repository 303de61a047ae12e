"""One question, answered fast and exactly; many of one kind at once; how the answers compare."""
