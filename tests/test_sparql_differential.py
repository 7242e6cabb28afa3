"""Seeded random queries over mixed data: the same bag of rows from the compiled SQL and from Oxigraph.

As a command it runs as many as one likes: ``python tests/test_sparql_differential.py --count 5000 --seed 1``.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pyoxigraph
import pytest

from showgraph.sparql import Result, compile_query, run_query
from showgraph.sparql.values import sort_key
from showgraph.store import (
    ANY_LITERAL,
    Column,
    Layout,
    Limits,
    Link,
    Staging,
    Store,
    Table,
    Text,
    open_store,
    replace_directory,
    write_graph,
)
from showgraph.store.terms import RDF_TYPE, XSD

EX = "http://e/"
COUNT = 400
LAYOUT = Layout(
    tables=(
        Table(
            "a",
            EX + "A",
            (
                Column("n", EX + "n", XSD + "integer"),
                Column("d", EX + "d", XSD + "decimal"),
                Column("t", EX + "t"),
                Column("k", EX + "k", None),
                Column("f", EX + "f", XSD + "boolean"),
                Column("w", EX + "w", ANY_LITERAL),
            ),
            sorted_by=("k",),
            indexed=("t", "n", "w"),
        ),
        Table("b", EX + "B", (Column("n", EX + "n", XSD + "integer"), Column("t", EX + "t"))),
    ),
    links=(Link("type", RDF_TYPE), Link("l", EX + "l"), Link("m", EX + "m")),
    texts=(Text("x", EX + "x"),),
    adjacency=("l",),
)
Quad = tuple[str, str, str, str]


def load_beside(name: str) -> ModuleType:
    """Import a module that lies beside this one."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).resolve().parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bags = load_beside("bags")


def make_quads(rng: random.Random) -> list[Quad]:
    """Return a small dataset with every kind of term, most of it fitting the layout, some not.

    All well-formed values are in their canonical form: Oxigraph forgets any other (tests of the store have those).
    """
    subjects = [f"<{EX}s{i}" for i in range(14)] + ["_b0", "_b1"]
    quads: list[Quad] = []

    def literal() -> str:
        return rng.choice(
            [
                f"^{XSD}integer {rng.randrange(8)}",
                f"^{XSD}decimal {rng.randrange(4)}.5",
                f"^{XSD}double {rng.randrange(4)}.5E0",
                f"^{XSD}boolean {rng.choice(['true', 'false'])}",
                f"^{XSD}date 20{rng.randrange(10, 14)}-0{rng.randrange(1, 5)}-01",
                f"^{XSD}dateTime 2012-01-0{rng.randrange(1, 5)}T00:00:00Z",
                f"^{XSD}integer no",
                f"^{EX}odd x{rng.randrange(2)}",
                f'"{rng.choice(["one", "two", "Three", "", "한국"])}',
                f"@en {rng.choice(['one', 'two', 'Three'])}",
                f"@ko {rng.choice(['하나', 'one'])}",
            ]
        )

    for subject in subjects:
        kind = rng.choice("AABBC")
        if kind != "C":
            quads.append(("", subject, f"<{RDF_TYPE}", f"<{EX}{kind}"))
        if rng.random() < 0.1:
            quads.append(("", subject, f"<{RDF_TYPE}", f"<{EX}{rng.choice('ABC')}"))
        single = {
            "n": f"^{XSD}integer {rng.randrange(8)}",
            "d": f"^{XSD}decimal {rng.randrange(4)}.5",
            "t": f'"{rng.choice(["one", "two", "three"])}',
            "k": rng.choice(subjects),
            "f": f"^{XSD}boolean {rng.choice(['true', 'false'])}",
            "w": f"^{XSD}date 201{rng.randrange(4)}-01-01",
        }
        for name, value in single.items():
            if rng.random() < 0.7:
                quads.append(("", subject, f"<{EX}{name}", value))
            if rng.random() < 0.15:
                quads.append(("", subject, f"<{EX}{name}", literal()))
        for name in "lm":
            quads += [("", subject, f"<{EX}{name}", rng.choice(subjects)) for _ in range(rng.randrange(3))]
        if rng.random() < 0.1:
            quads.append(("", subject, f"<{EX}l", literal()))
        quads += [("", subject, f"<{EX}x", literal()) for _ in range(rng.randrange(3))]
        quads += [("", subject, f"<{EX}y", literal()) for _ in range(rng.randrange(3))]
    for quad in list(quads):
        if rng.random() < 0.4:
            quads.append((f"<{EX}g{rng.randrange(3)}", *quad[1:]))
    for _ in range(12):
        quads.append((f"<{EX}g{rng.randrange(3)}", rng.choice(subjects), f"<{EX}y", literal()))
    return quads


class Generator:
    """Writes random SPARQL; what it writes means the same to both engines by the standard."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def predicate(self) -> str:
        return ":" + self.rng.choice("ndtkfwlmxy")

    def var(self) -> str:
        return "?" + self.rng.choice("abcde")

    def subject(self) -> str:
        return self.var() if self.rng.random() < 0.85 else f":s{self.rng.randrange(14)}"

    def constant(self) -> str:
        return self.rng.choice(
            [
                "3",
                "5",
                "2.5",
                '"one"',
                '"one"@en',
                ":s3",
                "true",
                '"2012-01-01"^^xsd:date',
                "1.5E0",
                '"two"',
            ]
        )

    def triple(self) -> str:
        draw = self.rng.random()
        if draw < 0.15:
            return f"{self.subject()} a {self.rng.choice([':A', ':B', self.var()])} ."
        if draw < 0.22:
            return f"{self.subject()} {self.var()} {self.var()} ."
        if draw < 0.32:
            return f"{self.subject()} {self.path()} {self.rng.choice([self.var(), self.subject()])} ."
        target = self.var() if self.rng.random() < 0.8 else self.constant()
        return f"{self.subject()} {self.predicate()} {target} ."

    def path(self) -> str:
        step = self.rng.choice([":l", ":m", ":k"])
        other = self.rng.choice([":l", ":m", ":k", ":n"])
        return self.rng.choice(
            [
                f"{step}+",
                f"{step}*",
                f"{step}/{other}",
                f"^{step}/{other}",
                f"({step}/{other})+",
                f"{step}?",
                f"({step}|^{other})+",
            ]
        )

    def block(self, count: int) -> str:
        """Return triples that hang together, so that cross products stay small."""
        hub = self.var()
        found = []
        for _ in range(count):
            triple = self.triple()
            if self.rng.random() < 0.75:
                triple = hub + " " + triple.split(" ", 1)[1]
            found.append(triple)
        return " ".join(found)

    def number(self) -> str:
        a = self.var()
        return self.rng.choice(
            [
                a,
                f"{a} + 1",
                f"{a} * 2",
                f"{a} - {self.var()}",
                f"{a} / 2",
                f"STRLEN(STR({a}))",
                f"ABS({a})",
                f"YEAR({a})",
            ]
        )

    def condition(self, depth: int = 0) -> str:
        draw = self.rng.random()
        if depth < 2 and draw < 0.25:
            operator = self.rng.choice(["&&", "||"])
            return f"({self.condition(depth + 1)} {operator} {self.condition(depth + 1)})"
        if depth < 2 and draw < 0.32:
            return f"!({self.condition(depth + 1)})"
        a, b = self.var(), self.var()
        return self.rng.choice(
            [
                f"({self.number()} {self.rng.choice(['<', '>', '<=', '>='])} {self.rng.choice(['3', '2.5', '1.5E0', self.number()])})",
                f"BOUND({a})",
                f"isIRI({a})",
                f"isLITERAL({a})",
                f"isBLANK({a})",
                f"isNUMERIC({a})",
                f'LANG({a}) = "{self.rng.choice(["en", "ko", ""])}"',
                f'LANGMATCHES(LANG({a}), "{self.rng.choice(["en", "*"])}")',
                f"DATATYPE({a}) = xsd:{self.rng.choice(['integer', 'string', 'date'])}",
                f'CONTAINS(STR({a}), "{self.rng.choice("oe")}")',
                f'STRSTARTS({a}, "t")',
                f'REGEX(STR({a}), "{self.rng.choice(["^o", "e$", "[nt]", "T"])}", "i")',
                f"SAMETERM({a}, {b})",
                f"{a} IN ({self.rng.choice([':s1, :s2, :s3', '1, 2, 3'])})"
                if self.rng.random() < 0.5
                else f"BOUND({b})",
                f"EXISTS {{ {a} {self.predicate()} {b} }}",
                f"NOT EXISTS {{ {a} {self.predicate()} {b} . FILTER(BOUND({b})) }}",
            ]
        )

    def pattern(self, depth: int = 0) -> str:
        parts = [self.block(self.rng.randrange(1, 4))]
        for _ in range(self.rng.randrange(0, 3)):
            draw = self.rng.random()
            inner = self.pattern(depth + 1) if depth < 1 else self.block(1)
            if draw < 0.25:
                parts.append(f"FILTER({self.condition()})")
            elif draw < 0.45:
                extra = f" FILTER({self.condition()})" if self.rng.random() < 0.3 else ""
                parts.append(f"OPTIONAL {{ {inner}{extra} }}")
            elif draw < 0.57:
                parts.append(f"{{ {inner} }} UNION {{ {self.block(1)} }}")
            elif draw < 0.67:
                parts.append(f"MINUS {{ {inner} }}")
            elif draw < 0.77:
                parts.append(f"BIND({self.expression()} AS ?z{depth}{len(parts)})")
            elif draw < 0.85:
                parts.append(
                    f"VALUES ({self.var()} {self.rng.choice(['?e', '?v'])}) {{ (:s1 UNDEF) ({self.constant()} 3) (UNDEF :s2) }}".replace(
                        "(?e ?e)", "(?a ?e)"
                    )
                )
            elif draw < 0.93:
                graph = self.rng.choice(["?g", ":g1", "?g"])
                parts.append(f"GRAPH {graph} {{ {self.block(self.rng.randrange(1, 3))} }}")
            else:
                a, b = self.rng.sample("abcde", 2)
                parts.append(
                    f"{{ SELECT ?{a} (COUNT(?{b}) AS ?q{depth}{len(parts)}) {{ ?{a} {self.predicate()} ?{b} }} GROUP BY ?{a} }}"
                )
        return " ".join(parts)

    def expression(self) -> str:
        a = self.var()
        return self.rng.choice(
            [
                self.number(),
                f"STR({a})",
                f"UCASE(STR({a}))",
                f"LCASE({a})",
                f"IF({self.condition()}, {a}, {self.constant()})",
                f"COALESCE({a}, {self.constant()})",
                f'CONCAT(STR({a}), "-")',
                f"SUBSTR(STR({a}), 2, 2)",
                f"xsd:integer({a})",
                f"xsd:string({a})",
                f"LANG({a})",
                f"DATATYPE({a})",
                f'STRBEFORE(STR({a}), "e")',
                f'REPLACE(STR({a}), "[aeo]", "*")',
                f"MD5(STR({a}))",
                self.condition(),
            ]
        )

    def query(self) -> str:
        prefix = f"PREFIX : <{EX}> PREFIX xsd: <{XSD}> "
        draw = self.rng.random()
        pattern = self.pattern()
        if draw < 0.12:
            return f"{prefix}ASK {{ {pattern} }}"
        if draw < 0.3:
            key, arg = self.rng.sample("abcde", 2)
            function = self.rng.choice(["COUNT", "COUNT", "COUNT(DISTINCT", "SUM", "AVG", "MIN", "MAX", "SUM(DISTINCT"])
            call = f"{function} ?{arg})" if "(" in function else f"{function}(?{arg})"
            if function in ("MIN", "MAX", "SUM", "AVG", "SUM(DISTINCT"):
                # What those make of unbound values and of terms that are no numbers, the engines settle differently.
                kept = "= xsd:integer" if function in ("MIN", "MAX") else "!= xsd:double"
                pattern += f" FILTER(isNUMERIC(?{arg}) && DATATYPE(?{arg}) {kept})"
            having = f" HAVING(COUNT(?{arg}) > 1)" if self.rng.random() < 0.3 else ""
            grouping = f"GROUP BY ?{key}{having}" if self.rng.random() < 0.8 else ""
            return f"{prefix}SELECT {'?' + key if grouping else ''} ({call} AS ?r) {{ {pattern} }} {grouping}"
        chosen = self.rng.choice(["*", "?a ?b", "?a ?c ?e", "DISTINCT ?a ?b", "DISTINCT ?c"])
        order = self.rng.choice(["", "", " ORDER BY ?a ?b", " ORDER BY DESC(?c)"])
        return f"{prefix}SELECT {chosen} {{ {pattern} }}{order}"


def to_oxigraph(text: str) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    mark, rest = text[0], text[1:]
    if mark == "<":
        return pyoxigraph.NamedNode(rest)
    if mark == "_":
        return pyoxigraph.BlankNode(rest)
    if mark == '"':
        return pyoxigraph.Literal(rest)
    head, _, lexical = rest.partition(" ")
    if mark == "@":
        return pyoxigraph.Literal(lexical, language=head)
    return pyoxigraph.Literal(lexical, datatype=pyoxigraph.NamedNode(head))


def from_oxigraph(term: object) -> str | None:
    if isinstance(term, pyoxigraph.NamedNode):
        return "<" + term.value
    if isinstance(term, pyoxigraph.BlankNode):
        return "_" + term.value
    if isinstance(term, pyoxigraph.Literal):
        if term.language:
            return f"@{term.language} {term.value}"
        kind = term.datatype.value
        return '"' + term.value if kind == XSD + "string" else f"^{kind} {term.value}"
    return None


class World:
    """One dataset, in Oxigraph and in two graph directories: with the layout and without."""

    def __init__(self, seed: int, folder: Path) -> None:
        quads = make_quads(random.Random(seed))
        self.reference = pyoxigraph.Store()
        for g, s, p, o in quads:
            graph = to_oxigraph(g) if g else pyoxigraph.DefaultGraph()
            self.reference.add(pyoxigraph.Quad(to_oxigraph(s), to_oxigraph(p), to_oxigraph(o), graph))  # type: ignore[arg-type]
        self.stores = [
            self._write(folder / f"{seed}-{n}", quads, layout) for n, layout in enumerate((LAYOUT, Layout()))
        ]

    @staticmethod
    def _write(place: Path, quads: list[Quad], layout: Layout) -> Store:
        with Staging() as staging, replace_directory(place) as folder:
            staging.add(quads)
            write_graph(staging.connection, layout, folder, large=1)
        return open_store(place, threads=1)

    def close(self) -> None:
        for store in self.stores:
            store.close()

    def compare(self, query: str) -> str:
        """Return how the engines differ; the empty string when they agree."""
        unordered = query.split(" ORDER BY")[0]
        for name, store in zip(("with", "without"), self.stores, strict=True):
            found = run_query(store, query, limits=Limits(20))
            if difference := compare_answers(found, self.reference.query(unordered), query):
                return f"{name} a layout: {difference}\n{query}\n{found.plan.sql}"
        return ""


def compare_answers(found: Result, expected: object, query: str) -> str:
    if found.fallback:
        return f"fell back: {found.fallback}"
    if isinstance(expected, pyoxigraph.QueryBoolean):
        return "" if bool(expected) == found.boolean else f"ASK says {found.boolean}"
    assert isinstance(expected, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in expected.variables]
    if set(names) != set(found.columns):
        return f"columns {found.columns} instead of {names}"
    theirs = [tuple(from_oxigraph(row[name]) for name in found.columns) for row in expected]
    if not bags.same_bag(found.texts, theirs):
        mine, other = bags.bag(found.texts), bags.bag(theirs)
        return f"only here {list((mine - other).items())[:4]}, only there {list((other - mine).items())[:4]}"
    return check_order(found, query)


def check_order(found: Result, query: str) -> str:
    """Check the order of rows by our own reading of the standard: the reference's can't be trusted."""
    if " ORDER BY ?a ?b" in query and {"a", "b"} <= set(found.columns):
        places = [found.columns.index(name) for name in "ab"]
        for before, after in zip(found.texts, found.texts[1:], strict=False):
            for place in places:
                order = compare_cells(before[place], after[place])
                if order == 1:
                    return f"rows out of order: {before} before {after}"
                if order != 0:
                    break
    return ""


def compare_cells(left: str | None, right: str | None) -> int | None:
    """Return -1, 0 or 1 where the standard says how two cells are ordered, None where it doesn't."""
    keys = ["0" if cell is None else sort_key(cell) for cell in (left, right)]
    kinds = [min(int(key[0]), 3) for key in keys]
    if left != right and kinds == [3, 3] and (keys[0][:2] != keys[1][:2] or keys[0][0] in "56"):
        return None
    return (keys[0] > keys[1]) - (keys[0] < keys[1])


def generate(count: int, seed: int) -> Iterator[tuple[int, str]]:
    """Yield seeded queries, each with the seed of its dataset."""
    for number in range(count):
        yield number % 4 + seed * 100, Generator(random.Random(seed * 1_000_000 + number)).query()


def run(count: int, seed: int) -> list[str]:
    """Return the differences among so many queries."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        worlds = {number + seed * 100: World(number + seed * 100, Path(folder)) for number in range(4)}
        for world, query in generate(count, seed):
            try:
                difference = worlds[world].compare(query)
            except Exception as error:
                difference = f"{type(error).__name__}: {error}\n{query}"
            if difference:
                found.append(difference)
        for each in worlds.values():
            each.close()
    return found


def with_words(query: str, shift: int = 0) -> str:
    """Write the subjects of a query as full IRIs; a shift makes another query of the same shape."""
    query = re.sub(r":s(\d+)", lambda found: f"<{EX}s{(int(found[1]) + shift) % 14}>", query)
    return query.replace('"one"', '"two"') if shift else query


def run_by_shape(count: int, seed: int) -> tuple[list[str], int]:
    """Return the differences among queries that get the plan of another one of their shape, and how many do."""
    found: list[str] = []
    shared = 0
    with tempfile.TemporaryDirectory() as folder:
        worlds = {number + seed * 100: World(number + seed * 100, Path(folder)) for number in range(4)}
        for world, query in generate(count, seed):
            asked = with_words(query)
            for store in worlds[world].stores:
                for shift in (3, 5, 3):
                    compile_query(with_words(query, shift), store)
                shared += compile_query(asked, store) is not compile_query(asked, store)
            if difference := worlds[world].compare(asked):
                found.append(difference)
        for each in worlds.values():
            each.close()
    return found, shared


def test_queries_of_one_shape_share_a_plan_and_agree_with_the_reference() -> None:
    differences, shared = run_by_shape(COUNT, seed=2)
    assert not differences, f"{len(differences)} of {COUNT} differ:\n\n" + "\n\n".join(differences[:5])
    assert shared > COUNT / 3


def test_random_queries_agree_with_the_reference() -> None:
    differences = run(COUNT, seed=1)
    assert not differences, f"{len(differences)} of {COUNT} differ:\n\n" + "\n\n".join(differences[:5])


def test_the_generator_repeats_itself() -> None:
    assert list(generate(20, 3)) == list(generate(20, 3))


def main() -> int:
    """Run from a command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shapes", action="store_true", help="give queries the plans of others of their shape")
    options = parser.parse_args()
    run_all = run_by_shape if options.shapes else run
    found = run_all(options.count, options.seed)
    differences = found[0] if isinstance(found, tuple) else found
    print("\n\n".join(differences))
    print(f"{options.count - len(differences)} of {options.count} equal")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())


pytestmark = pytest.mark.filterwarnings("default")
