"""Names: one person under every spelling, different people apart."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showgraph.errors import UnknownNameError
from showgraph.names import (
    Title,
    chinese_keys,
    compare_names,
    exact_form,
    fold_letters,
    han_keys,
    has_hangul,
    japanese_keys,
    korean_keys,
    name_forms,
    read_title,
    sound_keys,
    title_form,
)
from showgraph.names.folding import FOLD_IN_SQL
from showgraph.names.han import _VARIANTS

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph

CASES = Path(__file__).parent / "cases" / "names"
KEYS: dict[str, Callable[[str], frozenset[str]]] = {
    "korean": korean_keys,
    "japanese": japanese_keys,
    "chinese": chinese_keys,
    "han": han_keys,
}


def read_cases(name: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return what a file of cases puts together, each with what it stands under."""
    cases = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    return [(above, tuple(group)) for above, groups in cases.items() for group in groups]


@pytest.mark.parametrize(("language", "spellings"), read_cases("same"), ids=str)
def test_spellings_of_one_name_share_a_key(language: str, spellings: tuple[str, ...]) -> None:
    keys = [KEYS[language](spelling) for spelling in spellings]
    shared = [one & other for one, other in pairwise(keys)]
    assert all(shared), dict(zip(spellings, keys, strict=True))


@pytest.mark.parametrize(("language", "pair"), read_cases("different"), ids=str)
def test_different_names_share_no_key(language: str, pair: tuple[str, ...]) -> None:
    one, other = (KEYS[language](name) for name in pair)
    assert one
    assert other
    assert not one & other


@pytest.mark.parametrize(
    "name", ["Brad Pitt", "Charlton Heston", "Akira Kurosawa Jr. III", "???", "", "Park", "Anita Rani"]
)
def test_other_names_have_no_sound_key(name: str) -> None:
    assert not sound_keys(name)


@pytest.mark.parametrize(("way", "pair"), read_cases("compare"), ids=str)
def test_two_names_compare(way: str, pair: tuple[str, ...]) -> None:
    found = compare_names(*pair)
    assert found.way == way, found
    assert found == compare_names(pair[1], pair[0])


NAMES = st.text(max_size=40) | st.lists(
    st.sampled_from(
        [word for _, group in read_cases("same") for name in group for word in name.split()]
        + ["Jr.", "(IU)", "J.", "Krystal", "Pitt", "'", "???"]
    ),
    max_size=4,
).map(" ".join)


@given(NAMES, NAMES)
def test_comparison_is_symmetric_and_never_fails(one: str, other: str) -> None:
    found = compare_names(one, other)
    assert found == compare_names(other, one)
    assert 0 <= found.score <= 1
    assert (found.way == "none") == (found.score == 0)


@given(st.text(max_size=40))
def test_forms_never_fail_and_never_vanish(name: str) -> None:
    assert exact_form(name) == exact_form(exact_form(name)) or not name.strip()
    assert bool(exact_form(name)) == bool(name.strip())
    assert name_forms(name, person=True).keys() >= {exact_form(name)}
    assert name_forms(name, person=False).keys() >= {exact_form(name)}
    has_hangul(name)
    title_form(name)
    read_title(name)


@given(st.lists(st.sampled_from("가나다라마바사아자차카타파하김이박최정조윤장임"), min_size=2, max_size=4))
def test_every_hangul_name_has_one_key(letters: list[str]) -> None:
    assert len(korean_keys("".join(letters))) == 1


def test_no_character_is_a_form_of_two() -> None:
    groups = [set(group) for group in _VARIANTS.split()]
    letters = [letter for group in groups for letter in group]
    assert len(letters) == len(set(letters))
    assert all(len(group) > 1 for group in groups)


@pytest.mark.parametrize(
    ("text", "main", "subtitle", "season"),
    [
        ("Kingdom: Ashin of the North", "Kingdom", "Ashin of the North", None),
        ("Sweet Home Season 2", "Sweet Home", "", 2),
        ("Sweet Home S2", "Sweet Home", "", 2),
        ("Alice in Borderland: Season 2", "Alice in Borderland", "", 2),
        ("Money Heist: Part 4", "Money Heist", "", 4),
        ("Attack on Titan 2nd Season", "Attack on Titan", "", 2),
        ("Arthdal Chronicles Part 1: The Children of Prophecy", "Arthdal Chronicles", "The Children of Prophecy", 1),
        ("펜트하우스 시즌2", "펜트하우스", "", 2),
        ("庆余年 第二季", "庆余年", "", 2),
        ("Tong – Memories", "Tong", "Memories", None),
        ("Kimi no Na wa ~Another Side~", "Kimi no Na wa", "Another Side~", None),
        ("Spider-Man", "Spider-Man", "", None),
        ("Season 2", "Season 2", "", None),
        ("Re:Zero", "Re:Zero", "", None),
    ],
)
def test_titles_are_taken_apart(text: str, main: str, subtitle: str, season: int | None) -> None:
    assert read_title(text) == Title(main, subtitle, season)


@pytest.mark.parametrize(
    "name",
    ["Park Ji-hu", "Søren Łukasz Æsir", "Đỗ Thị Hải Yến", "O’Brien", "O´Brien", "J.K. Rowling", "Straße",
     "Андрей Ёлкин", "ガクト", "किरण", "이정재", "周星驰", "Γιώργος", "Þór", "Işıl Yücesoy", "a  -  b", "ที่รัก"],
)  # fmt: skip
def test_names_fold_in_sql_as_in_python(name: str) -> None:
    rows = duckdb.execute(f"SELECT trim({FOLD_IN_SQL}) FROM (SELECT ? AS name)", [name]).fetchall()
    assert rows == [(fold_letters(name),)]


@pytest.mark.parametrize("name", ["Lomon", "Park Solomon", "박솔로몬", "Solomon Park", "park solomon", "PARK-SOLOMON"])
def test_every_spelling_finds_the_same_person(kg: KnowledgeGraph, name: str) -> None:
    assert kg.get(name, "person").label == "Park Solomon"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Park Ji Hoo", "Park Ji-hu"),
        ("박지후", "Park Ji-hu"),
        ("Jo Yi Hyun", "Cho Yi-hyun"),
        ("조이현", "Cho Yi-hyun"),
        ("Chung Sung-il", "Chun Sung-il"),
        ("천성일", "Chun Sung-il"),
        ("Lee JQ", "Lee Jae-kyoo"),
        ("이재규", "Lee Jae-kyoo"),
        ("bae du na", "Bae Doona"),
        ("지금 우리 학교는", "All of Us Are Dead"),
    ],
)
def test_the_names_of_the_seed_show_are_found(kg: KnowledgeGraph, name: str, label: str) -> None:
    assert kg.get(name, "person", "screen-work").label == label


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Pak Chi-hu", "another spelling of the same Korean sounds (Park Ji-hu)"),
        ("All of Us Are Dead Season 2", "the same without the number of a season or part"),
    ],
)
def test_what_is_found_says_why(kg: KnowledgeGraph, name: str, reason: str) -> None:
    assert kg.find(name)[0].reason in (reason, reason.partition(" (")[0])


def test_a_season_that_is_not_there_is_no_work_without_it(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError, match="All of Us Are Dead"):
        kg.get("All of Us Are Dead Season 7", "screen-work")
