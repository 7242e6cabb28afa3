"""Finding things by name and answering questions: the one search box, its completion, and the page of an answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from showgraph.draw.style import style_of
from showgraph.errors import AmbiguousNameError, QuestionError, ShowgraphError
from showgraph.model import Entity
from showgraph.names import Hit, find_names, find_near, search_names
from showgraph.serve.addresses import address_of, with_parameters
from showgraph.serve.answering import Answer
from showgraph.serve.api import JSON
from showgraph.serve.explorer.pages import render
from showgraph.serve.refusals import RequestError
from showgraph.sparql import run_query

if TYPE_CHECKING:
    from showgraph.ask.answer import Answer as Answered
    from showgraph.knowledge_graph import KnowledgeGraph

LONGEST = 300
"""How many letters a question may have."""
_MOST_OFFERED, _MOST_SHOWN, _MOST_WHY = 8, 300, 25
_ASIDE = ("credit", "claim", "event")


def check_question(text: str) -> str:
    """Return what was asked, trimmed.

    Raises:
        RequestError: it is too long.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise RequestError(400, f"a question may have {LONGEST} letters")
    return text


def search(kg: KnowledgeGraph, text: str) -> Answer:
    """Return what a text finds: the page of the one thing of that name, a choice of several, or an answer."""
    if not text:
        return _go_to("/")
    hits = find_names(kg.store.execute, text)
    sure = [hit for hit in hits if hit.way == "exact"] or hits
    if len(sure) == 1:
        return _go_to(address_of(sure[0].iri))
    if sure:
        return render("choices.html.jinja", q=text, hits=sure, near=[], questions=[], refused="")
    return answer_question(kg, text, None)


def _go_to(address: str) -> Answer:
    return Answer("text/plain; charset=utf-8", b"", status=303, headers={"location": address})


def answer_question(kg: KnowledgeGraph, text: str, reading: int | None) -> Answer:
    """Return the page that answers a question, or says why it can't and what is near."""
    try:
        answered = kg.ask(text, reading)
    except AmbiguousNameError as error:
        hits = _find_choices(kg, error)
        refused = f"{error.name!r} may be several things here."
        return render("choices.html.jinja", q=text, hits=hits, near=[], questions=[], refused=refused)
    except QuestionError as error:
        near = find_near(kg.store.execute, text)[:10]
        questions = kg.suggest(text.rpartition(" ")[0] or text, 5)
        refused = str(error).splitlines()[0]
        asked = questions or EXAMPLES
        return render("choices.html.jinja", q=text, hits=[], near=near, questions=asked, refused=refused)
    return _show_answer(text, reading, answered)


def _find_choices(kg: KnowledgeGraph, error: AmbiguousNameError) -> list[Hit]:
    hits = find_names(kg.store.execute, error.name)
    named = [hit for hit in hits if str(hit) in error.choices]
    return named or hits


def _show_answer(text: str, reading: int | None, answered: Answered) -> Answer:
    columns = [name for name in answered.columns if name != "iri" and not name.endswith("_iri")]
    rows = answered.rows[:_MOST_SHOWN]
    why = answered.why[:_MOST_WHY] if answered.rows else []
    things = [cell.iri for row in rows for cell in row.values() if isinstance(cell, Entity)]
    return render(
        "answer.html.jinja",
        q=text,
        reading=reading,
        answer=answered,
        columns=columns,
        rows=rows,
        more=len(answered.rows) - len(rows),
        why=why,
        sparql_address=with_parameters("/sparql", query=answered.sparql),
        things=things,
    )


def suggest(kg: KnowledgeGraph, text: str, *, questions: bool) -> Answer:
    """Return as JSON what a text may become: things whose names begin so, and with ``questions`` whole questions."""
    offered: list[dict[str, str]] = []
    if questions:
        offered = [
            {"label": one, "kind": "question", "address": with_parameters("/ask", q=one)} for one in _ask(kg, text)
        ]
    elif text:
        hits = search_names(kg.store.execute, text, "prefix") or kg.find(text)
        offered = [
            {
                "label": hit.label,
                "name": hit.name,
                "kind": hit.kind,
                "look": style_of(hit.kind).kind,
                "about": hit.about,
                "address": address_of(hit.iri),
            }
            for hit in hits[: _MOST_OFFERED * 2]
            if hit.kind not in _ASIDE
        ]
    return Answer.of(JSON, [json.dumps(offered[:_MOST_OFFERED], ensure_ascii=False)])


def _ask(kg: KnowledgeGraph, text: str) -> list[str]:
    try:
        return kg.suggest(text, _MOST_OFFERED)
    except ShowgraphError:
        return []


def show_home(kg: KnowledgeGraph) -> Answer:
    """Return the first page."""
    counts = {str(row["what"]): row["count"] for row in kg.stats()}
    recent = [row.asdict() for row in run_query(kg.store, _ADAPTED, limits=kg.limits)]
    return render("home.html.jinja", q="", counts=counts, adapted=recent, examples=EXAMPLES)


EXAMPLES = (
    "zombie series adapted from webtoons",
    "who directed All of Us Are Dead",
    "films with Bae Doona since 2010",
    "webtoons adapted more than once",
    "박솔로몬",
)
_ADAPTED = """PREFIX sg: <https://w3id.org/showgraph/ns#>
PREFIX schema: <https://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?source ?source_iri (COUNT(DISTINCT ?work) AS ?works) WHERE {
  ?work schema:isBasedOn ?source_iri ; a sg:ScreenWork . ?source_iri rdfs:label ?source ; a schema:ComicSeries
} GROUP BY ?source ?source_iri ORDER BY DESC(?works) ?source LIMIT 8"""
