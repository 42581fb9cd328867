"""The words and shapes by which names are told: neighbours of one-character states, surnames, transliterations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from communique.packs import ACTOR_TYPES
from communique.text import fold, fold_pattern

__all__ = [
    "AFTER",
    "AFTER_WORDS",
    "ALSO",
    "BEFORE",
    "BETWEEN_LENGTH",
    "COMMON",
    "LATIN_GLOSS",
    "MARKS",
    "NOT_AFTER",
    "NOT_BEFORE",
    "PAIRS",
    "SAID_NAME",
    "SIDES",
    "bare_names",
    "in_word",
    "latin",
    "meaning",
    "name_length",
    "touch",
]

# What may stand before or after a one-character state name and make it one.
BEFORE = "訪對駐抗赴抵離援反親仇聯遏侵攻犯返售輸制旅涉助護挺脅批籲促斥向"
# One-character names that are rarely other words. The others count only in the pairs below and with 方 or 軍 behind.
COMMON = "美日中韓台俄菲澳印英法德歐烏朝華"
PAIRS = (
    "美以 以哈 以伊 伊以 以巴 美伊 越美 美越 中越 越中 日越 美加 加美 美泰 中泰 泰柬 柬泰 "
    "中柬 澳紐 紐澳 美土 俄土 巴以 印巴 中巴 美墨 歐以 星馬 "
    "俄白 中哈 俄伊 伊俄 中伊 美日加 五眼"
)
AFTER = "方軍國政防外媒版官艦機企資商籍相股債府廠界民人兵警海空陸皇將盼擬促籲批稱盼設擬派增欲擴購售禁砲轟援宣"
AFTER_WORDS = (
    "國務卿 總統 首相 總理 大使 外長 防長 議員 參議 國會 駐 財長 大選 戰機 軍艦 航母 潛艦 潛艇 海警 漁船 兩 "
    "三國 三方 雙方 四國 之間 關係 同盟 安保 元首 領袖 領導人 峰會 首腦 聯合 共同 防衛 貿易 經貿 衝突 戰爭 "
    "邊境 海域 合作 協議 談判 對話 會談 宣 航天 簽 部隊 高層 外交 軍事 太空 特使 副總統 官員 專家 學者 商務 "
    "海軍 空軍 陸軍 海岸 最高 政府 當局 聲明 通話 停火 多邊 小多邊 島 海 群島"
).split()
NOT_AFTER = {
    "中": "央間心東部旬國止斷程立將文午秋層期學華途和共段型小大等級校產斷式肯美日韓俄英法德歐印澳",
    "日": "前後內期子夜本益漸常程起止正晚報",
    "美": "好麗元金術觀化滿妙食容學國洲",
    "法": "律規院官案治庭定則人理制令國新蘭西",
    "英": "尺里雄哩磅鎊勇國文語才",
    "德": "國行性州勒",
    "韓": "國",
    "俄": "國羅",
    "加": "強速大快入深重以上劇拿州坡息班緊進倍固上總碼蓋護萬",
    "新": "聞的增加加坡西型華任興一界政型德",
    "印": "度象證尼太刷",
    "越": "來南過境演權軌野洋線",
    "台": "灣北中南東風階海幣",
    "歐": "洲盟元美",
    "澳": "洲門大",
    "泰": "國",
    "馬": "來上里尼祖",
    "朝": "鮮着向著野",
    "烏": "克",
    "以": "色及來後前上下外內為便致免至往",
    "伊": "朗拉斯",
    "菲": "律",
    "印度": "",
}
NOT_BEFORE = {
    "中": "其集當從空途途手心之在高眼命暗意折適",
    "日": "0123456789一二三四五六七八九十今昨明當次翌近即連整每同生節抗往昔某假工周週後昨前終",
    "美": "精優完歐健",
    "法": "非方無憲違合立司執做說看想辦守國司書國際依修",
    "以": "所可得難足予加用據何藉",
    "加": "增參更添追附外施強",
    "新": "更創重嶄最全革",
    "越": "超跨穿優卓",
    "德": "道品",
    "朝": "王清明",
    "台": "平舞電陽講櫃後前上",
    "馬": "人兵鐵",
    "印": "腳複列",
    "英": "精",
    "伊": "",
    "泰": "",
}

SIDES = frozenset(fold("方軍"))
MARKS = frozenset("，,。、：:；;「『(（\n")

# A name that nobody listed: title + name. Surnames of one character, as frequent in the press of the region.
SURNAMES = frozenset(
    fold(
        "王李張劉陳楊黃趙吳周徐孫馬朱胡郭何高林鄭羅梁謝宋唐許韓馮鄧曹彭曾肖蕭田董潘袁蔡蔣余杜葉程魏蘇呂丁任盧"
        "姚鍾鐘姜崔譚陸范汪廖石金韋賈夏付傅方白鄒孟熊秦邱丘江尹薛閻段雷侯龍史陶黎賀顧毛郝龔邵萬錢嚴賴覃武戴莫"
        "孔湯耿華俞岳洪倪季翁章施游卓簡柯連沈阮詹歐辛管符朴申柳安裴權"
    )
)
TRANSLITERATION = frozenset(
    fold(
        "阿艾埃安昂奧巴白拜班邦保鮑貝本比彼賓波伯博布查達戴丹道德登迪蒂丁頓多厄恩爾法范菲費芬豐佛弗夫福甫格戈"
        "岡高根古圭哈海漢豪赫亨侯胡華懷惠霍基吉幾加賈傑捷金卡凱坎康考科克肯寇庫拉萊蘭朗勞雷李里利列林琳隆盧魯"
        "路倫羅洛馬瑪邁麥曼芒梅蒙米密明莫默穆姆納奈南內尼涅寧紐諾努歐帕派潘龐培佩彭皮平珀普齊奇恰喬切欽瓊丘茹"
        "瑞若薩賽桑瑟森沙尚紹舍申什聖史斯思松蘇索塔泰坦湯特滕提廷圖托瓦萬威韋維溫文翁沃烏伍武西希謝辛雅亞揚楊"
        "耶葉伊因英尤約雲澤扎詹珍治茲朱卓佐葛黛娜妮娃蕾莉莎露絲麗燕蓮柏杭祖逖庚蓬魏賀傅晏甘崔茅紇鄧歇柴潔洪宏"
        "倍岑韓雀筱宴帥夸"
    )
)
LATIN_GLOSS = re.compile(
    r"[(（]\s*([A-Z][A-Za-z.'\-]*(?:\s+(?:[A-Za-z][A-Za-z.'\-]*))*)\s*"
    r"(?:[,，、]?\s*(?:又譯|又译|亦譯|也譯|另譯|港譯|台譯|或譯|又稱)([^)）]{1,24}))?[)）]"
)
ALSO = re.compile(r"[或、和及,，/]")
# A transliterated name that stands alone: with a Latin gloss behind it, or as the subject of a verb of speech.
_RUN = "[" + "".join(sorted(TRANSLITERATION)) + "·]"
_SAID = "表示 指出 認為 說 稱 強調 透露 警告 坦言 直言 估計 預測 預料 推斷 補充 回應 質疑 批評 則 也 還 接受 受訪"
_SAYS = "|".join(map(fold, _SAID.split()))
_BARE_NAME = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<glossed>{_RUN}{{2,10}})(?=[(（][a-z])|"
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[的者]))(?P<says>{_RUN}{{3,7}})(?=(?:{_SAYS})|[:：，]|[^，。]{{0,12}}{fold('接受')})"
)
# A name may begin behind anything but an ideograph, and behind 的 and 者.
_BARE_START = re.compile(rf"[\0-\u4dff\ua000-\U0010ffff的者](?={_RUN}{{2}})")
# A name of any characters behind a title, told by the verb of speech behind it: 主任研究官佐竹知彥認為.
_WHEN = (
    "則|也|亦|還|只|卻|更|曾|已|又|再|先前|早先|原本|原則|此前|前一[晚天日]|上[月周週年]|本[月周週]|今年|去年|一直|長[期年久]|多次|再三|一再|昨[天日晚]?|今[天日]?|日前|近日|"
    "[上本]?[周週][一二三四五六日]?|星期|當[天日時]|\\d+日|隨後|進一步|直接|公開|同時|受訪|接受|在|於|對|向|跟|與|告訴"
)
_VERBS = (
    f"{_SAID.replace(' ', '|')}|警告|分析|預言|提醒|研判|判斷|斷言|形容|撰文|推測|解釋|相信|預計|評論|評價|寫道|"
    "指|反駁|感嘆|反問|辯稱|辯解|聲稱|宣稱|堅稱|自稱|宣布"
)
# What begins no name: a title goes on, or a word of the sentence follows it.
_NO_NAME = (
    "總統|首相|總理|部長|主席|大臣|外長|防長|先前|早先|原[本先則]|任[內期]|通話|私底下|本人|介紹|齊聚|連續|小組|"
    "[^，。]{0,6}(?:演說|演講|談話|講話|致詞|致辭|公報)|[級們會室處府團職任辦等的與和及館部]"
)
_IN_NAME = (
    "[^\\s，。、；：:「」『』“”()（）《》\\d的了是在將也與和及就對向則們這那曾已又多昨今日周週有"
    "只卻還她他時聲演辯宣報發到]"
)
SAID_NAME = re.compile(
    fold_pattern(
        f"(?!{_WHEN}|{_VERBS}|{_NO_NAME})(?:{_IN_NAME}){{2,8}}?"
        f"(?=(?:[(（][^)）]{{1,30}}[)）])?(?:(?:{_WHEN})[^，。：「]{{0,14}}?)?(?:{_VERBS}))"
    )
)
EDGE_WORDS = frozenset(
    fold("的了是在將也又都曾並與和及就對向則說稱指表強認於他她我們這那此其不未被為因會要以從接評預估透警補坦直質")
)

BETWEEN_LENGTH = 4
BETWEEN = frozenset(fold("|前|新任|首任|現任|籍|時任|當時|·|已故|已故前|前任|候任|故|代理|常務|新上任").split("|"))


def latin(character: str) -> bool:
    """Say whether a character is a Latin letter or an ASCII digit."""
    return character.isascii() and character.isalnum()


def in_word(folded: str, start: int, end: int) -> bool:
    """Say whether an occurrence is part of a longer Latin word or number."""
    return (latin(folded[start]) and start > 0 and latin(folded[start - 1])) or (
        latin(folded[end - 1]) and end < len(folded) and latin(folded[end])
    )


def bare_names(folded: str) -> Iterator[tuple[int, int]]:
    """Yield where transliterated names may stand alone, with no title: (start, end), in order."""
    starts = [start.end() for start in _BARE_START.finditer(folded)]
    if folded[:1] in TRANSLITERATION:
        starts.insert(0, 0)
    after = 0
    for at in starts:
        match = _BARE_NAME.match(folded, at) if at >= after else None
        if match is not None:
            start, after = match.span(match.lastgroup or 0)
            if folded[start] != "·" != folded[after - 1]:
                yield start, after


def touch(folded: str, end: int, start: int) -> bool:
    """Say whether nothing but a space or 籍, 前, 現任 and the like stands between two mentions."""
    between = folded[end:start]
    return len(between) <= BETWEEN_LENGTH and "\n" not in between and between.strip() in BETWEEN


def name_length(folded: str, at: int) -> int:
    """Return the length of a personal name that begins at ``at``: a transliteration or surname and given name; or 0."""
    stop = at
    while stop < len(folded) and stop - at < 16 and (folded[stop] in TRANSLITERATION or folded[stop] == "·"):
        stop += 1
    run = stop - at
    ends = stop >= len(folded) or folded[stop] in "，。、（(「」：:；,.! ?！？\n " or folded[stop] in EDGE_WORDS
    if run >= 3 and ends:
        return run
    if folded[at] in SURNAMES:
        for length in (3, 2):
            end = at + length
            name = folded[at:end]
            if len(name) == length and all("\u4e00" <= c <= "\u9fff" for c in name):
                after = folded[end : end + 1]
                if (not after or after in "，。、（(「」：:；,.! ?！？\n " or after in EDGE_WORDS) and not any(
                    c in EDGE_WORDS for c in name[1:]
                ):
                    return length
    if run == 2 and ends:
        return run
    return 0


def meaning(rows: Mapping[str, bool], types: Mapping[str, str]) -> tuple[str, tuple[str, ...]] | None:
    """Return the kind and the ids of what a name may mean; None where it is no name.

    ``rows`` say for each id whether the name is a short form of it; ``types`` has the type of each id.
    """
    full = tuple(key for key, short in rows.items() if not short)
    ids = full or tuple(rows)
    if len(full) > 1:  # 華府 and 莫斯科 are places and governments: the sentence decides, actors first
        ids = tuple(sorted(full, key=lambda key: types[key] not in ACTOR_TYPES))[:1]
    return (types[ids[0]] if full else "short", ids) if ids else None
