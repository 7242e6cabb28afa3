"""Pictures that open offline."""
