"""Evidence: from an article to dated, sourced statements."""
