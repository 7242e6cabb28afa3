"""Ask every question of a half of the test set, compare each answer with its gold, and print the score."""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import showgraph
from showgraph.errors import ShowgraphError
from showgraph.model import Entity
from showgraph.model.codes import COUNTRIES, LANGUAGES, Code

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph

FOLDER = Path(__file__).parent
HALVES = ("written", "scored")
OUTCOMES = ("right", "refused", "wrong")
LEAST_RIGHT = 90.0
MOST_WRONG = 2.0
BASE = "BASE <https://w3id.org/showgraph/id/> "
Spellings = frozenset[str]


@dataclass(frozen=True)
class Question:
    """A question, what it means, and its gold: a query, a path, or that it must be refused.

    IRIs of things in ``sparql`` and ``also`` are relative to the graph's own (``<person/bae-doona>``); ``also`` holds
    further golds, each of which is right too. ``empty`` says that nothing fits, rightly.
    """

    kind: str
    ask: str
    template: str
    reading: str
    sparql: str = ""
    also: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    steps: int = 0
    empty: bool = False
    refuse: bool = False
    why: str = ""


@dataclass(frozen=True)
class Reply:
    """What the graph said: the cells of an answer's columns, or why there is no answer."""

    reading: str = ""
    rows: list[dict[str, object]] = field(default_factory=list)
    refusal: str = ""
    failure: str = ""

    @property
    def cells(self) -> list[object]:
        """The cells of the first column."""
        return [next(iter(row.values())) for row in self.rows]


@dataclass(frozen=True)
class Verdict:
    """How one question fared: right, refused or wrong, and what was expected."""

    question: Question
    reply: Reply
    outcome: str
    expected: list[str]


def read_questions(half: str) -> list[Question]:
    """Return the questions of a half, in the order of their files."""
    found = []
    for path in sorted((FOLDER / half).glob("*.toml")):
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["question"]:
            also, ends = tuple(table.pop("also", ())), tuple(table.pop("path", ()))
            found.append(Question(kind=path.stem, also=also, path=ends, **table))
    return found


def find_gold(kg: KnowledgeGraph, sparql: str) -> list[object]:
    """Return the first column of what a gold query finds; the one truth value of an ASK."""
    result = kg.query(BASE + sparql)
    return [result.boolean] if result.form == "ASK" else [row[0] for row in result]


def ask_graph(kg: KnowledgeGraph, text: str) -> Reply:
    """Ask a question; a deliberate error is a refusal, any other is a failure."""
    try:
        answer = kg.ask(text)
    except ShowgraphError as error:
        return Reply(refusal=str(error))
    except Exception as error:
        return Reply(failure=f"{type(error).__name__}: {error}")
    return Reply(answer.reading, [dict(row) for row in answer.rows])


def spell(value: object) -> Spellings:
    """Return the spellings under which a value may be met: identifier and label, number, code and name.

    >>> sorted(spell("KR"))
    ['kr', 'south korea']
    >>> spell(Decimal("9")) == spell(9.0) == spell("9")
    True
    """
    if isinstance(value, Entity):
        return frozenset({value.iri, value.label.casefold()})
    if isinstance(value, bool) or value is None:
        return frozenset({str(value)})
    if isinstance(value, int | float | Decimal):
        return frozenset({f"{float(value):.6g}"})
    if isinstance(value, date):
        return frozenset({value.isoformat()[:10]})
    text = str(value).strip()
    if text.isdecimal() and text.isascii():
        return spell(int(text))
    return frozenset({text if "://" in text else text.casefold()}) | _spell_code(text)


def _spell_code(text: str) -> Spellings:
    codes: list[Code] = [*COUNTRIES.values(), *LANGUAGES.values()]
    fitting = [code for code in codes if text == code.code or text.casefold() == code.name.casefold()]
    return frozenset(word.casefold() for code in fitting for word in (code.code, code.name))


def are_same(some: Iterable[object], others: Iterable[object]) -> bool:
    """Tell whether two columns hold the same set of values."""
    one, two = {spell(value) for value in some}, {spell(value) for value in others}
    return _covers(one, two) and _covers(two, one)


def _covers(some: set[Spellings], others: set[Spellings]) -> bool:
    known = frozenset[str]().union(*some)
    return all(known & other for other in others)


def fits_path(question: Question, rows: Sequence[dict[str, object]]) -> bool:
    """Tell whether the rows are a path of the right length between the two, in either direction."""
    if len(rows) != question.steps:
        return False
    if not rows:
        return False
    ends = [str(rows[0].get("from")), str(rows[-1].get("to"))]
    return sorted(ends) == sorted(question.path)


def judge(kg: KnowledgeGraph, question: Question, reply: Reply) -> Verdict:
    """Compare a reply with the gold of its question."""
    if question.refuse:
        expected: list[str] = [f"a refusal: {question.why}"]
        right = bool(reply.refusal)
    elif question.path:
        expected = [f"{question.steps} steps from {question.path[0]} to {question.path[1]}"]
        right = fits_path(question, reply.rows)
    else:
        golds = [find_gold(kg, sparql) for sparql in (question.sparql, *question.also)]
        expected = [str(value) for value in golds[0]]
        right = any(are_same(gold, reply.cells) for gold in golds)
    if reply.refusal and not question.refuse:
        return Verdict(question, reply, "refused", expected)
    return Verdict(question, reply, "right" if right and not reply.failure else "wrong", expected)


def score_half(kg: KnowledgeGraph, half: str) -> list[Verdict]:
    """Ask every question of a half."""
    return [judge(kg, question, ask_graph(kg, question.ask)) for question in read_questions(half)]


def format_table(verdicts: Sequence[Verdict]) -> str:
    """Return the outcomes by kind of question, with the totals as percentages below."""
    counts = Counter((verdict.question.kind, verdict.outcome) for verdict in verdicts)
    kinds = sorted({verdict.question.kind for verdict in verdicts})
    wide = max(len(kind) for kind in [*kinds, "all"])
    lines = [f"{'kind':<{wide}}  questions  " + "  ".join(f"{outcome:>7}" for outcome in OUTCOMES)]
    for kind in kinds:
        numbers = [counts[kind, outcome] for outcome in OUTCOMES]
        lines.append(f"{kind:<{wide}}  {sum(numbers):>9}  " + "  ".join(f"{number:>7}" for number in numbers))
    totals = [sum(verdict.outcome == outcome for verdict in verdicts) for outcome in OUTCOMES]
    lines.append(f"{'all':<{wide}}  {len(verdicts):>9}  " + "  ".join(f"{total:>7}" for total in totals))
    shares = (f"{100 * total / len(verdicts):.1f}%" for total in totals)
    lines.append(f"{'':<{wide}}  {'':>9}  " + "  ".join(f"{share:>7}" for share in shares))
    return "\n".join(lines)


def format_miss(verdict: Verdict) -> str:
    """Return what was asked, how it was read, what was expected and what came."""
    reply = verdict.reply
    came = reply.failure or reply.refusal or _shorten([str(cell) for cell in reply.cells])
    return "\n".join(
        (
            f"{verdict.outcome}: {verdict.question.ask}  [{verdict.question.kind}]",
            f"  means     {verdict.question.reading}",
            f"  read as   {reply.reading or '-'}",
            f"  expected  {_shorten(verdict.expected)}",
            f"  got       {came}",
        )
    )


def _shorten(values: Sequence[str], few: int = 6) -> str:
    names = [value.rsplit("/id/", 1)[-1] for value in sorted(values)]
    more = f" and {len(names) - few} more" if len(names) > few else ""
    return f"{len(names)}: " + "; ".join(names[:few]) + more if names else "nothing"


def holds(verdicts: Sequence[Verdict]) -> bool:
    """Tell whether enough answers are right and few enough wrong."""
    right = 100 * sum(verdict.outcome == "right" for verdict in verdicts) / len(verdicts)
    wrong = 100 * sum(verdict.outcome == "wrong" for verdict in verdicts) / len(verdicts)
    return right >= LEAST_RIGHT and wrong < MOST_WRONG


def main() -> int:
    """Print the score of a half; exit with 1 when it misses its aims."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=HALVES, default="scored", help="which half to ask [default: scored]")
    parser.add_argument("--verbose", action="store_true", help="print each question that wasn't answered rightly")
    parser.add_argument("--graph", metavar="DIR", type=Path, help="the graph to ask [default: the bundled one]")
    options = parser.parse_args()
    with showgraph.open(options.graph) as kg:
        verdicts = score_half(kg, options.half)
    if options.verbose:
        for verdict in verdicts:
            if verdict.outcome != "right":
                print(format_miss(verdict), end="\n\n")
    print(format_table(verdicts))
    print(f"\nwanted: at least {LEAST_RIGHT:g}% right, fewer than {MOST_WRONG:g}% wrong")
    return 0 if holds(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
