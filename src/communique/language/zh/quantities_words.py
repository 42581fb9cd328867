"""The words around a figure: what is counted, how exact it is, of what it is a share, per what time."""

from __future__ import annotations

import re

__all__ = [
    "SENTENCE_END", "bound", "counted_after", "counted_before", "hint", "is_increase", "is_of_gdp", "is_of_missiles",
    "rate",
]  # fmt: skip

_CLAUSE_END = re.compile("[，。；！？、,;!?\n]")
SENTENCE_END = re.compile("[。！？!?\n]")
_ABOUT = re.compile("(?:约|大约|大概|约莫|近|将近|接近|几乎|大致|估计|上看|可达) {0,2}$")
_OVER = re.compile("(?:逾|超过|超出|突破|至少|最少|高于|多于|大于|不少于|不低于|超) {0,2}(?:了 {0,2})?$")
_UNDER = re.compile("(?:不到|不足|最多|低于|少于|未满|未达|不超过|至多|上限|以内) {0,2}$")
_AFTER = re.compile(" {0,2}(?:(左右|上下|许)|(以上|余|多(?![数边国次年层元方种样]))|(以下|以内))")
_GDP = "(?:gdp|国内生产(?:总值|毛额)|国民生产(?:总值|毛额)|国内总生产|生产总额)"
_OF_GDP = re.compile(
    f"{_GDP} {{0,2}}(?:\\)|）)? {{0,2}}(?:的|之|比重|比例|比|占比|约|为|达)* {{0,2}}(?:约|近|逾"
    f"|至少|提升至|提高到|达到?)? {{0,2}}$"
)
_DEFENCE = re.compile(
    "(?:(?:防[卫衞]|国防)(?:费用?|支出|开支|预算|经费)|军费) {0,2}(?:占比?|达到?|提[高升][到至]|增[加长]?[到至]"
    "|拉高[到至]|为|的|约| ){0,4}$"
)
_GDP_AFTER = re.compile(f" {{0,2}}(?:的|之)? {{0,2}}{_GDP}")
_MISSILE = re.compile("飞弹|导弹|火箭|弹道|巡航|飞毛腿|战斧|鱼雷|拦截弹")
_NOT_MISSILE = re.compile("(?:核)?(?:弹头|炸弹|地雷|水雷|硬币|奖牌|勋章|[卫衞]星|[炮砲]弹|子弹)")
_WORDS = re.compile("[a-z0-9][a-z0-9-]{0,11}|[一-鿿]")
_STOP = re.compile(
    "[迄的之在于从由向被把是与及或跟并而且但也都又还再已曾可需须要则此该每各共没让给达到起去了]"
    "|中(?![国共方央东程导文型心])|上(?![海将校尉院议])"
    "|下(?![议院])|前(?!首|总|线|任|国)|后(?![勤备])|外(?![交国长资籍])|内(?![阁政容])|对(?![空舰地陆岸])|等(?!级)"
    "|和(?!平)|为|以(?!色列)"
    "|不(?![明同])|有(?!关)|无(?![人核])|来|出(?!口)|进(?!口)|同(?![盟胞])|总(?![统理部司督])|能(?!源)"
    "|(?<![机社协国员])会(?![议员谈])|就(?![业学])|应|将(?![军领])|时|间(?!谍)"
    "|使(?![馆团])|其(?!他)|未"
)
_VERBS = re.compile(
    "(?:参加|参与|部署|[降升跌][至到]|发射|访问|进入|抵达|组成|支持|反对|认为|表示|死亡|丧生|伤亡|受伤|飞越|飞往|进行|举行|执行"
    "|签署|通过|宣布|增加|减少|成长|"
    "位于|包括|提升|提高|逾越|占|因|用|若|登|驻|赴|来自)"
)
_LEAD_IN = re.compile("(?:约|近|逾|超过|至少|共计?|达|各|共| )+$")
_INCREASE = re.compile("(?:增加|增长|成长|扩大|提高|提升|高出|多出|激增|暴增|翻)(?:了|约|近|逾|超过|至少| )*$")
_HINTS = tuple(
    (re.compile(pattern), name)
    for name, pattern in (
        ("range", "射程"),
        ("distance", "距离?|相距|外海?"),
        ("area", "面积|占地"),
        ("growth", "年增|成长|增长|增加|上升|增幅|提高|提升|增至|调高|上调"),
        ("decline", "减少|下降|年减|衰退|降幅|缩减"),
        ("share", "占|比重|比例|占比"),
        ("support", "支持|赞成|民调|受访"),
        ("tariff", "关税|税率"),
        ("budget", "预算|国防费|防[卫衞]费|军费|经费"),
        ("investment", "投资|出资|注资"),
        ("aid", "军援|援助|资助|拨款|捐"),
        ("sale", "军售|售价|采购|订单|合约"),
        ("trade", "贸易|顺差|逆差|进口|出口"),
        ("casualties", "伤亡|死亡|丧生|阵亡|罹难|受伤"),
        ("length", "全长|长度|长达|隧道"),
    )
)
_PER = re.compile("(?:每|平均每?|一)(?:个)?(年|月|周|星期|日|天|小时|分钟|季)(?:约有|约|有|达|大约|平均|各| ){0,2}$")
_PER_UNITS = {
    "年": "year", "月": "month", "周": "week", "星期": "week", "日": "day", "天": "day", "小时": "hour",
    "分钟": "minute", "季": "quarter",
}  # fmt: skip


def bound(folded: str, start: int, end: int, vague: bool) -> str:
    """Return ``about``, ``over``, ``under`` or, for an exact figure, nothing."""
    before = folded[max(0, start - 6) : start]
    after = _AFTER.match(folded, end)
    if _UNDER.search(before) or (after and after[3]):
        return "under"
    if _OVER.search(before) or (after and after[2]):
        return "over"
    if _ABOUT.search(before) or (after and after[1]):
        return "about"
    return "over" if vague else ""


def counted_after(folded: str, end: int) -> str:
    """Return the noun that follows a figure, folded; at most a dozen characters, cut at a verb or particle."""
    pieces: list[str] = []
    at = end + (folded[end : end + 1] == " ")
    while len(pieces) < 12:
        match = _WORDS.match(folded, at)
        if match is None or _STOP.match(folded, at) or _VERBS.match(folded, at):
            break
        pieces.append(match.group())
        at = match.end()
    return "".join(pieces)


def counted_before(folded: str, start: int) -> str:
    """Return the noun right before a figure that nothing follows (發射彈道飛彈11枚), folded; else nothing."""
    before = _LEAD_IN.sub("", folded[max(0, start - 16) : start])
    noun = ""
    for at in range(len(before) - 1, -1, -1):
        if not "一" <= before[at] <= "鿿" or len(noun) == 8 or _STOP.match(before, at):
            break
        noun = before[at] + noun
    verbs = list(_VERBS.finditer(noun))
    return noun[verbs[-1].end() :] if verbs else noun


def is_increase(folded: str, start: int) -> bool:
    """Say whether "n times" is added to what was there (增加一倍 is twice as much, 增至三倍 three times)."""
    return _INCREASE.search(folded[max(0, start - 6) : start]) is not None


def is_of_gdp(folded: str, start: int, end: int) -> bool:
    """Say whether a percentage is of gross domestic product; a share given of defence spending alone is too."""
    before = folded[max(0, start - 24) : start]
    return bool(_OF_GDP.search(before) or _GDP_AFTER.match(folded, end) or _DEFENCE.search(before))


def is_of_missiles(folded: str, start: int, end: int) -> bool:
    """Say whether 枚 or 發 counts missiles: the nearest weapon named around it is one."""
    after = _CLAUSE_END.split(folded[end : end + 12])[0]
    if _NOT_MISSILE.match(after.lstrip(" ")):
        return False
    if _MISSILE.search(after):
        return True
    before = folded[max(0, start - 24) : start]
    named = [m.start() for m in _MISSILE.finditer(before)]
    others = [m.start() for m in _NOT_MISSILE.finditer(before)]
    return bool(named) and (not others or named[-1] > others[-1])


def hint(folded: str, start: int, end: int, unit: str, currency: str | None) -> str:
    """Return a word for what the figure measures, from the nearest telling word of its clause; else nothing."""
    before = folded[max(0, start - 20) : start]
    before = before[max(before.rfind(stop) for stop in "，。；,;\n") + 1 :]
    anything, each = _ALLOWED.get("money" if currency else unit, _ELSE)
    if anything.search(before):
        return max((m.start(), name) for pattern, name in each for m in pattern.finditer(before))[1]
    after = folded[end : end + 10]
    if anything.search(after):
        return next(name for pattern, name in each if pattern.search(after))
    return ""


def _hints(names: str) -> tuple[re.Pattern[str], list[tuple[re.Pattern[str], str]]]:
    """Return what finds any word for these things, and what finds the words for each."""
    allowed = [(pattern, name) for pattern, name in _HINTS if name in names.split()]
    return re.compile("|".join(pattern.pattern for pattern, _ in allowed)), allowed


_ALLOWED = {
    "percent": _hints("growth decline share support tariff trade"), "percent_gdp": _hints("growth budget"),
    "km": _hints("range distance length"), "km2": _hints("area"), "times": _hints("growth decline"),
    "money": _hints("budget investment aid sale trade growth decline"),
}  # fmt: skip
_ELSE = _hints("casualties")


def rate(folded: str, start: int) -> str:
    """Return the unit of time of a rate (每月2次), else nothing."""
    found = _PER.search(folded[max(0, start - 8) : start])
    return _PER_UNITS[found[1]] if found else ""
