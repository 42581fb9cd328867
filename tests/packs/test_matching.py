import pytest

from communique.packs.matching import KeyMatcher, key_matcher
from communique.text import fold


@pytest.mark.parametrize(
    ("clause", "keys"),
    [
        ("雙方同意重建烽火", ("beacons-of-gondor",)),
        ("双方同意重建烽火", ("beacons-of-gondor",)),
        ("烽火已滅", ()),
        ("守軍看見第7座烽火", ("beacons-of-gondor",)),
        ("守軍看見第 7 座烽火", ("beacons-of-gondor",)),  # a space beside a figure is read over
        ("第 3 日看見第 7 座烽火", ("beacons-of-gondor",)),
        ("守軍看見 7 座烽火", ()),
        ("大河上的通行", ("freedom-of-the-great-river",)),
        ("大河航行自由", ("freedom-of-the-great-river",)),
        ("在灰港舉行對話", ("grey-havens-dialogue",)),
        ("依照伊歐誓約修復烽火", ("oath-of-eorl", "beacons-of-gondor")),  # a full name first
        ("長槍兵三千人", ("measure.gondor-spearmen",)),
        ("", ()),
    ],
)
def test_which_things_a_clause_speaks_of(gondor, clause, keys):
    matcher = KeyMatcher(gondor)
    assert matcher.keys(matcher.scan(fold(clause))) == keys


def test_terms_stand_where_they_are_found_and_in_order(gondor):
    text = fold("12 月 3 日，第 7 座烽火重建")
    hits = KeyMatcher(gondor).scan(text)
    assert [text[start:end] for _, start, end in hits] == [fold("第 7 座"), "烽火", fold("重建")]


def test_a_matcher_is_made_once(gondor):
    assert key_matcher(gondor) is key_matcher(gondor)
