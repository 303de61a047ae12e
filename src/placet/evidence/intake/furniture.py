"""What on a page is not the article: buttons, shares, lists of other stories, sign-ups, notices."""

from __future__ import annotations

import re

_WHOLE = re.compile(
    r"""(?ix)^[\s•·|>»›*▶▲-]*(?:
      (?:(?:^|\s)(?:go|skip|jump|back|return)\s+to\s+(?:the\s+)?(?:main\s+)?
        (?:contents?|top|navigation|search|menu|footer|home(?:page)?)){1,4}
    | (?:한국어|日本語|中文|简体中文|繁體中文|english|français|deutsch|español|русский)(?:\s*[/|·]\s*\S{2,12})*
    | (?:share|tweet|e-?mail|print|save|like|follow|comments?|reply|report|copy\s+link|link\s+copied|font\s+size|zoom
        |facebook|twitter|linkedin|whatsapp|telegram|reddit|pinterest|line|kakao\s*talk|instagram|youtube|messenger|x
        |close|menu|search|log\s?in|sign\s?in|sign\s?up|register|subscribe(?:\s+now)?|donate|newsletters?|home
        |next|previous|back|loading|advertisements?|ad|ads|sponsored(?:\s+content)?|promoted|view\s+gallery
        |play(?:\s+video)?|pause|mute|expand|enlarge(?:\s+image)?|view\s+comments|show\s+comments|hide|more
        |(?:text\s+)?size|a\s?a\s?a?|listen|image|images?|photos?|video|videos?|tags?|topics?|topics\s+in\s+this.{0,20}
        |toggle.{0,24}|기사\s?원문|공유|인쇄|목록|댓글|로그인|구독|シェア|ツイート|印刷|印刷する|広告|目次)
        (?:[\s,/|·•]+(?:on\s+|via\s+|by\s+|this\s+|to\s+)?(?:article|story|page|facebook|twitter|e-?mail|linkedin|whatsapp
            |reddit|print|share|pinterest|\d{1,6}|comments?|shares?))*
    | share\s+(?:this|on|via|to|with)\b.{0,60}
    | (?:click|tap|press|scroll)\s+(?:here|to|down|on)\b.{0,40}
    | \[/?\w[^\]]{0,200}\].{0,120}\[/\w+\]
    | \d{1,6}\s+(?:comments?|shares?|views?|likes?|min(?:ute)?s?\s+read|min(?:ute)?s?)
    | by\s+(?:signing\s+up|subscribing|clicking|continuing|registering|using)\b.{0,160}
        \b(?:you\s+(?:agree|accept|consent)|terms|privacy)\b.{0,160}
    | (?:sign|signing)\s+up\s+(?:for|to|here|now|today)\b.{0,200}
    | subscribe\s+(?:to|for|here|today|now|and)\b.{0,200}
    | (?:get|receive)\s+(?:the\s+|our\s+|more\s+|all\s+)?.{0,40}(?:newsletter|in\s+your\s+inbox|to\s+your\s+inbox
        |delivered|alerts|updates)\b.{0,80}
    | (?:follow|like|find|join)\s+(?:us|him|her|me|them|@?\w+)\s+on\s+(?:facebook|twitter|instagram|x|youtube|telegram
        |linkedin|whatsapp)\b.{0,120}
    | follow\s+@\w+.{0,60}
    | (?:please\s+)?(?:direct|send|e-?mail)\s+(?:your\s+|any\s+)?(?:questions?|comments?|feedback|tips?|corrections?)\b
        .{0,120}
    | (?:purchase|buy|license|request)\s+(?:this|the)?\s*(?:article|reprints?|licen[cs]ing|rights)\b.{0,90}
    | button\s+that\b.{0,120}
    | (?:copyright\s*(?:©|\(c\)|\d{4}|by\b|reserved)|\(c\)\s*\d{4}|©|ⓒ).{0,200}
    | (?:this\s+(?:site|website|page|web\s+site)|we)\s+uses?\s+cookies\b.{0,400}
    | (?:accept|reject|manage|allow)\s+(?:all\s+|your\s+)?(?:cookies|consent|preferences|settings)\b.{0,60}
    | (?:terms\s+(?:and\s+conditions|of\s+(?:use|service))|privacy\s+(?:policy|notice)|cookie\s+policy|contact\s+us
        |about\s+us|site\s?map|careers|advertise(?:\s+with\s+us)?)(?:\s*[|·•/,]\s*.{0,40})*
    | \[?%%\w+%%\]? | \[(?:image|photo|video|advertisement|ad|사진|이미지|写真)[^\]]{0,40}\]
    | [\W_]{1,40}
    )[\s.:!»›>|*]*$"""
)
_WITHIN = re.compile(
    r"""(?ix)^[\s•·|>»›*▶▲-]*(?:
      .{0,300}click\s+to\s+tweet
    | .{0,80}\b(?:delivered|straight|sent)\s+(?:\w+\s+)?to\s+your\s+(?:inbox|e-?mail|mailbox)\b.{0,60}
    | .{0,120}\ball\s+rights\s+reserved\b.{0,160}
    | .{0,60}(?:무단\s?전재|재배포\s?금지|無断転載|転載を禁).{0,80}
    | .{0,60}\bmay\s+not\s+be\s+(?:published|reproduced|republished).{0,120}
    )[\s.:!»›>|*]*$"""
)
_NEEDED = ("click", "your", "rights", "무단", "재배포", "無断転載", "転載を禁", "published", "reproduced")
"""Words of which a line holds one if `_WITHIN` fits it: nearly all lines hold none, and are not looked through."""

_LEADS_ON = re.compile(
    r"""(?ix)^[\s•·|>»›*▶-]*(?:
      (?:read|see|watch|listen)\s*(?:more|also|next|this|now|on)?\s*(?:\||:|–|—|»|>)\s*\S.{0,200}
    | (?:read|see)\s+(?:more|also|next)\b.{0,160}
    | (?:related|more|also|recommended|trending)\s*(?:\||:|–|—)\s*\S.{0,200}
    | (?:related|recommended|don.t\s+miss|more\s+from|more\s+on)\s*:\s*.{0,200}
    )$"""
)
_LIST_HEAD = re.compile(
    r"""(?ix)^[\s•·|>»›*▶-]*(?:
      related(?:\s+(?:stories|articles?|news|content|links?|topics?|coverage|posts?|reading|videos?|items?))?
    | (?:most|top)\s+(?:viewed|read|popular|shared|commented|watched|stories|news|articles?)(?:\s+\w+){0,3}
    | (?:more|read\s+more|latest|other|further)\s+(?:about|from|in|on|stories|news|articles?|headlines|reading)\b.{0,50}
    | (?:more|latest|popular|trending|recommended|sponsored|promoted)(?:\s+(?:stories|news|articles?|posts?|videos?|now
        |for\s+you|links|content|reads?|in\s+\w+)){0,2}
    | (?:you\s+(?:may|might)\s+(?:also\s+)?(?:like|be\s+interested\s+in)|editor.?s.?\s+(?:picks?|choice)
        |what\s+others\s+are\s+reading
        |around\s+the\s+web|from\s+(?:around\s+)?the\s+web|in\s+case\s+you\s+missed\s+it|see\s+also|read\s+(?:next|also)|up\s+next
        |recent\s+(?:posts?|stories|articles?|news|comments?)|share\s+this(?:\s+\w+){0,2}|leave\s+a\s+(?:reply|comment)
        |about\s+the\s+authors?|join\s+the\s+(?:conversation|discussion)|관련\s?기사|많이\s?본\s?(?:기사|뉴스)|인기\s?기사|최신\s?기사
        |関連記事|関連リンク|おすすめ(?:記事)?|アクセスランキング|人気記事)
    )[\s:.!»›>]*$"""
)
_NOTICE = re.compile(
    r"""(?ix)^[\s•·*\[(_-]*(?:
      this\s+(?:article|story|post|report|piece)\s+(?:was|has\s+been|first|originally|is)\s+(?:first\s+|originally\s+)?
        (?:appeared|published|updated|corrected|translated|produced|provided|republished|supplied|posted)\b.{0,300}
    | (?:editor.?s\s+note|correction|clarification|disclaimer|disclosure)s?\s*[:—–].{0,600}
    | (?:contact|reach)\s+(?:the\s+)?(?:reporter|writer|author|him|her|us|editor|\w+\s\w+)\s+(?:at|via|by|on)\b.{0,200}
    | (?:additional\s+|with\s+)?(?:report(?:ing|ed)|writing|written|edit(?:ing|ed)|compiled|translat(?:ion|ed))
        \s+by\s+[A-Z].{0,200}
    | if\s+you\s+(?:enjoyed|liked)\s+this\s+(?:article|story|post)\b.{0,400}
    | (?:get\s+access\s+to|subscribe\s+to|support|listen\s+to|watch|tune\s+in\s+to|for\s+more)\b.{0,200}
        \b(?:subscri\w+|newsletter|live\s+at|listen\s+back|follow\s+us|use\s+the\s+code|click\s+here|visit)\b.{0,200}
    )$"""
)
_NOTICE_WITHIN = re.compile(
    r"""(?ix)^[\s•·*\[(_-]*(?:
      .{0,80}\b(?:can\s+be\s+reached|may\s+be\s+reached)\s+(?:at|via|by|on)\b.{0,200}
    | .{0,260}\bfollow\s+(?:him|her|me|us|them|@?\w+(?:\s\w+)?)\s+on\s+(?:twitter|facebook|instagram|x)\b.{0,120}
    | .{0,200}\b(?:delivered\s+(?:through|to)\s+your|click\s+here\s+for\s+more)\b.{0,120}
    | .{0,60}contributed\s+to\s+this\s+(?:report|story|article).{0,40}
    )$"""
)
_NEEDED_BY_NOTICE = ("reached", "follow", "delivered", "click", "contributed")


def is_furniture(line: str) -> bool:
    """Say whether a whole line is no part of an article, wherever it stands.

    >>> is_furniture("Go to contents"), is_furniture("The ministry said so.")
    (True, False)
    """
    return len(line) <= 700 and (
        _WHOLE.match(line) is not None or _LEADS_ON.match(line) is not None or _fits(_WITHIN, _NEEDED, line)
    )


def is_list_head(line: str) -> bool:
    """Say whether a line stands over a list of other stories, so that the short lines after it are no article."""
    return len(line) <= 80 and not (len(line) > 40 and line.endswith(".")) and _LIST_HEAD.match(line) is not None


def is_notice(line: str) -> bool:
    """Say whether a line at the end of an article tells of the article: who helped, where it appeared first."""
    return len(line) <= 700 and (_NOTICE.match(line) is not None or _fits(_NOTICE_WITHIN, _NEEDED_BY_NOTICE, line))


def _fits(pattern: re.Pattern[str], needed: tuple[str, ...], line: str) -> bool:
    lowered = line.lower()
    return any(word in lowered for word in needed) and pattern.match(line) is not None
