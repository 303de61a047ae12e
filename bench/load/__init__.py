"""How long rulebooks take to load."""
