"""Values to look at: pages for a terminal and the stable JSON form of an answer."""
