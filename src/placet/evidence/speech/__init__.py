"""Who is said to say what, as the grammar of a text shows it."""
