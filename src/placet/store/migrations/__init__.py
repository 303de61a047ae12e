"""The steps by which the database came to its newest form; run in their order when a store is opened."""
