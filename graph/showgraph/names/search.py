"""Finding things by any spelling of their names, ranked, with the reason for each hit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from showgraph.errors import AmbiguousNameError, UnknownNameError
from showgraph.model import KINDS, is_a
from showgraph.names.index import WAYS, WEAK_WAYS, find_reason, name_forms
from showgraph.names.normal import ARTICLES, exact_form, fold_letters, split_suffix

Rows = list[tuple[object, ...]]
Execute = Callable[[str, Sequence[object]], Rows]


class Elsewhere(ABC):
    """Names that stand elsewhere than in the tables of a graph, where no form of them but their own is known.

    What is asked of it is the names as they are written; what they are found by is made of what they find.
    """

    @abstractmethod
    def look_up(self, forms: Sequence[str], written: Iterable[str]) -> Rows:
        """Return the rows that ``_look_up`` returns: those of the forms that names found as written have."""

    @abstractmethod
    def look_up_identifier(self, iri: str) -> Rows:
        """Return the one row of an identifier; none where nothing has it."""


Names = Execute | Elsewhere

NAMES_TABLE = "names"
"""Every name of every thing, numbered by ``ref`` and sorted by it, with what tells the things apart."""
TAIL_SQL = "right({}, 10)"
"""The end of an identifier, in which those of one source differ: ``tail`` in the table of names."""
WORDS_TABLE = "name_words"
"""The words of names, how many letters each has and how many names have it, sorted by both; none in a small graph."""
MOST_OF_FORM = 16
"""How many names of one form a question looks at in a large graph, the first written: curated ones, then others."""
_MANY_FORMS = 40
"""Up to so many forms a small graph finds as quickly one by one."""
_MOST_WORDS, _MOST_FORMS, _MOST_NEAR, _MOST_HITS = 20, 300, 40, 200
FORMS_TABLE = "name_forms"
"""The forms of names, sorted, each with the way it is found and the ``ref`` of its name."""

_NEAR = f"""
    SELECT form, 'near', name, iri, kind, label, about, weight
    FROM {FORMS_TABLE} JOIN {NAMES_TABLE} USING (ref)
    WHERE way = 'exact' AND abs(length(form) - length(?)) <= 3
      AND damerau_levenshtein(form, ?) <= ?
    ORDER BY damerau_levenshtein(form, ?), weight DESC, label LIMIT 40
"""


@dataclass(frozen=True)
class Hit:
    """One thing that a name fits; ``about`` tells it apart from others of its label, ``form`` is what found it."""

    iri: str
    label: str
    kind: str
    name: str
    way: str
    about: str
    weight: int
    form: str = ""

    @property
    def reason(self) -> str:
        """Why it was found."""
        return find_reason(self.form, self.way) + ("" if self.name == self.label else f" ({self.name})")

    def __str__(self) -> str:
        return f"{self.label} ({self.about})" if self.about else self.label


def find_names(execute: Names, name: str, kinds: Iterable[str] = ("thing",)) -> list[Hit]:
    """Return what a name fits, one hit a thing, best first; empty where nothing does.

    Only the best way that finds anything counts: an exact name is never crowded by names that merely sound alike.
    """
    hits = _find_in_any_way(execute, name, tuple(kinds))
    for way in WAYS:
        if found := [hit for hit in hits if hit.way == way]:
            return found
    return []


def _find_in_any_way(execute: Names, name: str, kinds: tuple[str, ...]) -> list[Hit]:
    forms = name_forms(name, person=True) | name_forms(name, person=False)
    others = _other_forms(name)
    rows = [_told(row, forms, others) for row in _look_up(execute, list(forms | others), written=(name,))]
    return _read_hits([row for row in rows if row is not None], kinds)


def _other_forms(name: str) -> dict[str, str]:
    """Return exact forms that a name has in another way: large sources index only those."""
    words = fold_letters(name).split()
    found = {}
    if 1 < len(words) <= 4:
        found = {"".join(order): "order" for order in permutations(words)}
    bare = words[1:] if len(words) > 1 and words[0] in ARTICLES else words
    found |= {"".join([*article, *bare]): "article" for article in ([], *([word] for word in ARTICLES))}
    found.setdefault(exact_form(split_suffix(name)[0] or name), "suffix")
    for form, way in name_forms(name, person=False).items():
        if way in WEAK_WAYS:
            found.setdefault(form.removeprefix("title:"), way)
    found.pop(exact_form(name), None)
    return found


def _told(row: tuple[object, ...], forms: dict[str, str], others: dict[str, str]) -> tuple[object, ...] | None:
    """Return a row with the way it was found; None when its form means nothing for a thing of its kind.

    What a name was shortened to finds a whole name and is still found without what was taken off: the worse way counts.
    """
    form, way, name, iri, kind, *rest = row
    if way == "exact" and str(form) in others:
        found = others[str(form)]
        fits = is_a(str(kind), "person") == (found in ("order", "suffix"))
        return (form, found, name, iri, kind, *rest) if fits else None
    asked = forms.get(str(form), str(way))
    return (form, max(str(way), asked, key=WAYS.index), name, iri, kind, *rest)


def find_near(execute: Names, name: str, kinds: Iterable[str] = ("thing",)) -> list[Hit]:
    """Return things whose names differ from a name by a slip or two, nearest first."""
    form = exact_form(name)
    slips = 1 if len(form) < 6 else 2 if len(form) < 12 else 3
    if len(form) < 3 or isinstance(execute, Elsewhere):
        return []
    if is_large(execute):
        return _find_near_by_words(execute, name, slips, tuple(kinds))
    return _read_hits(execute(_NEAR, [form, form, slips, form]), tuple(kinds))


_NEAREST = f"""
    WITH asked AS (
      SELECT wanted, CASE WHEN length(wanted) < 8 THEN 1 WHEN length(wanted) < 13 THEN 2 ELSE 3 END AS slips
      FROM (SELECT DISTINCT unnest(?::VARCHAR[]) AS wanted)
    ), lengths AS (
      SELECT wanted, slips, length(wanted) + unnest(range(-slips, slips + 1)) AS letters FROM asked
    ), near AS (
      SELECT wanted, slips, form, ref, damerau_levenshtein(form, wanted) AS far
      FROM (SELECT form, ref, length(form) AS letters FROM {FORMS_TABLE} WHERE way = 'exact')
      JOIN lengths USING (letters)
    ), best AS (
      SELECT wanted, form, ref, far FROM near WHERE far <= slips
      QUALIFY far = min(far) OVER (PARTITION BY wanted)
    )
    SELECT wanted, form, 'near', name, iri, kind, label, about, weight FROM best JOIN {NAMES_TABLE} USING (ref)
    ORDER BY ALL LIMIT 200
"""


def find_nearest(execute: Names, names: Sequence[str]) -> dict[str, list[Hit]]:
    """Return what each of several names is nearest to by a slip or two, all in one look-up.

    Names that nothing is near are left out.
    """
    forms = {exact_form(name): name for name in names}
    long = [form for form in forms if len(form) >= 3]
    found: dict[str, list[Hit]] = {}
    if not long or isinstance(execute, Elsewhere):
        return found
    if is_large(execute):
        words: dict[str, list[tuple[str, int]]] = {}
        for form in long:
            slips = 1 if len(form) < 8 else 2 if len(form) < 13 else 3
            if hits := _find_near_by_words(execute, forms[form], slips, ("thing",), words):
                found[forms[form]] = hits
        return found
    for wanted, *row in execute(_NEAREST, [long]):
        found.setdefault(forms[str(wanted)], []).extend(_read_hits([tuple(row)], ("thing",)))
    return found


def _find_near_by_words(
    execute: Execute,
    name: str,
    slips: int,
    kinds: tuple[str, ...],
    known: dict[str, list[tuple[str, int]]] | None = None,
) -> list[Hit]:
    """Find near words first: millions of names are made of far fewer, and their exact forms are found at once."""
    known = {} if known is None else known
    for word in fold_letters(name).split():
        if word not in known:
            known[word] = _near_words(execute, word)
    nearest = [known[word] for word in fold_letters(name).split()]
    found = {"": 0}
    for choices in nearest:
        longer: dict[str, int] = {}
        for form, distance in found.items():
            for word, far in choices:
                if distance + far <= slips:
                    longer[form + word] = min(distance + far, longer.get(form + word, slips))
        found = dict(sorted(longer.items(), key=lambda pair: pair[1])[:_MOST_FORMS])
    found = {form: distance for form, distance in found.items() if distance}
    forms = sorted(found, key=lambda form: found[form])[:_MOST_FORMS]
    rows = [row for row in _look_up(execute, forms) if row[1] == "exact"]
    rows.sort(key=lambda row: (found[str(row[0])], -int(str(row[7])), str(row[5])))
    return _read_hits([(row[0], "near", *row[2:]) for row in rows[:_MOST_NEAR]], kinds)


def _near_words(execute: Execute, word: str) -> list[tuple[str, int]]:
    """Return a word and those that differ by a slip or two, with how many."""
    slips = min(len(word) // 3, 2)
    if not slips:
        return [(word, 0)]
    # With no more slips than that, one of the parts is still whole; two ways to cut, for letters that changed places.
    parts = [*_cut(word, slips + 1), *_cut(word, slips + 2)]
    tests = " OR ".join(["contains(word, ?)"] * len(parts))
    rows = execute(
        f"SELECT word, damerau_levenshtein(word, ?) AS far FROM {WORDS_TABLE} "
        f"WHERE letters BETWEEN ? AND ? AND ({tests}) "
        f"AND damerau_levenshtein(word, ?) <= ? ORDER BY far, names DESC LIMIT {_MOST_WORDS}",
        [word, len(word) - slips, len(word) + slips, *parts, word, slips],
    )
    return list(dict.fromkeys([(word, 0), *((str(near), int(str(far))) for near, far in rows)]))


def _cut(word: str, count: int) -> list[str]:
    edges = [round(place * len(word) / count) for place in range(count + 1)]
    return [word[start:end] for start, end in pairwise(edges) if end > start]


def search_names(execute: Execute, text: str, way: str = "name") -> list[Hit]:
    """Return what a text finds among all kinds of things, best first, each once, at most 200.

    ``name`` finds it in any spelling, the exact one first, and where nothing has it, what comes near; ``prefix`` names
    that begin with it and ``part`` names that hold it, the best known things first.
    """
    if way == "name":
        found = _find_in_any_way(execute, text, ("thing",)) or find_near(execute, text)
    else:
        form = exact_form(text)
        if not form:
            return []
        test = "starts_with(form, ?)" if way == "prefix" else "contains(form, ?)"
        rows = execute(_BY_FORM.format(test), [form])
        found = sorted(_read_hits(rows, ("thing",)), key=lambda hit: (-hit.weight, hit.label, hit.iri))
    return list({hit.iri: hit for hit in reversed(found)}.values())[::-1][:_MOST_HITS]


_BY_FORM = f"""
    SELECT form, 'exact', name, iri, kind, label, about, weight
    FROM {FORMS_TABLE} JOIN {NAMES_TABLE} USING (ref) WHERE way = 'exact' AND {{}}
    ORDER BY weight DESC, label, iri LIMIT {2 * _MOST_HITS}
"""


def get_name(execute: Names, name: str, kinds: Sequence[str]) -> Hit:
    """Return the one thing that a name fits.

    An identifier is its own name.

    Raises:
        UnknownNameError: nothing has it; the error names the nearest.
        AmbiguousNameError: several have it.
    """
    if "://" in name and (found := _read_hits(_look_up_identifier(execute, name), tuple(kinds))):
        return found[0]
    found = find_names(execute, name, kinds)
    hits = [hit for hit in found if not _has_less(hit, name)]
    if not hits and " (" in name and name.endswith(")"):
        label, _, about = name[:-1].partition(" (")
        hits = [hit for hit in find_names(execute, label, kinds) if hit.about.casefold() == about.casefold()]
    if len(hits) == 1:
        return hits[0]
    if hits:
        raise AmbiguousNameError(name, [str(hit) for hit in hits])
    what = " or ".join(KINDS[kind].noun for kind in kinds)
    near = {str(hit): None for hit in (*found, *find_near(execute, name, kinds))}
    raise UnknownNameError(what, name, list(near)[:5])


def _has_less(hit: Hit, name: str) -> bool:
    """Tell whether a title lacks the subtitle or the season that was asked for: it is another work then."""
    return hit.way in WEAK_WAYS and len(exact_form(hit.name)) < len(exact_form(name))


_BY_IRI = f"""SELECT '', 'exact', name, iri, kind, label, about, weight FROM {NAMES_TABLE}
    WHERE tail = {TAIL_SQL.format("CAST($1 AS VARCHAR)")} AND iri = $1 LIMIT 1"""


def _look_up_identifier(execute: Names, iri: str) -> Rows:
    return execute.look_up_identifier(iri) if isinstance(execute, Elsewhere) else execute(_BY_IRI, [iri])


def is_large(execute: Execute) -> bool:
    """Tell whether a graph has so many names that they are found by their words."""
    known = getattr(execute, "large", None)
    return bool(execute(f"SELECT 1 FROM {WORDS_TABLE} LIMIT 1", [])) if known is None else bool(known)


def _look_up(execute: Names, forms: Sequence[str], most: int = 0, written: Iterable[str] = ()) -> Rows:
    """Return form, way, name, identifier, kind, label, about and weight of what some forms of what is written find.

    ``most`` bounds the names that one form finds in a large graph, the first written first: curated ones, then others.
    """
    if not forms:
        return []
    if isinstance(execute, Elsewhere):
        return execute.look_up(forms, written)
    keep = getattr(execute, "keep", None)
    forms = keep(forms) if keep else forms
    if not forms:
        return []
    large = is_large(execute) if len(forms) > _MANY_FORMS or most else False
    if len(forms) > _MANY_FORMS and not large:
        values: list[object] = [list(forms)]
        chosen = "SELECT unnest(?::VARCHAR[])"
    else:
        # Each as a value of its own lets the engine skip what lies between them.
        chosen, values = ", ".join("?" * len(forms)), list(forms)
    bound = f"QUALIFY row_number() OVER (PARTITION BY form ORDER BY ref) <= {most}" if most and large else ""
    return execute(
        "SELECT form, way, name, iri, kind, label, about, weight "
        f"FROM (SELECT form, way, ref FROM {FORMS_TABLE} WHERE form IN ({chosen}) {bound}) "
        f"JOIN {NAMES_TABLE} USING (ref)",
        values,
    )


def _read_hits(rows: Rows, kinds: tuple[str, ...]) -> list[Hit]:
    order = {way: place for place, way in enumerate((*WAYS, "near"))}
    best: dict[str, Hit] = {}
    for form, way, name, iri, kind, label, about, weight in rows:
        hit = Hit(str(iri), str(label), str(kind), str(name), str(way), str(about), int(str(weight)), str(form))
        if not any(is_a(hit.kind, wanted) for wanted in kinds):
            continue
        known = best.get(hit.iri)
        if known is None or order[hit.way] < order[known.way] or (hit.name == hit.label and hit.way == known.way):
            best[hit.iri] = hit
    if any(way == "near" for _, way, *_ in rows):
        return list(best.values())
    return sorted(best.values(), key=lambda hit: (order[hit.way], -hit.weight, hit.label, hit.iri))


def read_forms(execute: Names, forms: Sequence[str], written: Iterable[str]) -> dict[str, list[Hit]]:
    """Return what each of many forms of what is written finds, in one look-up."""
    find = getattr(execute, "find", None)
    rows = find(forms) if find else None
    if rows is None:
        rows = _look_up(execute, forms, MOST_OF_FORM, written)
    found: dict[str, list[Hit]] = {}
    for form, way, name, iri, kind, label, about, weight in rows:
        hit = Hit(str(iri), str(label), str(kind), str(name), str(way), str(about), int(str(weight)), str(form))
        found.setdefault(str(form), []).append(hit)
    return found
