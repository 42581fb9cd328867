"""The pages in a real browser, on the bundled sample."""

import re
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect
from tests.serving.conftest import SAMPLE, Served, make_ledger

from communique.ingest import Given, assemble
from communique.ledger import LedgerWriter
from communique.model import Assessment, Document, Evidence, Position, Stance

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
VIEWS = (
    "/", "/?on=2025-03-31&known=2025-03-31&from=2024-12-31", "/changes", "/timeline", "/timeline?lane=actor",
    "/due?on=2026-01-01", "/due?on=2026-01-01&as=calendar", "/conflicts?reconciled=true", "/search?q=美日",
    "/sources", "/tray", "/positions?topic=taiwan-strait-peace-and-stability", "/figures", "/compare?who=jpn",
    "/register", "/register/jpn", "/network?days=36500", "/read", "/search?q=zzzz", "/thread/none", "/nowhere",
)  # fmt: skip


def show(page: Page, served: Served, path: str) -> None:
    page.goto(served.address + path)
    expect(page.locator("main .loading")).to_have_count(0)
    expect(page.locator("main h1, main .empty, main .fault").first).to_be_visible()


def first_thread(page: Page, served: Served) -> None:
    show(page, served, "/")
    page.locator(".columns .card", has_text="統合軍司令部").first.click()
    expect(page.locator(".ladder")).to_be_visible()


def accessible(page: Page) -> list[str]:
    """Return what axe finds wrong by WCAG 2.2 AA."""
    page.evaluate(AXE)
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(r => r.violations"
        ".map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary).join(' | ')))"
    )
    return list(found)


@pytest.mark.parametrize("path", VIEWS)
def test_views_are_accessible_and_fit(page, served, path):
    page.emulate_media(reduced_motion="reduce")
    show(page, served, path)
    assert accessible(page) == []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, f"{width} is too narrow"


@pytest.mark.parametrize("path", ["/?tier=report", "/changes", "/sources", "/compare?who=jpn", "/positions"])
def test_the_dark_is_readable(page, served, path):
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    show(page, served, path)
    assert accessible(page) == []


@pytest.mark.parametrize("locale", ["en-US", "ja-JP"])
def test_other_languages_fit_a_phone(browser, served, locale):
    context = browser.new_context(locale=locale, viewport={"width": 390, "height": 800})
    page = context.new_page()
    for path in ("/?on=2026-01-01", "/due?on=2026-01-01", "/timeline", "/tray", "/figures", "/register/jpn"):
        show(page, served, path)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path
    context.close()


def test_what_is_printed_is_dark_on_light(page, served):
    page.emulate_media(color_scheme="dark")
    show(page, served, "/")
    ink = "getComputedStyle(document.querySelector('.card-title')).color"
    light, shown = "rgb(29, 34, 39)", page.evaluate(ink)
    page.emulate_media(media="print")
    assert page.evaluate(ink) == light != shown
    assert not page.locator(".slider").is_visible() and page.locator(".columns .card").first.is_visible()


def test_a_thread_and_a_document_are_accessible(page, served):
    first_thread(page, served)
    assert accessible(page) == []
    page.locator(".rung .quote-link").first.click()
    expect(page.locator(".claim-card")).to_be_visible()
    assert accessible(page) == []


@pytest.mark.parametrize(
    ("locale", "title"), [("zh-TW", "看板"), ("ja-JP", "ボード"), ("en-US", "Board"), ("fr", "Board")]
)
def test_the_browsers_language(browser, served, locale, title):
    context = browser.new_context(locale=locale)
    page = context.new_page()
    show(page, served, "/")
    expect(page.locator("h1")).to_have_text(title)
    context.close()


def test_another_language_is_kept(page, served):
    show(page, served, "/")
    page.locator(".preferences select").first.select_option("ja")
    expect(page.locator("h1")).to_have_text("ボード")
    page.reload()
    expect(page.locator("h1")).to_have_text("ボード")
    assert page.evaluate("document.documentElement.lang") == "ja"


def test_the_slider_replays_the_board(page, served):
    show(page, served, "/")
    whole = page.locator(".columns .card").count()
    slider = page.locator(".slider input[type=range]")
    slider.fill("1")
    expect(page.locator(".moved-note")).to_be_visible()
    expect(page).to_have_url(re.compile(r"on=20\d\d-\d\d-\d\d.*known=20"))
    expect(page.locator(".columns .card")).not_to_have_count(whole)
    address = page.url
    cards = page.locator(".columns .card").all_inner_texts()
    page.goto(address)
    expect(page.locator(".columns .card")).to_have_count(len(cards))
    assert page.locator(".columns .card").all_inner_texts() == cards
    slider.fill("30")
    expect(page.locator(".card.moved").first).to_be_visible()


def test_a_filter_is_in_the_address(page, served):
    show(page, served, "/")
    page.locator(".board-filters select").nth(3).select_option("official_translation")
    expect(page).to_have_url(re.compile("tier=official_translation"))
    expect(page.locator(".since")).to_have_count(0)
    page.locator(".filters button.quiet").click()
    expect(page).not_to_have_url(re.compile("tier="))


def test_from_a_quote_to_its_place_and_back(page, served):
    first_thread(page, served)
    thread = page.url
    rung = page.locator(".rung").nth(1)
    quote = rung.locator("q.words").inner_text()
    rung.locator(".quote-link").click()
    expect(page.locator(".claim-card .words-block")).to_have_text(quote.strip("「」"))
    chosen = page.locator(".mark.chosen").first
    expect(chosen).to_be_in_viewport()
    assert "".join(page.locator(".mark.chosen").all_inner_texts()) == quote.strip("「」")
    page.locator(".back a").click()
    expect(page).to_have_url(thread)
    expect(page.locator(".ladder")).to_be_visible()


def test_words_that_are_no_claim_are_shown_at_their_place(page, served):
    show(page, served, "/sources")
    page.locator(".documents a").nth(1).wait_for()
    ids = [a.get_attribute("href").split("/")[-1] for a in page.locator(".documents a").all()[:2]]
    show(page, served, f"/compare?before={ids[0]}&after={ids[1]}&show=new,dropped")
    words = page.locator(".aligned .quote-link").last
    said = words.inner_text()
    address = page.url
    words.click()
    expect(page).to_have_url(re.compile(r"/document/\w+\?words=\d+-\d+"))
    expect(page.locator(".sought").first).to_be_in_viewport()
    assert "".join(page.locator(".sought").all_inner_texts()) == said
    page.go_back()
    expect(page).to_have_url(address)
    expect(page.locator(".legend [aria-pressed=true]")).to_have_count(2)


def test_a_claims_thread_is_one_click_away(page, served):
    first_thread(page, served)
    title = page.locator("h1").inner_text()
    page.locator(".rung .quote-link").first.click()
    page.locator(".claim-thread a").click()
    expect(page.locator("h1")).to_have_text(title)


def test_kinds_can_be_hidden(page, served):
    first_thread(page, served)
    page.locator(".rung .quote-link").first.click()
    expect(page.locator(".mark").first).to_be_visible()
    before = page.locator(".mark").count()
    page.locator(".legend button").first.click()
    expect(page.locator(".mark")).not_to_have_count(before)
    expect(page).to_have_url(re.compile("hide="))


def test_keyboard(page, served):
    show(page, served, "/")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("統合軍司令部")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search"))
    expect(page.locator("main [data-item]").first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("main [data-item]").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("main [data-item]").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/search"))
    page.keyboard.press("?")
    expect(page.locator("dialog.help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.help")).not_to_be_visible()
    page.keyboard.press("b")
    expect(page.locator("h1")).to_have_text("看板")


def test_an_edge_of_the_network_opens_its_evidence(page, served):
    show(page, served, "/network?days=36500")
    page.locator(".edges button").first.click()
    expect(page.locator(".evidence .claim-row").first).to_be_visible()
    page.reload()
    expect(page.locator(".evidence .claim-row").first).to_be_visible()


def test_since_the_last_visit(browser, served):
    context = browser.new_context(locale="zh-TW")
    page = context.new_page()
    show(page, served, "/")
    expect(page.locator(".since h2")).to_have_text("最近一次讀入帶來的變動")
    page.close()
    page = context.new_page()
    show(page, served, "/")
    expect(page.locator(".since")).to_contain_text("沒有新讀入的文件")
    context.close()


def test_unreadable_files_are_listed(page, served):
    show(page, served, "/sources")
    expect(page.locator(".failures")).to_contain_text("broken.pdf")


HOSTILE = """<script>window.broken = 1</script> <img src=x onerror="window.broken=2">
日本政府同意在2027年前<b onclick="window.broken=3">增加</b>防衛費\u202e\u2066反轉\u2069\u202c。
[點我](javascript:window.broken=4) ![圖](http://127.0.0.1:9/a.png)
"""


def many_claims(path: Path, document: Document, number: int) -> Path:
    """Store a document with claims that lie over each other, five deep."""
    words, most = document.text, len(document.text) - 30
    claims = []
    for n in range(number):
        start = most * n // number
        told = {
            "id": f"c{n}", "document": document.id, "frame": "test",
            "evidence": (Evidence(start, start + 25, words[start : start + 25]),),
        }  # fmt: skip
        claims.append(Position(**told, topic="防衛", stance=Stance.SUPPORT) if n % 2 else Assessment(**told))
    with LedgerWriter(path) as writer:
        writer.record(document, claims, assemble().generation)
    return path


def test_a_hostile_document_is_text(browser, tmp_path):
    text = HOSTILE + "日本與美國同意加強防衛合作,並且每年舉行會談。\n\n" * 2000
    document = assemble().read(text.encode(), "hostile.txt", Given())
    server = Served(many_claims(tmp_path / "hostile.db", document, 10_000))
    context = browser.new_context(locale="en")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        show(page, server, "/sources")
        page.locator(".documents a").first.click()
        expect(page.locator(".sheet")).to_contain_text("javascript:window.broken=4")
        assert page.locator(".sheet script, .sheet img, .sheet b, .sheet a[href^=javascript]").count() == 0
        expect(page.locator(".legend")).to_contain_text("5,000")
        count = page.locator(".mark").count()
        page.locator(".sheet > button.wide").last.click()
        expect(page.locator(".mark")).not_to_have_count(count)
        page.locator(".mark").last.click()
        expect(page.locator(".claim-card")).to_be_visible()
        assert page.evaluate("window.broken") is None
        assert all(url.startswith((server.address, "data:")) for url in asked)
    finally:
        context.close()
        server.stop()


def test_reading_from_the_browser(browser, tmp_path):
    server = Served(tmp_path / "empty.db")
    context = browser.new_context(locale="en", viewport={"width": 390, "height": 800})
    page = context.new_page()
    try:
        show(page, server, "/")
        expect(page.locator(".empty")).to_contain_text("The ledger is empty")
        page.locator(".empty a.button").click()
        page.locator("#pasted").fill("美國與日本2025年3月30日同意在2027年底前完成統合軍司令部的改組。")
        page.locator(".paste button").click()
        expect(page.locator(".job-new .claim-row").first).to_be_visible()
        page.locator("input[type=file]").set_input_files(
            [{"name": "empty.txt", "mimeType": "text/plain", "buffer": b""}]
        )
        expect(page.locator(".job-failed")).to_contain_text("empty.txt")
        show(page, server, "/")
        expect(page.locator(".card")).to_have_count(1)
    finally:
        context.close()
        server.stop()


def test_when_the_server_is_gone(browser, tmp_path):
    server = Served(tmp_path / "gone.db")
    context = browser.new_context(locale="en")
    page = context.new_page()
    show(page, server, "/read")
    server.stop()
    page.keyboard.press("d")
    expect(page.locator(".fault")).to_contain_text("The server does not answer")
    page.locator(".preferences select").first.select_option("ja")
    expect(page.locator(".fault")).to_contain_text("communique serve")
    context.close()


def test_what_another_program_reads_is_noticed(browser, tmp_path):
    ledger = tmp_path / "other.db"
    server = Served(ledger)
    context = browser.new_context(locale="en")
    page = context.new_page()
    try:
        show(page, server, "/sources")
        expect(page.locator(".empty")).to_contain_text("The ledger is empty")
        make_ledger(ledger, [str(SAMPLE / "s08*")])
        page.keyboard.press("b")
        expect(page.locator(".columns .card").first).to_be_visible()
        cards = page.locator(".columns .card").count()
        make_ledger(ledger, [str(SAMPLE / "s11*")])
        page.keyboard.press("d")
        page.keyboard.press("b")
        expect(page.locator(".columns .card")).not_to_have_count(cards)
    finally:
        context.close()
        server.stop()


@pytest.fixture
def reviewed(browser, tmp_path) -> Iterator[Page]:
    """A page on a ledger of its own, in which one may decide."""
    server = Served(make_ledger(tmp_path / "review.db", [str(SAMPLE / "s08*"), str(SAMPLE / "s11*")]))
    context = browser.new_context(locale="en", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{server.address}/tray")
    expect(page.locator(".claim-card")).to_be_visible()
    yield page
    context.close()
    server.stop()


def waiting(page: Page) -> int:
    return int(re.findall(r"\d+", page.locator(".head .lead").inner_text())[0])


def test_the_tray_by_keys(reviewed):
    page = reviewed
    before = waiting(page)
    first = page.locator(".claim-card .words-block").inner_text()
    page.keyboard.press("a")
    expect(page.locator(".toast")).to_contain_text("Accepted")
    expect(page.locator(".claim-card .words-block")).not_to_have_text(first)
    page.keyboard.press("r")
    expect(page.locator(".toast")).to_contain_text("Rejected")
    expect(page.locator(".head .lead")).to_contain_text(str(before - 2))
    page.keyboard.press("u")
    expect(page.locator(".toast")).to_contain_text("Undone")
    expect(page.locator(".head .lead")).to_contain_text(str(before - 1))
    assert accessible(page) == []


def test_a_claim_is_kept_private(reviewed):
    """By key and by button; the mark is said on the card, and taken away by the same button."""
    page = reviewed
    page.keyboard.press("p")
    button = page.locator(".review .private")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".verdict")).to_contain_text("private")
    page.locator(".tray-head .to-place").click()
    expect(page.locator(".margin .verdict")).to_contain_text("private")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".margin .verdict")).to_have_count(0)
    assert accessible(page) == []


def test_what_rests_on_an_unsure_claim_alone_says_so_until_it_is_reviewed(page, served):
    page.goto(f"{served.address}/?on=2026-01-01")
    card = page.locator(".card", has=page.locator(".card-title", has_text="統合作戰司令部"))
    completed = page.locator(".col-completed .card", has_text="統合作戰司令部")
    expect(completed.locator(".doubt")).to_contain_text("未經審閱")
    card.first.click()
    mark = page.locator(".state .doubt")
    expect(mark).to_contain_text("%")
    mark.click()
    expect(page.locator(".rung:target")).to_contain_text("成立統合作戰司令部")
    page.goto(f"{served.address}/due?on=2026-01-01")
    page.locator(".due-list").first.wait_for()
    assert page.locator(".due-list.late", has_text="統合作戰司令部").count() == 0


def test_review_in_place_and_undo(reviewed):
    page = reviewed
    page.locator(".tray-head .to-place").click()
    expect(page.locator(".margin .review")).to_be_visible()
    marks = page.locator(".mark").count()
    page.locator(".review .reject").click()
    expect(page.locator(".mark")).not_to_have_count(marks)
    page.locator(".toast button", has_text="Undo").click()
    expect(page.locator(".mark")).to_have_count(marks)


def test_the_board_says_how_much_waits(reviewed):
    page = reviewed
    waits = waiting(page)
    page.keyboard.press("b")
    page.locator(".waiting a", has_text=str(waits)).click()
    expect(page).to_have_url(re.compile("/tray$"))


def test_an_edit_in_place(reviewed):
    page = reviewed
    page.locator(".review button", has_text="Edit").click()
    field = page.locator(".fields-form .field", has_text="Time").locator("input")
    field.fill("2025-03-29")
    page.locator(".fields-form button[type=submit]").click()
    expect(page.locator(".toast")).to_contain_text("Edited")
    page.goto(page.url.replace("/tray", "/sources"))
    page.locator(".documents a").first.wait_for()


def test_a_claim_from_selected_words(reviewed):
    page = reviewed
    page.locator(".tray-head .to-place").click()
    page.locator(".mark").first.wait_for()
    page.evaluate(
        "() => { const words = document.querySelector('p.block-body .mark').firstChild;"
        " getSelection().setBaseAndExtent(words, 0, words, 4); }"
    )
    chosen = page.evaluate("getSelection().toString()")
    page.locator(".adding button", has_text="Event").click()
    page.locator(".adding select").first.select_option("meeting")
    page.locator(".adding button[type=submit]").click()
    expect(page.locator(".toast")).to_contain_text("Added")
    expect(page.locator(f".mark:text-is('{chosen}')").first).to_be_visible()
