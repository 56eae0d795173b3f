"""Episodes and their states, feeds, durable work."""
