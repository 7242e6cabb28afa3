"""What the rows of a table say, as claims, by SQL: things, their properties, credits, and what works come from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from showgraph.model import (
    FUNCTIONS,
    GENRE_SCHEME,
    ID,
    KINDS,
    RDF_TYPE,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
    Property,
    get_kind,
    get_property,
    properties_of,
    segment_of,
)
from showgraph.sources import mapping as mappings
from showgraph.sources.cells import ALL_MACROS, NOBODY
from showgraph.sources.claims import PLACEHOLDER, Reading
from showgraph.sources.credits import find_country, find_language
from showgraph.sources.genres import read_genre
from showgraph.sources.mapping import Adaptation, Credits, Thing, Use
from showgraph.sources.tables import ROWS
from showgraph.sql import quote_string as quoted

if TYPE_CHECKING:
    import duckdb

_SHOWN = 100
_MOST_REASONABLE = {"seasons": 200, "episodes": 20_000, "runtime": 10_000, "year": 2099, "end-year": 2099}
_LEAST_REASONABLE = {"year": 1860, "end-year": 1860}
_CREDIT = ID + "credit/"


class TableClaims:
    """Claims everything that the loaded rows of one file say."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, mapping: mappings.Mapping, source: str, reading: Reading, file: str
    ) -> None:
        self.connection = connection
        self.mapping = mapping
        self.source = source
        self.reading = reading
        self.file = file
        # Rows with identifiers of the catalogue's own are the same whatever file they come in.
        self.prefix = mapping.scheme

    def claim_all(self) -> None:
        """Put the claims of every row into the staging table, and count the rows that say nothing usable."""
        for macro in ALL_MACROS:
            self.connection.execute(macro)
        for thing in self.mapping.things:
            self._stage_thing(thing)
        self._set_aside_nameless()
        for thing in self.mapping.things:
            self._claim_thing(thing)
        for credit in self.mapping.credits:
            self._claim_credits(credit)
        for adaptation in self.mapping.adaptations:
            self._claim_adaptation(adaptation)
        for thing in self.mapping.things:
            self.connection.execute(f"DROP TABLE IF EXISTS {_table(thing.name)}")

    def _stage_thing(self, thing: Thing) -> None:
        """Make the table of one thing: row, iri, kind, label."""
        label = self._value(thing.uses["label"][0], tidy=True) if "label" in thing.uses else "NULL::VARCHAR"
        kind = self._kind(thing)
        chosen = (
            f'"f_{thing.when}" IS NOT NULL' if thing.when else f'"f_{thing.unless}" IS NULL' if thing.unless else "true"
        )
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {_table(thing.name)} AS "
            f"SELECT row, line, {self._iri(thing, label)} AS iri, kind, label FROM "
            f"(SELECT *, {kind} AS kind, {label} AS label FROM {ROWS} WHERE {chosen}) "
            f"WHERE {'true' if thing.iri else 'label IS NOT NULL'}"
        )
        self.connection.execute(f"DELETE FROM {_table(thing.name)} WHERE iri IS NULL OR kind IS NULL OR kind = ''")

    def _kind(self, thing: Thing) -> str:
        if thing.kind_use is None:
            return quoted(thing.kind)
        return self._value(thing.kind_use)

    def _iri(self, thing: Thing, label: str) -> str:
        given = self._fill(thing.iri) if thing.iri else "NULL"
        return f"coalesce({given}, {self._mint(thing, label)})" if thing.key or not thing.iri else given

    def _mint(self, thing: Thing, label: str) -> str:
        segments = f"CASE kind {_cases({key: segment_of(key) for key in KINDS})} END"
        start = f"'{ID}' || {segments} || '/{self.prefix}-'"
        keys = [f'sg_tidy("f_{field}")' for field in thing.key]
        whole = f"concat_ws(chr(31), {', '.join(keys or [label])})"
        if thing.key and self._is_identifier(thing):
            # As written, so that different identifiers stay different.
            given = f"{start} || regexp_replace({keys[0]}, '[^A-Za-z0-9._~-]', '-', 'g') || " + (
                f"CASE WHEN regexp_full_match({keys[0]}, '[A-Za-z0-9._~-]+') THEN '' "
                f"ELSE '-' || left(md5({keys[0]}), 10) END"
            )
            known = [f'sg_tidy("f_{field}")' for field in thing.fallback] or [label]
            whole = f"concat_ws(chr(31), {', '.join(known)})"
            return f"coalesce({given}, {start} || sg_slug({label}) || '-' || left(md5({whole}), 12))"
        return f"{start} || sg_slug({label}) || '-' || left(md5({whole}), 10)"

    def _is_identifier(self, thing: Thing) -> bool:
        return len(thing.key) == 1 and not any(
            use.field == thing.key[0] for key in ("label", "names") for use in thing.uses.get(key, ())
        )

    def _fill(self, template: str) -> str:
        """Return a template as SQL; NULL where a field is empty or can't stand in an identifier."""
        parts = [part for part in re.split(r"(\{\w+\})", template) if part]
        texts = [
            f"CASE WHEN regexp_full_match(sg_clean(\"f_{part[1:-1]}\"), '[A-Za-z0-9._~:@!$&()*+,;=/-]+') "
            f'THEN sg_clean("f_{part[1:-1]}") END'
            if part.startswith("{")
            else quoted(part)
            for part in parts
        ]
        return " || ".join(texts)

    def _set_aside_nameless(self) -> None:
        """Count rows of which nothing is known that could be named."""
        named = " UNION ".join(f"SELECT row FROM {_table(thing.name)}" for thing in self.mapping.things)
        query = f"SELECT line, row FROM {ROWS} WHERE row NOT IN ({named})"
        rows = self.connection.execute(query).fetchall()
        for line, row in sorted(rows)[:_SHOWN]:
            place = {"line": line} if line else {"row": row + 1}
            reason = "no title, name or identifier that can be read"
            self.reading.set_aside.append({"file": self.file, **place, "reason": reason})
        if len(rows) > _SHOWN:
            entry = {"file": self.file, "rows": len(rows) - _SHOWN, "reason": "further rows like those"}
            self.reading.set_aside.append(entry)

    def _claim(self, query: str, subject: str, predicate: str, value: str, status: str = "'actual'") -> None:
        """Claim one fact for each row of a query, where the value is there; all but ``predicate`` are SQL."""
        self.connection.execute(
            f"INSERT INTO claims SELECT DISTINCT {quoted(self.source)}, '<' || {subject}, {quoted('<' + predicate)}, "
            f"{value}, {status} FROM ({query}) WHERE {value} IS NOT NULL"
        )

    def _claim_thing(self, thing: Thing) -> None:
        table = f"SELECT * FROM {_table(thing.name)}"
        if thing.fallback:
            nameless = f'JOIN {ROWS} USING (row) WHERE sg_tidy("f_{thing.key[0]}") IS NULL'
            self._mention(f"SELECT iri AS person FROM {_table(thing.name)} {nameless}")
        kinds = {key: "<" + kind.iri for key, kind in KINDS.items()}
        self._claim(table, "iri", RDF_TYPE, f"CASE kind {_cases(kinds)} END")
        self._claim(table, "iri", RDFS + "label", "'\"' || label")
        self._claim(table, "iri", SCHEMA + "name", "'\"' || label")
        for template in thing.same:
            same = f"SELECT t.iri, {self._fill(template)} AS same FROM {_table(thing.name)} t JOIN {ROWS} USING (row)"
            self._claim(same, "iri", SCHEMA + "sameAs", "'<' || same")
        known = properties_of(thing.kind)
        for key, uses in thing.uses.items():
            for use in uses if key != "label" else ():
                self._claim_property(thing, known.get(key) or get_property(key), use)

    def _cells(self, thing: Thing, use: Use, *, items: bool) -> str:
        """Return a query of row, line, iri, kind and the value, one row for each item of a list."""
        value = self._value(use) if not items else f'"f_{use.field}"'
        if items:
            listed = f"unnest(sg_list({self._pattern(use, value)}, {quoted(use.split)}))"
            return (
                f"SELECT row, line, iri, kind, {_words('item', use)} AS value, n FROM (SELECT t.row, t.line, iri, "
                "kind, "
                f"{listed} AS item, generate_subscripts(sg_list({self._pattern(use, value)}, {quoted(use.split)}), 1) "
                f"AS n FROM {_table(thing.name)} t JOIN {ROWS} r ON r.row = t.row)"
            )
        return (
            f"SELECT t.row, t.line, iri, kind, {value} AS value FROM {_table(thing.name)} t "
            f"JOIN {ROWS} r ON r.row = t.row"
        )

    def _pattern(self, use: Use, value: str) -> str:
        if use.html:
            value = f"regexp_replace({value}, '<[^<>]*>', ' ', 'g')"
        if use.pattern:
            value = f"nullif(regexp_extract({value}, {quoted(use.pattern)}, 1), '')"
        return value

    def _value(self, use: Use, *, tidy: bool = False) -> str:
        """Return the SQL of one value as it was meant: pattern, then words."""
        value = self._pattern(use, f'"f_{use.field}"')
        return _words(f"{'sg_tidy' if tidy else 'sg_clean'}({value})", use)

    def _claim_property(self, thing: Thing, prop: Property, use: Use) -> None:
        if prop.function:
            self._claim_people(thing, prop.function, use)
        elif prop.value == "entity" and prop.range == "genre":
            self._claim_genres(self._cells(thing, use, items=True), prop)
        elif prop.value == "entity":
            self._claim_named(self._cells(thing, use, items=True), prop)
        elif prop.value == "code":
            self._claim_codes(self._cells(thing, use, items=True), prop)
        elif prop.one or prop.value in ("iri",):
            self._claim_plain(self._cells(thing, use, items=False), prop, use)
        else:
            self._claim_plain(self._cells(thing, use, items=True), prop, use)

    def _claim_plain(self, cells: str, prop: Property, use: Use) -> None:
        if prop.value == "date" or prop.key in ("year", "end-year"):
            cells = f"SELECT * REPLACE (sg_part(value, {use.part}) AS value) FROM ({cells})"
        terms = f"SELECT *, {_term(prop, use)} AS term FROM ({cells}) WHERE value IS NOT NULL AND value <> ''"
        self._claim(terms, "iri", prop.iri, "term")
        self._leave_out(
            f"SELECT line, row, value FROM ({terms}) WHERE term IS NULL", prop, f"no {prop.value} can be read"
        )

    def _leave_out(self, query: str, prop: Property, reason: str) -> None:
        """Tell of values that can't be what they are said to be."""
        rows = self.connection.execute(f"SELECT DISTINCT * FROM ({query}) ORDER BY ALL").fetchall()
        for line, row, value in rows[:_SHOWN]:
            place = {"line": line} if line else {"row": row + 1}
            told = {"file": self.file, **place, "property": prop.key, "value": str(value)[:200], "reason": reason}
            self.reading.values.append(told)
        if len(rows) > _SHOWN:
            rest = {"file": self.file, "rows": len(rows) - _SHOWN, "property": prop.key, "reason": reason}
            self.reading.values.append(rest)

    def _stage_words(self, cells: str, meanings: Mapping[str, tuple[str, ...]], columns: tuple[str, ...]) -> None:
        fields = ", ".join(f"{column} VARCHAR" for column in ("word", *columns))
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE table_words ({fields})")
        if meanings:
            rows = [[word, *meaning] for word, meaning in meanings.items()]
            self.connection.executemany(f"INSERT INTO table_words VALUES ({', '.join('?' * (1 + len(columns)))})", rows)

    def _distinct(self, cells: str) -> list[str]:
        query = f"SELECT DISTINCT value FROM ({cells}) WHERE value IS NOT NULL AND value <> ''"
        return sorted(str(value) for (value,) in self.connection.execute(query).fetchall())

    def _claim_genres(self, cells: str, prop: Property) -> None:
        found = {word: genre for word in self._distinct(cells) if (genre := read_genre(word))}
        self._stage_words(cells, found, ("genre", "label"))
        joined = f"SELECT c.*, genre, label FROM ({cells}) c JOIN table_words ON word = value"
        self._claim(joined, "iri", prop.iri, "'<' || genre")
        words = "SELECT * FROM table_words"
        self._claim(words, "genre", RDF_TYPE, quoted("<" + get_kind("genre").iri))
        self._claim(words, "genre", RDFS + "label", "'\"' || label")
        self._claim(words, "genre", SKOS + "prefLabel", "'@en ' || label")
        self._claim(words, "genre", SKOS + "inScheme", quoted("<" + GENRE_SCHEME))

    def _claim_codes(self, cells: str, prop: Property) -> None:
        find = find_language if prop.key == "languages" else find_country
        # A word that isn't known stays as it is.
        found = {word: (find(word) or word,) for word in self._distinct(cells)}
        self._stage_words(cells, found, ("code",))
        self._claim(
            f"SELECT c.*, code FROM ({cells}) c JOIN table_words ON word = value", "iri", prop.iri, "'\"' || code"
        )

    def _claim_named(self, cells: str, prop: Property) -> None:
        """Claim things that a row names without telling of them: organisations."""
        address = "regexp_full_match(value, 'https?://[^\\s<>\"{}|\\\\^`]+')"
        named = (
            f"SELECT *, CASE WHEN {address} THEN value "
            f"ELSE '{ID}{segment_of(prop.range)}/' || sg_slug(value) END AS other, "
            f"CASE WHEN NOT {address} THEN value END AS name FROM ({cells}) WHERE value IS NOT NULL AND value <> ''"
        )
        self._claim(named, "iri", prop.iri, "'<' || other")
        self._claim(
            named,
            "other",
            RDF_TYPE,
            f"CASE WHEN name IS NOT NULL THEN {quoted('<' + get_kind(prop.range).iri)} END",
        )
        self._claim(named, "other", RDFS + "label", "'\"' || name")

    def _claim_people(self, thing: Thing, function: str, use: Use) -> None:
        """Claim a credit for each name in a list; who of the same name elsewhere is the same is decided later."""
        cells = self._cells(thing, use, items=True)
        nobody = ", ".join(quoted(word) for word in NOBODY)
        lost = r"regexp_matches(value, '\p{L}\?|\?\p{L}|^[?\s().-]+$|\x{fffd}')"
        prop = get_property(FUNCTIONS[function].edge)
        self._leave_out(f"SELECT line, row, value FROM ({cells}) WHERE {lost}", prop, "letters of the name are lost")
        named = (
            r"SELECT *, coalesce(nullif(trim(regexp_extract(value, '^(.+?)\s*[(（].+[)）]$', 1)), ''), value) AS name, "
            r"nullif(trim(regexp_extract(value, '^.+?\s*[(（](.+)[)）]$', 1)), '') AS alias "
            f"FROM ({cells}) WHERE NOT {lost} AND lower(value) NOT IN ({nobody}) AND value <> ''"
        )
        people = f"SELECT *, {self._person_iri('iri', 'name')} AS person, NULL AS character FROM ({named})"
        self._claim_names(people)
        self._mention(people)
        self._claim_parts(
            f"SELECT iri, person, {quoted(function)} AS function, min(n) AS billing, NULL AS character, NULL AS part "
            f"FROM ({people}) GROUP BY iri, person",
            billed=FUNCTIONS[function].edge == "actors",
        )

    def _person_iri(self, work: str, name: str) -> str:
        return (
            f"'{ID}{segment_of('person')}/{self.prefix}-' || sg_slug({name}) || '-' || "
            f"left(md5({work} || chr(31) || {name}), 12)"
        )

    def _mention(self, people: str) -> None:
        """Note people who are known by a name in one work alone."""
        self.connection.execute(f"INSERT INTO mentions SELECT DISTINCT person FROM ({people})")

    def _claim_names(self, people: str) -> None:
        self._claim(people, "person", RDF_TYPE, quoted("<" + get_kind("person").iri))
        self._claim(people, "person", RDFS + "label", "'\"' || name")
        self._claim(people, "person", SCHEMA + "name", "'\"' || name")
        self._claim(people, "person", SCHEMA + "alternateName", "'\"' || alias")

    def _claim_parts(self, credits: str, *, billed: bool = True) -> None:
        """Claim credits from a query of iri, person, function, billing, character, part."""
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE table_credits AS "
            f"SELECT *, '{_CREDIT}{self.prefix}-' || "
            "left(md5(concat_ws(chr(31), iri, person, function, character)), 16) "
            f"AS credit FROM ({credits}) WHERE person IS NOT NULL"
        )
        table = "SELECT * FROM table_credits"
        functions = {key: "<" + one.iri for key, one in FUNCTIONS.items()}
        self._claim(table, "credit", RDF_TYPE, quoted("<" + get_kind("credit").iri))
        self._claim(table, "credit", get_property("credit-of").iri, "'<' || iri")
        self._claim(table, "credit", get_property("credited-to").iri, "'<' || person")
        self._claim(table, "credit", get_property("function").iri, f"CASE function {_cases(functions)} END")
        self._claim(table, "credit", get_property("character").iri, "'\"' || character")
        self._claim(table, "credit", get_property("part").iri, "'\"' || part")
        if billed:
            lowest = "SELECT credit, min(billing) AS billing FROM table_credits GROUP BY credit"
            self._claim(lowest, "credit", get_property("billing").iri, f"'^{XSD}integer ' || billing")

    def _claim_credits(self, credit: Credits) -> None:
        work = _table(credit.of)
        if credit.each:
            self._claim_listed(credit, work)
            return
        function = self._value(credit.function_use) if credit.function_use else quoted(credit.function)
        part = self._value(credit.part) if credit.part else "NULL"
        character = f'sg_clean("f_{credit.character}")' if credit.character else "NULL"
        billing = f'sg_whole("f_{credit.billing}")' if credit.billing else "NULL"
        self._claim_parts(
            f"SELECT w.iri, p.iri AS person, {function} AS function, {billing} AS billing, {character} AS character, "
            f"any_value({part}) AS part FROM {work} w JOIN {_table(credit.to)} p ON p.row = w.row "
            f"JOIN {ROWS} r ON r.row = w.row GROUP BY ALL"
        )

    def _claim_listed(self, credit: Credits, work: str) -> None:
        """Claim credits of a list of objects in a row: their members are named by the mapping."""
        use = credit.function_use
        function = _words(_member(use.field), use) if use else quoted(credit.function)
        listed = (
            f"SELECT w.iri, w.line, w.row, unnest(TRY(json_extract(\"f_{credit.each}\", '$[*]'))) AS one "
            f'FROM {work} w JOIN {ROWS} r ON r.row = w.row WHERE json_valid("f_{credit.each}")'
        )
        people = (
            f"SELECT iri, line, row, sg_clean({_member(credit.person)}) AS name, NULL AS alias, "
            f"{function} AS function, sg_clean({_member(credit.character)}) AS character, "
            f"TRY_CAST({_member(credit.billing)} AS BIGINT) + {1 - credit.billing_from} AS billing, "
            f"{_words_iri(credit)} "
            f"AS person FROM ({listed})"
        )
        people = f"SELECT * FROM ({people}) WHERE name IS NOT NULL AND function <> ''"
        self._claim_names(people)
        self._claim_parts(
            "SELECT iri, person, function, min(billing) AS billing, character, NULL AS part "
            f"FROM ({people}) GROUP BY ALL"
        )

    def _claim_adaptation(self, adaptation: Adaptation) -> None:
        """Claim the work that tags or a synopsis say another came from, whose title is often not given."""
        thing = next(one for one in self.mapping.things if one.name == adaptation.of)
        tags = self._cells(thing, Use(adaptation.field, adaptation.words, otherwise=""), items=True)
        found = f"SELECT row, iri, value AS source_kind, NULL AS title, NULL AS author FROM ({tags}) WHERE value <> ''"
        if adaptation.synopsis:
            text = f"regexp_replace(\"f_{adaptation.synopsis}\", '\\s+', ' ', 'g')"
            told = (
                f"SELECT * FROM (SELECT row, iri, label, {text} AS text FROM {_table(thing.name)} "
                f"JOIN {ROWS} USING (row)) WHERE regexp_matches(text, '(?i)adapted from|based on')"
            )
            kinds = _cases(_TOLD_KINDS)
            found += (
                f" UNION ALL SELECT row, iri, CASE replace(lower(m[1]), '-', ' ') {kinds} END, "
                "CASE WHEN regexp_matches(m[2], '\\p{L}\\?|\\?\\p{L}') THEN NULL WHEN m[2] <> '' THEN m[2] "
                "WHEN m[3] <> '' THEN label END, nullif(trim(m[4]), '') "
                f"FROM (SELECT *, regexp_extract(text, {quoted(_TOLD)}, ['1', '2', '3', '4']) AS told, "
                "[told['1'], told['2'], told['3'], told['4']] AS m "
                f"FROM ({told}) WHERE regexp_matches(text, {quoted(_TOLD)}))"
            )
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE table_sources AS SELECT iri, source_kind, any_value(title) AS title, "
            "any_value(author) AS author FROM "
            f"({found}) WHERE source_kind IS NOT NULL GROUP BY iri, source_kind"
        )
        segments = _cases({key: segment_of(key) for key in KINDS})
        nouns = _cases({key: kind.noun for key, kind in KINDS.items()})
        kinds = _cases({key: "<" + kind.iri for key, kind in KINDS.items()})
        works = (
            f"SELECT s.*, '{ID}' || CASE source_kind {segments} END || '/{self.prefix}-source-' || "
            "left(md5(s.iri || chr(31) || source_kind), 12) AS other, "
            # Where the title isn't told, the label says so, in a form that no title has.
            f"coalesce(title, '[' || CASE source_kind {nouns} END || ' behind ' || label || ']') AS name "
            f"FROM table_sources s JOIN (SELECT DISTINCT iri, label FROM {_table(thing.name)}) USING (iri)"
        )
        self._claim(works, "iri", get_property("adaptation-of").iri, "'<' || other")
        self._claim(works, "other", RDF_TYPE, f"CASE source_kind {kinds} END")
        status = f"CASE WHEN title IS NULL THEN '{PLACEHOLDER}' ELSE 'actual' END"
        self._claim(works, "other", RDFS + "label", "'\"' || name", status)
        self._claim(f"SELECT * FROM ({works}) WHERE title IS NOT NULL", "other", SCHEMA + "name", "'\"' || name")
        authors = (
            f"SELECT *, NULL AS alias FROM (SELECT other AS iri, author AS name FROM ({works})) WHERE name IS NOT NULL"
        )
        people = f"SELECT *, {self._person_iri('iri', 'name')} AS person FROM ({authors})"
        self._claim_names(people)
        self._mention(people)
        self._claim_parts(
            "SELECT iri, person, 'authoring' AS function, NULL AS billing, NULL AS character, NULL AS part "
            f"FROM ({people})",
            billed=False,
        )


_TOLD_KINDS = {
    "webtoon": "webtoon",
    "web toon": "webtoon",
    "web comic": "webtoon",
    "webcomic": "webtoon",
    "web novel": "web-novel",
    "novel": "novel",
    "manga": "manga",
    "manhwa": "comic",
    "manhua": "comic",
    "comic": "comic",
    "short story": "short-story",
}
_TOLD = (
    r"(?i)\b(?:adapted from|based on)(?: the| an?| his| her)?(?: [\w'’-]+){0,4}? "
    r"(web ?toon|web[ -]?comic|web[ -]novel|novel|manga|manhwa|manhua|comic|short story)(?: series| book)?"
    r"(?:,? ?(?:titled|called|entitled)?,? [\"“‘]([^\"”’]{1,90})[\"”’]| (?:of|with|by|under) the (same) (?:name|title))"
    r"(?: ?\([^)]*\))?(?:,? (?:written |drawn |created )?by (?:author |writer )?"
    r"([\p{Lu}][\p{L}'’-]+(?: [\p{Lu}][\p{L}'’-]+){0,3}))?"
)


def _term(prop: Property, use: Use) -> str:
    """Return the SQL of the term of a value by the property's type; NULL where it is none."""
    if prop.key == "keywords":
        return "nullif('\"' || lower(value), '\"')"
    if prop.value in ("string", "text"):
        tag = f"@{use.language} " if use.language else '"'
        return f"nullif({quoted(tag)} || value, {quoted(tag)})"
    if prop.value == "integer":
        if prop.key == "runtime":
            whole = "sg_minutes(value)"
        elif prop.key in ("year", "end-year"):
            whole = "TRY_CAST(regexp_extract(sg_date(value), ' (\\d{4})', 1) AS BIGINT)"
        else:
            whole = "sg_whole(value)"
        least, most = _LEAST_REASONABLE.get(prop.key, 0), _MOST_REASONABLE.get(prop.key, 10**15)
        return f"CASE WHEN {whole} BETWEEN {least} AND {most} THEN '^{XSD}integer ' || {whole} END"
    if prop.value == "date":
        return "sg_date(value)"
    if prop.value == "decimal":
        number = f"TRY_CAST(TRY_CAST(replace(value, ',', '') AS DOUBLE) * {use.scale} AS DECIMAL(18, 6))"
        lexical = f"rtrim(rtrim({number}::VARCHAR, '0'), '.')"
        fits = f"{number} BETWEEN 0 AND 10" if prop.key == "rating" else f"{number} IS NOT NULL"
        return f"CASE WHEN {fits} THEN '^{XSD}decimal ' || {lexical} END"
    return "CASE WHEN regexp_full_match(value, '[a-z][a-z0-9+.-]*:[^\\s<>\"{}|\\\\^`]+') THEN '<' || value END"


def _words(value: str, use: Use) -> str:
    """Return the SQL of a value with the mapping's words in place of what is written."""
    if not use.words:
        return value
    rest = value if use.otherwise is None else quoted(use.otherwise)
    return f"CASE lower({value}) {_cases(dict(use.words))} ELSE {rest} END"


def _words_iri(credit: Credits) -> str:
    """Return the SQL of the identifier of a person in a list of objects."""
    parts = [part for part in re.split(r"(\{[\w.]+\})", credit.person_iri) if part]
    return " || ".join(
        f"nullif(regexp_extract(json_extract_string(one, '$.{part[1:-1]}'), '^[A-Za-z0-9._~-]+$'), '')"
        if part.startswith("{")
        else quoted(part)
        for part in parts
    )


def _member(name: str) -> str:
    """Return the SQL of a member of an object in a list."""
    return f"json_extract_string(one, '$.{name}')" if name else "NULL"


def _cases(meanings: dict[str, str]) -> str:
    return " ".join(f"WHEN {quoted(word)} THEN {quoted(meaning)}" for word, meaning in meanings.items())


def _table(name: str) -> str:
    return f'"table_thing_{name}"'
