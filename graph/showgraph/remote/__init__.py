"""A graph behind any SPARQL 1.1 endpoint: asked over HTTP, within limits, and only at the address that was given.

``client`` asks a query and pages long answers, ``names`` finds what a text names, ``scenery`` gives pictures what they
show. Nothing here is loaded before an endpoint is opened.
"""
