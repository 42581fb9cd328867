import json

import pytest

from communique.packs import load_pack


def test_register_shows_an_entry_without_a_ledger(run, tmp_path):
    done = run("register", "統合軍司令部")
    assert done.status == 0 and done.lines[0] == "統合軍司令部(駐日美軍)"
    assert done.lines[1] == "programme usfj-joint-force-headquarters"
    assert "美國印太司令部 (usa.indopacom)" in done.out and "spoken of" not in done.out
    assert "no ledger at" in done.err


def test_register_on_a_day(run):
    assert run("register", "中谷元", "--on", "2025-03-30").lines[-2:] == [
        "offices, on 2025-03-30",
        "  2024-10-01 – 2025-10-21 日本防衛大臣 (jpn.minister-of-defense)",
    ]
    assert "offices" not in run("register", "中谷元", "--on", "2026-03-30").out
    state = run("register", "jpn", "--on", "2025-03-30").lines
    assert "its offices, on 2025-03-30" in state and "  日本防衛大臣 (jpn.minister-of-defense): 中谷元" in state
    office = run("register", "防衛大臣", "--on", "2025-12-01").lines
    assert "held by, on 2025-12-01" in office and "  2025-10-21 – 小泉進次郎 (p.koizumi-shinjiro)" in office


def test_register_for_a_program(run):
    done = run("register", "四方安全對話", "--json")
    value = json.loads(done.out)
    assert value["id"] == "quad" and value["type"] == "mechanism" and value["sure"] == "certain"
    assert set(value["names"]) == {"hant", "hans", "ja", "en"} and value["definition"]
    members = [r["other"] for r in value["relations"] if r["type"] == "has_member"]
    assert members == ["aus", "ind", "jpn", "usa"] and value["documents"] is None


def test_register_says_where_it_is_spoken_of(run, report):
    run("read", report)
    (document,) = json.loads(run("register", "日本", "--json").out)["documents"]
    shown = run("register", "日本")
    assert "spoken of in 1 document of the ledger" in shown.out and document[:8] in shown.out
    assert "測試通訊社" in shown.out and shown.err == ""
    assert "spoken of in 0 documents" in run("register", "Angela Merkel").out


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("外長", 2, "jpn.minister-for-foreign-affairs"),
        ("聯合作戰司令部", 2, "jpn.jjoc"),
        ("外務省", 0, "also means: prk.ministry-of-foreign-affairs"),
        ("北京", 0, "北京 also means: chn"),
        ("統合作戰", 1, "jpn.jjoc"),
        ("沒有這個東西", 1, "the register has no '沒有這個東西'."),
        ("。", 1, "the register has no"),
    ],
)
def test_register_of_a_name_that_is_not_one_entrys(run, name, status, said):
    done = run("register", name)
    assert done.status == status and said in done.err and "Traceback" not in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("register",),
        ("register", "jpn", "--on", "someday"),
        ("pack",),
        ("pack", "new"),
        ("pack", "new", "Far North"),
        ("pack", "check", "--no-such-option"),
    ],
)
def test_misuse(run, arguments):
    done = run(*arguments)
    assert done.status == 2 and "Traceback" not in done.err


def test_pack_check_of_the_shipped_pack(run):
    done = run("pack", "check")
    assert done.status == 0 and done.lines[-1].startswith(f"no faults: {len(load_pack().register)} entries, ")


def test_a_pack_from_its_beginning_to_a_fault(run, tmp_path):
    made = run("pack", "new", "arctic", "--folder", tmp_path)
    assert made.status == 0 and made.out.strip() == str(tmp_path / "arctic")
    assert run("pack", "check", tmp_path / "arctic").status == 0
    assert "北地外長" in run("register", "霍姆", "--pack", tmp_path / "arctic").out
    people = tmp_path / "arctic" / "register" / "people.yaml"
    people.write_text(people.read_text(encoding="utf-8").replace("p.holm-erik", "p.holm"), encoding="utf-8")
    broken = run("pack", "check", tmp_path / "arctic")
    assert broken.status == 1
    assert broken.lines == [
        "register/offices.yaml: nrd.foreign-minister: dangling: holders: there is no p.holm-erik",
        "1 fault (dangling 1)",
    ]
    value = json.loads(run("pack", "check", tmp_path / "arctic", "--json").out)
    assert value["sound"] is False and value["faults"][0]["rule"] == "dangling"


@pytest.mark.parametrize("arguments", [("pack", "check", "nowhere"), ("register", "jpn", "--pack", "nowhere")])
def test_what_is_no_pack(run, arguments):
    done = run(*arguments)
    assert done.status == 1 and "nowhere: no such pack" in done.err


def test_pack_new_overwrites_nothing(run, tmp_path):
    (tmp_path / "arctic").mkdir()
    done = run("pack", "new", "arctic", "--folder", tmp_path)
    assert done.status == 1 and "exists already" in done.err
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "cannot be written" in run("pack", "new", "arctic", "--folder", tmp_path / "file").err
