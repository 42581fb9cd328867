"""What a reader sees: boards, timelines, cards, exports; made from the ledger, never changing it."""

from communique.reporting.board import Board, board, board_json, board_text
from communique.reporting.claims import claim_records, write_csv, write_jsonl
from communique.reporting.timeline import timeline, timeline_json, timeline_text

__all__ = [
    "Board",
    "board",
    "board_json",
    "board_text",
    "claim_records",
    "timeline",
    "timeline_json",
    "timeline_text",
    "write_csv",
    "write_jsonl",
]
