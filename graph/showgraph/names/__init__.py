"""Normal forms, romanisation keys and the search for names."""

from showgraph.names.chinese import chinese_keys, family_names, is_chosen_name
from showgraph.names.compare import Comparison, compare_names
from showgraph.names.han import fold_han, han_keys, has_han
from showgraph.names.index import WAYS, WEAK_WAYS, NameForm, index_names, name_forms, sound_keys
from showgraph.names.japanese import has_kana, japanese_keys
from showgraph.names.korean import has_hangul, korean_keys
from showgraph.names.normal import LETTERS, exact_form, fold_letters, split_suffix, title_form
from showgraph.names.search import (
    FORMS_TABLE,
    NAMES_TABLE,
    TAIL_SQL,
    WORDS_TABLE,
    Elsewhere,
    Execute,
    Hit,
    Names,
    find_names,
    find_near,
    find_nearest,
    get_name,
    search_names,
)
from showgraph.names.titles import Title, read_title, title_keys

__all__ = [
    "FORMS_TABLE",
    "LETTERS",
    "NAMES_TABLE",
    "TAIL_SQL",
    "WAYS",
    "WEAK_WAYS",
    "WORDS_TABLE",
    "Comparison",
    "Elsewhere",
    "Execute",
    "Hit",
    "NameForm",
    "Names",
    "Title",
    "chinese_keys",
    "compare_names",
    "exact_form",
    "family_names",
    "find_names",
    "find_near",
    "find_nearest",
    "fold_han",
    "fold_letters",
    "get_name",
    "han_keys",
    "has_han",
    "has_hangul",
    "has_kana",
    "index_names",
    "is_chosen_name",
    "japanese_keys",
    "korean_keys",
    "name_forms",
    "read_title",
    "search_names",
    "sound_keys",
    "split_suffix",
    "title_form",
    "title_keys",
]
