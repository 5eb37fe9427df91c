"""One file an agent: where its settings live, how its payload reads, and how it is answered."""
