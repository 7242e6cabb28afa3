"""The rules that rewrite algebra: what each makes of a query, as files.

A file in ``cases/rules/RULE/`` has a query, a line of dashes, and the algebra after that rule alone.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from showgraph.sparql import parse_query
from showgraph.sparql.rules import RULES, rewrite


def load_beside(name: str) -> ModuleType:
    """Import a module that lies beside this one."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).resolve().parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


write_algebra = load_beside("algebra_text").write_algebra
CASES = sorted((Path(__file__).parent / "cases" / "rules").glob("*/*.txt"))


def test_every_rule_has_cases() -> None:
    assert {case.parent.name for case in CASES} == {rule.__module__.rpartition(".")[2] for rule in RULES}


@pytest.mark.parametrize("case", CASES, ids=[f"{case.parent.name}/{case.stem}" for case in CASES])
def test_a_rule_makes_of_a_query_what_its_file_says(case: Path) -> None:
    query, _, expected = case.read_text(encoding="utf-8").partition("\n----\n")
    (rule,) = (rule for rule in RULES if rule.__module__.endswith(f".{case.parent.name}"))
    assert write_algebra(rewrite(parse_query(query).pattern, (rule,))) == expected.strip("\n")
