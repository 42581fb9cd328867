"""``docs/review.md`` is a session that is run as it stands: commands, their output, their status."""

import io
import json
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.commands import main

PROJECT = Path(__file__).resolve().parents[2]
SAMPLE, OTHERS = PROJECT / "src/communique/sample/documents", PROJECT.parent / "shared/seeds"
FOLDERS = {"sample": SAMPLE} | ({"others": OTHERS} if OTHERS.is_dir() else {})
LIST = (
    "承諾方,承諾內容,期限,狀態,備註,負責人\n日本,將防衛費提高到國內生產毛額的2%,2027年底前,進行中,追蹤中,王\n"
    "菲律賓,開放四處新基地給美軍使用,2023年13月,同意,,\n5,,,,,\n澳洲,提供軍援,20"
)
FIELDS = {
    ".document": lambda value: value["document"],
    ".claims[0].evidence[0].quote": lambda value: value["claims"][0]["evidence"][0]["quote"],
    "[.columns[][].thread][0]": lambda value: next(i["thread"] for c in value["columns"].values() for i in c),
    "[.columns[][].thread][1]": lambda value: [i["thread"] for c in value["columns"].values() for i in c][1],
}


def session() -> Iterator[tuple[str, list[str]]]:
    """Yield each command of the document with the lines expected of it."""
    text = (PROJECT / "docs/review.md").read_text(encoding="utf-8")
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *expected = part.rstrip("\n").split("\n")
            yield command, expected


class Shell:
    """As much of a shell as the session needs: variables, one pipe, words in quotes."""

    def __init__(self, monkeypatch, capsys) -> None:
        self.names: dict[str, str] = {}
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def run(self, line: str) -> tuple[list[str], int]:
        if assigned := re.fullmatch(r"(\w+)=\$\((.*)\)", line):
            lines, status = self.run(assigned[2])
            self.names[assigned[1]] = lines[0]
            return [], status
        line = re.sub(r'"\$(\w+)"|\$(\w+)', lambda m: shlex.quote(self.names[m[1] or m[2]]), line)
        lines, status, keys = [], 0, ""
        for words in _pipe(shlex.split(line)):
            match words:
                case ["printf", keys]:
                    pass
                case ["communique", *arguments]:
                    lines, status = self._call(arguments, keys)
                case ["jq", "-r", field]:
                    lines = [str(FIELDS[field](json.loads(lines[0])))]
                case ["grep", word]:
                    lines = [one for one in lines if word in one]
                case ["cut", "-c1-8"]:
                    lines = [one[:8] for one in lines]
                case _:
                    raise AssertionError(f"the session's shell does not know {words}")
        return lines, status

    def _call(self, arguments: list[str], keys: str) -> tuple[list[str], int]:
        self._monkeypatch.setattr(sys, "argv", ["communique", *arguments])
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(keys))
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        captured = self._capsys.readouterr()
        assert "Traceback" not in captured.err
        return [*captured.out.splitlines(), *captured.err.splitlines()], status


def _pipe(words: list[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for word in words:
        if word == "|":
            yield part
            part = []
        else:
            part.append(word)
    yield part


def _stands(expected: str, lines: list[str]) -> bool:
    pattern = ".*".join(re.escape(piece) for piece in expected.split("…"))
    return any(re.fullmatch(pattern, line) for line in lines)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_session_runs_as_it_stands(folder, tmp_path, monkeypatch, capsys):
    (tmp_path / "documents").mkdir()
    for file in FOLDERS[folder].glob("[s0]*.txt"):
        shutil.copy(file, tmp_path / "documents")
    (tmp_path / "list.csv").write_bytes(LIST.encode("big5"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMMUNIQUE_LEDGER", "ledger.db")
    monkeypatch.setenv("COMMUNIQUE_REVIEWER", "Mina")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    shell = Shell(monkeypatch, capsys)
    for command, expected in session():
        lines, status = shell.run(command)
        wanted = int(expected.pop().strip("[]")) if expected and re.fullmatch(r"\[\d]", expected[-1]) else 0
        assert status == wanted, (command, lines)
        for line in expected:
            assert _stands(line, lines), (command, line, lines)
