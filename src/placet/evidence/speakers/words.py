"""The words by which news says who speaks: offices, bodies, outlets, documents, and those who speak for no state."""

from __future__ import annotations

import re
from functools import lru_cache


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SPOKES = _set("spokesman spokeswoman spokesperson spokesmen spokespeople")
OFFICES = SPOKES | _set(
    """minister pm dpm fm eam president premier chancellor king queen emir sultan prince princess pope monarch
    ambassador envoy
    consul secretary commander chief general admiral colonel marshal lieutenant captain major brigadier governor
    director undersecretary negotiator adviser advisor aide delegate representative attache attaché leader chairman
    chairwoman chairperson chair speaker head ruler vice-president counselor counsellor prosecutor mayor
    commissioner secretary-general coordinator mediator counterpart deputy vice-minister inspector rapporteur regent
    crown commandant comptroller treasurer vice-admiral major-general premier-designate nuncio cs ps"""
)
ANONYMOUS = _set(
    """official source diplomat officer insider person staffer bureaucrat negotiator adviser advisor aide operative
    authority functionary soldier somebody someone policeman man woman"""
)
LEADERS = _set("president premier pm chancellor king queen emir sultan monarch leader ruler")
"""The offices of those who are told again as the leader of their state."""
SCHOLARS = _set("professor analyst expert researcher fellow scholar academic historian economist specialist strategist")
LAWMAKERS = _set(
    "lawmaker legislator senator congressman congresswoman parliamentarian mp mep rep sen deputy councillor"
)
PRIVATE = (
    SCHOLARS
    | (LAWMAKERS - {"deputy"})
    | _set(
        """lawyer activist campaigner executive resident witness author columnist journalist reporter critic observer
    commentator candidate nominee hopeful contender politician rebel veteran student fisherman farmer worker villager
    survivor defector refugee protester businessman businesswoman trader engineer scientist doctor priest bishop editor
    pundit consultant investor correspondent neighbour neighbor pilot sailor guerrilla insurgent militant dissident
    relative mother father daughter son wife husband dealer broker owner driver teacher people voter exporter
    importer skipper"""
    )
)
PRIVATE_MARKS = _set(
    "former ex retired opposition rebel militia separatist insurgent onetime one-time late ousted exiled"
)
LOCAL = _set("local municipal provincial prefectural village town county district")
"""Whose officials speak for a place and not for its state."""
OF_A_HOUSE = _set("majority minority whip")
"""What leaders in a parliament are of."""
HOUSES = _set("parliament senate duma knesset sejm bundestag")
"""Houses of which somebody is the president or the chairman."""
ORGANS = _set(
    """ministry department embassy consulate mission government administration presidency office army navy military
    force forces command parliament assembly senate congress cabinet council commission committee agency bureau
    authority authorities service guard police court bank junta regime staff secretariat palace delegation airforce
    treasury customs marines fleet headquarters judiciary legislature directorate inspectorate court defence defense"""
)
PRIVATE_BODIES = _set(
    """company firm party institute institution center centre university foundation association federation airline
    charity ngo corporation corp inc ltd union college think-tank group movement militia operator exchange brokerage
    campaign hospital church society club consultancy alliance coalition faction front shipowner refiner miner
    academy"""
)
LOOSE_BODIES = _set("center centre group union party university exchange operator")
OUTLETS = _set(
    """television radio tv newspaper daily paper weekly magazine broadcaster network channel outlet tabloid website
    portal station media press newswire shimbun ilbo times herald tribune gazette"""
)
OUTLET_NAMES = re.compile(
    r"(?:[A-Z][\w’'.-]*\s+)+(?:Times|Post|Herald|Tribune|Gazette|Journal|Shimbun|Ilbo|Sinmun|Daily|News|Press|Television|TV|"
    r"Radio|Broadcasting(?:\s+Corporation)?|Newspaper|Observer|Chronicle|Courier|(?:News|Press)\s+Agency|Mail|Weekly|"
    r"Review|Telegraph|Inquirer|Standard|Examiner|Dispatch|Bulletin|Mirror|Express)\b"
)
DOCUMENTS = _set(
    """statement communique communiqué report declaration guideline treaty agreement letter memo memorandum resolution
    document note readout release transcript draft bill law constitution charter accord pact protocol advisory
    notice decree order survey study filing editorial article text cable plan strategy post tweet ruling verdict
    dossier bulletin message telegram circular agenda assessment notification whitepaper announcement primer
    factsheet commentary handbook"""
)
STATES_BY_KIND = _set(
    "country nation state kingdom emirate republic island archipelago neighbour neighbor ally sultanate power"
)
PRONOUNS = _set("he she it they we i you who which that one both")
NUMBERS = {
    "two": 2, "both": 2, "pair": 2, "duo": 2, "couple": 2, "three": 3, "trio": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip

PREPOSITIONS = _set(
    """of for in at from with near inside within to on about over against by under among close familiar between into
    outside behind briefed involved privy alongside stationed based responsible released issued published signed
    seen obtained carried attended led held made adopted concluded"""
)

DETERMINERS = _set(
    """a an the his her its their our this that these those another some one two three four five six several many
    both all other same most no each any certain more few such"""
)

NO_NAMES = _set(
    """what when while but yet although though since after before as if how why where that and or following because
    whether despite however meanwhile also still even then once until unless so thus nor not speaking asked earlier
    later last next previously separately according both all in on at by with from to for of there here nobody
    anybody everybody everyone nothing something anything someone none neither either each my your our we you they
    it he she this these those i"""
)

OFFICIAL = _set(
    """government defence defense military security ministry official presidential palace army navy police
    intelligence"""
)

RANKS_IN_FULL = {
    "gen": "general", "adm": "admiral", "col": "colonel", "capt": "captain", "maj": "major", "brig": "brigadier",
    "lt": "lieutenant", "cmdr": "commander",
}  # fmt: skip
"""Ranks as they are cut short before a name, and in full, as their holder is told again: `the captain`."""

RANKS_OR_NAMES = _set("""Col Gen Gov Sen""")

SURE = _set(
    """minister premier chancellor king queen emir sultan ambassador undersecretary general admiral colonel marshal
    brigadier vice-minister monarch vice-admiral major-general cs ps"""
)
"""Offices that are always those of some state."""

# Words of titles and of the names of bodies: what stands behind the last of them in `Defense Minister Gen Nakatani` is
# the person's name.
PORTFOLIOS = _set(
    """prime first second third vice deputy acting assistant under interim senior top chief joint chiefs staff grand
    permanent special foreign external internal defense defence state interior finance financial trade energy
    economy economic economics health information transport transportation agriculture agricultural education
    justice environment home commerce industry industrial oil petroleum water affairs security national public
    strategic international policy asian pacific european african american eastern western northern southern middle
    east asia africa europe latin oceanic ocean oceans planning development labor labour social culture cultural
    tourism sports youth women communications communication technology science digital budget revenue treasury mines
    mining minerals fisheries fishery land lands housing infrastructure works unification veterans religious
    parliamentary congressional presidential royal supreme political military naval air ground maritime nuclear
    atomic humanitarian human rights refugee general-secretary cooperation integration reform reconstruction
    investment civil aviation emergency disaster climate natural resources central bank reserve attorney solicitor
    lord lady sir dame dr mr mrs ms miss prof gen adm col lt maj capt cpl sgt brig rep sen gov hon rev sheikh
    cmdr cdr honourable honorable
    sheikha shaikh pope ayatollah excellency his her highness majesty senator congressman congresswoman professor
    lawmaker analyst comrade u.n un house upper lower press operations intelligence border coast guard armed
    sovereign relations ties negotiations envoy plenipotentiary executive managing regional global research
    independent head office bureau division committee commission council ministry department embassy party
    opposition ruling group spokesperson counter-terrorism counterterrorism cyber space arctic hydrocarbons
    electricity power railways railway roads ports port shipping forestry livestock irrigation constitutional
    electoral election electronic personnel administrative administration command forces force army navy fleet corps
    squadron brigade marine marines police court assembly parliament senate congress cabinet union secretariat
    institute institution center centre university school college foundation society association federation agency
    authority service services and of for the on to republic kingdom former ex retired then late newly veteran dean
    founder co-founder chairperson president-elect prime-minister company corporation bank media newspaper editor
    author columnist economist researcher fellow scholar junior minister-designate lead principal associate emeritus
    adjunct visiting studies programme program project wing
    academy"""
)
TITLE_WORDS = OFFICES | ANONYMOUS | PRIVATE | PORTFOLIOS | ORGANS | DOCUMENTS | OUTLETS
HONORIFICS = _set("mr mrs ms miss dr prof sir dame lady lord hon h.e")
"""What stands before a name and tells of no office."""
PARTICLES = _set("al el bin ibn bint abu de da do dos das del della di du la le van von der den ter ten y e af av zu")
FEMALE = _set(
    """mrs ms miss queen princess spokeswoman chairwoman congresswoman businesswoman lady dame sheikha woman mother
    daughter wife policewoman"""
)
MALE = _set(
    "mr king prince spokesman chairman congressman businessman lord sir sheikh shaikh emir sultan pope man father son"
)

# Words that may be a given name as well as a state's or a city's.
ALSO_NAMES = _set(
    "Israel Jordan Chad Georgia Kenya Paris Sofia Victoria Santiago Sydney Austin Washington Lima Juba Vienna"
)

MONTH_NAMES = _set("Jan April May June August Avril Sun Mon Sat")
"""Months, and days of the week, that are given names where a further name follows."""

NOT_NAMES = _set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sept sep oct nov dec
    north south east west northern southern eastern western gulf sea ocean bay strait straits peninsula river lake
    mountain mount cape island islands city province region district county street avenue airport bridge canal dam
    valley coast christmas easter ramadan asia europe africa america americas mekong baltic baltics middle-east
    arctic antarctic atlantic mediterranean sahel caribbean balkans caucasus english internet covid agreement treaty
    accord pact summit forum dialogue conference talks convention charter act code article articles chapter protocol
    declaration q&a covid-19 muslim christian islamic jewish catholic sunni shia shiite arab kurdish western"""
)

RANKS = _set(
    """prime first second third vice deputy acting assistant under interim senior top chief joint staff grand permanent
    special of and for the on to ministry department office minister national former general affairs"""
)
"""Words of a title that do not say what the office is for."""
ONE_OF_A_KIND = _set("army navy military parliament presidency cabinet")
"""Bodies of which a state has one."""
ALSO_SURNAMES = _set(
    "King Major Marshall Bishop Judge Pope Prince Jr Sr Sultan Dean Emir Earl Duke Baron Marshal Justice"
)
"""Titles that are also given names or surnames."""
BEFORE_NAMES = _set(
    "Minister President Secretary General Ambassador Chancellor Premier Director Governor Senator Mr. Dr."
)
# Unions of the above, made once.
HOLDERS = OFFICES | PRIVATE | LAWMAKERS | ANONYMOUS
"""Nouns that mean a person, by an office or a trade."""
OUTLET_NOUNS = OUTLETS | frozenset({"agency", "service"})
ANY_BODIES = ORGANS | PRIVATE_BODIES
NO_PERSONS = TITLE_WORDS | NOT_NAMES
NO_NAME_WORDS = NO_PERSONS | DETERMINERS | NO_NAMES
SPEAKING = HOLDERS | ANY_BODIES | OUTLET_NOUNS | DOCUMENTS | STATES_BY_KIND
"""Nouns of all that may speak."""
OFFICE_OR_PRIVATE = OFFICES | PRIVATE
OFFICE_OR_UNNAMED = OFFICES | ANONYMOUS
OFFICE_OR_ORGAN = OFFICES | ORGANS
OFFICE_OR_BODY = OFFICES | ANONYMOUS | PRIVATE_BODIES
LINKS = PREPOSITIONS | frozenset({"and"})

# An office goes by several words: `the defence chief` is the minister of defence.
SAME_OFFICE: tuple[frozenset[str], ...] = (
    frozenset({"minister", "secretary", "chief", "head"}),
    frozenset({"premier", "pm", "minister", "leader", "chancellor"}),
    frozenset({"fm", "minister"}),
    frozenset({"cs", "ps", "secretary"}),
    frozenset({"president", "leader"}),
    frozenset({"ambassador", "envoy", "diplomat", "nuncio"}),
    frozenset({"general", "commander", "chief", "admiral", "officer"}),
    frozenset({"negotiator", "envoy", "diplomat", "representative"}),
    frozenset({"spokesman", "spokeswoman", "spokesperson", "official"}),
    frozenset({"director", "chief", "head", "official"}),
    frozenset({"commissioner", "official"}),
    frozenset({"king", "monarch", "ruler"}),
    frozenset({"emir", "ruler", "monarch"}),
    _set(
        """professor analyst expert researcher fellow scholar academic historian economist specialist strategist
        author"""
    ),
    _set(
        """lawmaker legislator senator congressman congresswoman parliamentarian mp rep sen politician deputy"""
    ),
    frozenset({"official", "source", "person", "insider"}),
    frozenset({"official", "diplomat"}),
    frozenset({"officer", "official"}),
    frozenset({"secretary-general", "chief", "head"}),
)  # fmt: skip
SUBJECTS = {
    "defense": "defence", "defence": "defence", "foreign": "foreign", "external": "foreign", "state": "foreign",
    "fo": "foreign", "mofa": "foreign", "fm": "foreign", "pm": "prime", "dpm": "prime", "eam": "foreign",
    "diplomat": "foreign", "finance": "finance", "treasury": "finance", "interior": "interior", "home": "interior",
    "energy": "energy", "oil": "energy", "petroleum": "energy", "trade": "trade", "commerce": "trade", "prime": "prime",
    "transport": "transport", "transportation": "transport", "water": "water", "environment": "environment",
    "health": "health", "agriculture": "agriculture", "justice": "justice", "unification": "unification",
    "information": "information", "economy": "economy", "army": "army", "navy": "navy", "police": "police",
    "intelligence": "intelligence", "labour": "labour", "labor": "labour", "fisheries": "fisheries",
}  # fmt: skip
"""Words that say what an office or a ministry is for, and the subject each stands for."""


KEPT = 16_384
"""Of so many words what they are by their letters is kept; the words of all articles together are not many more."""


@lru_cache(maxsize=KEPT)
def singular(word: str) -> str:
    """Return the singular of an English noun of this field, in small letters, with the possessive mark taken off.

    >>> [singular(word) for word in ("Officials", "ministries", "spokesmen", "forces", "ministry’s")]
    ['official', 'ministry', 'spokesman', 'force', 'ministry']
    """
    word = re.sub(r"[’']s?$", "", word.lower().rstrip("."))
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "ews")):
        return word[:-1]
    return word


_IRREGULAR = {
    "spokesmen": "spokesman", "spokeswomen": "spokeswoman", "spokespeople": "spokesperson", "men": "man",
    "women": "woman", "people": "people", "congressmen": "congressman", "fishermen": "fisherman", "police": "police",
    "media": "media", "mps": "mp", "series": "series", "times": "times", "chiefs": "chief", "sometimes": "sometimes",
    "cs": "cs", "ps": "ps", "headquarters": "headquarters", "united": "united", "policemen": "policeman",
    "communiqués": "communiqué", "villagers": "villager", "customs": "customs",
}  # fmt: skip


def is_plural(word: str) -> bool:
    """Return whether a noun is a plural, by its form.

    >>> is_plural("officials"), is_plural("Official"), is_plural("people")
    (True, False, True)
    """
    word = re.sub(r"[’']s?$", "", word.lower())
    return word == "people" or singular(word) != word
