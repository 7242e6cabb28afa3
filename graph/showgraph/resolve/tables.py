"""The names of the tables that a graph keeps of how it was resolved."""

DECISIONS = "same_decisions"
"""What was decided of pairs: a, b, kind, score, verdict, evidence."""
MEMBERS = "same_members"
"""Which identifier of a source became which of the graph: old, new."""
STATUSES = "claim_statuses"
"""The statuses of claims that have another than ``actual``: s, p, o, source, status."""
