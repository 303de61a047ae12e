"""The peers: each states the ground norms in its own language and answers which outputs are true."""
