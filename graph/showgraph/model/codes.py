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
CZ|Czechia|czech,czechia,czech republic
SK|Slovakia|slovak,slovakia
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
PE|Peru|peruvian,peru
UY|Uruguay|uruguayan,uruguay
PY|Paraguay|paraguayan,paraguay
BO|Bolivia|bolivian,bolivia
EC|Ecuador|ecuadorian,ecuador
VE|Venezuela|venezuelan,venezuela
CU|Cuba|cuban
DO|Dominican Republic|dominican republic
GT|Guatemala|guatemalan,guatemala
NI|Nicaragua|nicaraguan,nicaragua
CR|Costa Rica|costa rican,costa rica
PA|Panama|panamanian
JM|Jamaica|jamaican,jamaica
PR|Puerto Rico|puerto rican,puerto rico
BS|Bahamas|bahamian,bahamas
BM|Bermuda|bermudian
KY|Cayman Islands|cayman islands
GR|Greece|greek,greece
CY|Cyprus|cypriot
MT|Malta|maltese
RO|Romania|romanian,romania
BG|Bulgaria|bulgarian,bulgaria
RS|Serbia|serbian,serbia
HR|Croatia|croatian,croatia
SI|Slovenia|slovenian,slovenia
BA|Bosnia and Herzegovina|bosnian,bosnia
ME|Montenegro|montenegrin,montenegro
MK|North Macedonia|macedonian,north macedonia
AL|Albania|albanian,albania
LT|Lithuania|lithuanian,lithuania
LV|Latvia|latvian,latvia
EE|Estonia|estonian,estonia
BY|Belarus|belarusian,belarus
MD|Moldova|moldovan,moldova
IS|Iceland|icelandic,iceland
LU|Luxembourg|luxembourgish,luxembourg
LI|Liechtenstein|liechtenstein
VA|Vatican City|vatican city
GE|Georgia|georgian
AM|Armenia|armenian,armenia
AZ|Azerbaijan|azerbaijani,azerbaijan
KZ|Kazakhstan|kazakh,kazakhstan
MN|Mongolia|mongolian,mongolia
PK|Pakistan|pakistani,pakistan
BD|Bangladesh|bangladeshi,bangladesh
LK|Sri Lanka|sri lankan,sri lanka
NP|Nepal|nepalese,nepali,nepal
AF|Afghanistan|afghan,afghanistan
KH|Cambodia|cambodian,cambodia
LA|Laos|laotian,laos
MM|Myanmar|burmese,myanmar
IR|Iran|iranian,iran
IQ|Iraq|iraqi,iraq
SY|Syria|syrian,syria
LB|Lebanon|lebanese,lebanon
JO|Jordan|jordanian
PS|Palestine|palestinian,palestine
SA|Saudi Arabia|saudi,saudi arabian,saudi arabia
AE|United Arab Emirates|emirati,united arab emirates,uae
QA|Qatar|qatari,qatar
KW|Kuwait|kuwaiti,kuwait
MA|Morocco|moroccan,morocco
DZ|Algeria|algerian,algeria
TN|Tunisia|tunisian,tunisia
SD|Sudan|sudanese,sudan
ET|Ethiopia|ethiopian,ethiopia
SO|Somalia|somali,somalia
KE|Kenya|kenyan
UG|Uganda|ugandan,uganda
GH|Ghana|ghanaian,ghana
SN|Senegal|senegalese,senegal
BF|Burkina Faso|burkinabe,burkina faso
CM|Cameroon|cameroonian,cameroon
AO|Angola|angolan,angola
MZ|Mozambique|mozambican,mozambique
MW|Malawi|malawian,malawi
ZW|Zimbabwe|zimbabwean,zimbabwe
BW|Botswana|botswana
NA|Namibia|namibian,namibia
MU|Mauritius|mauritian,mauritius
WS|Samoa|samoan,samoa
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
af|Afrikaans|afrikaans
am|Amharic|amharic
as|Assamese|assamese
az|Azerbaijani|azerbaijani
be|Belarusian|belarusian
bg|Bulgarian|bulgarian
bm|Bambara|bambara
bn|Bengali|bengali,bangla
bo|Tibetan|tibetan
bs|Bosnian|bosnian
ca|Catalan|catalan
cs|Czech|czech
cy|Welsh|welsh
dz|Dzongkha|dzongkha
el|Greek|greek
eo|Esperanto|esperanto
et|Estonian|estonian
eu|Basque|basque
fa|Persian|persian,farsi
fo|Faroese|faroese
ga|Irish|irish,irish gaelic
gd|Scottish Gaelic|scottish gaelic,gaelic
gl|Galician|galician
gu|Gujarati|gujarati
ha|Hausa|hausa
he|Hebrew|hebrew
hr|Croatian|croatian
ht|Haitian Creole|haitian creole
hu|Hungarian|hungarian
hy|Armenian|armenian
ig|Igbo|igbo
is|Icelandic|icelandic
iu|Inuktitut|inuktitut
ka|Georgian|georgian
kk|Kazakh|kazakh
kl|Greenlandic|greenlandic
km|Khmer|khmer,cambodian
kn|Kannada|kannada
ku|Kurdish|kurdish
ky|Kyrgyz|kyrgyz
la|Latin|latin
lb|Luxembourgish|luxembourgish
ln|Lingala|lingala
lo|Lao|lao
lt|Lithuanian|lithuanian
lv|Latvian|latvian
men|Mende|mende
mi|Māori|maori,māori
mk|Macedonian|macedonian
ml|Malayalam|malayalam
mn|Mongolian|mongolian
mr|Marathi|marathi
ms|Malay|malay
mt|Maltese|maltese
my|Burmese|burmese
ne|Nepali|nepali
nv|Navajo|navajo
or|Odia|odia,oriya
pa|Punjabi|punjabi
ps|Pashto|pashto
qu|Quechua|quechua
ro|Romanian|romanian
rw|Kinyarwanda|kinyarwanda
sa|Sanskrit|sanskrit
se|Northern Sami|northern sami
sgn|Sign language|sign
si|Sinhala|sinhala,sinhalese
sk|Slovak|slovak
sl|Slovenian|slovenian,slovene
sn|Shona|shona
so|Somali|somali
sq|Albanian|albanian
sr|Serbian|serbian
sw|Swahili|swahili
ta|Tamil|tamil
te|Telugu|telugu
tg|Tajik|tajik
tn|Tswana|tswana
uk|Ukrainian|ukrainian
ur|Urdu|urdu
uz|Uzbek|uzbek
wo|Wolof|wolof
xh|Xhosa|xhosa
yi|Yiddish|yiddish
yo|Yoruba|yoruba
zu|Zulu|zulu
"""
)


def name_code(key: str, code: str) -> str:
    """Return the name of a country or language; an unknown code as it is.

    >>> name_code("countries", "KR"), name_code("languages", "ko"), name_code("countries", "Atlantis")
    ('South Korea', 'Korean', 'Atlantis')
    """
    table = LANGUAGES if key == "languages" else COUNTRIES
    return table[code].name if code in table else code
