"""What a clause is about where it only says when: what the clause before it, in the same sentence, speaks of."""

from __future__ import annotations

import pytest

from communique.ingest import assemble
from communique.ingest.given import Given
from communique.model import Claim, Commitment

SPENDING = "japan-defence-spending"
CODE = "code-of-conduct-south-china-sea"


@pytest.fixture(scope="module")
def workings():
    return assemble()


def undertaking(workings, text: str, words: str) -> Claim:
    document = workings.read(f"2025年10月30日\n{text}\n".encode(), "told.txt", Given())
    found = [claim for claim in workings.extract(document) if isinstance(claim, Commitment) and words in claim.quote]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "key"),
    [
        ("日本政府表示，防衛費占國內生產總值2%的目標，將由2027年度提前到今年達成。", "提前到今年", SPENDING),
        ("东盟外长同意加快“南海行为准则”的磋商，力争明年年底完成。", "力争明年", CODE),
        ("菲方同意推動南海行為準則，預定2026年上路，其他問題日後再談。", "預定2026年", CODE),
    ],
)
def test_a_clause_that_only_says_when_goes_on_with_the_one_before(workings, text, words, key):
    assert undertaking(workings, text, words).keys == (key,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("日本政府說明防衛費占國內生產總值2%的目標。將由2027年提前到2025年達成。", "提前到2025年"),
        ("日本政府說明防衛費占國內生產總值2%的目標，首艘巡邏艦預定2026年完工。", "2026年完工"),
        ("菲方同意推動南海行為準則，越南的鐵路預定明年竣工。", "明年竣工"),
    ],
)
def test_one_of_another_sentence_or_with_words_of_its_own_does_not(workings, text, words):
    assert not {SPENDING, CODE} & set(undertaking(workings, text, words).keys)
