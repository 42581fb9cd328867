"""Reviewers at the command line: what is refused is said in a sentence and leaves nothing behind; the rest goes on."""

import json
import re
import shutil

import pytest

from communique.ingest import assemble, ingest
from communique.ledger import LedgerReader, LedgerWriter
from communique.reporting.layout import width

from .conftest import REPORT


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """A ledger of one report, read once."""
    folder = tmp_path_factory.mktemp("read")
    (folder / "dispatch.md").write_text(REPORT, encoding="utf-8")
    with LedgerWriter(folder / "ledger.db") as writer:
        ingest(writer, [str(folder / "dispatch.md")], assemble())
    return folder / "ledger.db"


@pytest.fixture
def desk(run, ledger, tmp_path):
    """A command line before that ledger, with names for what is in it; _ stands for a blank."""
    shutil.copy(ledger, tmp_path / "ledger.db")
    with LedgerReader(ledger) as reader:
        one, other, *_ = reader.claims(kinds=["commitment"])
        position = next(iter(reader.claims(kinds=["position"]))).claim.id
    names = {"CLAIM": one.claim.id, "THREAD": one.thread, "OTHER": other.claim.id, "POSITION": position}
    names |= {"FILE": "dispatch.md", "FOLDER": str(tmp_path), "_": " "}

    def call(line, **options):
        return run(*(names.get(word, word) for word in line.split()), **options)

    return call


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("accept nobody", 1, "nothing in"),
        ("accept 日本", 1, "'日本' is an actor; here a claim's id is wanted"),
        ("accept THREAD", 1, "is a thread"),
        ("reject FILE", 1, "is a document"),
        ("edit CLAIM", 2, "nothing to set"),
        ("edit CLAIM status", 2, "'status' is not of the form field=value"),
        ("edit CLAIM status=", 1, "it is one of proposed, agreed"),
        ("edit CLAIM stance=support", 1, "commitments have no field 'stance'; they have"),
        ("edit CLAIM due=2025-02-30", 1, "'2025-02-30' is no date (day is out of range"),
        ("edit CLAIM due=someday", 1, "write 2027, 2027-03-31, 2027年底前 or by 2027"),
        ("edit CLAIM due=2026/2025", 1, "cannot end"),
        ("edit CLAIM agents=查無此人", 1, "nobody is called '查無此人'"),
        ("edit CLAIM countries=阿提蘭", 1, "the register has no '阿提蘭'"),
        ("edit CLAIM countries=歐盟", 1, "'歐盟' is no country"),
        ("edit CLAIM keys=阿提蘭", 1, "the register has no '阿提蘭'"),
        ("edit POSITION stance=warm", 1, "it is one of"),
        ("edit FILE date=2025-02-30", 2, "is no date"),
        ("edit FILE date=2025年4月", 2, "'2025年4月' is not one day"),
        ("edit FILE tier=rumour", 2, "'rumour' is no tier; the tiers are"),
        ("edit FILE language=中文", 1, "'中文' is no language tag"),
        ("edit FILE colour=red", 2, "documents have no field 'colour'"),
        ("edit 日本 tier=report", 2, "a claim or a document can be edited"),
        ("add FILE 沒有這句話", 1, "these words stand nowhere in the document"),
        ("add FILE 日本 --occurrence 99", 1, "these words stand only"),
        ("add FILE 日本 --kind rumour", 2, "'rumour' is no kind of claim"),
        ("add FILE 日本 due=2025年13月", 1, "is no date"),
        ("add 日本 日本", 2, "a claim stands in a document"),
        ("note CLAIM _", 1, "a note needs words"),
        ("note nobody x", 1, "nothing in"),
        ("mark CLAIM", 1, "say private or important"),
        ("merge THREAD THREAD", 1, "cannot be merged with itself"),
        ("merge THREAD CLAIM", 1, "are one thread already"),
        ("merge 日本 日本", 1, "cannot be merged with itself"),
        ("merge 日本 Japan", 1, "'日本' and 'Japan' are one actor already"),
        ("merge 日本 THREAD", 1, "two threads or two actors can be merged"),
        ("merge 日本 nobody", 1, "nothing in"),
        ("split CLAIM OTHER", 1, "only claims of one thread"),
        ("split 日本 --name 阿提蘭", 1, "no document calls jpn '阿提蘭'"),
        ("split CLAIM --name 阿提蘭", 2, "--name splits one actor"),
        ("rename THREAD _", 1, "a title needs words"),
        ("undo abc", 1, "'abc' is too short for a decision's id"),
        ("undo abcdef", 1, "no decisions begin with 'abcdef'"),
        ("accept CLAIM --as _", 1, "no name for a reviewer"),
        ("review --kind rumour", 2, "'rumour' is no kind of claim"),
        ("review 日本 --list", 2, "name a thread or a document"),
        ("calibrate", 1, "a calibration needs 20 in all"),
        ("import nothing.csv", 1, "cannot be read (No such file"),
        ("import FOLDER", 1, "cannot be read"),
        ("export table --sort nothing", 2, "there is no column 'nothing' to sort by"),
        ("export table --kind rumour", 2, "'rumour' is no kind of claim"),
        ("export table --format xlsx", 2, "name a file with --output"),
        ("decisions nobody", 1, "nothing in"),
        ("decisions --format jsonl --output /nowhere/at/all", 2, "cannot be written"),
    ],
)
def test_what_cannot_be_is_said_and_leaves_nothing(desk, line, status, said):
    done = desk(line)
    message = " ".join(done.err.split())
    assert (done.status, said in message, message.startswith("communique: ")) == (status, True, True), done
    assert desk("decisions").out == ""


def test_of_several_the_others_go_on(desk):
    done = desk("accept nobody CLAIM nothing OTHER --as Mina")
    assert done.status == 1 and [line.split()[1] for line in done.lines] == ["accept", "accept"]
    assert done.err.count("communique: nothing in") == 2
    again = desk("accept CLAIM --as Mina")
    assert again.status == 1 and "is accepted by Mina already" in again.err


def test_what_was_decided_is_shown_undone_and_listed(desk):
    desk("edit CLAIM status=已完成 due=2027年底前 countries=日本、KOR --as Mina")
    card = desk("show CLAIM").out
    assert "commitment/completed" in card and "edited by Mina" in card and "JPN、KOR" in card
    listed = desk("decisions CLAIM").out
    assert "status=completed" in listed and "due=../2027-12-31" in listed
    assert desk("decisions 統合軍司令部").out in {"", listed}
    assert desk(f"undo {listed[:8]}").status == 0
    assert "(undone)" in desk("decisions CLAIM").out and "edited" not in desk("show CLAIM").out


def test_actors_go_by_the_name_they_are_given(desk):
    assert "rename  jpn to 日本國" in desk("rename 日本 日本國").out
    assert desk("show 日本國").status == 0
    assert "(undone)" not in desk("decisions 日本").out and "日本國" in desk("decisions 日本").out


def test_the_tray_goes_back_to_what_is_taken_back(desk):
    done = desk("review --as Mina", stdin="a\nu\nn 請查證\ne status=nonsense\nr\nz\nq".encode())
    shown = [line for line in done.lines if line.startswith("── ")]
    assert [line.split()[1] for line in shown] == ["1", "2", "1", "2"]
    verbs = [made[1] for line in done.lines if (made := re.match(r"[0-9a-f]{8}  (\w+)", line))]
    assert verbs == ["accept", "undo", "note", "reject"]
    assert "is not possible" in done.err or "have no field" in done.err
    assert done.lines[-1].startswith("2 decisions; ")
    assert [line for line in done.lines if width(line) > 80] == []
    assert desk("review", stdin=b"u").err.endswith("nothing decided yet in this round.\n")


def test_two_reviewers_side_by_side(desk):
    assert desk("agreement").status == 1
    desk("accept CLAIM OTHER --as Mina")
    assert "Mina said accept; the latest counts" in desk("reject CLAIM --as Jun").err
    desk("accept OTHER --as Jun")
    assert "Jun and Mina: 2 claims, 50% alike" in desk("agreement").out
    (one,) = desk("agreement --disputed --json").lines
    assert json.loads(one)["said"] == {"Mina": "accept", "Jun": "reject"}
    assert json.loads(one)["counts"] == "rejected by Jun"


def test_a_table_is_reported_row_by_row_within_the_width(desk, tmp_path):
    rows = (
        "承諾方,承諾內容,期限\n日本,把防衛費提高到國內生產毛額的2%,令和9年度末まで\n,,\n某會,辦一次很長很長的論壇"
        + "並且" * 40
    )
    (tmp_path / "list.csv").write_text(f"{rows},2025年13月\n", encoding="utf-8")
    done = desk(f"import {tmp_path / 'list.csv'}")
    assert done.lines[0] == "row 2: new  把防衛費提高到國內生產毛額的2%"
    assert "due=../2028-03-31" in done.out and "'2025年13月' is no date" in done.out
    assert done.lines[-1] == "2 rows: 2 new, 0 edited, 0 unchanged, 0 skipped"
    assert [line for line in done.lines if width(line) > 80] == []
    first = json.loads(desk(f"import {tmp_path / 'list.csv'} --json").lines[0])
    assert (first["outcome"], first["number"]) == ("unchanged", 2) and first["thread"]
