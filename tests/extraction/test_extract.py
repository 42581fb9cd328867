"""Claims from text: exact evidence always, never twice, never an exception; and what a reader would note."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.extraction import extract
from communique.model import Commitment, Event, EventType, Factuality, Figure, Position, Role, Stance, Status
from communique.packs import load_pack
from communique.reading import read_bytes


def claims_of(text, published=date(2025, 4, 2)):
    document = read_bytes(text.encode(), path="x.txt", published=published)
    found = extract(document, load_pack())
    for claim in found:
        for piece in claim.evidence:
            assert document.text[piece.start : piece.end] == piece.quote != ""
    assert len({claim.id for claim in found}) == len(found)
    return found


def kinds(text):
    return {claim.kind for claim in claims_of(text)}


def one(text, kind):
    return next(claim for claim in claims_of(text) if isinstance(claim, kind))


def names(claim, *roles):
    return {actor.id for actor in claim.actors if not roles or actor.role in roles}


NARRATIVE = (
    "美國國防部長赫格塞斯3月30日在東京與日本防衛大臣中谷元舉行會談。"
    "雙方同意擴大聯合演訓，並反對任何片面改變現狀的企圖。"
)


def test_a_meeting_with_its_participants_and_day():
    meeting = next(c for c in claims_of(NARRATIVE) if isinstance(c, Event) and c.type is EventType.MEETING)
    assert names(meeting) == {"p.hegseth-pete", "p.nakatani-gen"}
    assert meeting.time.as_list() == ["2025-03-30", "2025-03-30"]
    assert meeting.countries == ("JPN", "USA")


def test_both_sides_are_the_states_that_met():
    promise = one(NARRATIVE, Commitment)
    assert names(promise, Role.AGENT) == {"usa", "jpn"}
    stand = one(NARRATIVE, Position)
    assert stand.stance is Stance.OPPOSE
    assert names(stand, Role.AGENT) == {"usa", "jpn"}


def test_both_scripts_give_the_same_claims():
    simplified = (
        "美国国防部长赫格塞思3月30日在东京与日本防卫大臣中谷元举行会谈。"
        "双方同意扩大联合演训，并反对任何片面改变现状的企图。"
    )
    shape = [(c.kind, sorted(names(c)), c.start, c.end) for c in claims_of(NARRATIVE)]
    assert shape == [(c.kind, sorted(names(c)), c.start, c.end) for c in claims_of(simplified)]


def test_a_quotation_speaks_for_its_speaker():
    text = "中國外交部發言人郭嘉昆31日在記者會上說：「美日軍事合作不得針對第三方，日方應當汲取歷史教訓。」"
    stands = [c for c in claims_of(text) if isinstance(c, Position)]
    assert stands
    assert all("chn" in names(c, Role.AGENT) for c in stands)
    assert any(c.stance is Stance.DEMAND for c in stands)


def test_a_figure_with_its_unit():
    figure = one("目前有約5萬4,000名美軍駐紮在日本。", Figure)
    assert (figure.value, figure.unit, figure.approximate) == (54000, "person", True)


def test_a_move_brings_a_status_and_a_due_date():
    promise = one("日本政府同意，防衛費占GDP 2%的目標將提前至2025年度內達成。", Commitment)
    assert promise.status is Status.ACCELERATED
    done = one("日本政府宣布，已啟動統合軍司令部升級的第一階段。", Commitment)
    assert done.status in {Status.UNDER_WAY, Status.AGREED}


def test_a_repeated_telling_points_back():
    text = f"{NARRATIVE}\n\n{NARRATIVE}"
    repeats = [c for c in claims_of(text) if c.repeat_of]
    assert repeats
    assert all(c.repeat_of in {first.id for first in claims_of(text)} for c in repeats)


def test_links_and_references_make_no_claims():
    text = NARRATIVE + "\n\n延伸閱讀:\n美國同意出售飛彈 中國強烈抗議\n日本擴大部署反擊飛彈\n"
    assert not [c for c in claims_of(text) if "延伸" in c.quote or "出售飛彈" in c.quote]


def test_the_same_text_gives_the_same_claims():
    assert claims_of(NARRATIVE) == claims_of(NARRATIVE)


@pytest.mark.parametrize("factor", [1, 40])
def test_a_long_line_is_read_like_a_short_one(factor):
    assert len(claims_of(NARRATIVE * factor)) >= factor


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [
                "美國",
                "日本",
                "中國",
                "雙方",
                "同意",
                "反對",
                "部署",
                "3月30日",
                "，",
                "。",
                "「",
                "」",
                "將",
                "未",
                "5,500億美元",
                "川普",
                "他",
                "說",
                "：",
                "\n",
                "\n\n",
                "並",
                "會談",
                "x",
                "𠮷",
                "（",
                "）",
                "《",
                "》",
            ]
        ),
        min_size=1,
        max_size=40,
    )
)
def test_no_text_raises(words):
    text = "".join(words)
    if text.strip():
        claims_of("讀" + text)


def test_negation_is_kept():
    claim = next(
        c
        for c in claims_of("雙方並未討論撤軍時間表，美國不會派遣地面部隊。")
        if isinstance(c, (Commitment, Event, Position))
    )
    assert any(
        c.factuality is Factuality.NEGATED for c in claims_of("雙方並未討論撤軍時間表，美國不會派遣地面部隊。")
    ), claim
