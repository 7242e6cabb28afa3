"""One module a format: foreign bytes become claims, each with its source."""
