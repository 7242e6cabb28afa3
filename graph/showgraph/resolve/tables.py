"""The names of the tables that a graph keeps of what was found to be one."""

DECISIONS = "same_decisions"
"""What was decided of pairs: a, b, kind, score, verdict, evidence."""
MEMBERS = "same_members"
"""Which identifier of a source became which of the graph: old, new."""
