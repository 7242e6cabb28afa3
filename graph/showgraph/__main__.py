"""``python -m showgraph``."""

from showgraph.cli import main

main()
