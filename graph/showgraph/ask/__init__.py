"""Named queries and English questions."""
