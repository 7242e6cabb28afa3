"""The files that find names for questions say what the database says, and are left alone where they are missing."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import showgraph
from showgraph.ask.answer import reads_names
from showgraph.ask.understand import read_readings
from showgraph.names.lookup import FOLDER, Lookup, write_lookup
from showgraph.names.search import FORMS_TABLE, MOST_OF_FORM, NAMES_TABLE
from showgraph.store.open import read_database

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph

_ASKED = f"""
    SELECT form, way, name, iri, kind, label, about, weight
    FROM {FORMS_TABLE} JOIN {NAMES_TABLE} USING (ref) ORDER BY ALL
"""
_ODD = ("Tab\there", "Line\nbreak", "Unit\x1fseparator", 'A "quoted" \\ one', "좀비", "Émile 🎬", "a" * 5_000)


def build(folder: Path, names: Sequence[str]) -> KnowledgeGraph:
    escaped = [name.encode("unicode_escape").decode().replace("\\x", "\\u00").replace('"', '\\"') for name in names]
    lines = [
        f"<https://e.org/{number}> a <https://schema.org/Person> ; "
        f'<http://www.w3.org/2000/01/rdf-schema#label> "{name}" .'
        for number, name in enumerate(escaped)
    ]
    (folder / "names.ttl").write_text("\n".join(lines), encoding="utf-8")
    showgraph.build([str(folder / "names.ttl")], folder / "g")
    return showgraph.open(folder / "g")


def test_every_form_finds_what_the_database_finds(kg: KnowledgeGraph) -> None:
    lookup = reads_names(kg.store)
    rows = kg.store.execute(_ASKED)
    forms = sorted({str(form) for form, *_ in rows})
    found = lookup.find([*forms, "no such name", ""])
    assert found is not None
    assert sorted(map(repr, found)) == sorted(map(repr, rows))
    assert lookup.keep([*forms[:50], "no such name"]) == forms[:50]


def test_names_come_out_as_they_went_in(tmp_path: Path) -> None:
    with build(tmp_path, _ODD) as kg:
        known = {str(row[0]): str(row[1]) for row in kg.store.execute(f"SELECT iri, name FROM {NAMES_TABLE}")}
        forms = [str(row[0]) for row in kg.store.execute(f"SELECT DISTINCT form FROM {FORMS_TABLE}")]
        found = {str(iri): name for _, _, name, iri, *_ in reads_names(kg.store).find(forms) or ()}
        assert found == known
        assert set(_ODD) <= set(found.values())


def test_a_graph_without_names_finds_none(tmp_path: Path) -> None:
    (tmp_path / "few.nt").write_text("<https://e.org/a> <https://e.org/b> <https://e.org/c> .", encoding="utf-8")
    showgraph.build([str(tmp_path / "few.nt")], tmp_path / "g")
    with showgraph.open(tmp_path / "g") as kg:
        lookup = reads_names(kg.store)
        assert [row for row in lookup.find(["kingdom", "c"]) or () if row[0] == "kingdom"] == []


def test_without_files_the_database_is_asked(kg: KnowledgeGraph, tmp_path: Path) -> None:
    bare = Lookup(lambda sql, values: kg.store.execute(sql, list(values)), tmp_path)
    assert bare.find(["kingdom"]) is None
    assert bare.keep(["kingdom", "no such name"]) == ["kingdom", "no such name"]
    for text in ("who directed Kingdom", "zombie series adapted from webtoons"):
        assert read_readings(text, bare) == read_readings(text, reads_names(kg.store))


def test_a_form_of_a_large_graph_finds_its_first_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, ["Kim Min", *["Lee Jun"] * (MOST_OF_FORM + 5)]).close()
    place = tmp_path / "g"
    shutil.rmtree(place / FOLDER)
    monkeypatch.setattr("showgraph.names.lookup.WORDS_TABLE", "(SELECT 1)")
    with read_database(place) as connection:
        write_lookup(connection, place)
    (place / FOLDER).rename(tmp_path / FOLDER)
    showgraph.build([str(tmp_path / "names.ttl")], place)
    with showgraph.open(place) as kg:
        found = Lookup(lambda sql, values: kg.store.execute(sql, list(values)), tmp_path).find(["leejun", "kimmin"])
        assert found is not None
        assert [sum(row[0] == form for row in found) for form in ("leejun", "kimmin")] == [MOST_OF_FORM, 1]
        first = kg.store.execute(f"SELECT iri FROM {NAMES_TABLE} WHERE name = 'Lee Jun' ORDER BY ref LIMIT 16")
        assert [row[3] for row in found if row[0] == "leejun"] == [row[0] for row in first]


def test_hashes_are_sorted_and_entries_point_at_names(kg: KnowledgeGraph) -> None:
    place = kg.store.folder / FOLDER
    hashes, entries, blocks = (np.load(place / f"{name}.npy") for name in ("hashes", "entries", "blocks"))
    names = kg.store.execute(f"SELECT count(*) FROM {NAMES_TABLE}")[0][0]
    assert (hashes[1:] >= hashes[:-1]).all()
    assert len(hashes) == len(entries)
    assert int(entries.max()) // 8 + 1 == names
    assert blocks[-1] == (place / "rows.ndjson").stat().st_size
