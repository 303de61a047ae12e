"""Where two answers part, over all situations."""
