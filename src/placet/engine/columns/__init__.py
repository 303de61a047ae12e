"""A rulebook on a day, as each reader has it: what is in force and known, which rules, read as what."""
