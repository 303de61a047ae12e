"""How quickly the pages of a large rulebook come, to twenty users at once, beside a bare page."""
