"""The words by which Chinese says how firmly something holds, by what they do to what stands below them.

A closed class of grammar, not of a field: it does not belong to a pack. Words of one character count only where the
pack's own list of function words finds them too, so that the words that contain them by chance stop both.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from enum import IntEnum, auto
from typing import NamedTuple, Protocol

import ahocorasick_rs

from communique.text import fold

__all__ = ["Hit", "Mood", "hits"]


class Mood(IntEnum):
    """What an operator does to the proposition in its scope."""

    NEG = auto()  # plain negation: attaches to the next predicate
    DENY = auto()  # says that it is not so
    REFUSE = auto()  # will not do it
    STOP = auto()  # does it no longer
    PREVENT = auto()  # keeps it from being done
    HEDGE = auto()  # may be so
    UNDER = auto()  # asked for, spoken of, opposed: says nothing of whether it is so
    WISH = auto()  # thought about, wished
    INTEND = auto()  # planned
    AGREE = auto()  # undertaken or ordered
    FACT = auto()  # vouched for
    FUTURE = auto()
    PAST = auto()
    IF = auto()
    AND = auto()  # opens a further predicate of the same subject
    BUT = auto()  # opens a predicate of its own
    PLAIN = auto()  # contains an operator by chance


_WORDS: dict[Mood, str] = {
    Mood.NEG: """
        不 不會 不再 不能 不可 不應 不該 不得 不必 不肯 不敢 不用 不曾 不是 並不 並不會 並不是 並非 並非要 絕非 決非
        絕不 決不 絕不會 決不會 永不 永遠不會 毫不 從不 從不會 從來不 未 未曾 未能 未有 未獲 未再 未予 未經 從未
        從來沒有 從沒 尚未 仍未 還未 迄未 至今未 迄今未 並未 並未能 並未有 遲遲未 一直未 始終未 沒 沒有 沒能 還沒
        還沒有 並沒有 並沒 無法 無力 無從 無緣 無權 無須 無需 毋須 不需 難以 勿 切勿 不准 不許 不予 拒不 不可能
        絕無可能 絕不可能 沒有可能 並無
    """,
    Mood.DENY: "否認 矢口否認 斷然否認 堅決否認 一概否認 駁斥 反駁 闢謠 不承認",
    Mood.REFUSE: """
        拒絕 婉拒 回絕 謝絕 不願 不願意 不肯 無意 並無意 無意於 不想 不同意 無意再 無計畫 無計劃 無打算 斷然拒絕
        一口回絕
    """,
    Mood.STOP: "停止 終止 中止 暫停 叫停 喊停 凍結 中斷 停辦 取消 放棄 撤銷 擱置 免除",
    Mood.PREVENT: "避免 防止 阻止 阻撓 阻擋 禁止 嚴禁 排除 杜絕 免於 以免 以防 遏止 制止",
    Mood.HEDGE: """
        可能 可能會 可能將 很可能 極可能 極有可能 有可能 不太可能 不大可能 或 或許 或將 或會 或可 也許 大概 恐 恐怕
        恐將 恐會 恐怕會 恐怕將 未必 未必會 不一定 不見得 有望 可望 料 料將 料會 預料 預料將 預料會 預期 預期將
        預期會 估計 據估計 推測 研判 懷疑 疑似 疑 據信 據傳 傳出 盛傳 謠傳 傳聞 風傳 聽說 似乎 看似 彷彿 不排除
        不排除會 不排除將 沒有證據 並無證據 無證據 是否 是否會 是否將 能否 會否 可否 有無 未知 擔心 擔憂 憂心 憂慮
        害怕 恐懼 唯恐 生怕 警告 指控 指責 質疑
    """,
    Mood.UNDER: """
        要求 呼籲 籲請 敦促 促請 督促 催促 施壓 勸 勸說 奉勸 建議 提議 倡議 主張 支持 贊成 贊同 反對 強烈反對
        堅決反對 不支持 不贊成 請求 懇請 威脅 揚言要 討論 談論 談及 提及 提到 談到 涉及 詢問 評估 應 應當 應該 必須
        務必 理應 需要 有必要 旨在 以便 以期 有權 有能力 足以 能夠 鼓勵 希望各方 盼
    """,
    Mood.WISH: """
        考慮 正考慮 正在考慮 考慮是否 研議 研擬 有意 希望 盼望 期望 期待 尋求 謀求 試圖 企圖 爭取 力爭 力求 願意 願
        想要 意圖 圖謀
    """,
    Mood.INTEND: """
        計畫 計劃 打算 準備 擬 擬於 預計 預計將 預計會 預定 預定將 定於 訂於 規劃 籌備 安排 原定 暫定 排定 有計畫
        有計劃 揚言 誓言 矢言 要
    """,
    Mood.AGREE: """
        同意 承諾 保證 答應 允諾 應允 決定 已決定 商定 約定 批准 核准 授權 下令 指示 責成 宣布將 確定將
    """,
    Mood.FACT: """
        承認 證實 確認 坦承 公開承認 首度承認 不得不承認 不否認 不諱言 獲悉 得知 披露 譴責 強烈譴責 批評 抨擊 痛批
        歡迎 慶祝 遺憾 抗議 慶幸 感謝 不滿
    """,
    Mood.FUTURE: """
        將 將會 將要 會 即將 行將 勢將 必將 終將 屆時 擇期 擇日 明年 後年 下月 下個月 下週 下周 明天 明日 下半年
        未來 今後 日後 近期內 稍後 推遲 延後 延期 押後
    """,
    Mood.PAST: """
        已 已經 業已 早已 已於 已在 已向 已對 已將 已被 已由 曾 曾經 曾於 曾在 曾向 曾對 一度 剛 剛剛 甫 成功 順利
        正在 正
    """,
    Mood.IF: """
        如果 若 若是 倘 倘若 倘使 假如 假若 假使 如若 設若 要是 萬一 一旦 除非 只要 只有 唯有 若能 若再 如能 若無
        若不 若非
    """,
    Mood.AND: "並 並且 且 而且 同時 以及 也 還 亦 又 轉而 進而 再",
    Mood.BUT: "但 但是 而 卻 不過 然而 反而 只是 仍 仍然 依然",
    Mood.PLAIN: """
        不同 不久 不斷 不足 不少 不論 不管 不僅 不但 不只 不安 不滿意 不得不 不可或缺 不可分割 不惜 不變 不遺餘力
        不法 不明 不利 不穩 不時 毫不猶豫 毫不動搖 無論 無論如何 未來 未婚 未成年 未知數 沒收 沒落 沉沒 正式 正常
        正義 正確 正面 正視 正當 正如 正值 正因 修正 改正 公正 真正 糾正 反正 校正 端正 會談 會晤 會見 會面 會議
        或者 而言 因而 從而 反而言之 想法 理想 思想 設想 構想 聯想 願望 志願 自願 心願 重要 主要 需求 必要 首要 要求
        要素 要點 要塞 概要 紀要 政要 綱要 次要 計畫書 計畫署 開發計畫署 準備金 疑慮 質疑聲 無疑 疑問 嫌疑 再次 再度
        再三 並列 並肩 合並 並存 並行 也門 還款 歸還 返還 償還 就任 就職 就業 成就 就近 就是 就此 就算 應對 應急
        應用 應變 應邀 反應 供應 效應 適應 響應 相應 對應 回應 因應 呼應 勸阻 勸誡 剛果 剛好 剛性 剛強 預期壽命
        推動力 研究員 研究所 研究院 支持者 支持率 反對派 反對黨 批評者 抗議者 指責聲 抗議活動 抗議書 將其 將之 將此
        將該 將它 將他 將她 將自己 不專業 仍舊 且慢 而今 無人機 資料 材料 原料 燃料 塑料 不料 肥料 飼料 史料 意料
        爆料
    """,
}
_KINDS: dict[str, Mood] = {}
for _mood in Mood:
    for _word in _WORDS[_mood].split():
        _KINDS.setdefault(fold(_word), _mood)
_LIST = sorted(_KINDS)
_MOODS = [_KINDS[word] for word in _LIST]
_UNLISTED = frozenset(fold("勸願盼疑正剛甫"))  # one-character operators that no list of a pack holds
_AUTOMATON = ahocorasick_rs.AhoCorasick(_LIST, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


class Spanned(Protocol):
    """What stands at a place of a text."""

    @property
    def start(self) -> int:
        """Return where it begins."""

    @property
    def end(self) -> int:
        """Return where it ends."""


class Hit(NamedTuple):
    """An operator in a clause; offsets are into the block's flow."""

    start: int
    end: int
    mood: Mood
    word: str


def hits(folded: str, start: int, end: int, names: Sequence[Spanned], single: Iterable[Spanned]) -> list[Hit]:
    """Return the operators between two offsets in order.

    What begins inside one of ``names``, which are in order, is passed over; a word of one character must begin where
    one of ``single`` does, or be one that no list of a pack holds (勸, 願, 剛).
    """
    found = [
        Hit(left + start, right + start, _MOODS[index], _LIST[index])
        for index, left, right in _AUTOMATON.find_matches_as_indexes(folded[start:end])
        if _MOODS[index] is not Mood.PLAIN
    ]
    if not found:
        return found
    begins = {one.start for one in single}
    starts = [name.start for name in names]
    return [hit for hit in found if _stands(hit, begins) and not _inside(hit.start, starts, names)]


def _stands(hit: Hit, begins: set[int]) -> bool:
    return hit.end - hit.start > 1 or hit.start in begins or hit.word in _UNLISTED


def _inside(at: int, starts: list[int], names: Sequence[Spanned]) -> bool:
    number = bisect_right(starts, at) - 1
    return number >= 0 and at < names[number].end
