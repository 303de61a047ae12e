"""All situations at once: the same rulebook swept by every back end and by the peers, and the growth with the rules."""
