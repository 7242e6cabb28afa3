"""Normal forms, romanisation keys and the search for names."""

from showgraph.names.index import NameForm, index_names, name_forms
from showgraph.names.korean import has_hangul, korean_keys
from showgraph.names.normal import exact_form, fold_letters, title_form
from showgraph.names.search import (
    FORMS_TABLE,
    NAMES_TABLE,
    TAIL_SQL,
    WORDS_TABLE,
    Execute,
    Hit,
    find_names,
    find_near,
    get_name,
    search_names,
)

__all__ = [
    "FORMS_TABLE",
    "NAMES_TABLE",
    "TAIL_SQL",
    "WORDS_TABLE",
    "Execute",
    "Hit",
    "NameForm",
    "exact_form",
    "find_names",
    "find_near",
    "fold_letters",
    "get_name",
    "has_hangul",
    "index_names",
    "korean_keys",
    "name_forms",
    "search_names",
    "title_form",
]
