"""The SHACL shapes of the model, as Turtle."""

from __future__ import annotations

from showgraph.model.kinds import KINDS
from showgraph.model.namespaces import PREFIXES, SH, shorten
from showgraph.model.properties import PROPERTIES, Property

_STRICT = {"string": "xsd:string", "code": "xsd:string", "integer": "xsd:integer", "decimal": "xsd:decimal"}


def build_shapes() -> str:
    """Return a shape for each kind with properties: datatypes, classes, and what has at most one value.

    >>> "sh:targetClass sg:Credit" in build_shapes()
    True
    """
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in {**PREFIXES, "sh": SH}.items()]
    for kind in KINDS.values():
        own = [prop for prop in PROPERTIES if prop.of == kind.key]
        if kind.key == "thing" or not own:
            continue
        lines.append(f"\nsg:{kind.key}-shape a sh:NodeShape ;\n  sh:targetClass {shorten(kind.iri)} ;")
        if kind.key in ("work", "person", "organization", "genre", "character", "source"):
            lines.append(
                "  sh:property [ sh:path rdfs:label ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] ;"
            )
        lines += [f"  sh:property [ {_constraints(prop)} ] ;" for prop in own]
        lines[-1] = lines[-1].removesuffix(";") + "."
    return "\n".join(lines) + "\n"


def _constraints(prop: Property) -> str:
    parts = [f"sh:path {shorten(prop.iri)}"]
    if prop.one:
        parts.append("sh:maxCount 1")
    if prop.value in _STRICT and prop.key != "value":
        parts.append(f"sh:datatype {_STRICT[prop.value]}")
    elif prop.value == "text":
        parts.append("sh:or ( [ sh:datatype xsd:string ] [ sh:datatype rdf:langString ] )")
    elif prop.value == "date":
        dates = " ".join(f"[ sh:datatype xsd:{name} ]" for name in ("date", "gYearMonth", "gYear"))
        parts.append(f"sh:or ( {dates} )")
    elif prop.value == "entity" and prop.range != "concept":
        parts.append(f"sh:class {shorten(KINDS[prop.range].iri)}")
    elif prop.value in ("iri", "entity"):
        parts.append("sh:nodeKind sh:IRI")
    return " ; ".join(parts)
