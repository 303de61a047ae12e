"""What people decide about proposed statements, and what follows from it."""
