"""The explorer: pages of the graph for people, made on the server, each at an address that can be shared."""
