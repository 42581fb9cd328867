"""Who speaks in a clause: verbs that report speech or thought, and whoever they belong to, named or not."""

from __future__ import annotations

import re

from communique.extraction.frames import Trigger
from communique.extraction.views import Party, View, leading_group
from communique.text import fold, fold_pattern

__all__ = ["AUTHOR_PARTY", "own_speech", "speaker_of", "speaks_for_author", "speech_verbs"]

# Whoever wrote the document, where it says so itself (筆者認為).
AUTHOR_PARTY = Party("author", "author", "author")
_THOUGHT = "say.think"
_NO_THOUGHT = frozenset(fold("可難無被所受令"))  # 可預期, 令人擔憂: nobody by name thinks it
_NOUNS_TOO = frozenset(fold("要求 批評 指責 質疑 希望 警告 分析 預測 估計 期盼 擔憂 呼籲 評論 評估 判斷").split())
# Verbs of stance that also report speech; 應 and 必須 take a stand without opening anybody's words.
_SPEECH = tuple(
    fold(
        "認為 主張 堅稱 相信 深信 強調 確信 警告 呼籲 敦促 要求 否認 駁斥 反駁 澄清 奉勸 "
        "重申 批評 指責 譴責 抨擊 坦承 承認 質疑 聲稱 正告"
    ).split()
)
# Verbs whose clause tells of whoever is named right behind them; behind 提醒, 要求 stands whom it is said to.
_CLAUSAL = tuple(
    fold(
        "表示 指出 說 稱 認為 強調 透露 聲稱 宣稱 指 研判 預料 預計 預期 估計 相信 深信 "
        "主張 證實 承認 堅稱 重申 宣布 顯示 道"
    ).split()
)
# What an institute's study does: its finding follows.
_FINDS = frozenset(fold("顯示 發現").split())
_SAYING = tuple(fold("稱 說 道 表示 指出").split())
_TELLS = (*_SAYING, *fold("認為 相信 警告").split())
_REPORTS = (*_SPEECH, *_SAYING)
_HEADS = (
    "分析人士|觀察人士|消息人士|知情人士|政論人士|業內人士|外交界人士|[學政軍商法業輿]界人士|人士|分析師|分析家|分析員|觀察家|評論家|評論員|評論|"
    "科學家|經濟學家|歷史學家|法學家|政治學家|策略師|研究員|教授|主任|所長|顧問|[^\\s，。的]{0,3}學者|學者們?|專家們?|學界|外界|業界|企業界|輿論|坊間|官員們?|外交官們?|將領們?|"
    "議員們?|[^\\s，。的]{1,2}觀者|反對派|在野黨|反對黨|[^\\s，。的]{1,2}[評持對疑議訪威]者|民眾|居民|記者|媒體|外媒|社論|本報|民調|智庫|律師|法官|檢察官|有人|將軍|少將|中將|上將|上校"
)
_HEAD_LAST = re.compile(fold_pattern(f"(?:{_HEADS})$"))
_UNNAMED = re.compile(
    fold_pattern(
        "(?:[^\\s，。、；：:「」『』“”()（）\\d]{0,12}?(?:的|名|位|有|些|個|批))??"
        f"(?P<who>[^\\s，。、；：:「」『』“”()（）的名位]{{0,8}}?(?:{_HEADS}))"
    )
)
# A judgement that nobody signs: 分析認為, 調查顯示.
_IMPERSONAL = re.compile(
    fold_pattern(
        "(?:有|不少|多數|部分)?(?P<who>分析|評論|輿論|觀察|研究|調查|報告|民調)(?=(?:也|都|均|則|普遍|多)?(?:認為|指出|稱|說|顯示|預測))"
    )
)
_AND = re.compile(
    fold_pattern(
        "(?:但是|但|而|不過|然而|惟|可是|另有|另|也有|也|亦有|又有|有)?"
        "(?:(?:根據|依據|按照|據)(?=[^，。]{2,14}(?:估計|分析|預測|研判|判斷|說|稱|透露|解釋|介紹|推算|評估|指出|報導|報道|引述)))?"
        "(?:這[是也]|那是|不少|許多|一些|部分|多數|大多|有)*"
    )
)
_UNNAMED_HEAD = re.compile(
    fold_pattern(
        "(?:分析人士|觀察人士|消息人士|知情人士|人士|分析師|分析家|分析員|觀察家|評論家|科學家|經濟學家|學者|專家|官員|外交官|媒體|議員|研究員|教授)們?$"
    )
)
_OFFICIAL = re.compile(fold_pattern("(?:官員|外交官|將領|軍方)們?$"))
_AUTHOR = re.compile(
    fold_pattern("(?:但是?|而|不過|因此|所以|總之|對此)?(?:筆者|本文|本報|本刊|版主|編者|作者)(?!社評)")
)
# What may stand between a speaker and the verb: adverbs, days, the occasion.
_ADVERBS = re.compile(
    fold_pattern(
        "(?:普遍|一般|多半|多|均|都|也|亦|則|還|更|曾|此前|[上本]月|去年|今年|再次|再|又|就|即|日前|近日|稍早|昨[天日晚]?|今[天日晨早晚]?|前天|當[天日時]|同日|翌日|次日|隨後|隨即|其後|[上本這]?[周週][一二三四五六日末]?|星期.|"
        "一度|公開|私下|直接|進一步|據此|受訪時?|\\d+日|[早晚上下]午|對此|特別|同時|另|另外|並|卻)$"
    )
)
# 這表示: what something means, not what is said.
_MEANS = re.compile(fold_pattern("[這此](?:也|亦|就|都|更)?\\Z"))
_PREPOSITION = re.compile(fold_pattern("(?:對於?|針對|面對|由於|因應|關於|不顧|無視|除了|在|隨著)"))
# What keeps a name before a verb of speech from being in apposition to the one before it.
_APART = re.compile(fold_pattern("[，。；：、]|[對向與和跟同給把為]|被(?!提名)|在(?!任)|[沒不未曾已替就迄當著]"))
_APPOSED = 18  # characters between an institute and its person
# An unlisted name before a verb of speech: nothing that joins, refers or denies.
_NAMELIKE = re.compile(
    fold_pattern(
        "(?![到要去來由針經])[^\\s，。、；：「」『』“”()（）\\d的了是在將也並與和及就對向則他她它我你這那此該其所自不可只會能又如若因從被把給讓使令但而或據有已用以前口]{3,14}(?<!發言人)(?<![中上後時下間前內外])"
    )
)
_SURNAMELIKE = re.compile(
    fold_pattern(
        "[^\\s，。、；：「」『』“”()（）\\d的了是在將也並與和及就對向則他她它我你這那此該其所自不可只會能又如若因從被把給讓使令但而或據有已用以前口]{2,12}(?<!發言人)"
    )
)
_INSTITUTES = frozenset({"think_tank", "media", "company", "organisation"})
_TITLE_REST = 6  # characters of a title behind the word it begins with: 主任|研究官
_LEAST = 4  # characters behind a verb of speech that are what is said


def speech_verbs(view: View) -> tuple[Trigger, ...]:
    """Return a clause's verbs that report what its subject says (表示, 認為, 警告), and no nouns of it; found once."""
    if view.speech is None:
        view.speech = tuple(trigger for trigger in view.triggers if _reports(view, trigger))
    return view.speech


def _reports(view: View, trigger: Trigger) -> bool:
    folded = view.block.flow.folded
    word = folded[trigger.start : trigger.end]
    if word in _FINDS:
        return trigger.end >= view.end - 1 and any(m.kind == "think_tank" for m in view.mentions)
    if trigger.frame.complement != "asserts" and not (word.endswith(_SAYING) and len(word) > 2):
        return False
    if folded[trigger.end : trigger.end + 1] in "的、后" or _MEANS.search(folded, view.start, trigger.start):
        return False
    if trigger.end >= view.end - 1 and word in _NOUNS_TOO and not _somebody_before(view, trigger):
        return False
    if trigger.frame.id == _THOUGHT:
        return folded[trigger.start - 1 : trigger.start] not in _NO_THOUGHT
    return trigger.frame.kind == "attribution" or word.endswith(_REPORTS)


def speaker_of(view: View) -> tuple[Party, ...]:
    """Return whoever says what a clause reports, by the last name before the verb of speech; nobody where none does.

    A person behind an office or institute (某所主任研究官甲), a newspaper behind its country, a scholar without a name,
    or a body that no register knows (評級機構警告稱) speaks for itself.
    """
    verb = next(iter(speech_verbs(view)), None)
    if verb is None:
        return ()
    folded = view.block.flow.folded
    says = verb.frame.kind == "attribution" or folded[verb.start : verb.end].endswith(_TELLS)
    group = leading_group(view, folded, verb.start)
    if len(group) > 1:
        return ()
    unnamed = _unnamed_speaker(view)
    if group:
        for party in reversed([p for p in view.parties if group[0].end <= p.start and p.end <= verb.start]):
            between = folded[group[0].end : party.start]
            told = [t.start for t in view.triggers] + [t.start for t in view.times]
            told += [o.start for o in view.operators if len(o.word) > 1]
            apart = _APART.search(between) or any(group[0].end <= at < party.start for at in told)
            if party.kind in {"person", "media"} and len(between) <= _APPOSED and not apart:
                return (party,)
        if unnamed is not None and _private_voice(unnamed, group[0]):
            return (unnamed,)
        institute = says and group[0].kind in _INSTITUTES
        return _unlisted(view, group[0].end, verb, _SURNAMELIKE, "person") if institute else ()
    if unnamed is not None:
        behind = (p for p in view.parties if p.kind == "person" and p.end <= verb.start)
        person = next((p for p in behind if 0 <= p.start - unnamed.end <= _TITLE_REST), None)
        return (person or unnamed,)
    begins = view.start + len(_AND.match(view.folded)[0])  # type: ignore[index]
    return _unlisted(view, begins, verb, _NAMELIKE, "organisation") if says else ()


def _unlisted(view: View, start: int, verb: Trigger, shape: re.Pattern[str], kind: str) -> tuple[Party, ...]:
    """Return who speaks before a verb of speech where no register knows the name: what stands there, if it is a name.

    ``start`` is the clause's own, or the end of an institute whose scholar it is (某所的乙).
    """
    folded = view.block.flow.folded
    if folded[start : start + 1] == "的":
        start += 1
    before = folded[start : verb.start]
    while match := _ADVERBS.search(before):
        before = before[: match.start()]
    first = next((t for t in view.times if t.start > start and t.end <= verb.start), None)
    if first is not None:
        before = folded[start : min(first.start, start + len(before))]
    end = start + len(before)
    hidden = any(start <= t.start < end for t in view.triggers) or any(start <= m.start < end for m in view.mentions)
    if hidden or not shape.fullmatch(before):
        return ()
    return (Party(f"doc:{before}", view.block.flow.text[start:end], kind, start, end),)


def own_speech(view: View) -> Trigger | None:
    """Return the verb by which a clause reports its own subject's words, where those words stand in it, too."""
    for trigger in view.triggers:
        if trigger.frame.noun:
            continue
        if any(verb is trigger for verb in speech_verbs(view)):
            word = view.block.flow.folded[trigger.start : trigger.end]
            return trigger if view.end - trigger.end >= _LEAST and word.endswith(_CLAUSAL) else None
        if trigger.frame.kind in {"event", "commitment", "position"}:
            return None
    return None


def _somebody_before(view: View, trigger: Trigger) -> bool:
    """Say whether a word that may be a noun (分析, 警告) has somebody right before it, whose act it is."""
    before = view.block.flow.folded[view.start : trigger.start]
    if _PREPOSITION.match(before):
        return False
    while match := _ADVERBS.search(before):
        before = before[: match.start()]
    before = before.rstrip("》」〉")
    end = view.start + len(before)
    if any(m.end == end and (m.is_actor or m.kind == "document") for m in view.mentions):
        return True
    return before.endswith(("他", "她")) or _HEAD_LAST.search(before) is not None


def _unnamed_speaker(view: View) -> Party | None:
    """Return somebody who speaks without a name (分析人士認為, 越南學者則指出), a party of this document only."""
    if not any(trigger.frame.complement == "asserts" for trigger in view.triggers):
        return None  # nobody speaks
    folded = view.folded[:34]
    at = len(_AND.match(folded)[0])  # type: ignore[index]
    match = _IMPERSONAL.match(folded, at) or _UNNAMED.match(folded, at)
    if match is None or not any(verb.start >= view.start + match.end() for verb in speech_verbs(view)):
        return None
    start, end = view.start + match.start("who"), view.start + match.end("who")
    text = view.block.flow.text
    aliases = [text[view.start + at : end]]
    head = _UNNAMED_HEAD.search(view.folded, match.start("who"), match.end("who"))
    if head:
        aliases.append(text[view.start + head.start() : end])
    return Party(f"doc:{match['who']}", text[start:end], "person", start, end, tuple(aliases))


def _private_voice(unnamed: Party, named: Party) -> bool:
    """Say whether an unnamed speaker beside a country's name (越南學者, 印度媒體) speaks for himself alone."""
    return named.end <= unnamed.end and not _OFFICIAL.search(unnamed.id)


def speaks_for_author(view: View) -> bool:
    """Say whether a clause names whoever wrote the document: 筆者, 本報, 本文."""
    return _AUTHOR.match(view.folded) is not None
