"""Whether an office or body is named with a name that is no known state, no known body and no person of the country.

Such a name may be a state that the table of parties lacks: then nobody knows for whom the office speaks, and it is not
the country in whose language the article is written.
"""

from __future__ import annotations

import re
from typing import Literal

from placet.evidence.eastern.parties import NATIONAL

_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민진나라지엄채원천방공현함변염여추도소석"
    "선설마길연위표명반왕금옥육인맹제모탁국어은편용예경봉사부가복목태음빈동온"
)
_RARE = "라가사부동온복음"
"""Surnames that few have, and with which the names of many places begin."""
_USUAL = "".join(sorted(set(_SURNAMES) - set(_RARE)))
_GIVEN = (
    "가각갑강건걸겸경계고곤관광교구국군권규균근금기길나낙남녀노단담대덕도돈동두득라락란람래량려련렬령례록룡루률륜린림립만명모목무묵문미민"
    "박배백범벽별병보복봉부빈삼상새서석선설섭성세소솔송수숙순숭승시식신실심아안애양언엽여연열염영예오옥온완왕용우욱운웅원월위유육윤"
    "율융은을의이익인일임자장재전정제조종좌주준중지직진집찬창채천철청초추춘충치칠탁태택평표필하학한해행향헌혁현협형혜호홍화환황회효후"
    "훈휘휴흔흠흥희"
)
"""Syllables of which given names are made: readings of Chinese characters that are used in names."""
_KOREAN_WORDS = (
    "하늘|아름|보람|슬기|나래|누리|새롬|초롱|우람|다솜|가람|이슬|힘찬|은샘|아라|빛나|샛별|다은|다현|다혜|다영|다인"
)
"""Given names that are Korean words, or begin with a syllable that other names seldom have."""
_NAME = re.compile(
    rf"(?:남궁|황보|선우|제갈|독고|사공|서문|[{_USUAL}])(?:[{_GIVEN}]{{1,2}}|[{_GIVEN}]?(?:{_KOREAN_WORDS}))?"
)
"""A Korean's name; that of a foreigner may begin like a surname, but mostly does not go on so: `오바마`, `이시바`."""
_PLACE_NAMES = (
    "수단 오만 가나 말리 아이티 차드 토고 베냉 기니 감비아 가봉 부룬디 말라위 모리타니 "
    "모리셔스 레소토 에스와티니 세이셸 코모로 통가 사모아 투발루 나우루 키리바시 바하마 "
    "바베이도스 벨리즈 가이아나 수리남 그레나다 도미니카 안도라 모나코 산마리노 리히텐슈타인 "
    "코소보 팔레스타인 홍콩 마카오 시에라리온 카보베르데 적도기니 기니비사우 상투메프린시페 "
    "중앙아프리카공화국 콩고 하마스 하와이 구글 香港 澳門 琉球 満州国 満洲国"
)
_PLACES = frozenset(_PLACE_NAMES.split())
"""Places and bodies that no table of parties has, and whose names could pass for something else."""
_NO_STATE = re.compile(
    r"(?:양국|각국|여러\s?나라|두\s나라|해당국|상대국|당사국|주변국|관련국|현지|지방|연방|주\s?정부"
    r"|外国|両国|各国|同国|相手国|当事国|他国|関係国|周辺国|現地|地元|連邦|州)"
)
"""How an office of several states, of another one, or of a part of one is begun."""
_CLAUSE = re.compile(r"^\S+[을를에]\s(?:.*[한은는된던]\s)?")
"""What a Korean office is told with: `이름을 밝히지 말라고 요청한 정부 관계자`."""
_FIELD = (
    "(?:외교|국방|통일|법무|재무|재정|경제|기획|산업|통상|자원|환경|교육|노동|고용|복지|보건|문화|체육|관광|국토|교통|해양|수산|농림|"
    "행정|안전|안보|내무|외무|공보|정무|국무|상무|과학|기술|정보|통신|여성|가족|보훈|특임|합동|작전|군사|정책)+"
)
_QUALIFIER = re.compile(
    r"우리|고위|신임|현직|전직|복수|익명|중앙|관계|당시|다른|또|일부|여러|같은|이날|수석|담당|[가-힣]*[을를에의은는인한된던할로]|에서|"
    rf"까지|부터|[0-9]+[가-힣]*|{_FIELD}"
)
_OF_NAME = re.compile(rf"[가-힣]|{_FIELD}|{_NAME.pattern}")
"""What stands where a person's name is looked for: the name, its surname alone, or what the office is for."""
_BODY = re.compile(r"(?:부|처|청|원|실|국|과|군|위|회|단|본부|사령부|관|당|시|도|측|함대|대)$")
_FOREIGN_LETTERS = re.compile(r"[ァ-ヴA-Za-z]")
_HOME_WORDS = re.compile(
    r"デジタル|サイバー|ワクチン|コロナ|スポーツ|エネルギー|インフラ|クールジャパン|TPP|IT|スポークスマン|メディア"
)


def is_elsewhere(words: str, name: str, title: str, language: Literal["ko", "ja"]) -> bool:
    """Say whether the words before an office or body name a place or somebody that is hardly of the country.

    Args:
        words: the phrase, which names no known party.
        name: of the person it names; empty: none.
        title: the person's office.
        language: of the article.

    >>> is_elsewhere("토바고 외교부", "", "", "ko"), is_elsewhere("외교부", "", "", "ko")
    (True, False)
    >>> is_elsewhere("이름을 밝히지 말라고 요청한 정부 관계자", "", "", "ko")
    False
    >>> [is_elsewhere(f"{name} 대변인", name, "대변인", "ko") for name in ("김철수", "이시바", "조코위")]
    [False, True, True]
    """
    office = title if name else words
    body = NATIONAL.search(office)
    before = office[: body.start()] if body is not None else ""
    if _NO_STATE.match(office):
        return True
    if language == "ja":
        return (
            any(name.startswith(place) or before.startswith(place) for place in _PLACES)
            or _FOREIGN_LETTERS.search(_HOME_WORDS.sub("", f"{name} {before}")) is not None
        )
    is_foreigner = any(each in _PLACES or _OF_NAME.fullmatch(each) is None for each in name.split())
    return is_foreigner or any(_is_foreign(each) for each in _CLAUSE.sub("", before).split())


def _is_foreign(word: str) -> bool:
    """Say whether a word before a Korean office is neither a qualifier nor a body nor a Korean's name."""
    if word in _PLACES:
        return True
    is_known = len(word) == 1 or _QUALIFIER.fullmatch(word) or _NAME.fullmatch(word)
    return not is_known and (len(word) < 3 or _BODY.search(word) is None)
