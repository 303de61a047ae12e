"""Who is meant by the words at a cue, for which party they speak, through whom it came, and on which day."""
