"""Names in Chinese text: who and what is spoken of, each a span on the text.

Two scans give the raw material: one automaton over every name of the register (leftmost-longest), one pattern for
one-character state names in the company that makes them names (美日韓, 訪菲, 對華, 駐日, 中方). Then neighbours are put
together: state + office + person is one actor, a title teaches a name nobody listed, a Latin gloss or a 又譯 list
teaches an alias.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import ahocorasick_rs

from communique.packs import ACTOR_TYPES, Entry, Pack, Register
from communique.text import fold, fold_name

__all__ = ["Mention", "NameFinder"]

# What may stand before or after a one-character state name and make it one.
_BEFORE = "訪對駐抗赴抵離援反親仇聯遏侵攻犯返售輸制旅涉助護挺脅批籲促斥向"
# One-character names that are rarely other words. The others count only in the pairs below and with 方 or 軍 behind.
_COMMON = "美日中韓台俄菲澳印英法德歐烏朝華"
_PAIRS = (
    "美以 以哈 以伊 伊以 以巴 美伊 越美 美越 中越 越中 日越 美加 加美 美泰 中泰 泰柬 柬泰 中柬 澳紐 紐澳 美土 俄土 巴以 印巴 中巴 美墨 歐以 星馬 "
    "俄白 中哈 俄伊 伊俄 中伊 美日加 五眼"
)
_AFTER = (
    "方軍國政防外媒版官艦機企資商籍相股債府廠界民人兵警海空陸皇將盼擬促籲批稱盼設擬派增欲擴購售禁砲轟援宣"
)
_AFTER_WORDS = (
    "國務卿 總統 首相 總理 大使 外長 防長 議員 參議 國會 駐 財長 大選 戰機 軍艦 航母 潛艦 潛艇 海警 漁船 兩 三國 三方 雙方 四國 之間 "
    "關係 同盟 安保 元首 領袖 領導人 峰會 首腦 聯合 共同 防衛 貿易 經貿 衝突 戰爭 邊境 海域 合作 協議 談判 對話 會談 宣 航天 簽 "
    "部隊 高層 外交 軍事 太空 特使 副總統 官員 專家 學者 商務 海軍 空軍 陸軍 海岸 最高 政府 當局 聲明 通話 停火 多邊 小多邊 島 海 群島"
).split()
_NOT_AFTER = {
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
_NOT_BEFORE = {
    "中": "其集當從空途途手心之在高眼命暗意折適",
    "日": "0123456789一二三四五六七八九十今昨明當次翌近即連整每同生節抗往昔某假工周週後昨前終",
    "美": "精優完歐健",
    "法": "方無憲違合立司執做說看想辦守國司書國際依修",
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

_SIDES = frozenset(fold("方軍"))
_MARKS = frozenset("，,。、：:；;「『(（\n")

# A name that nobody listed: title + name. Surnames of one character, as frequent in the press of the region.
_SURNAMES = frozenset(
    fold(
        "王李張劉陳楊黃趙吳周徐孫馬朱胡郭何高林鄭羅梁謝宋唐許韓馮鄧曹彭曾肖蕭田董潘袁蔡蔣余杜葉程魏蘇呂丁任盧姚鍾鐘姜崔譚陸范汪廖石"
        "金韋賈夏付傅方白鄒孟熊秦邱丘江尹薛閻段雷侯龍史陶黎賀顧毛郝龔邵萬錢嚴賴覃武戴莫孔湯耿華俞岳洪倪季翁章施游卓簡柯連沈阮詹歐辛管符"
        "朴鄭趙尹申柳安裴黃權"
    )
)
_TRANSLITERATION = frozenset(
    fold(
        "阿艾埃安昂奧巴白拜班邦保鮑貝本比彼賓波伯博布查達戴丹道德登迪蒂丁頓多厄恩爾法范菲費芬豐佛弗夫福甫格戈岡高根古圭哈海漢豪赫亨侯胡華懷惠霍"
        "基吉幾加賈傑捷金卡凱坎康考科克肯寇庫拉萊蘭朗勞雷李里利列林琳隆盧魯路倫羅洛馬瑪邁麥曼芒梅蒙米密明莫默穆姆納奈南內尼涅寧紐諾努歐帕派潘龐培佩"
        "彭皮平珀普齊奇恰喬切欽瓊丘茹瑞若薩賽桑瑟森沙尚紹舍申什聖史斯思松蘇索塔泰坦湯特滕提廷圖托瓦萬威韋維溫文翁沃烏伍武西希謝辛雅亞揚楊耶葉伊因英尤約雲澤扎詹珍治茲朱卓佐"
        "葛黛娜妮娃蕾莉莎露絲蒂麗燕蓮柏葛納肯杭祖逖庚蓬魏賀傅晏甘崔茅紇鄧歇柴潔洪宏倍岑韓雀筱宴帥夸"
    )
)
_LATIN_GLOSS = re.compile(r"[(（]\s*([A-Z][A-Za-z.'\-]*(?:\s+(?:[A-Za-z][A-Za-z.'\-]*))*)\s*(?:[,，、]?\s*(?:又譯|又译|亦譯|也譯|另譯|港譯|台譯|或譯|又稱)([^)）]{1,24}))?[)）]")
_ALSO = re.compile(r"[或、和及,，/]")
_EDGE_WORDS = frozenset(fold("的了是在將也又都曾並與和及就對向則說稱指表強認於他她我們這那此其不未被為因會要以從")) - {""}


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names something: register ids (several for a pair such as 美日), type, and how it was found.

    ``kind`` is the entry's type, ``states`` for a run of one-character names, ``short`` while a short form waits for
    support. ``person`` with an id ``doc:…`` is known from this document only. ``aliases`` are forms taught here.
    """

    start: int
    end: int
    kind: str
    ids: tuple[str, ...]
    surface: str
    aliases: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return the first (usually only) id."""
        return self.ids[0]

    @property
    def is_actor(self) -> bool:
        """Say whether the mention names something that can act."""
        return self.kind in ACTOR_TYPES or self.kind == "states"


def _hides_actors(entry: Entry, name: str, letters: frozenset[str]) -> bool:
    """Say whether a thing's name tells who acts (美日防長會談, 日本對美投資): then its parts count, not the whole.

    Such names are found by ``KeyMatcher``, which looks at the clause beside its actors.
    """
    if entry.type in {"mechanism", "programme", "policy", "topic", "measure", "event", "event_series"}:
        return any(c in letters for c in fold(name)) or len(name) < 3
    if entry.type == "document":
        return name.endswith(("聲明", "公報", "宣言", "声明", "公报")) and any(c in letters for c in fold(name))
    return False


class NameFinder:
    """Finds the names of a pack in folded text. Build once; ``find`` keeps no state between documents."""

    def __init__(self, pack: Pack) -> None:
        register = pack.register
        self.register: Register = register
        words: dict[str, list[tuple[str, bool]]] = {}
        letters = frozenset(fold(_COMMON))
        for entry in register:
            for name in (*entry.all_names(), *entry.metonyms):
                if not _hides_actors(entry, name, letters):
                    self._add(words, name, entry.id, short=False)
            for name in entry.short:
                self._add(words, name, entry.id, short=True)
        for word in pack.words.get("not_names", ()):
            words[fold(word)] = []
        self._patterns = sorted(words)
        self._payload = [tuple(words[p]) for p in self._patterns]
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )
        self._single = {fold(c): e.id for e in register.of_type("state", "territory", "organisation") for c in e.single}
        self._by_country: dict[tuple[str, str], str] = {}
        for entry in register.of_type("office", "body"):
            if entry.country:
                for name in entry.short:
                    self._by_country.setdefault((entry.country, fold(name)), entry.id)
        self._types = {entry.id: entry.type for entry in register}
        self._country = {entry.id: entry.country for entry in register}
        chars = "".join(self._single)
        self._runs = re.compile(rf"[{chars}](?:[、·]?[{chars}])*") if chars else None
        self._titles = re.compile("|".join(sorted(map(fold, pack.words.get("titles", ("總統",))), key=len, reverse=True)))
        self._after_word = re.compile("|".join(fold(word) for word in _AFTER_WORDS if len(word) > 1))
        self._after = re.compile("|".join(map(fold, [*_AFTER_WORDS, *_AFTER])))
        self._before = frozenset(fold(_BEFORE))
        self._common = frozenset(fold(_COMMON))
        self._pairs = frozenset(fold(_PAIRS).split())
        self._not_after = {fold(k): frozenset(fold(v)) for k, v in _NOT_AFTER.items()}
        self._not_before = {fold(k): frozenset(fold(v)) for k, v in _NOT_BEFORE.items()}

    @staticmethod
    def _add(words: dict[str, list[tuple[str, bool]]], name: str, key: str, *, short: bool) -> None:
        folded = fold(name)
        if len(folded) < 2:
            return
        rows = words.setdefault(folded, [])
        if all(one != key for one, _ in rows):
            rows.append((key, short))

    def find(self, folded: str, text: str) -> list[Mention]:
        """Return the mentions of one folded text, in order, without overlap, neighbours put together."""
        return self.find_all([(folded, text)])[0]

    def find_all(self, texts: list[tuple[str, str]]) -> list[list[Mention]]:
        """Return the mentions of a document's blocks (folded text, text).

        A surname stands for whoever the document names in full anywhere; a title in one block teaches a name to all.
        """
        scans = [self._with_singles(self._scan(folded, text), folded, text) for folded, text in texts]
        known = self._named_in_full(scans)
        found = [self._joined(scan, folded, text, known) for scan, (folded, text) in zip(scans, texts, strict=True)]
        learned: dict[str, Mention] = {}
        titled = [
            self._titled(mentions, folded, text, learned)
            for mentions, (folded, text) in zip(found, texts, strict=True)
        ]
        if not learned:
            return titled
        return [
            self._again(mentions, learned, folded, text)
            for mentions, (folded, text) in zip(titled, texts, strict=True)
        ]

    def _named_in_full(self, scans: list[list[Mention]]) -> dict[str, str]:
        """Return the short forms of the people that a document names in full; None of two who share one."""
        known: dict[str, str] = {}
        people = {m.id for scan in scans for m in scan if m.kind == "person"}
        for scan in scans:  # an office before a surname names in full, too: 美國國防部長奧斯汀
            for one, other in pairwise(scan):
                if one.kind == "office" and other.kind == "short" and other.start == one.end:
                    holders = {h.person for key in other.ids for h in self.register.offices(key) if h.office == one.id}
                    people |= holders if len(holders) == 1 else set()
        for key in sorted(people):
            for form in self._forms(key):
                known[form] = "" if known.get(form, key) != key else key
        return {form: key for form, key in known.items() if key}

    def _scan(self, folded: str, text: str) -> list[Mention]:
        found: list[Mention] = []
        for index, start, end in self._automaton.find_matches_as_indexes(folded):
            rows = self._payload[index]
            if not rows:
                continue
            first, last = folded[start], folded[end - 1]
            if first.isascii() and first.isalnum() and start and _latin(folded[start - 1]):
                continue
            if last.isascii() and last.isalnum() and end < len(folded) and _latin(folded[end]):
                continue
            full = tuple(key for key, short in rows if not short)
            ids = full or tuple(key for key, _ in rows)
            if len(full) > 1:  # 華府 and 莫斯科 are places and governments: the sentence decides, actors first
                ids = tuple(sorted(full, key=lambda key: self._types[key] not in ACTOR_TYPES))[:1]
            kind = self._types[ids[0]] if full else "short"
            found.append(Mention(start, end, kind, ids, text[start:end]))
        return found

    def _with_singles(self, mentions: list[Mention], folded: str, text: str) -> list[Mention]:
        if self._runs is None:
            return mentions
        ends = {mention.end for mention in mentions}
        mentions = [m for m in mentions if not self._splits_run(m, folded, ends)]
        taken = bytearray(len(folded))
        for mention in mentions:
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
        extra: list[Mention] = []
        for match in self._runs.finditer(folded):
            start, end = match.span()
            while start < end and (taken[start] or folded[start] not in self._single):
                start += 1
            stop = start
            while stop < end and not taken[stop]:
                stop += 1
            while stop > start and folded[stop - 1] not in self._single:
                stop -= 1
            if stop > start:
                extra.extend(self._run(folded, text, start, stop))
        return sorted([*mentions, *extra], key=lambda m: m.start) if extra else mentions

    def _splits_run(self, mention: Mention, folded: str, ends: set[int]) -> bool:
        """Say whether an abbreviation (美外長) takes its letter out of a run of states (日美外長)."""
        start = mention.start
        return (
            mention.kind in {"office", "body", "short"}
            and start > 0
            and start not in ends
            and folded[start] in self._common
            and folded[start - 1] in self._common
            and folded[start + 1 : start + 2] not in set(fold("國本洲灣"))
            and folded[start - 2 : start - 1] not in self._not_before.get(folded[start - 1], ())
        )

    def _run(self, folded: str, text: str, start: int, end: int) -> Iterable[Mention]:
        """Decide on a run of one-character state names: two or more are names, one needs company."""
        before, after = folded[start - 1 : start], folded[end : end + 1]
        while end - start >= 1 and before and before in self._not_before.get(folded[start], ()):
            start, before = start + 1, folded[start]
            while start < end and folded[start] not in self._single:
                start += 1
        while (
            end - start >= 1
            and after
            and after in self._not_after.get(folded[end - 1], ())
            and not self._after_word.match(folded, end)
        ):
            end, after = end - 1, folded[end - 1]
            while end > start and folded[end - 1] not in self._single:
                end -= 1
        if end <= start:
            return
        letters = [c for c in folded[start:end] if c in self._single]
        weak = [c for c in letters if c not in self._common]
        if weak and "".join(letters) not in self._pairs and not (
            len(letters) == 1 and folded[end : end + 1] in _SIDES and before in self._before | {"", " "} | _MARKS
        ):
            return
        keys = tuple(self._single[c] for c in letters)
        if len(keys) > 1:
            if len(set(keys)) == len(keys):
                yield Mention(start, end, "states", keys, text[start:end])
            return
        if before in self._before or self._after.match(folded, end):
            stop = end + 1 if folded[end : end + 1] == fold("方") else end
            yield Mention(start, stop, self._types[keys[0]], keys, text[start:stop])

    def _joined(self, mentions: list[Mention], folded: str, text: str, known: dict[str, str]) -> list[Mention]:
        """Put neighbours together and learn names from titles and glosses."""
        out: list[Mention] = []
        context: str | None = None
        for mention in mentions:
            if out and mention.start < out[-1].end:
                continue
            previous = out[-1] if out and _touch(folded, out[-1].end, mention.start) else None
            if mention.kind == "short":
                resolved = self._supported(mention, previous, context, known)
                if resolved is None:
                    continue
                mention = resolved
            if mention.kind in {"state", "territory"}:
                context = self._country.get(mention.id) or context
            mention = self._glossed(mention, folded, text)
            if previous is not None and self._apposed(previous, mention):
                out[-1] = replace(mention, start=previous.start, surface=text[previous.start : mention.end])
            else:
                out.append(mention)
        return out

    def _forms(self, key: str) -> tuple[str, ...]:
        entry = self.register.get(key)
        return tuple(fold(name) for name in entry.short) if entry else ()

    def _supported(
        self, mention: Mention, previous: Mention | None, context: str | None, known: dict[str, str]
    ) -> Mention | None:
        """Resolve a short form: a surname of somebody named before, an office or body of a state named beside it."""
        form = fold(mention.surface)
        if known.get(form) in mention.ids:
            return replace(mention, kind="person", ids=(known[form],))
        country = None
        if previous is not None and previous.kind in {"state", "territory", "states"}:
            country = self._country.get(previous.ids[-1])
            if previous.kind == "states" or len(previous.ids) > 1:
                country = None
        key = self._by_country.get((country, form)) if country else None
        if key is None and previous is not None and previous.kind == "office":
            people = [one for one in mention.ids if self._types[one] == "person"]
            holders = {h.person for one in people for h in self.register.offices(one) if h.office == previous.id}
            if len(holders) == 1:
                return replace(mention, kind="person", ids=(holders.pop(),))
            same = [one for one in people if self._country[one] == self._country[previous.id]]
            if len(same) == 1:
                return replace(mention, kind="person", ids=(same[0],))
        if key is None and context:
            key = self._by_country.get((context, form))
        if key is None:
            return None
        return replace(mention, kind=self._types[key], ids=(key,))

    def _apposed(self, one: Mention, other: Mention) -> bool:
        """Say whether two neighbours are one actor: state + its body or office, office + person, body + office."""
        if len(one.ids) > 1 or one.kind not in {"state", "territory", "body", "office", "organisation"}:
            return False
        if other.kind not in {"body", "office", "person", "organisation", "company", "think_tank", "media"}:
            return False
        if one.kind == "office" and other.kind != "person":
            return False
        if other.id.startswith("doc:"):
            return True
        same = self._country.get(one.id) == self._country.get(other.id)
        return same or self._country.get(one.id) is None

    def _glossed(self, mention: Mention, folded: str, text: str) -> Mention:
        """Take a Latin gloss or a list of other renderings behind a name into its aliases."""
        if text[mention.end : mention.end + 1] not in "(（" or mention.kind != "person":
            return mention
        match = _LATIN_GLOSS.match(text, mention.end)
        if not match:
            return mention
        also = [a.strip() for a in _ALSO.split(match.group(2) or "") if a.strip()]
        return replace(mention, end=match.end(), aliases=(match.group(1).strip(), *also))

    def _titled(
        self, mentions: list[Mention], folded: str, text: str, learned: dict[str, Mention]
    ) -> list[Mention]:
        """Find people nobody listed: a title followed by a name, or a name followed by a Latin gloss."""
        taken = bytearray(len(folded) + 1)
        offices: dict[int, Mention] = {}
        for mention in mentions:
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            if mention.kind in {"office", "body", "state"}:
                offices[mention.end] = mention
        extra: list[Mention] = []
        for match in self._titles.finditer(folded):
            at = match.end()
            if at >= len(folded) or taken[at]:
                continue
            length = _name_length(folded, at)
            if length and not any(taken[at : at + length]):
                name = text[at : at + length]
                mention = self._glossed(Mention(at, at + length, "person", ("doc:" + fold_name(name),), name), folded, text)
                learned.setdefault(mention.id, mention)
                extra.append(mention)
        if not extra:
            return mentions
        merged = sorted([*mentions, *extra], key=lambda m: m.start)
        out: list[Mention] = []
        for mention in merged:
            title_end = mention.start
            previous = out[-1] if out else None
            if (
                mention.id.startswith("doc:")
                and previous is not None
                and previous.kind in {"office", "body", "state", "organisation"}
                and len(previous.ids) == 1
                and self._titles.fullmatch(folded, previous.end, title_end)
            ):
                out[-1] = replace(mention, start=previous.start, surface=text[previous.start : mention.end])
            elif mention.id.startswith("doc:") and previous is not None and previous.kind == "office" and previous.end == mention.start:
                out[-1] = replace(mention, start=previous.start, surface=text[previous.start : mention.end])
            else:
                out.append(mention)
        return out

    def _again(self, mentions: list[Mention], learned: dict[str, Mention], folded: str, text: str) -> list[Mention]:
        """Find the learned names again where they stand without a title."""
        taken = bytearray(len(folded))
        for mention in mentions:
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
        extra = []
        for key, mention in learned.items():
            name = key.removeprefix("doc:")
            at = folded.find(name)
            while at >= 0:
                if not any(taken[at : at + len(name)]):
                    extra.append(Mention(at, at + len(name), "person", (key,), text[at : at + len(name)], mention.aliases))
                at = folded.find(name, at + len(name))
        return sorted([*mentions, *extra], key=lambda m: m.start) if extra else mentions


_BETWEEN = frozenset(fold("|前|新任|首任|現任|籍|時任|當時|·|已故|已故前|前任|候任|故|代理|常務|新上任").split("|"))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _touch(folded: str, end: int, start: int) -> bool:
    """Say whether nothing but a space or 籍, 前, 現任 and the like stands between two mentions."""
    between = folded[end:start]
    return len(between) <= 4 and "\n" not in between and between.strip() in _BETWEEN


def _name_length(folded: str, at: int) -> int:
    """Return the length of a personal name that begins at ``at``, or 0: a transliteration, or surname and given name."""
    stop = at
    while stop < len(folded) and stop - at < 16 and (folded[stop] in _TRANSLITERATION or folded[stop] == "·"):
        stop += 1
    run = stop - at
    ends = stop >= len(folded) or folded[stop] in "，。、（(「」：:；,.! ?！？\n " or folded[stop] in _EDGE_WORDS
    if run >= 3 and ends:
        return run
    if folded[at] in _SURNAMES:
        for length in (3, 2):
            end = at + length
            name = folded[at:end]
            if len(name) == length and all("\u4e00" <= c <= "\u9fff" for c in name):
                after = folded[end : end + 1]
                if (not after or after in "，。、（(「」：:；,.! ?！？\n " or after in _EDGE_WORDS) and not any(
                    c in _EDGE_WORDS for c in name[1:]
                ):
                    return length
    if run == 2 and ends:
        return run
    return 0
