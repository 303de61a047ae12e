"""One decision: the workload, what the peers are given, who agrees, and how long it takes."""
