"""NetworkX views of the graph, and paths from its adjacency arrays."""
