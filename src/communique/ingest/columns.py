"""What the columns of an analyst's own table are called in Chinese, Japanese and English; its words for a status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from communique.model import Status, UsageError
from communique.text import fold_name

__all__ = ["COLUMNS", "columns_of", "status_of"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("communique id", "claim id"),
    "action": (
        "commitment", "promise", "pledge", "undertaking", "obligation", "action", "what", "承諾", "承諾事項",
        "承諾內容", "約束", "約束事項", "コミットメント", "公約", "內容", "內容摘要", "事項", "措施", "取り組み",
    ),
    "agents": (
        "who", "actor", "actors", "agent", "agents", "by", "party", "parties", "country", "state", "承諾方", "承諾國",
        "主體", "行為者", "行為體", "國家", "當事國", "誰", "国", "主体", "約束した国", "約束した側",
    ),
    "targets": ("to", "target", "targets", "counterpart", "partner", "對象", "對象國", "対象", "相手", "相手国"),
    "due": (
        "due", "due date", "deadline", "by when", "until", "target date", "期限", "截止日", "截止日期", "完成期限",
        "到期日", "期日", "締切", "締め切り",
    ),
    "time": (
        "date", "when", "announced", "date announced", "announcement", "日期", "宣布日期", "宣佈日期", "時間",
        "發布日期", "日付", "発表日", "年月日",
    ),
    "status": ("status", "stage", "progress", "move", "狀態", "進度", "進展", "現況", "状況", "状態", "進捗"),
    "subject": (
        "subject", "topic", "programme", "program", "project", "issue", "主題", "議題", "計畫", "專案", "案件", "事業",
        "計画", "テーマ",
    ),
    "quote": ("quote", "quotation", "wording", "原文", "引文", "原句", "引用"),
    "source": ("source", "publisher", "來源", "出處", "媒體", "出典", "発行元"),
    "verdict": ("verdict", "review", "判定", "審閱", "レビュー"),
    "note": (
        "note", "notes", "remark", "remarks", "comment", "comments", "備註", "附註", "註記", "備考", "メモ", "注記",
    ),
}  # fmt: skip
"""The columns that are understood, by field, with the headers that mean them (any case, either script)."""

_STATUS: Mapping[Status, tuple[str, ...]] = {
    Status.PROPOSED: ("proposed", "proposal", "planned", "提議", "提案", "擬議", "研議", "研議中", "規劃中", "検討中"),
    Status.AGREED: (
        "agreed", "pledged", "promised", "committed", "signed", "open", "同意", "已同意", "達成", "達成協議", "承諾",
        "已承諾", "已簽署", "合意", "合意済み", "約束",
    ),
    Status.REAFFIRMED: ("reaffirmed", "重申", "再次確認", "再確認"),
    Status.UNDER_WAY: (
        "under way", "underway", "in progress", "ongoing", "started", "begun", "進行中", "執行中", "實施中", "推動中",
        "已啟動", "啟動", "実施中", "着手", "着手済み",
    ),
    Status.COMPLETED: (
        "completed", "complete", "done", "fulfilled", "kept", "完成", "已完成", "達標", "完了", "実現", "達成済み",
    ),
    Status.ACCELERATED: ("accelerated", "brought forward", "提前", "加速", "前倒し"),
    Status.DELAYED: ("delayed", "postponed", "late", "延後", "延遲", "推遲", "落後", "遅延", "延期"),
    Status.EXPANDED: ("expanded", "擴大", "擴充", "拡大"),
    Status.REDUCED: ("reduced", "縮減", "縮小"),
    Status.SUSPENDED: ("suspended", "paused", "on hold", "暫停", "中止", "停止", "擱置", "保留"),
    Status.REVERSED: (
        "reversed", "cancelled", "canceled", "withdrawn", "dropped", "broken", "撤回", "取消", "撤銷", "破棄",
    ),
}  # fmt: skip

_BY_HEADER = {fold_name(name): field for field, names in COLUMNS.items() for name in (field, *names)}
_BY_STATUS = {fold_name(name): status for status, names in _STATUS.items() for name in (status.value, *names)}


def columns_of(headers: Sequence[str], given: Mapping[str, str]) -> dict[str, int]:
    """Return which column holds which field: as ``given`` (header or letter by field), else by its header.

    Raises ``UsageError`` for a field or a header in ``given`` that is not there.
    """
    found: dict[str, int] = {}
    names = [fold_name(header) for header in headers]
    for field, header in given.items():
        if field not in COLUMNS:
            raise UsageError(f"--map {field}=…: there is no field {field!r}; the fields are {', '.join(COLUMNS)}.")
        letter = ord(header.upper()) - ord("A") if len(header) == 1 and header.isascii() and header.isalpha() else -1
        if fold_name(header) in names:
            found[field] = names.index(fold_name(header))
        elif 0 <= letter < len(headers):
            found[field] = letter
        else:
            listed = "、".join(headers)
            raise UsageError(f"--map {field}={header}: the table has no column {header!r}; it has {listed}.")
    taken = set(found.values())
    for number, name in enumerate(names):
        known = _BY_HEADER.get(name)
        if known is not None and known not in found and number not in taken:
            found[known] = number
    return found


def status_of(text: str) -> Status | None:
    """Return the status that a table's word means, ``None`` for one that is not known."""
    return _BY_STATUS.get(fold_name(text))
