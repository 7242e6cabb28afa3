"""Who is who in two real catalogues, on names that were checked by hand."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def matching() -> ModuleType:
    spec = importlib.util.spec_from_file_location("matching", ROOT / "benchmarks" / "matching.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["matching"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_the_gold_set_is_whole(matching: ModuleType) -> None:
    gold = matching.read_gold()
    assert sum(len(title.pairs) for title in gold.values()) > 850
    for name, title in gold.items():
        for names in (title.netflix, title.mydramalist):
            assert len(names) == len(set(names)), name
        ones, others = zip(*(title.pairs | title.doubtful), strict=True)
        assert len(set(ones)) == len(ones), name
        assert len(set(others)) == len(others), name
    look_alikes = matching.read_look_alikes()
    assert len(set(map(frozenset, look_alikes))) == len(look_alikes) >= 300


def test_people_of_two_catalogues_are_matched(
    matching: ModuleType, shared_data: Path, missing: Callable[[str], None], tmp_path: Path
) -> None:
    if absent := [file for file in matching.FILES if not (shared_data / file).is_file()]:
        missing(f"no {' and no '.join(absent)} in {shared_data}")
    score = matching.score_program(shared_data, tmp_path)
    assert score.recall >= 0.95, score.missed
    assert score.wrong_in_thousand < 1, (score.wrong, score.merged)
