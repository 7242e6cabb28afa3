"""The model page of the documentation, as Markdown."""

from __future__ import annotations

from showgraph.model.kinds import KINDS
from showgraph.model.namespaces import PREFIXES, shorten
from showgraph.model.properties import FUNCTIONS, PROPERTIES, Property


def build_page() -> str:
    """Return the page: namespaces, kinds, properties of each kind, functions of credits."""
    lines = [
        "# The model",
        "",
        "What the graph says and in which words. This page is generated from `showgraph.model`:",
        "`python -m showgraph.cli.pages` writes it, and a test fails when it is out of date.",
        "",
        "## Namespaces",
        "",
        *(f"- `{name}:` `{iri}`" for name, iri in PREFIXES.items()),
        "",
        "## Kinds",
        "",
        "| key in TOML | class | below | words | meaning |",
        "|---|---|---|---|---|",
    ]
    for kind in KINDS.values():
        words = ", ".join(dict.fromkeys((*(word for pair in kind.nouns for word in pair), *kind.korean)))
        above = ", ".join(f"`{key}`" for key in kind.parents)
        lines.append(f"| `{kind.key}` | `{shorten(kind.iri)}` | {above} | {words} | {kind.meaning} |")
    for kind in KINDS.values():
        own = [prop for prop in PROPERTIES if prop.of == kind.key]
        if own:
            lines += ["", f"## Properties of a {kind.noun}", ""]
            lines += ["| key in TOML | property | value | one | words | meaning |", "|---|---|---|---|---|---|"]
            lines += [_row(prop) for prop in own]
    lines += ["", "## What a person does in a work", "", "| key | concept | direct edge |", "|---|---|---|"]
    lines += [f"| `{f.key}` | `{shorten(f.iri)}` | {f'`{f.edge}`' if f.edge else 'none'} |" for f in FUNCTIONS.values()]
    return "\n".join(lines) + "\n"


def _row(prop: Property) -> str:
    value = prop.range if prop.value == "entity" else prop.value
    words = ", ".join((*prop.verbs, *prop.phrases, *prop.inverse, *prop.korean))
    brings = f"brings `{', '.join(prop.parents)}` along" if prop.parents else ""
    meaning = "; ".join(part for part in (prop.meaning, brings) if part)
    return f"| `{prop.key}` | `{shorten(prop.iri)}` | {value} | {'yes' if prop.one else ''} | {words} | {meaning} |"
