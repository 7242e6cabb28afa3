"""SQL that reads the cells of tables: lists, dates, numbers, durations, as people write them."""

from __future__ import annotations

from showgraph.model import XSD

# As they are written: "Na" is a name.
_NOTHING = (
    *("", "N/A", "n/a", "NA", "null", "NULL", "None", "nan", "NaN", "\\N"),
    *("-", "--", "?", "TBA", "Unknown", "unknown", "[]", "['']", '[""]'),
)
NOBODY = ("various artists", "various", "unknown", "anonymous", "n/a", "none", "cast", "tba", "-", "?")

MACROS = (
    f"""
    CREATE OR REPLACE TEMP MACRO sg_clean(x) AS CASE
      WHEN trim(x) IN ({", ".join("'" + word.replace("'", "''") + "'" for word in _NOTHING)}) THEN NULL
      ELSE trim(regexp_replace(x, '[\\s\\x{{a0}}]+', ' ', 'g')) END
    """,
    # A title may be any of the words that elsewhere mean nothing.
    "CREATE OR REPLACE TEMP MACRO sg_tidy(x) AS nullif(trim(regexp_replace(x, '[\\s\\x{a0}]+', ' ', 'g')), '')",
    r"""
    CREATE OR REPLACE TEMP MACRO sg_quoted(x) AS coalesce(
      TRY(from_json(x, '["VARCHAR"]')),
      list_transform(regexp_extract_all(x, '''(?:[^''\\]|\\.)*''|"(?:[^"\\]|\\.)*"'),
        lambda y: regexp_replace(y[2:-2], '\\(.)', '\1', 'g')))
    """,
    # A comma before Jr. is part of the name.
    r"""
    CREATE OR REPLACE TEMP MACRO sg_split(x, mark) AS CASE
      WHEN mark <> '' THEN string_split(x, mark)
      WHEN contains(x, ';') THEN string_split(x, ';')
      WHEN contains(x, '|') THEN string_split(x, '|')
      ELSE string_split(regexp_replace(x, ',\s*(Jr\.?|Sr\.?|II|III|IV)\s*(,|$)', ' \1\2', 'g'), ',') END
    """,
    """
    CREATE OR REPLACE TEMP MACRO sg_list(x, mark) AS list_filter(list_transform(
      CASE WHEN x[1] = '[' AND x[-1] = ']' THEN sg_quoted(x) ELSE sg_split(x, mark) END,
      lambda y: sg_clean(y)), lambda y: y IS NOT NULL)
    """,
    r"""
    CREATE OR REPLACE TEMP MACRO sg_slug(x) AS coalesce(nullif(trim(regexp_replace(
      regexp_replace(lower(strip_accents(x)), '[''’]', '', 'g'), '[^\p{L}\p{N}]+', '-', 'g'), '-'), ''), 'x')
    """,
    r"""
    CREATE OR REPLACE TEMP MACRO sg_whole(x) AS
      CASE WHEN regexp_full_match(x, '#?\d{1,3}(,\d{2,3})*(\.0+)?|#?\d+(\.0+)?') THEN TRY_CAST(
        regexp_replace(regexp_replace(x, '[#,]', '', 'g'), '\.0+$', '') AS BIGINT) END
    """,
    # 52 min., 1 hr. 10 min., 2h 5m, 60
    r"""
    CREATE OR REPLACE TEMP MACRO sg_minutes(x) AS CASE
      WHEN regexp_full_match(x, '\d+(\.0)?') THEN TRY_CAST(regexp_extract(x, '\d+') AS INTEGER)
      WHEN regexp_matches(x,
        '(?i)^\s*(\d+\s*(h|hr|hrs|hour|hours)\b\.?\s*)?(\d+\s*(m|min|mins|minute|minutes)\b\.?)?\s*$')
      THEN nullif(60 * coalesce(TRY_CAST(regexp_extract(x, '(?i)(\d+)\s*h', 1) AS INTEGER), 0)
        + coalesce(TRY_CAST(regexp_extract(x, '(?i)(\d+)\s*m', 1) AS INTEGER), 0), 0) END
    """,
    # The first or the last of two dates with a dash between.
    r"""
    CREATE OR REPLACE TEMP MACRO sg_part(x, part) AS
      CASE WHEN regexp_matches(x, '\s[-–~]\s')
        THEN trim(string_split(regexp_replace(x, '\s[–~]\s', ' - '), ' - ')[part])
        WHEN part = 1 THEN trim(x) END
    """,
    f"""
    CREATE OR REPLACE TEMP MACRO sg_date(x) AS CASE
      WHEN regexp_full_match(x, '(18[6-9]|19\\d|20\\d)\\d') THEN '^{XSD}gYear ' || x
      WHEN regexp_full_match(x, '\\d{{4}}-(0[1-9]|1[0-2])') THEN '^{XSD}gYearMonth ' || x
      WHEN try_strptime('1 ' || x, ['%d %b %Y', '%d %B %Y', '%d %b, %Y', '%d %B, %Y']) IS NOT NULL
      THEN '^{XSD}gYearMonth ' ||
        strftime(try_strptime('1 ' || x, ['%d %b %Y', '%d %B %Y', '%d %b, %Y', '%d %B, %Y']), '%Y-%m')
      WHEN sg_day(x) BETWEEN DATE '1860-01-01' AND DATE '2099-12-31'
      THEN '^{XSD}date ' || strftime(sg_day(x), '%Y-%m-%d')
      END
    """,
)
_DAY = r"""
    CREATE OR REPLACE TEMP MACRO sg_day(x) AS CAST(coalesce(
      try_strptime(x, ['%Y-%m-%d', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%dT%H:%M:%SZ', '%Y/%m/%d', '%Y.%m.%d', '%d-%b-%y',
        '%d-%b-%Y', '%b %d, %Y', '%B %d, %Y', '%d %b %Y', '%d %B %Y', '%b %d %Y', '%B %d %Y', '%d.%m.%Y']),
      -- With slashes only the day tells which of the two it is.
      CASE WHEN TRY_CAST(regexp_extract(x, '^(\d{1,2})/', 1) AS INTEGER) > 12 THEN try_strptime(x, '%d/%m/%Y')
        WHEN TRY_CAST(regexp_extract(x, '/(\d{1,2})/', 1) AS INTEGER) > 12 THEN try_strptime(x, '%m/%d/%Y')
      END) AS DATE)
"""
ALL_MACROS = (_DAY, *MACROS)
