"""What holds in every situation, on every day and for everybody concerned: rules and clauses without any effect."""
