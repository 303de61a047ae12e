"""The names of states, capitals and bodies in Korean and Japanese, and the party that each stands for."""

from __future__ import annotations

import re
from typing import NamedTuple

_STATES: dict[str, str] = {
    "KOR": "대한민국 한국 남한 남측 우리나라 서울 大韓民国 韓国 韓 ソウル 南朝鮮",
    "PRK": "조선민주주의인민공화국 북한 북측 평양 朝鮮民主主義人民共和国 北朝鮮 平壌 ピョンヤン",
    "JPN": "일본 도쿄 日本 東京 日 日側",
    "USA": "미국 미합중국 워싱턴 미측 美 米国 米側 アメリカ ワシントン 米",
    "CHN": "중국 중화인민공화국 베이징 중국측 中国 中華人民共和国 北京 中 中国側",
    "TWN": "대만 타이완 타이베이 台湾 台北", "RUS": "러시아 모스크바 ロシア モスクワ 露",
    "UKR": "우크라이나 키이우 ウクライナ キーウ",
    "GBR": "영국 런던 英国 イギリス ロンドン 英", "FRA": "프랑스 파리 フランス パリ 仏",
    "DEU": "독일 베를린 ドイツ ベルリン 独",
    "ITA": "이탈리아 로마 イタリア ローマ", "ESP": "스페인 마드리드 スペイン マドリード",
    "CAN": "캐나다 오타와 カナダ オタワ",
    "AUS": "호주 오스트레일리아 캔버라 豪州 オーストラリア キャンベラ 豪",
    "NZL": "뉴질랜드 웰링턴 ニュージーランド ウェリントン",
    "PHL": "필리핀 마닐라 フィリピン マニラ", "VNM": "베트남 하노이 ベトナム ハノイ",
    "THA": "태국 방콕 タイ バンコク",
    "IDN": "인도네시아 자카르타 インドネシア ジャカルタ", "MYS": "말레이시아 マレーシア",
    "SGP": "싱가포르 シンガポール",
    "IND": "인도 뉴델리 インド ニューデリー", "PAK": "파키스탄 パキスタン イスラマバード",
    "MNG": "몽골 울란바토르 モンゴル",
    "IRN": "이란 테헤란 イラン テヘラン", "IRQ": "이라크 바그다드 イラク バグダッド",
    "ISR": "이스라엘 예루살렘 イスラエル エルサレム",
    "SAU": "사우디아라비아 사우디 리야드 サウジアラビア リヤド", "TUR": "튀르키예 터키 앙카라 トルコ アンカラ",
    "SYR": "시리아 シリア",
    "EGY": "이집트 카이로 エジプト カイロ", "POL": "폴란드 바르샤바 ポーランド ワルシャワ",
    "NLD": "네덜란드 オランダ",
    "BEL": "벨기에 ベルギー", "SWE": "스웨덴 スウェーデン", "NOR": "노르웨이 ノルウェー",
    "FIN": "핀란드 フィンランド",
    "DNK": "덴마크 デンマーク", "CHE": "스위스 スイス", "AUT": "오스트리아 オーストリア", "BRA": "브라질 ブラジル",
    "MEX": "멕시코 メキシコ",
    "MMR": "미얀마 ミャンマー", "KHM": "캄보디아 カンボジア", "LAO": "라오스 ラオス",
    "KAZ": "카자흐스탄 カザフスタン",
    "AFG": "아프가니스탄 アフガニスタン", "ALB": "알바니아 アルバニア", "DZA": "알제리 アルジェリア",
    "AGO": "앙골라 アンゴラ", "ARG": "아르헨티나 アルゼンチン", "ARM": "아르메니아 アルメニア",
    "AZE": "아제르바이잔 アゼルバイジャン", "BHR": "바레인 バーレーン", "BGD": "방글라데시 バングラデシュ",
    "BLR": "벨라루스 ベラルーシ", "BOL": "볼리비아 ボリビア", "BTN": "부탄 ブータン",
    "BIH": "보스니아헤르체고비나 보스니아 ボスニア・ヘルツェゴビナ ボスニア", "BWA": "보츠와나 ボツワナ",
    "BRN": "브루나이 ブルネイ", "BGR": "불가리아 ブルガリア", "BFA": "부르키나파소 ブルキナファソ",
    "CMR": "카메룬 カメルーン", "CHL": "칠레 チリ", "COL": "콜롬비아 コロンビア",
    "COD": "콩고민주공화국 コンゴ民主共和国", "COG": "콩고공화국 コンゴ共和国", "CRI": "코스타리카 コスタリカ",
    "CIV": "코트디부아르 コートジボワール", "HRV": "크로아티아 クロアチア", "CUB": "쿠바 キューバ",
    "CYP": "키프로스 キプロス", "CZE": "체코 チェコ", "DJI": "지부티 ジブチ", "DOM": "도미니카공화국 ドミニカ共和国",
    "ECU": "에콰도르 エクアドル", "SLV": "엘살바도르 エルサルバドル", "ERI": "에리트레아 エリトリア",
    "EST": "에스토니아 エストニア", "ETH": "에티오피아 エチオピア", "FJI": "피지 フィジー", "GEO": "조지아 ジョージア",
    "GHA": "ガーナ", "GRC": "그리스 ギリシャ", "GTM": "과테말라 グアテマラ", "HTI": "ハイチ",
    "HND": "온두라스 ホンジュラス", "HUN": "헝가리 ハンガリー", "ISL": "아이슬란드 アイスランド",
    "IRL": "아일랜드 アイルランド", "JAM": "자메이카 ジャマイカ", "JOR": "요르단 ヨルダン", "KEN": "케냐 ケニア",
    "KWT": "쿠웨이트 クウェート", "KGZ": "키르기스스탄 キルギス", "LVA": "라트비아 ラトビア", "LBN": "레바논 レバノン",
    "LBR": "라이베리아 リベリア", "LBY": "리비아 リビア", "LTU": "리투아니아 リトアニア",
    "LUX": "룩셈부르크 ルクセンブルク", "MDG": "마다가스카르 マダガスカル", "MDV": "몰디브 モルディブ",
    "MLT": "몰타 マルタ",
    "MHL": "마셜제도 マーシャル諸島", "FSM": "미크로네시아 ミクロネシア", "MDA": "몰도바 モルドバ",
    "MNE": "몬테네그로 モンテネグロ", "MAR": "모로코 モロッコ", "MOZ": "모잠비크 モザンビーク",
    "NAM": "나미비아 ナミビア",
    "NPL": "네팔 ネパール", "NIC": "니카라과 ニカラグア", "NER": "니제르 ニジェール", "NGA": "나이지리아 ナイジェリア",
    "MKD": "북마케도니아 北マケドニア", "OMN": "オマーン", "PLW": "팔라우 パラオ", "PAN": "파나마 パナマ",
    "PNG": "파푸아뉴기니 パプアニューギニア", "PRY": "파라과이 パラグアイ", "PER": "페루 ペルー",
    "PRT": "포르투갈 ポルトガル", "QAT": "카타르 カタール", "ROU": "루마니아 ルーマニア", "RWA": "르완다 ルワンダ",
    "SEN": "세네갈 セネガル", "SRB": "세르비아 セルビア", "SLB": "솔로몬제도 ソロモン諸島", "SOM": "소말리아 ソマリア",
    "ZAF": "남아프리카공화국 남아공 南アフリカ", "SSD": "남수단 南スーダン", "SDN": "スーダン",
    "SVK": "슬로바키아 スロバキア",
    "SVN": "슬로베니아 スロベニア", "LKA": "스리랑카 スリランカ", "TJK": "타지키스탄 タジキスタン",
    "TZA": "탄자니아 タンザニア", "TLS": "동티모르 東ティモール", "TUN": "튀니지 チュニジア",
    "TKM": "투르크메니스탄 トルクメニスタン", "UGA": "우간다 ウガンダ", "ARE": "아랍에미리트 アラブ首長国連邦",
    "URY": "우루과이 ウルグアイ", "UZB": "우즈베키스탄 ウズベキスタン", "VUT": "바누아투 バヌアツ",
    "VAT": "바티칸 교황청 バチカン ローマ教皇庁", "VEN": "베네수엘라 ベネズエラ", "YEM": "예멘 イエメン",
    "ZMB": "잠비아 ザンビア", "ZWE": "짐바브웨 ジンバブエ",
    "UNC": "유엔군사령부 유엔군 유엔사 国連軍司令部 国連軍", "UN": "유엔 국제연합 안보리 国連 国際連合 安保理",
    "EU": "유럽연합 欧州連合", "NATO": "나토 북대서양조약기구 北大西洋条約機構",
}  # fmt: skip
"""Names that mean something else in Korean as often (`수단`, `오만`, `가나`, `말리`, `아이티`) are left out."""
_BODIES: dict[str, str] = {
    "KOR": "청와대 통일부 합참 합동참모본부 국정원 국가정보원 용산 青瓦台 統一省",
    "JPN": "방위성 자위대 총리관저 내각관방 防衛省 "
    "自衛隊 首相官邸 官邸 内閣官房 統合幕僚監部 防衛相 官房長官 官房副長官 "
    "海上保安庁",
    "USA": "백악관 펜타곤 국무부 주한미군 주일미군 태평양사령부 인도태평양사령부 "
    "ホワイトハウス 国務省 国防総省 在日米軍 在韓米軍 太平洋軍 ペンタゴン 国務長官",
    "RUS": "크렘린 クレムリン",
    "PRK": "조선인민군 노동당 朝鮮人民軍 朝鮮労働党",
}  # fmt: skip
_SHORT = {
    "한": "KOR", "미": "USA", "일": "JPN", "중": "CHN", "북": "PRK", "러": "RUS", "남": "KOR", "영": "GBR",
    "韓": "KOR", "米": "USA", "日": "JPN", "中": "CHN", "朝": "PRK", "露": "RUS", "美": "USA", "英": "GBR",
    "豪": "AUS", "仏": "FRA", "独": "DEU",
}  # fmt: skip
"""States as one letter, which counts only before a word of government or in a pair."""

NATIONAL = re.compile(
    r"정부|국방부|외교부|외무부|국방장관|외교장관|장관|차관|총리|대통령|국회|대변인|당국|군|대사관|부처|법무부"
    r"|재무부|상무부|"
    r"政府|国防省|外務省|外交部|国防相|外相|首相|大統領|国会|内閣|報道官|当局|軍|大使館|大臣|法務省|財務省"
    r"|統合参謀本部|同省|国防長官"
)
"""Words of a state's government that do not say which state."""

_TABLES = (_STATES, _BODIES)
_NAMES = {name: party for table in _TABLES for party, names in table.items() for name in names.split() if len(name) > 1}
_OF_STATE = {name for names in _STATES.values() for name in names.split()}
_LONGEST = sorted(_NAMES, key=lambda name: (-len(name), name))
_NAME = re.compile("|".join(map(re.escape, _LONGEST)))
_LETTERS = "".join(_SHORT)
_PAIR = re.compile(
    rf"(?<![가-힣一-龯])([{_LETTERS}](?:[·・]?[{_LETTERS}]){{1,2}})"
    r"(?=\s|양국|정부|당국|両|政府|軍|국방|외교|3국|三国|の)"
)
_LETTER = re.compile(
    rf"(?<![가-힣一-龯々])(?!한\s)([{_LETTERS}])"  # `한 당국자` is an official, whichever
    r"(?=\s?(?:국방|국무|외교|정부|행정부|백악관|의회|군|당국|고위|대사|합참|태평양|해군|공군|육군|측"
    r"|政府|国防|国務|外務|軍|大統領|当局|高官|議会|大使|側|首相|紙|政権|太平洋|海軍|空軍))"
)
_INNER_LETTER = re.compile(r"(米|英|豪|露|仏|独)(?=国防|国務|政府|大統領|軍|当局|高官|議会|大使|太平洋|側|首相|外相)")


class Named(NamedTuple):
    """A party that words name.

    Attributes:
        party: its code.
        words: the words that name it.
        is_state: whether they name the state, or its capital, rather than one of its bodies.
    """

    party: str
    words: str
    is_state: bool


def parties_in(words: str) -> tuple[Named, ...]:
    """Return the parties that a phrase names, in its order, each once.

    >>> [each.party for each in parties_in("한미 양국")]
    ['KOR', 'USA']
    >>> [each.party for each in parties_in("米国防総省高官")]
    ['USA']
    """
    found: dict[str, tuple[int, Named]] = {}

    def add(at: int, party: str, name: str, *, is_state: bool) -> None:
        if party not in found or at < found[party][0]:
            found[party] = (at, Named(party, name, is_state))

    for match in _PAIR.finditer(words):
        for letter in match[1]:
            if letter in _SHORT:
                add(match.start(), _SHORT[letter], match[1], is_state=True)
    if found:
        return tuple(named for _, named in found.values())
    for match in _NAME.finditer(words):
        add(match.start(), _NAMES[match[0]], match[0], is_state=match[0] in _OF_STATE)
    for form in (_LETTER, _INNER_LETTER):
        for match in form.finditer(words):
            add(match.start(), _SHORT[match[1]], match[1], is_state=True)
    if any(named.party in {"UNC", "NATO"} for _, named in found.values()):
        found.pop("UN", None)
    return tuple(named for _, named in sorted(found.values()))


def is_state_name(words: str) -> bool:
    """Say whether a phrase is nothing but the name of a state or its capital, or of its government or side."""
    return bool(_ALONE.fullmatch(words))


_ALONE = re.compile(
    rf"(?:{'|'.join(sorted(map(re.escape, _OF_STATE), key=lambda name: (-len(name), name)))}|[{_LETTERS}])"
    r"(?:\s?(?:정부|측|당국|행정부|政府|側|当局|政権))?"
)
