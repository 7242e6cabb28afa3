"""Names: one person under every spelling, different people apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showgraph.names import exact_form, has_hangul, korean_keys, name_forms, title_form

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph

SAME = [
    ("Park Ji-hu", "Park Ji Hoo", "Park Ji Hu", "박지후", "Ji-hu Park", "Park Jihu"),
    ("Cho Yi-hyun", "Jo Yi Hyun", "조이현"),
    ("Chun Sung-il", "천성일", "Cheon Seong-il"),
    ("Lee Jae-kyoo", "Lee Jae Gyoo", "이재규", "Yi Jae-gyu"),
    ("Bae Doona", "Bae Doo-na", "배두나", "Bae Du-na"),
    ("Lee Jung-jae", "이정재", "i jeongjae"),
    ("Youn Yuh-jung", "윤여정", "Yoon Yeo-jeong"),
    ("Choi Woo-shik", "최우식", "Choe U-sik"),
    ("Kim Ah-joong", "Kim A-joong", "김아중"),
    ("Baek Jin-hee", "백진희", "Paek Chin-hui", "Back Jin Hee"),
    ("Ryu Seung-ryong", "류승룡", "Yoo Seung Ryong"),
    ("Heo Joon-ho", "허준호", "Huh Joon-ho", "Hur Jun Ho"),
    ("Im Yoon-ah", "Lim Yoon-a", "임윤아"),
    ("Shin Hye-sun", "신혜선", "Shin Hae Sun"),
    ("Namgoong Min", "남궁민", "Namkoong Min"),
    ("Uhm Tae-goo", "엄태구", "Eom Tae-gu"),
    ("Kwak Dong-yeon", "곽동연", "Gwak Dong Yeon"),
]

DIFFERENT = [
    ("Kim Min-ji", "Kim Min-joo"),
    ("Park Ji-hu", "Park Ji-hoon"),
    ("Lee Jae-wook", "Lee Jae-in"),
    ("박지후", "박지훈"),
    ("Song Joong-ki", "Song Kang"),
    ("Lee Do-hyun", "Lee Do-yeon"),
    ("Yoo In-soo", "Yoo In-na"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: str(spellings[0]))
def test_spellings_of_one_name_share_a_key(spellings: tuple[str, ...]) -> None:
    keys = [korean_keys(spelling) for spelling in spellings]
    assert all(keys)
    assert frozenset.intersection(*keys), dict(zip(spellings, keys, strict=True))


@pytest.mark.parametrize("pair", DIFFERENT, ids=str)
def test_different_names_share_no_key(pair: tuple[str, str]) -> None:
    assert not korean_keys(pair[0]) & korean_keys(pair[1])


@pytest.mark.parametrize("name", ["Brad Pitt", "Charlton Heston", "Akira Kurosawa Jr. III", "???", "", "Park"])
def test_names_that_cannot_be_korean_have_no_sound_key(name: str) -> None:
    assert not korean_keys(name)


@given(st.text(max_size=40))
def test_forms_never_fail_and_never_vanish(name: str) -> None:
    assert exact_form(name) == exact_form(exact_form(name)) or not name.strip()
    assert bool(exact_form(name)) == bool(name.strip())
    assert name_forms(name, person=True).keys() >= {exact_form(name)}
    has_hangul(name)
    title_form(name)


@given(st.lists(st.sampled_from("가나다라마바사아자차카타파하김이박최정조윤장임"), min_size=2, max_size=4))
def test_every_hangul_name_has_one_key(letters: list[str]) -> None:
    assert len(korean_keys("".join(letters))) == 1


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
