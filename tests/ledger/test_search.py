import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.ledger import check
from communique.ledger.ngrams import index_terms, parse_query
from communique.model import Block, BlockRole, Span, UsageError
from communique.text import Flow, fold

LETTERS = st.sampled_from("美日同盟臺台湾灣軍军防衛卫abcXYZ 12、。，\n-_*:(")


def words_of(hit):
    return [hit.document.text[span.start : span.end] for span in hit.spans]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("鐸", ["鐸", "鐸"]),
        ("剛鐸", ["剛鐸", "剛鐸"]),
        ("刚铎", ["剛鐸", "剛鐸"]),
        ("聯合司令部", ["聯合司令部"]),
        ("联合司令部", ["聯合司令部"]),
        ("剛鐸國防", ["剛鐸國防"]),
        ("2030年", ["2030年"]),
        ("p-8a", ["P-8A"]),
        ("P8A", ["P-8A"]),
        ("grey havens", ["Grey", "Havens"]),
        ('"Grey Havens"', ["Grey Havens"]),
        ("ＧＲＥＹ", ["Grey"]),
        ("剛鐸 2030", ["剛鐸", "剛鐸", "2030"]),
    ],
)
def test_found_and_highlighted(writer, make_document, first, query, found):
    text = "剛鐸的聯合司令部。剛鐸國防部2030年買 P-8A,駐 Grey Havens 港"
    writer.record(make_document(text), [], first)
    (hit,) = writer.reader.search(query)
    assert sorted(words_of(hit)) == sorted(found)


@pytest.mark.parametrize(
    "query", ["日美", "美日同", "rey", "0", "OR", "NEAR(美 日)", "聯軍", "美 港", '"日 美"', "units:美x"]
)
def test_not_found(writer, make_document, first, query):
    writer.record(make_document("美、日、韓。Grey 2030"), [], first)
    assert writer.reader.search(query) == []


@pytest.mark.parametrize("query", ["", "  ", "，。", '""', "***", "(", "_"])
def test_nothing_to_search_for(writer, query):
    with pytest.raises(UsageError, match="nothing to search for"):
        writer.reader.search(query)


@pytest.mark.parametrize(
    "query", ['"', "美'", "美\\", "美 AND", "(美", "美*", "^美", "美;--", "美\0", "-美", "{美}", "a:美"]
)
def test_a_query_is_never_syntax(writer, make_document, first, query):
    writer.record(make_document("美國"), [], first)
    try:
        hits = writer.reader.search(query)
    except UsageError:
        return
    assert all(words_of(hit) for hit in hits)


def test_a_hard_line_break_does_not_hide_a_word(writer, make_document, first):
    text = "剛鐸的聯合\n司令部。The Grey\nHavens"
    document = make_document(text, blocks=(Block(0, len(text), BlockRole.BODY, ((5, 6), (18, 19))),))
    writer.record(document, [], first)
    (hit,) = writer.reader.search("聯合司令部")
    assert words_of(hit) == ["聯合\n司令部"]
    (hit,) = writer.reader.search('"grey havens"')
    assert words_of(hit) == ["Grey\nHavens"]


def test_the_latest_come_first_and_limit_holds(writer, make_document, first):
    for n in range(5):
        writer.record(make_document(f"剛鐸第{n}號公報", path=f"{n}.txt"), [], first)
    assert [hit.document.path for hit in writer.reader.search("公報", limit=3)] == ["4.txt", "3.txt", "2.txt"]


def test_markup_is_not_searched(writer, make_document, first):
    text = "剛鐸 script"
    blocks = (Block(0, 2, BlockRole.BODY), Block(3, 9, BlockRole.MARKUP))
    writer.record(make_document(text, blocks=blocks), [], first)
    assert len(writer.reader.search("剛鐸")) == 1
    assert writer.reader.search("script") == []


@given(text=st.text(LETTERS, min_size=1, max_size=40), data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_between_two_stops_is_found(writer, make_document, first, text, data):
    """Any run of whole units of any text, in any script, is found at its place."""
    document = make_document(text, blocks=(Block(0, len(text), BlockRole.BODY),))
    writer.record(document, [], first)
    units = list(re.finditer(r"[a-zA-Z]+|[0-9]+|[^\W_]", text))
    if not units:
        return
    at = data.draw(st.integers(0, len(units) - 1))
    to = data.draw(st.integers(at, len(units) - 1))
    start, end = units[at].start(), units[to].end()
    hits = writer.reader.search(f'"{text[start:end]}"', limit=1000)
    spans = [span for hit in hits if hit.document.id == document.id for span in hit.spans]
    assert any(span.start <= start and end <= span.end for span in spans)


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_index_and_text_agree_for_any_text(writer, make_document, first, text):
    writer.record(make_document(text, blocks=(Block(0, len(text), BlockRole.BODY),)), [], first)
    assert check(writer.reader) == []


@given(st.text(max_size=60))
def test_terms_are_tokens_for_the_index(text):
    for column in index_terms(fold(text)):
        for term in column.split(" ") if column else ():
            assert term and not re.search(r"[\x00-\x2f\x3a-\x60\x7b-\x7f]", term)


def test_spans_that_touch_are_one():
    flow = Flow("聯合司令部", Block(0, 5, BlockRole.BODY))
    assert parse_query("聯合 司令").spans(flow) == [Span(0, 4)]
