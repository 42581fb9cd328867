"""Which function each paragraph of a text has, by its own words and by what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from communique.model import Block, BlockRole
from communique.reading import patterns
from communique.reading.drafts import Metadata
from communique.reading.lines import width
from communique.reading.markup import Hint
from communique.reading.stamps import is_stamp_line
from communique.reading.wrapping import Paragraph, closed

__all__ = ["Classified", "classify"]

_SHORT = 110  # columns of the longest headline or heading
_CAPTION = 300  # columns of the longest caption
_ZONE = 14  # paragraphs in which a head (title, byline, date) may reach
_SPURIOUS = re.compile(r"(?<=[\u4e00-\u9fff，、；])(?<![記记]者)[ ](?=[\u4e00-\u9fff])")
_PROSE = 48
_TIGHT = 56  # columns of the longest heading that no blank line sets apart
_LETTER = re.compile(r"[^\W\d_]")
_TURN = re.compile(r"(?:[問问答QA]|追問|追问|再問|再问|[^，。：:]{0,10}(?:記者|记者|主持人))\s?[:：]")
_HINTED = {
    Hint.HIDDEN: BlockRole.MARKUP,
    Hint.FURNITURE: BlockRole.BOILERPLATE,
    Hint.TITLE: BlockRole.TITLE,
    Hint.HEADING: BlockRole.HEADING,
    Hint.CAPTION: BlockRole.CAPTION,
    Hint.QUOTATION: BlockRole.QUOTATION,
}


@dataclass(slots=True)
class Classified:
    """Blocks in order, and what their words say about the document."""

    blocks: list[Block]
    metadata: Metadata = field(default_factory=Metadata)


class _Draft:
    """A paragraph on its way to a block: its role, and how much of its start is a label."""

    __slots__ = ("closed", "label", "paragraph", "prose", "role", "sentence", "text", "width")

    def __init__(self, paragraph: Paragraph) -> None:
        self.paragraph = paragraph
        self.text = paragraph.text
        self.width = width(paragraph.text) if len(paragraph.lines) > 1 or paragraph.breaks else paragraph.first.width
        self.closed = closed(self.text, len(self.text))
        asks = self.text[-1:] in "？！?!" and self.width <= 90 and "。" not in self.text
        self.prose = (self.closed and self.width >= _PROSE and not asks) or self.width > 1.4 * _SHORT
        self.sentence = self.prose or (self.closed and self.text[-1] in "。.」”")
        self.role: BlockRole | None = None
        self.label = 0

    @property
    def gap(self) -> int:
        return self.paragraph.first.gap + self.paragraph.first.cut


def classify(text: str, paragraphs: list[Paragraph]) -> Classified:
    """Give every paragraph its role, in passes from the surest sign to the weakest."""
    drafts = [_Draft(paragraph) for paragraph in paragraphs if paragraph.text.strip()]
    for draft in drafts:
        draft.role = _by_itself(draft)
    _links_and_references(drafts)
    _captions(drafts)
    _tail(drafts)
    metadata = Metadata()
    _head(drafts, metadata)
    _headings(drafts)
    _declared(drafts, metadata)
    blocks: list[Block] = []
    for draft in drafts:
        blocks.extend(_blocks(draft))
    return Classified(blocks, metadata)


def _by_itself(draft: _Draft) -> BlockRole | None:
    """Return the role that a paragraph's markup or own words show, or ``None``."""
    first, words = draft.paragraph.first, draft.text
    if first.markup:
        return BlockRole.MARKUP
    hinted = _HINTED.get(first.hint)
    if hinted is BlockRole.HEADING and draft.prose:
        hinted = None
    if hinted and hinted not in {BlockRole.HEADING, BlockRole.QUOTATION, BlockRole.TITLE}:
        return hinted
    if draft.width <= 2 * _CAPTION and (role := _furniture(draft, words)):
        return role
    return hinted


def _furniture(draft: _Draft, words: str) -> BlockRole | None:
    if patterns.END_SIGN.match(words):
        return BlockRole.MARKUP
    if patterns.BOILERPLATE.match(words) or (draft.width <= 200 and patterns.disclaims(words)):
        return BlockRole.BOILERPLATE
    if draft.width > _CAPTION:
        return None
    if patterns.CREDIT_LINE.match(words) or patterns.CAPTION_START.match(words):
        return BlockRole.CAPTION
    if draft.width <= 160 and (patterns.BYLINE.match(words) or is_stamp_line(words)):
        return BlockRole.BYLINE
    credit = patterns.CREDIT_END.search(words) if words[-1] in ")）攝摄" else None
    if credit and credit.start() == 0:
        return BlockRole.BYLINE
    if credit and not draft.paragraph.first.item and (draft.width <= 200 or not credit["source"]):
        return BlockRole.CAPTION
    return None


def _links_and_references(drafts: list[_Draft]) -> None:
    at = 0
    while at < len(drafts):
        draft = drafts[at]
        link = patterns.LINK_LABEL.match(draft.text) if draft.role is not BlockRole.MARKUP else None
        reference = patterns.REFERENCE_LABEL.match(draft.text) if not link else None
        at += 1
        if link:
            at = _run(drafts, at, draft, link, BlockRole.LINKS)
        elif reference:
            at = _run(drafts, at, draft, reference, BlockRole.REFERENCES)
        elif (patterns.REFERENCE_LINE.match(draft.text) and at > len(drafts) // 3) or (
            patterns.FOOTNOTE.match(draft.text) and at > len(drafts) // 2
        ):
            draft.role = BlockRole.REFERENCES


def _run(drafts: list[_Draft], at: int, head: _Draft, label: re.Match[str], role: BlockRole) -> int:
    """Give ``role`` to the list below a label, and return where it ends."""
    inline = label.end() < len(head.text.rstrip())
    if inline and role is BlockRole.REFERENCES and head.prose and head.width > _CAPTION:
        return at
    head.role = role if inline else BlockRole.BOILERPLATE
    head.label = label.end() if inline else 0
    start, first_gap = at, drafts[at].gap if at < len(drafts) else 0
    while at < len(drafts):
        draft = drafts[at]
        listed = draft.paragraph.first.item or draft.paragraph.first.hint is Hint.LINK
        if draft.role in {BlockRole.BOILERPLATE, BlockRole.BYLINE, BlockRole.HEADING} and not is_stamp_line(
            draft.text[:30]
        ):
            break
        if patterns.LINK_LABEL.match(draft.text) or patterns.REFERENCE_LABEL.match(draft.text):
            break
        if draft.gap and (inline or (not listed and at > start and not first_gap)):
            break
        if role is BlockRole.LINKS and (draft.prose or draft.width > _SHORT + 40) and not listed:
            break
        if role is BlockRole.REFERENCES and draft.prose and not re.match(r"\W?\d|.*https?:", draft.text) and first_gap:
            break
        draft.role = role
        at += 1
    loose = at - start >= 2 and first_gap and at < len(drafts) and drafts[at].prose
    if loose and role is BlockRole.LINKS and not drafts[at - 1].paragraph.first.item:
        drafts[at - 1].role = None  # the last headline before prose is that prose's own heading
        return at - 1
    return at


def _captions(drafts: list[_Draft]) -> None:
    """Give the lines above a credit line, in the same group, the caption's role."""
    dense = sum(draft.gap == 0 for draft in drafts) > 0.7 * len(drafts)
    for at, draft in enumerate(drafts):
        if draft.role is not BlockRole.CAPTION or not patterns.CREDIT_LINE.match(draft.text):
            continue
        above = at
        while above > 0 and drafts[above].gap == 0 and at - above < (1 if dense else 4):
            above -= 1
            if drafts[above].role is not None or drafts[above].width > _CAPTION:
                break
            drafts[above].role = BlockRole.CAPTION


def _tail(drafts: list[_Draft]) -> None:
    """Mark what follows the first closing note in the last part of a document: imprint, address, self-description."""
    after = False
    for at, draft in enumerate(drafts):
        late = at >= 0.6 * len(drafts)
        if (
            draft.role in {BlockRole.BOILERPLATE, BlockRole.BYLINE}
            and late
            and not patterns.LINK_LABEL.match(draft.text)
        ):
            after = after or bool(patterns.TAIL_START.match(draft.text) or patterns.disclaims(draft.text))
        elif draft.role is None and late and not draft.paragraph.first.item:
            words, short = draft.text, draft.width <= 2 * _SHORT
            imprint = short and (patterns.ADDRESS.match(words) or (after and patterns.ORGANISATION.match(words)))
            loose = after and draft.width <= 60 and not draft.closed
            if imprint or loose or (after and patterns.SELF_DESCRIPTION.match(words)):
                draft.role = BlockRole.BOILERPLATE
            elif draft.prose:
                after = False


def _head(drafts: list[_Draft], metadata: Metadata) -> None:
    """Find title, bylines and letterhead among the paragraphs before the first prose."""
    end = next((at for at, draft in enumerate(drafts) if draft.role is None and draft.sentence), len(drafts))
    zone = drafts[: min(end, _ZONE)]
    if end == len(drafts) and len(drafts) > _ZONE:
        zone = zone[:3]
    named = [d for d in zone if d.role is BlockRole.TITLE] or [d for d in zone if d.role is BlockRole.HEADING]
    candidates = [d for d in zone if d.role is None and 8 <= d.width <= 1.4 * _SHORT and not d.paragraph.first.item]
    candidates = [
        d for d in candidates if not patterns.NAMES.match(d.text) and not patterns.NUMBERED_HEADING.match(d.text)
    ]
    title = named[0] if named else _title(zone, candidates)
    if title is None:
        return
    title.role = BlockRole.TITLE
    metadata.title = title.text.strip()
    where = zone.index(title)
    for at, draft in enumerate(zone):
        if draft.role is not None or draft is title:
            continue
        person = not draft.closed and (patterns.NAMES.match(draft.text) or patterns.AFFILIATION.match(draft.text))
        if person:
            draft.role = BlockRole.BYLINE
            if metadata.author is None and patterns.NAMES.match(draft.text):
                metadata.author = draft.text.removeprefix("文").strip(" :：/／*＊†")
        elif at < where and not draft.closed:
            draft.role = BlockRole.BOILERPLATE


def _title(zone: list[_Draft], candidates: list[_Draft]) -> _Draft | None:
    """Choose the first wide line, above the byline if there is one there."""
    candidates = [draft for draft in candidates if not patterns.AFFILIATION.match(draft.text) or draft is zone[0]]
    if not candidates:
        return None
    while len(candidates) > 1 and patterns.LETTERHEAD.match(candidates[0].text) and candidates[0].width <= 34:
        if patterns.LETTERHEAD.match(candidates[-1].text):
            break
        del candidates[0]
    byline = next((at for at, draft in enumerate(zone) if draft.role is BlockRole.BYLINE), len(zone))
    above = [draft for draft in candidates if zone.index(draft) < byline]
    widest = max(draft.width for draft in candidates)
    if above and max(draft.width for draft in above) >= min(16, widest):
        candidates, widest = above, max(draft.width for draft in above)
    return next(draft for draft in candidates if 2 * draft.width >= widest)


def _headings(drafts: list[_Draft]) -> None:
    """Tell headings from body among what is left."""
    following: _Draft | None = None
    for at in range(len(drafts) - 1, -1, -1):
        draft = drafts[at]
        if draft.role is None:
            finished = at == 0 or drafts[at - 1].closed or drafts[at - 1].role is not None
            draft.role = BlockRole.HEADING if _is_heading(draft, following, finished) else BlockRole.BODY
        if draft.role in {BlockRole.BODY, BlockRole.HEADING, BlockRole.QUOTATION}:
            following = draft


def _is_heading(draft: _Draft, following: _Draft | None, finished: bool) -> bool:
    words = draft.text
    if (
        _TURN.match(words)
        or draft.width > _SHORT
        or following is None
        or (draft.paragraph.first.item and not _numbered(words))
    ):
        return False
    if draft.closed and not (words[-1] in "？！?!" and draft.width <= 60 and "。" not in words):
        return False
    if (
        not _LETTER.search(words)
        or words[-1] in "，、,；;：:"
        or re.search(r"[。！？]\S", words)
        or (words[0] in '「『“"' and words[-1] in '」』”"')
    ):
        return False
    if draft.paragraph.first.hint is Hint.BOLD or _numbered(words):
        return True
    apart = draft.gap > 0 or following.gap > 0 or (finished and draft.width <= _TIGHT and following.closed)
    return apart and (following.prose or following.role is BlockRole.HEADING or following.closed)


def _numbered(words: str) -> bool:
    return bool(patterns.NUMBERED_HEADING.match(words))


def _declared(drafts: list[_Draft], metadata: Metadata) -> None:
    """Read publisher and author out of bylines, credits of reprints, disclaimers and agency openings."""
    opening = next((draft for draft in drafts if draft.role is BlockRole.BODY), None)
    for draft in drafts:
        if draft.role not in {BlockRole.BYLINE, BlockRole.BOILERPLATE} and draft is not opening:
            continue
        words = draft.text[:400]
        if draft.role is BlockRole.BYLINE and metadata.author is None and (found := patterns.AUTHOR.search(words)):
            metadata.author = found["author"] or found["reporter"]
        found = patterns.PUBLISHER.match(words[:20]) if draft is opening else patterns.PUBLISHER.search(words)
        if metadata.publisher is None and found:
            metadata.publisher = next(name for name in found.groups() if name)


def _blocks(draft: _Draft) -> list[Block]:
    role, paragraph = draft.role or BlockRole.BODY, draft.paragraph
    breaks = paragraph.breaks
    if role in {BlockRole.BODY, BlockRole.BOILERPLATE} and " " in draft.text and draft.width >= 80 and draft.closed:
        breaks = _without_spaces(draft)
    start = paragraph.start
    if not draft.label:
        return [Block(start, paragraph.end, role, breaks)]
    cut = _origin(paragraph, draft.label)
    end = _origin(paragraph, draft.label - 1) + 1
    label = Block(start, end, BlockRole.BOILERPLATE, tuple(b for b in breaks if b[1] <= end))
    return [label, Block(cut, paragraph.end, role, tuple(b for b in breaks if b[0] >= cut))]


def _origin(paragraph: Paragraph, index: int) -> int:
    """Return the document offset of character ``index`` of a paragraph's readable text."""
    at = paragraph.start
    for start, end in paragraph.breaks:
        if index < start - at:
            break
        index -= start - at
        at = end
    return at + index


def _without_spaces(draft: _Draft) -> tuple[tuple[int, int], ...]:
    """Add a break for every single space between ideographs: in running prose it is a former line end.

    Chinese prose sets no spaces between words; headlines do, so only closed sentences are treated, and none where the
    spaces stand so close that they must be the writer's own.
    """
    found = [match.start() for match in _SPURIOUS.finditer(draft.text)]
    if not found or len(draft.text) < 18 * len(found):
        return draft.paragraph.breaks
    places = [_origin(draft.paragraph, index) for index in found]
    return tuple(sorted((*draft.paragraph.breaks, *((place, place + 1) for place in places))))
