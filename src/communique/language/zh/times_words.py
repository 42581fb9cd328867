"""The tokens of Chinese time expressions.

All patterns are for folded text (Simplified characters, half width, lower case). The table is tried in order at each
place, so longer and more particular tokens come first. Lookarounds keep out the words that only look like times
(「29日前往」「2025年中國」「聲明年底」「上周五角大廈」); they see a few characters around a run.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from communique.language.zh import times_readers as read
from communique.language.zh.times_calendar import ERAS, HOLIDAYS
from communique.language.zh.times_model import Bound, Mode, Point, Ref, Sense, Side

__all__ = ["Token", "tokens_of"]

S = " {0,2}"
CN = "[〇○零一二三四五六七八九十百廿卅两]"
ONE = "[一二三四五六七八九]"
DIGITWISE = "[〇○零一二三四五六七八九]"
YEAR4 = f"(?:(?:1[0-9]|20|21)[0-9]{{2}}|[一二]{DIGITWISE}{{3}})"
MONTH = f"(?:1[0-2]|0?[1-9]|十[一二]?|{ONE}|元)"
DAY = f"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|[二廿]?十{ONE}?|廿{ONE}?|{ONE})"
HOUR = f"(?:2[0-4]|1[0-9]|0?[0-9]|二?十{ONE}?|{ONE}|零|两)"
MINUTE = f"(?:[0-5]?[0-9]|[二三四五]?十{ONE}?|[零〇]?{ONE})"
WEEK = "(?:周|星期|礼拜)"
REIGNS = "|".join(ERAS)
ALONE = "(?<![0-9.第])(?<![0-9],)"
"""Not inside another number: a comma before a figure may be the text's own punctuation."""
FISCAL = "(?:年度(?!假|过)|财政年度|会计年度|财务年度|财年)"
NEXT = "[一二三四1-4]"
TENS = "(?:[两二三四五六七八九]|十[一二]?|1[0-2]|[1-9])"

# What may not follow: the character would begin another word.
NOT_MID = "(?![国方美日韩俄英法欧印菲澳越泰朝台共央东南期华亚非外心科新止断等级层部间文情性选场立介将])"
NOT_EARLY = "(?![步选次始衷审判稿级犯试]|中(?![美日俄国共韩印方])|生(?!效))"
NOT_END = "(?!部(?![署分长队会])|特律|图片|座(?!谈)|[线层片气蕴])"
NOT_LAST = "(?!日(?![本方美中韩])|[端梢])"
# 29日前往, 2023年前總統; but 年底前總統將訪日 is "before".
NOT_BEFORE = (
    "(?![夕往来线沿景途述半科锋瞻者例后脚置妻夫男女辈哨期]|首[相脑席长]|任(?![命务用内])|身(?![份亡])|程(?!序)|秘书|端(?![出上])|所未|仆"
    "|(?<=[日号天)）]前)[赴去]|(?<![底末]前)(?:副|参谋|议[员长]|大使|防[长卫衞]|总统|总理|美国总统|日本首相|国[家防务]|外[长交]|司令|部长|主席|主任"
    "|政府|官员|[海陆空]军|军官|特使|高官|驻[^，。]{1,4}(?:大使|代表)|党[主魁]))"
)
NOT_AFTER = "(?![续勤卫衞备盾半]|期(?!满))"
NOT_SINCE = "(?![华访台自到日美函信电中京港澳韩往源临不得说看犯袭宾客回势历者龙稿去之])"
NOT_FROM = "(?![诉草飞码义因源步初点降伏立底死火跑家哄劲身重舞获])"
NOT_IN = "(?!政(?!府)|部(?!署)|外(?![长交国])|容(?!许)|建(?![立造成设])|[阁务塔瓦地战线幕蒙陆湾罗贾鬼乱斗河层置涵斯华])"
NOT_AMONG = "(?![谍接隔歇断距隙或])"
# 日 that belongs to 日本, 日方, 日美…, not to a weekday.
NOT_JAPAN = "(?![本方相媒元圆]|[美韩中俄澳菲印英法欧朝台](?![国方午旬军湾洲]))"
WEEKDAY = (
    f"(?:日{NOT_JAPAN}|天|一(?![个名位项次场份艘架家起批条些直般年月度点成半样种致同带路])|二(?![十个名位次])"
    "|三(?![十个名位次方]|国(?:元|防长|外长|领|峰|首|同|共|海|联))|四(?![十个名位次川方])|五(?![十个名位次角])"
    "|六(?![十个名位次方]))"
)

COUNT = (
    f"(?:大?半|好?几|数|多|若干|(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+(?:\\.[0-9]+)?|[数几]?{CN}+|[数几][十百千]+)"
    f"{S}[余多几来]?)"
)
_UNIT = (
    f"(?:个{S}半?多?{S}(?:工作[天日]|月|季度?|小时|钟头|星期|礼拜|世纪)|[余多]月|(?<=[数几半])月"
    f"|(?<=近[两三四五六七八九十])月"
    "|年(?![代级龄轻纪报货宵糕华画薪会])|周(?![年期岁边围转刊全密])"
    "|天(?![然空气文津才皇主王基安灾价线体堂涯宫下性地生使赋河台府])"
    "|小时|分钟|钟头|秒钟?|世纪|工作[天日]|星期|礼拜|刻钟)"
)
LENGTH = f"(?:(?:[0-9]{{1,3}}|{CN}{{1,3}}){S}[至到~-]{S})?{COUNT}{S}{_UNIT}(?:[余多]|半(?![岛导数官决个]))?"

_WITHIN = {
    "年": Bound(Side.WITHIN, Point(year=Ref(Mode.NOW, 0))), "月": Bound(Side.WITHIN, Point(month=Ref(Mode.NOW, 0))),
}  # fmt: skip
_DAYLEN_LEADS = "(?:" + "|".join(f"(?<={w})" for w in ("为期", "历时", "长达", "连续", "一连", "持续")) + ")"

_TABLE: list[tuple[str, str, read.Reader | None]] = [
    ("iso", r"(?<![0-9a-z./_-])(?:19|20)[0-9]{2}(?:1[0-2]|0[1-9])(?:3[01]|[12][0-9]|0[1-9])(?![0-9a-z./_-])",
     read.compact),
    ("iso", r"(?<![0-9a-z./])(?:1[5-9]|20|21)[0-9]{2}(?:-(?:1[0-2]|0?[1-9])-|/(?:1[0-2]|0?[1-9])/|\.(?:1[0-2]"
     r"|0?[1-9])\.)"
     r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])"
     r"(?:[t -] ?[0-2]?[0-9][:：][0-5][0-9](?:[:：][0-5][0-9](?:\.[0-9]+)?)?(?:z|[+-](?:0[0-9]"
     r"|1[0-4]):?[0-5][0-9])?(?![0-9]))?", read.iso),
    ("yearmonth", r"(?<![0-9a-z./-])(?:19|20)[0-9]{2}[./](?:1[0-2]|0[1-9])(?![0-9./])", read.parts("year", "month")),
    ("monthday", r"(?<![0-9a-z./:-])(?:1[0-2]|0[1-9])-(?:3[01]|[12][0-9]|0[1-9])(?= [0-2][0-9][:：][0-5][0-9])",
     read.parts("month", "day")),
    ("slashed", r"(?<![0-9a-z./])(?<![a-z]-)(?:1[0-2]|0?[1-9])/(?:3[01]|2[0-9]|1[3-9])(?![0-9a-z./%])"
     # 12/1 is a date, 1/12 may be a fraction.
     r"|(?<![0-9a-z./])(?<![a-z]-)(?:1[0-2]/(?:1[0-2]|0?[1-9])|[5-9]/0?[1-5]|[1-9]/0?1)(?![0-9a-z./%])",
     read.parts("month", "day")),
    ("years", f"(?:(?:上个?|本|[12]?[0-9]|{CN}{{1,3}}){S}世纪{S}的?{S})?"
     f"(?:(?:(?:1[0-9]|20|21)[0-9]0|[1-9]0|{ONE}十?){S}[、至到和-]{S})?"
     f"(?:(?:1[0-9]|20|21)[0-9]0|[1-9]0|{ONE}十){S}年代"
     "(?:初期?|前半期?|前期|早期|中后?期|中叶|中(?!国)|后半期?|后期|末期?|晚期)?", read.years),
    ("years", f"(?<![个数几])(?:上个?|本|2[01]|1[0-9]|[二]?十{ONE}?){S}世纪"
     "(?:初期?|上半叶?|前半叶?|中叶|中期?|下半叶?|后半叶?|后期|末期?)?", read.years),
    ("year", f"(?:中华)?(?:{REIGNS}){S}前?{S}(?:元|[0-9]{{1,3}}|{CN}{{1,5}}){S}年(?:度(?!假|过))?", read.era_year),
    ("year", f"(?:(?:公元|西元|公历|西历){S})?(?<![0-9.]){YEAR4}{S}(?:{FISCAL}|年(?![代龄级]))", read.year),
    ("year", f"[今去明本]{S}[(（]{S}[0-9]{{4}}{S}年?{S}[)）]{S}年(?:度(?!假|过))?", read.relative_year),
    ("short", f"{ALONE}(?:[0-9]{{2}}|1[0-9]{{2}}|{DIGITWISE}{{2}}){S}"
     f"(?:年(?={S}(?:{MONTH}{S}月(?![球光饼亮])|底|末|初{NOT_EARLY}|[上下]半年|第[一二三四1-4](?:季|个?{WEEK})"
     f"|伊始))|年度(?!假|过))",
     read.short_year),
    ("short", f"{ALONE}(?<![一二三四五六七八九])(?:0[0-9]|[零〇○]{ONE}|(?!一二|二三|三四|四五|五六|六七|七八"
     f"|八九){ONE}{ONE})"
     f"{S}年(?![代龄级])", read.short_year),
    ("first", f"(?:前|首|头|后|末){S}{TENS}{S}(?:个{S}(?:月|季度?)|月|季度?)|首月|首季度?", read.first_months),
    ("year", "(?:大?前(?<!以前)(?<!之前)(?<!目前)(?<!此前)(?<!先前)|去|今|本|上"
     "|(?<![马早晚以海线网路会场市际面史程础实件身])上一|大?后(?<!以后)(?<!之后)(?<!战后)(?<!会后)"
     "(?<!此后)|下一?|这一)年(?:度(?![假过夜]))?(?![轮代龄纪级终青])", read.relative_year),
    ("year", "(?:明(?<![声说表证文透阐查指写载标]明)"
     "|来(?<!以来)(?<!近来)(?<!历来))年(?:度(?![假过]))?(?![代龄])", read.relative_year),
    ("year", "(?:同一?|当|该|那|翌|次|隔|前(?<!提前)一|后(?<!延后)一)年(?:度(?![假过]))?(?![龄代级轻前间])",
     read.story("year", "翌次隔后", "前")),
    ("pair", "今明两?(?:年(?!度)|天)|今明[后]三[年天]", read.this_and_next),
    ("half", "[上下前后]个?半年度?", lambda t: {"year_part": (1, 6) if t[0] in "上前" else (7, 12)}),
    ("quarter", f"(?:第{S})?{NEXT}{S}季(?:度)?[初末底]?(?![风军节])|q[1-4](?![0-9a-z])", read.quarter),
    ("quarter", "[上下本这]个?季度?[初末底]?(?![风军节])", read.relative_quarter),
    ("yeartail", "(?<=年)(?:[春夏秋冬](?![节威天季田奥晚运令播耕粮收]))", read.season),
    ("season", "[今去明][春夏秋冬][天季]?(?![田威奥])|[春夏秋冬][天季]|暑假", read.season),
    ("yeartail", f"(?<=年)年?(?:初期?{NOT_EARLY}|底{NOT_END}|末{NOT_LAST}|尾(?!声)|中{NOT_MID}|伊始)", read.year_edge),
    ("yearedge", "(?:(?<![0-9一二三四五六七八九十百多几数余今去前明后同当每近历常成少青老新学财来本整全])"
     "|(?<=[声说表证文透]明))"
     f"年(?:初{NOT_EARLY}|中{NOT_MID}|底{NOT_END}|末{NOT_LAST})|岁末", read.year_edge),
    ("month", f"{ALONE}(?!(?<=近)[两三四五六七八九十]月){MONTH}{S}月(?:份(?!额))?(?![球光饼亮台薪租刊票嫂娥娘])",
     read.month),
    ("month", f"[本今上下]个?{S}[(（]{S}{MONTH}{S}[)）]{S}月", read.relative_month),
    ("month", "(?:上上|下下|(?<![马早晚以线网路会场市际面史程础实件身])上一|[上下这本]"
     "|下一)个?月(?:份(?!额))?(?![球光台亮])", read.relative_month),
    ("month", "(?:同|当|该|次|翌|隔|前一个?)月(?:份(?!额))?(?![球台])", read.story("month", "次翌隔", "前")),
    ("monthpart", f"(?:(?<=月)|(?<=份))的?(?:[上中下]旬|[上下前后]半月)|(?<=月)[前头]{TENS}[天日]|[上中下]旬"
     f"|[上下]半月",
     read.month_days),
    ("monthtail", f"(?:(?<=月)|(?<=份))(?:初{NOT_EARLY}|底{NOT_END}|末{NOT_LAST}|中{NOT_MID})", read.month_edge),
    ("monthpart", "(?<![0-9一二三四五六七八九十个本上下每])月[初底末]", read.month_edge),
    ("monthpart", f"(?:(?<=年)|(?<=月)|(?<=份))的?(?:第{S}[一二三四五1-5]|最后一|首){S}个?{WEEK}[一二三四五六日天]?",
     read.month_week),
    ("recurring", f"每{S}[隔逢]?{S}(?:{COUNT}{S})?个?半?(?:年度?|季度?|月|周|星期|礼拜|天|日|小时|分钟)"
     f"(?:[一二三四五六日天](?![次场架艘名]))?(?![代度])|逐[年月周日]|历年|年年|常年|每逢|每周末",
     lambda _: Sense.RECURRING),
    ("weekday", f"(?:上上|下下|[上下本这])个?{WEEK}[1-7](?![0-9])", read.weekday),
    ("weekday", f"(?:(?:上上|下下|[上下本这])一?个?"
     f"|(?<![0-9一二两三四五六七八九十几数整半多个每隔])){WEEK}{WEEKDAY}", read.weekday),
    ("week", "(?:[上下本这]个?)?周末", read.weekend),
    ("week", f"(?:上上|下下|[上下本这当该次翌隔])一?个?{WEEK}(?![年期刊报边转全密围末长岁])", read.week),
    ("day", f"[今昨明前本]{S}[(（]{S}{DAY}{S}[)）]{S}[日天]", read.relative_day),
    ("day", "(?:大前|前(?<!以前)(?<!之前)(?<!目前)(?<!此前)(?<!先前)|昨|今|明|大后"
     "|后(?<!以后)(?<!之后)(?<!战后)(?<!会后)(?<!此后))"
     "天(?![气然性线皇王])|(?:[今昨明]|前(?<![以之目此先提]前))晚(?![间报会宴])|昨夜|[今昨明][晨午](?![餐宴])|[今昨明]晚间|[今昨]早"
     "|昨(?=召|宣|表|说|指|称|与|在|抵|访|会|发|举|签|对|向|公|证|重|首|出|回|接|晤|批|决|通|赴|开|强|再|则|也|同|以|透|就|于)",
     read.relative_day),
    ("day", "(?:今(?<!当今)(?<!至今)(?<!现今)(?<!如今)|昨"
     "|明(?<![声说表证文透阐查指写载标]明)"
     "|即)日(?!本(?![报台院届周])|[之的]?(?:[敌友]|朋友))"
     "|前(?<!以前)(?<!之前)(?<!目前)(?<!此前)(?<!先前)(?<!会前)(?<!战前)日(?![本美军方相])", read.relative_day),
    ("day", "(?:[同当该次翌隔]|(?<!的)那)日(?![本方相媒军后]|[美韩][双两关])(?:晚(?![间上]))?|(?:当|同一|隔"
     "|前(?<!提前)一|后(?<!延后)一|第二|(?<!的)那)天(?![然气])"
     "|(?:前(?<!提前)一|后(?<!延后)一|第二)日(?!本)|[当同]晚", read.story("day", "次翌隔后第", "前")),
    ("daylen", f"{_DAYLEN_LEADS}{S}约?{S}(?:[0-9]+|{CN}+)[余多]?{S}日|(?<![第月]){DAY}{S}日(?=[之以]?内(?![瓦阁]))",
     read.length),
    ("day", f"{ALONE}(?<![一二三四五六七八九十百廿每])"
     f"(?:(?:3[01]|[12][0-9]|0?[1-9]){S}日|(?:三十一?|[二廿]?十{ONE}?|廿{ONE}?"
     f"|[二三四五六七八九])日(?![本子常圆元游夜]))", read.day),
    ("day", f"(?:(?<=月)|(?<=份)|(?<=月 )|(?<=份 )){DAY}{S}[日号](?![线楼码令机舰]|文件)", read.day),
    ("day", f"(?<=月){S}(?:3[01]|[12][0-9]|0?[1-9])(?=$|[，。；）)]|{S}(?:[至到~-]))", read.day),
    ("day", f"{ALONE}(?<![一二三四五六七八九十百廿a-z]){DAY}{S}号(?:(?<=[至到][0-9一二三四五六七八九十]号)"
     f"|(?<=[至到][0-9一二三四五六七八九十]{{2}}号)|(?={S}(?:凌晨|清晨|早|上午|中午|下午|晚|星期|周"
     "|[至到~])))",
     read.day),
    ("holiday", "|".join(sorted(HOLIDAYS, key=len, reverse=True)), lambda t: {"holiday": t}),
    ("daytime", f"(?:{'|'.join(k for k in read.DAYTIMES if len(k) > 1)})"
     "|(?<=[日号天)）一二三四五六])[早晚夜晨](?![些前期于在就已报会宴饭餐点了年后间])", read.daytime),
    ("clock", f"(?<![0-9.第]){HOUR}{S}[时点]{S}(?:{MINUTE}{S}分(?:{S}{MINUTE}{S}秒)?|[一三1-3]刻|半|整|多钟?|许|钟"
     f"|零{ONE})", read.clock),
    ("clock", f"(?<![0-9:：.]){HOUR}[:：][0-5][0-9](?:[:：][0-5][0-9])?(?![0-9:：])", read.colons),
    ("hour", f"(?<![0-9.第]){HOUR}{S}[时点](?![代期候刻局任常值计数0-9]|之(?![前后间]))", read.clock),
    ("tonow", "时至今日|(?:截[至止]|到|迄|至)?(?:目前|现在|如今)为?止|(?:至|迄)今(?:为止)?(?![年天日晚春夏秋冬晨早(（])"
     "|直[到至]今[天日]|直[到至](?:现在|目前)|截至(?:目前|现在|今天)|到目前|迄(?=已)", lambda _: Sense.TO_NOW),
    ("present", "目前|现在|现今|当前|如今|眼下|现阶段|当今|现时", lambda _: Sense.PRESENT),
    ("later", "(?<=[年月周天日])(?:稍[后晚早]|[晚早]些)(?:的?时候)?", None),
    ("past", "近日(?!本(?![报台院届]))"
     "|(?<![0-9目今昨明当同次翌生假节周一二三四五六七八九十])日前(?![往来去0-9一二三四五六七八九十两])|近期"
     "|近来|近[几些]?年来?|最近"
     "|不久(?:之)?前|此前|先前|早前|稍早前?|过去|以往|往年|早年|昔日|(?<!退)任内|冷战(?:期间|时期|时代)"
     "|[二冷一]?战[后前时](?![略斗])",
     lambda _: Sense.PAST),
    ("future", "不久[之以]?后|稍后|未来|今后|日后|将来|届时|接下来|往后", lambda _: Sense.FUTURE),
    ("within", f"(?<![0-9一二三四五六七八九十百多几数余今去前明后同当每近历半来整全])[年月]内{NOT_IN}",
     lambda t: _WITHIN[t[0]]),
    ("length", f"{ALONE}(?<![a-z]){LENGTH}(?:{S}[又零]?{S}{LENGTH}|(?<=天){S}{HOUR}{S}时)*", read.length),
    ("lead", "为期|历时|长达|连续|一连|持续|时隔|相隔|延长", None),
    ("about", "大约|大概|约莫|约|将近|接近|逾|超过|至少|最多|不到|不足", None),
    ("near", "近", None),
    ("move", "(?:提前|推迟|延后|提早|延期|延迟|展延|改期|推延|押后)[到至]", None),
    ("until", "截至|截止[到至]?|直[到至]|迟至", None),
    ("before", f"[或及和与]?(?:之前|以前|(?<!提)前{NOT_BEFORE})", None),
    ("after", f"[或及和与]?(?:之后|以后|后{NOT_AFTER})", None),
    ("since", f"以来|以降|来{NOT_SINCE}", None),
    ("from", f"开始|起算|起{NOT_FROM}", None),
    ("stop", "为止|止(?![损血于境])", None),
    ("between", f"之间|间{NOT_AMONG}", None),
    ("inside", f"之内|以内|内{NOT_IN}|期间|里(?![斯约兹奥昂根程])", None),
    ("around", "左右|前后|上下|许(?![多可久诺下家])|前夕", None),
    ("to", "~|-{1,3}|─+|―+|到|至|迄", None),
    ("since_lead", "自从|始自|打从|早自|自(?![己卫由身主然动行我])", None),
    ("from_lead", "从", None),
    ("join", "、|,|，|以及|和|及|与", None),
    ("open", "[(（]", None),
    ("close", "[)）]", None),
    ("number", f"(?<![0-9.])(?:[0-9]{{1,4}}|十[一二]?|[一二]{DIGITWISE}{{3}}|{ONE})(?![0-9.])", read.first_figure),
    ("of", "的", None),
    ("space", " ", None),
]  # fmt: skip


class Token(NamedTuple):
    """One token: its name, its place, its words and what they say (fields of a ``Point``, or a value)."""

    name: str
    start: int
    end: int
    text: str
    value: Any


_TOKEN = re.compile("|".join(f"({pattern})" for _, pattern, _ in _TABLE))


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of ``text[start:end]``; what stands around it is seen by the lookarounds only."""
    found: list[Token] = []
    at = start
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.end() > end:
            at += 1
            continue
        name, _, reader = _TABLE[(match.lastindex or 1) - 1]
        if name != "space":
            found.append(Token(name, at, match.end(), match.group(), reader(match.group()) if reader else None))
        at = match.end()
    return found
