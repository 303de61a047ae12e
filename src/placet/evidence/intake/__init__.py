"""From bytes to a document: clean text with an offset map, paragraphs by kind, and what is known beside them."""
