"""What Wikidata's identifiers mean here: classes, countries, languages, units and the addresses of other catalogues."""

from __future__ import annotations

from showgraph.model import KINDS

ENTITY = "http://www.wikidata.org/entity/"
DIRECT = "http://www.wikidata.org/prop/direct/"

# Classes besides those that the model's kinds name themselves. An item's own classes count, not those above them:
# what an item is an instance of stands in its line, what the class is below stands elsewhere in the dump.
_FURTHER = {
    "movie": ("Q24869", "Q506240", "Q202866", "Q29168811", "Q20650540", "Q93204", "Q226730", "Q336144"),
    "short-film": ("Q17517379", "Q20667187"),
    "series": ("Q117467246", "Q63952888", "Q581714", "Q15416"),
    "comic-series": ("Q14406742", "Q213369"),
    "manga": ("Q21198342",),
    "comic": ("Q74262765", "Q562214", "Q725377"),
    "novel": ("Q1667921", "Q747381", "Q104213567"),
    "book": ("Q7725634", "Q47461344"),
    "studio": ("Q11396960", "Q10689397", "Q1107679", "Q375336"),
    "broadcaster": ("Q1616075", "Q1254874", "Q2001305", "Q59152282", "Q1126006"),
    "character": ("Q15632617", "Q15773347", "Q15773317", "Q3658341"),
    "genre": ("Q201658", "Q15961987", "Q223393"),
}
KIND_OF_CLASS: dict[str, str] = {kind.wikidata: key for key, kind in KINDS.items() if kind.wikidata} | {
    item: key for key, items in _FURTHER.items() for item in items
}

_COUNTRIES = """
KR Q884 KP Q423 JP Q17 CN Q148 TW Q865 HK Q8646 TH Q869 ID Q252 PH Q928 VN Q881 SG Q334 MY Q833 IN Q668 US Q30 GB Q145
CA Q16 AU Q408 NZ Q664 IE Q27 FR Q142 DE Q183 AT Q40 CH Q39 IT Q38 ES Q29 PT Q45 NL Q55 BE Q31 SE Q34 NO Q20 DK Q35
FI Q33 PL Q36 CZ Q213 HU Q28 RU Q159 UA Q212 UZ Q265 TR Q43 IL Q801 EG Q79 ZA Q258 NG Q1033 BR Q155 AR Q414 MX Q96
CO Q739 CL Q298
"""
_LANGUAGES = """
ko Q9176 ja Q5287 zh Q7850 zh Q9192 zh Q727694 en Q1860 fr Q150 de Q188 it Q652 es Q1321 pt Q5146 nl Q7411 sv Q9027
no Q9043 da Q9035 fi Q1412 pl Q809 ru Q7737 tr Q256 ar Q13955 hi Q1568 id Q9240 th Q9217 vi Q9199 yue Q9186
"""


def _codes(table: str) -> dict[int, str]:
    words = table.split()
    return {int(item[1:]): code for code, item in zip(words[::2], words[1::2], strict=True)}


# Works say their country and language by item; these are known without reading the item.
CODE_OF: dict[int, str] = _codes(_COUNTRIES) | _codes(_LANGUAGES)
# What tells the code of other countries and languages, in their own items.
CODE_PROPERTIES = ("P297", "P218", "P305")

# Properties of a literal value, by the model's key.
DATES = {"P577": "released", "P580": "released", "P569": "born", "P570": "died"}
NUMBERS = {"P1113": "episodes", "P2437": "seasons", "P2047": "runtime"}
END, SERIES, VOICE, SUBJECT, GENRE, CLASS = "P582", "P179", "P725", "P921", "P136", "P31"
CODES = {"P495": "countries", "P364": "languages", "P27": "nationality"}
TITLES = ("P1476", "P1559")
ROLE, ROLE_NAME, ORDINAL = "P453", "P4633", "P1545"
MINUTES = {"Q7727": 1.0, "Q25235": 60.0, "Q11574": 1 / 60}

# Addresses of the same thing elsewhere: a pattern of the identifier, and what becomes of it.
ELSEWHERE: dict[str, tuple[tuple[str, str], ...]] = {
    "P345": (
        (r"tt\d{7,10}", "https://www.imdb.com/title/{}/"),
        (r"nm\d{7,10}", "https://www.imdb.com/name/{}/"),
    ),
    "P4947": ((r"[1-9]\d{0,9}", "https://www.themoviedb.org/movie/{}"),),
    "P4983": ((r"[1-9]\d{0,9}", "https://www.themoviedb.org/tv/{}"),),
    "P4985": ((r"[1-9]\d{0,9}", "https://www.themoviedb.org/person/{}"),),
    "P8600": ((r"[1-9]\d{0,9}", "https://www.tvmaze.com/shows/{}"),),
}

# The one label: the first of these languages that an item has, then any. "mul" is Wikidata's word for all languages.
LABEL_ORDER = ("en", "mul", "ko", "ja", "zh", "zh-hans", "zh-hant", "zh-tw", "zh-hk", "zh-cn")
NAME_LANGUAGES = ("ko", "en", "ja", "zh")
