"""Country and language codes with the names and adjectives people use for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """A code, the name shown to people, and the words that mean it in a question."""

    code: str
    name: str
    words: tuple[str, ...]


def _countries(table: str) -> dict[str, Code]:
    rows = (line.split("|") for line in table.strip().splitlines())
    return {code: Code(code, name, tuple(words.split(","))) for code, name, words in rows}


COUNTRIES: dict[str, Code] = _countries(
    """
KR|South Korea|south korean,korean,south korea,korea
KP|North Korea|north korean,north korea
JP|Japan|japanese,japan
CN|China|chinese,china
TW|Taiwan|taiwanese,taiwan
HK|Hong Kong|hong kong
TH|Thailand|thai,thailand
ID|Indonesia|indonesian,indonesia
PH|Philippines|filipino,philippine,philippines
VN|Vietnam|vietnamese,vietnam
SG|Singapore|singaporean,singapore
MY|Malaysia|malaysian,malaysia
IN|India|indian,india
US|United States|american,united states,us,usa
GB|United Kingdom|british,united kingdom,uk
CA|Canada|canadian,canada
AU|Australia|australian,australia
NZ|New Zealand|new zealand
IE|Ireland|irish,ireland
FR|France|french,france
DE|Germany|german,germany
AT|Austria|austrian,austria
CH|Switzerland|swiss,switzerland
IT|Italy|italian,italy
ES|Spain|spanish,spain
PT|Portugal|portuguese,portugal
NL|Netherlands|dutch,netherlands
BE|Belgium|belgian,belgium
SE|Sweden|swedish,sweden
NO|Norway|norwegian,norway
DK|Denmark|danish,denmark
FI|Finland|finnish,finland
PL|Poland|polish,poland
CZ|Czechia|czech,czechia
HU|Hungary|hungarian,hungary
RU|Russia|russian,russia
UA|Ukraine|ukrainian,ukraine
UZ|Uzbekistan|uzbek,uzbekistan
TR|Türkiye|turkish,turkey,türkiye
IL|Israel|israeli,israel
EG|Egypt|egyptian,egypt
ZA|South Africa|south african,south africa
NG|Nigeria|nigerian,nigeria
BR|Brazil|brazilian,brazil
AR|Argentina|argentine,argentinian,argentina
MX|Mexico|mexican,mexico
CO|Colombia|colombian,colombia
CL|Chile|chilean,chile
"""
)

LANGUAGES: dict[str, Code] = _countries(
    """
ko|Korean|korean
ja|Japanese|japanese
zh|Chinese|chinese,mandarin
yue|Cantonese|cantonese
th|Thai|thai
id|Indonesian|indonesian
vi|Vietnamese|vietnamese
tl|Tagalog|tagalog,filipino
hi|Hindi|hindi
en|English|english
fr|French|french
de|German|german
it|Italian|italian
es|Spanish|spanish
pt|Portuguese|portuguese
nl|Dutch|dutch
sv|Swedish|swedish
no|Norwegian|norwegian
da|Danish|danish
fi|Finnish|finnish
pl|Polish|polish
ru|Russian|russian
tr|Turkish|turkish
ar|Arabic|arabic
"""
)


def name_code(key: str, code: str) -> str:
    """Return the name of a country or language; an unknown code as it is.

    >>> name_code("countries", "KR"), name_code("languages", "ko"), name_code("countries", "Atlantis")
    ('South Korea', 'Korean', 'Atlantis')
    """
    table = LANGUAGES if key == "languages" else COUNTRIES
    return table[code].name if code in table else code
