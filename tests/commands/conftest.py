"""The command line as a user calls it: arguments in, exit status and output out."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from communique.commands import main

REPORT = """---
title: 剛簽署的兩份文件
publisher: 測試通訊社
published: 2025-03-31
tier: report
---

# 美日防長會談

2025年3月30日,美國國防部長赫格塞斯與日本防衛大臣中谷元在東京會談。雙方同意將駐日美軍司令部升級為統合軍司令部。
日本將於2027年底前把防衛費提高到國內生產毛額的2%。中國外交部發言人強調,反對任何針對第三國的軍事合作。
"""


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@pytest.fixture
def run(monkeypatch, capsys, tmp_path) -> Callable[..., Done]:
    """Run a command with a ledger of the test's own; ``stdin`` is what standard input holds."""
    monkeypatch.setenv("COMMUNIQUE_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")

    def call(*arguments: object, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["communique", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        try:
            main()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return call


@pytest.fixture
def report(tmp_path):
    file = tmp_path / "dispatch.md"
    file.write_text(REPORT, encoding="utf-8")
    return file
