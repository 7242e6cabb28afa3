"""Pictures that open offline: what they hold, where it stands, how it looks."""
