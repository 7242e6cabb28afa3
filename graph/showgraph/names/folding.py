"""``fold_letters`` as SQL, for as many names as a large source has."""

from __future__ import annotations

from showgraph.names.normal import LETTERS


def _fold_in_sql() -> str:
    """Return ``fold_letters`` of a column ``name`` as SQL, for as many names as a large source has.

    Most are plain letters. It differs in letters of two widths, ligatures and other compatibility forms, which are left
    as they are, and in the accents of Latin letters beside letters of another script, which are kept.
    """
    plain = r"""lower(CASE WHEN regexp_matches(name, '[^\p{Latin}\p{Greek}\p{Common}\p{Inherited}]')
      THEN nfc_normalize(name) ELSE strip_accents(name) END)"""
    single = {letter: folded for letter, folded in LETTERS.items() if len(folded) == 1}
    for letter, folded in LETTERS.items():
        if letter not in single:
            plain = f"replace({plain}, '{letter}', '{folded}')"
    plain = f"translate({plain}, '{''.join(single)}', '{''.join(single.values())}')"
    return rf"""
    CASE WHEN NOT regexp_matches(name, '[^A-Za-z0-9 ]') THEN lower(name)
      ELSE regexp_replace(regexp_replace(
        {plain}, '[’''`´ʼ‘·.]', '', 'g'), '[^\p{{L}}\p{{N}}\p{{M}}]+', ' ', 'g') END
    """


FOLD_IN_SQL = _fold_in_sql()
