"""The verbs of saying in Korean and Japanese: the act that each names and the stance that is nearest to it."""

from __future__ import annotations

from typing import NamedTuple

from placet.model.rulebook import Stance


class Frame(NamedTuple):
    """What a verb of saying does.

    Attributes:
        act: as in `Proposal`.
        stance: as in `Proposal`.
        takes_object: whether what is said may stand as its object: `denied the report`.
    """

    act: str
    stance: Stance = "says"
    takes_object: bool = False


_SAY, _STATE = Frame("say"), Frame("state", takes_object=True)
_EMPHASIZE, _EXPLAIN, _CLAIM = Frame("emphasize", "says", True), Frame("explain", "says", True), Frame("claim")
_DENY, _CONFIRM = Frame("deny", "denies", True), Frame("confirm", "acknowledges", True)
_ADMIT, _ASK = Frame("acknowledge", "acknowledges", True), Frame("ask", "asks", True)
_DEMAND, _URGE = Frame("demand", "requires", True), Frame("urge", "asks", True)
_PROPOSE, _REFUSE = Frame("propose", "proposes", True), Frame("refuse", "declines", True)
_AGREE, _WELCOME = Frame("agree", "acknowledges", True), Frame("welcome", "says", True)
_CRITICIZE, _WARN = Frame("criticize", "denies", True), Frame("warn", "says", True)
_PROMISE, _ANSWER, _REPORT = Frame("promise", "says", True), Frame("answer"), Frame("report", "says", True)
_ANNOUNCE, _EXPRESS, _HINT = (
    Frame("announce", "says", True),
    Frame("express", "says", True),
    Frame("hint", "says", True),
)
_DECLINE = Frame("decline to comment", "declines", True)

KOREAN: dict[str, Frame] = {
    "말": _SAY, "하": _SAY, "말씀": _SAY, "언급": Frame("say", "says", True), "덧붙이": _SAY, "이야기": _SAY,
    "얘기": _SAY,
    "전하": _SAY, "밝히": _STATE, "발언": _SAY, "쓰": _STATE, "귀띔": _SAY, "호소": _URGE, "긋": _SAY,
    "진술": _STATE, "피력": _EXPRESS,
    "역설": _EMPHASIZE, "토로": _SAY,
    "강조": _EMPHASIZE, "설명": _EXPLAIN, "해명": _EXPLAIN, "주장": Frame("claim", "says", True),
    "지적": Frame("claim", "says", True),
    "단언": _CLAIM, "부인": _DENY, "부정": _DENY, "반박": _DENY, "반발": _CRITICIZE, "일축": _DENY,
    "확인": _CONFIRM, "재확인": _CONFIRM,
    "시인": _ADMIT, "인정": _ADMIT, "이해": _ADMIT, "묻": Frame("ask"), "질문": Frame("ask"), "요청": _ASK,
    "부탁": _ASK,
    "당부": _URGE, "촉구": _URGE, "요구": _DEMAND, "제안": _PROPOSE, "제의": _PROPOSE, "거부": _REFUSE,
    "거절": _REFUSE,
    "반대": Frame("oppose", "denies", True), "동의": _AGREE, "합의": _AGREE, "찬성": _AGREE,
    "지지": Frame("endorse", "says", True),
    "환영": _WELCOME, "비판": _CRITICIZE, "비난": _CRITICIZE, "규탄": _CRITICIZE, "경고": _WARN,
    "우려": Frame("worry"),
    "약속": _PROMISE, "다짐": _PROMISE, "답": _ANSWER, "답하": _ANSWER, "답변": _ANSWER, "대답": _ANSWER,
    "응답": _ANSWER,
    "보도": _REPORT, "발표": _ANNOUNCE, "공개": _ANNOUNCE, "통보": Frame("notify", "says", True), "선언": _ANNOUNCE,
    "표명": _EXPRESS, "나타내": _EXPRESS, "내비치": _HINT, "시사": _HINT, "전달": Frame("convey", "says", True),
    "함구": _DECLINE, "보이": _EXPRESS, "평가": Frame("assess"), "판단": Frame("assess"), "전망": Frame("expect"),
}  # fmt: skip
"""By the stem of the verb, or the noun before 하다."""

KOREAN_VIEWS: dict[str, Frame] = {
    "입장": _STATE, "방침": _STATE, "뜻": _EXPRESS, "의사": _EXPRESS, "의지": _EXPRESS, "의향": _EXPRESS,
    "견해": _EXPRESS,
    "생각": _EXPRESS, "우려": Frame("worry", "says", True), "계획": _STATE, "사실": _STATE, "인식": _EXPRESS,
    "태도": _EXPRESS,
    "반응": _EXPRESS, "설명": _EXPLAIN, "주장": _CLAIM, "판단": Frame("assess"), "말": _SAY, "전언": _SAY,
    "지적": _CLAIM,
    "결론": _STATE, "원칙": _STATE, "점": _STATE, "내용": _STATE, "얘기": _SAY, "이야기": _SAY,
}  # fmt: skip
"""Nouns behind a clause that say what it is: `(…다는) 입장을 밝혔다`, `(…다는) 설명이다`."""

JAPANESE: dict[str, Frame] = {
    "述べ": _SAY, "語": _SAY, "話": _SAY, "言": _SAY, "発言": _SAY, "付け加え": _SAY, "口に": _SAY,
    "言及": Frame("say", "says", True),
    "明らかに": Frame("disclose", "says", True), "強調": _EMPHASIZE, "力説": _EMPHASIZE, "説明": _EXPLAIN,
    "釈明": _EXPLAIN,
    "主張": Frame("claim", "says", True), "指摘": Frame("claim", "says", True), "断言": _CLAIM, "明言": _STATE,
    "言明": _STATE,
    "否定": _DENY, "反論": _DENY, "反発": _CRITICIZE, "念を押": _EMPHASIZE, "語気を強め": _EMPHASIZE,
    "言い切": _CLAIM,
    "繰り返": _SAY, "漏ら": _SAY, "明か": _SAY, "打ち消": _DENY, "一蹴": _DENY, "確認": _CONFIRM, "認め": _ADMIT,
    "理解を示": _ADMIT,
    "尋ね": Frame("ask"), "問": Frame("ask"), "質": Frame("ask"), "求め": _ASK, "要請": _ASK, "依頼": _ASK,
    "要求": _DEMAND,
    "呼び掛け": _URGE, "呼びかけ": _URGE, "促": _URGE, "訴え": _URGE, "迫": _DEMAND, "提案": _PROPOSE,
    "提起": _PROPOSE,
    "拒否": _REFUSE, "拒": _REFUSE, "一致": _AGREE, "断": _REFUSE, "反対": Frame("oppose", "denies", True),
    "同意": _AGREE, "合意": _AGREE,
    "賛成": _AGREE, "支持": Frame("endorse", "says", True), "歓迎": _WELCOME, "批判": _CRITICIZE, "非難": _CRITICIZE,
    "警告": _WARN, "けん制": _WARN, "牽制": _WARN, "懸念を示": Frame("worry", "says", True), "約束": _PROMISE,
    "表明": _EXPRESS,
    "示": _EXPRESS, "示唆": _HINT, "にじませ": _HINT, "答え": _ANSWER, "答弁": _ANSWER, "回答": _ANSWER,
    "応じ": _ANSWER,
    "報じ": _REPORT, "伝え": _REPORT, "報道": _REPORT, "発表": _ANNOUNCE, "公表": _ANNOUNCE, "宣言": _ANNOUNCE,
    "通告": Frame("notify", "says", True), "通知": Frame("notify", "says", True), "通報": Frame("notify",
    "says", True),
    "避け": _DECLINE, "控え": _DECLINE, "差し控え": _DECLINE, "し": _STATE, "いう": _SAY,
    "見": Frame("assess"), "評価": Frame("assess"), "分析": Frame("assess"), "記": _STATE, "書": _STATE,
}  # fmt: skip
"""By the part of the verb that does not change, or the noun before する."""

DECLINED: dict[str, Frame] = {
    "확인": _DECLINE, "언급": _DECLINE, "답": _DECLINE, "답하": _DECLINE, "답변": _DECLINE, "대답": _DECLINE,
    "밝히": _DECLINE, "응하": _DECLINE,
    "明言": _DECLINE, "言及": _DECLINE, "答え": _DECLINE, "回答": _DECLINE, "明らかに": _DECLINE, "応じ": _DECLINE,
    "確認": _DECLINE,
}  # fmt: skip
"""What it is not to do so: nothing is said, and that is what is told."""
