"""Other engines, asked for the same totals; a new one is a module here and a line in `roll`."""
