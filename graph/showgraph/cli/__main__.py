"""``python -m showgraph.cli``."""

from showgraph.cli.main import main

main()
