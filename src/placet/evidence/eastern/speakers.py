"""Say of a phrase in Korean or Japanese what sort of speaker it is, by what name and title, and for which party."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from placet.evidence.eastern.elsewhere import is_elsewhere
from placet.evidence.eastern.parties import NATIONAL, Named, is_state_name, parties_in
from placet.model.proposals import SpeakerKind, SpokenFor

Language = Literal["ko", "ja"]

HOME: dict[str, str] = {"ko": "KOR", "ja": "JPN"}
"""The party of the country that each language is spoken in."""
_OUTLET = re.compile(
    r"(?:연합뉴스|한겨레|교도|로이터|블룸버그|뉴시스|뉴스1|뉴욕타임스|월스트리트저널|폴리티코|외신|언론|매체|"
    r"聯合ニュース|ロイター|ブルームバーグ|同紙|同通信|報道各社|"
    r"(?<![가-힣A-Za-z一-龯])(?:KBS|MBC|SBS|YTN|JTBC|NHK|CNN|BBC|AP|AFP|UPI|TBS|NYT|WSJ|TV)(?:통신|방송|通信)?|"
    r"(?:신문|일보|통신|방송|뉴스|타임스|포스트|저널|TV|ニュース|新聞|通信|放送|テレビ|タイムズ|ポスト"
    r"|ジャーナル|日報|紙|通信社))(?:電子版)?$"
)
_ANONYMOUS = re.compile(
    r"(?:(?:고위|한|이|복수의|다른|또 다른|익명의)?\s?(?:관계자|당국자|소식통|관리|실무자|인사|정통한 소식통"
    r"|측근|외교관|장교|의 한 간부|간부)(?:들)?"
    r"|(?:政府|外交|軍|関係|情報|米|同)?(?:幹部|関係者|当局者|高官|消息筋|筋|担当者|側近|外交官)(?:ら|たち)?)$"
)
_DOCUMENT = re.compile(
    r"(?:보고서|성명|공동성명|성명서|문서|백서|합의문|자료|보도자료|서한|조약|협정|지침|결의|報告書|声明"
    r"|共同声明|文書|白書|合意文|資料|書簡|条約|協定|指針|ガイドライン|談話|決議)$"
)
_SCHOLAR = re.compile(
    r"(?:교수|연구원|연구위원|선임연구원|박사|전문가|학자|소장|평론가|教授|准教授|研究員|主任研究員|博士|専門家"
    r"|氏|評論家|所長|アナリスト)$"
)
_LAWMAKER = re.compile(r"(?:의원|위원장|원내대표|대표|議員|委員長|幹事長|代表|党首|総裁)$")
_FORMER = re.compile(
    r"(?:^|\s)전(?=\s|장관|차관|대통령|총리)|전직|(?:前|元)(?=[一-龯]{0,2}(?:大統領|首相|長官|大臣|外相|防衛相"
    r"|国防相|大使|官房|議員|事務次官|司令官|次官))"
)
_KOREAN_TITLES = (
    "국방부장관 국방장관 외교장관 외교부장관 국무장관 통일부장관 부장관 장관 차관보 차관 국무총리 총리 부총리 "
    "대통령 부통령 부대변인 대변인 주한대사 주일대사 "
    "대사 공사 사령관 부사령관 국가안보실장 안보실장 비서실장 합참의장 의장 참모총장 총장 국장 실장 과장 "
    "정책실장 수석 수석대표 특별대표 보좌관 비서관 조정관 대변인실 "
    "위원장 원내대표 대표 의원 교수 연구위원 선임연구원 연구원 박사 소장 사무총장 총서기 국가주석 주석 외무상 "
    "방위상 외상 관방장관 관방부장관 총재 회장 이사장 제독 대장 중장 소장 대령 기자 변호사 시장 지사 판사 검사 씨"
)
_JAPANESE_TITLES = (
    "官房副長官 官房長官 国防長官 国務長官 国防副長官 国務次官補 国防次官補 次官補 事務次官 副長官 長官 副大臣 "
    "大臣 政務官 首相補佐官 大統領補佐官 補佐官 副大統領 大統領 副首相 首相 総理 "
    "外務報道官 副報道官 報道官 スポークスマン 報道担当官 駐日大使 駐韓大使 大使 公使 国防相 防衛相 外務相 外相 "
    "法相 財務相 統一相 副司令官 司令官 統合幕僚長 幕僚長 議長 国家主席 主席 書記 総書記 "
    "審議官 参事官 局長 部長 課長 室長 特別代表 代表 委員長 幹事長 議員 総裁 党首 准教授 教授 主任研究員 研究員 "
    "博士 所長 大将 中将 少将 大佐 知事 市長 会長 理事長 弁護士 事務総長 氏 さん"
)
_TITLES = sorted({*_KOREAN_TITLES.split(), *_JAPANESE_TITLES.split()}, key=lambda one: (-len(one), one))
_TITLE = re.compile(f"(?:{'|'.join(_TITLES)})(?:\\s?대행|代行|ら|들)?$")
_BODY = re.compile(
    r"(?:(?:국방|외교|외무|통일|법무|재무|국무|상무|노동|환경|교육|행안|안전|산업|국토|재정|복지|농림|수산)부"
    r"|(?:방위|외무|재무|법무|총무|통상산업)성"
    r"|(?:방위사업|경찰|병무|해양경찰)청|위원회|정부|군|국회|의회|상원|하원|사령부|대사관|총영사관|측|당국|당"
    r"|백악관|펜타곤|크렘린|참모본부|합참|청와대"
    r"|국정원|정보원|협회|연구소|연구원|재단|단체|안보실|행정부|본부|기구|대변인실|자위대|총리관저|"
    r"省|庁|府|院|局|委員会|政府|軍|国会|議会|上院|下院|司令部|大使館|側|当局|政権|党|官邸|自衛隊|ハウス"
    r"|ペンタゴン|協会|研究所|財団|団体|機構|連合|総省"
    r"|幕僚監部|内閣|外交部|国防部|統一部)$"
)
_HOME_BODY = {
    "ko": re.compile(
        r"정부|국방부|외교부|외교통상부|국방장관|외교장관|장관|차관|총리|대통령|국회|대변인|^당국|군$|법무부"
    ),
    "ja": re.compile(r"政府|外務省|法務省|財務省|首相|外相|防衛相|国会|内閣|大臣|報道官|^当局|政務官|事務次官"),
}
_FOREIGN_NAME = {"ko": re.compile(r"\s|[가-힣]{5}"), "ja": re.compile(r"[ァ-ヴA-Za-z]")}
"""How a name looks that is hardly of the country the language is spoken in."""
_NO_HOME = {
    "ko": re.compile(r"방위성|외무성|국무부|국방성|관방"),
    "ja": re.compile(r"国防省|国防相|国防長官|大統領|外交部|国務|統一"),
}
"""Offices and bodies that the country the language is spoken in does not have."""
_ANY_BODY = re.compile(
    r"(?:위원회|사령부|협회|연구소|연구원|재단|단체|당|부|성|청|委員会|司令部|協会|研究所|財団|団体|党|省|庁)$"
)
_GROUP = re.compile(
    r"(?:전문가들|시민단체|양국|양측|야당|여당|야권|여권|일각|주민들|의원들|정상|両国|双方|野党|与党|専門家"
    r"|専門家ら|市民団体|住民|各国|首脳)$"
)
_BACK = re.compile(
    r"(?:그|그녀|이\s(?:관계자|당국자|소식통|고위 관계자|고위 당국자|대변인|장관|인사|관리)|같은 관계자|彼|彼女"
    r"|同氏|同(?:幹部|高官|当局者|関係者|筋|長官|首相|相|大統領|報道官|省|紙|通信|局長|大使|大臣))"
)
_KOREAN_NAME = re.compile(r"[가-힣]{1,4}|[가-힣]{2,6}(?:\s[가-힣]{1,6}){1,2}")
_NOT_A_NAME = re.compile(
    r"신임|현직|현|전직|전|수석|부|제\d+|신|주한|주일|주미|한미|연합|특사|신임의|고위|선임|익명의|한|이|그|또 "
    r"다른|元|前"
)
_JAPANESE_NAME = re.compile(r"[一-龯々ヶァ-ヴー・=＝]{1,20}|[A-Za-z ・.]{2,40}")
_AGE = re.compile(r"[（(][^）)]*[）)]")


class Described(NamedTuple):
    """What a phrase says of a speaker.

    Attributes:
        speaker: kind, name and title, without its place.
        refers_back: whether it points to somebody named before: `이 관계자`, `同氏`.
    """

    kind: SpeakerKind
    name: str
    title: str = ""
    refers_back: bool = False


def describe(words: str, known: dict[str, str]) -> Described | None:
    """Say what sort of speaker a phrase names; None: none.

    Args:
        words: the phrase without its particle.
        known: the persons named so far, each with the title.

    >>> describe("한민구 국방부 장관", {})
    Described(kind='person', name='한민구', title='국방부 장관', refers_back=False)
    >>> describe("防衛省幹部", {}).kind
    'anonymous'
    """
    words = _AGE.sub("", unicodedata.normalize("NFC", words)).strip()
    if not words:
        return None
    if _BACK.fullmatch(words):
        return Described(_kind_of_back(words), "", words, refers_back=True)
    for kind, form in (("outlet", _OUTLET), ("group", _GROUP), ("anonymous", _ANONYMOUS), ("document", _DOCUMENT)):
        if form.search(words) and not (kind == "outlet" and words.endswith(("위원회", "用紙"))):
            return Described(kind, words)  # type: ignore[arg-type]
    if words in known:
        return Described("person", words, known[words])
    titled = _titled(words, known)
    if titled is not None:
        return _in_full(titled, known)
    if is_state_name(words):
        return Described("state", words)
    if _BODY.search(words) and (NATIONAL.search(words) or parties_in(words) or _ANY_BODY.search(words)):
        return Described("body", words)
    if len(words) <= 4 and any(one.words == words for one in parties_in(words)):
        return Described("body", words)
    return None


def _kind_of_back(words: str) -> SpeakerKind:
    if _ANONYMOUS.search(words):
        return "anonymous"
    if words.endswith(("紙", "通信")):
        return "outlet"
    return "body" if words.endswith("省") else "person"


def _titled(words: str, known: dict[str, str]) -> Described | None:
    """Take a phrase with a title apart into the name and the office."""
    match = _TITLE.search(words)
    if match is None:
        return None
    before = words[: match.start()].rstrip()
    name, rest = "", before
    pieces = [piece for piece in re.split(r"\s+|(?<=[一-龯ァ-ヴー])の(?=[一-龯ァ-ヴー])", before) if piece]
    for piece in pieces:
        bare = re.sub(
            r"(?<=[ァ-ヴー])[米英豪露仏独]$|(?<=.)(?:米国|韓国|中国|英国|ロシア)$|^(?:米国|韓国)(?=.)", "", piece
        )
        bare = re.sub(r"(?<=..)[前]$", "", _FORMER.sub("", bare)).strip()
        is_surname = len(bare) == 1 and any(name.startswith(bare) for name in known)
        if not is_surname and (not bare or _NOT_A_NAME.fullmatch(bare) or _BODY.search(bare) or is_state_name(bare)):
            continue
        if parties_in(bare) or NATIONAL.search(bare):
            continue
        if not (_KOREAN_NAME.fullmatch(bare) or _JAPANESE_NAME.fullmatch(bare)):
            continue
        name = f"{name} {bare}".strip()
    if name:
        for piece in name.split(" "):
            rest = rest.replace(piece, " ", 1)
    rest = re.sub(r"^の|の$", "", " ".join(rest.split()))
    title = f"{rest} {match[0]}" if rest and _has_hangul(words) else f"{rest}{match[0]}"
    if match[0] in {"씨", "氏", "さん"}:
        return Described("person", name, title) if name else None
    return Described("person", name, title.strip()) if name else Described("office", words, match[0])


def _in_full(titled: Described, known: dict[str, str]) -> Described:
    """Give a surname the whole name, if one person with such an office was named so before."""
    if titled.kind != "person" or titled.name in known:
        return titled
    last = titled.title.split(" ")[-1]
    full = [name for name, title in known.items() if name.startswith(titled.name) and title.endswith(last)]
    full += [name for name, title in known.items() if name.endswith(f" {titled.name}") and title.endswith(last)]
    return Described("person", full[0], known[full[0]]) if len(full) == 1 else titled


def _has_hangul(words: str) -> bool:
    return re.search("[가-힣]", words) is not None


def spoken_for(words: str, described: Described, language: Language) -> tuple[SpokenFor, ...]:
    """Return the parties a speaker speaks for, each with the reason; an outlet or a scholar speaks for none.

    >>> spoken_for("防衛省幹部", describe("防衛省幹部", {}), "ja")[0].party
    'JPN'
    >>> spoken_for("국방부 관계자", describe("국방부 관계자", {}), "ko")[0].grade
    'inferred'
    >>> spoken_for("토바고 국방부", describe("토바고 국방부", {}), "ko")
    ()
    """
    words = unicodedata.normalize("NFC", words)
    title = described.title if described.kind == "person" else words
    if described.kind == "outlet":
        return (SpokenFor("", "an outlet speaks for no state", "stated"),)
    if _FORMER.search(words) and not described.name.endswith("元"):
        return (SpokenFor("", "a former office speaks for no state", "stated"),)
    if _SCHOLAR.search(title) and described.kind != "anonymous":
        return (SpokenFor("", "a scholar or private person speaks for no state", "stated"),)
    if _LAWMAKER.search(title):
        return (SpokenFor("", "a member of a parliament or party speaks for no state", "inferred"),)
    named = parties_in(words) or parties_in(title)
    if named:
        return tuple(_for_named(each, words) for each in named)
    if _NO_HOME[language].search(words) or is_from_elsewhere(words, described, language):
        return ()
    is_foreign = described.kind == "person" and _FOREIGN_NAME[language].search(described.name) is not None
    if described.kind != "group" and not is_foreign and _HOME_BODY[language].search(f"{words} {title}"):
        home = HOME[language]
        tongue = {"ko": "Korean", "ja": "Japanese"}[language]
        is_bare = described.kind == "person" and not re.search(r"부|省|[국외]|官房|防衛|外", described.title)
        why = f"an office or body named without a state, in an article in {tongue}"
        return (SpokenFor(home, why, "guessed" if is_bare else "inferred"),)
    return ()


def is_from_elsewhere(words: str, described: Described, language: Language) -> bool:
    """Say whether the office of a speaker, whose words name no known party, is hardly one of the country."""
    return is_elsewhere(words, described.name if described.kind == "person" else "", described.title, language)


def _for_named(named: Named, words: str) -> SpokenFor:
    if named.words == words:
        return SpokenFor(
            named.party, f"`{named.words}` named as the speaker", "stated" if named.is_state else "inferred"
        )
    why = f"`{named.words}` in the speaker's description"
    return SpokenFor(named.party, why, "stated")
