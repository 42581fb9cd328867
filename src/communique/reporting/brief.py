"""A page on a topic, a thread, or a time, with numbered source notes, ready to be edited: Markdown, HTML or Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from io import BytesIO

from docx import Document as WordDocument

from communique.linking import State, Thread
from communique.model import Claim, Commitment, Event, Figure, Position, Role
from communique.reporting.citing import Citation, cite
from communique.reporting.layout import number_text, quoted, unit_text
from communique.reporting.view import View

__all__ = ["Brief", "Line", "Section", "brief", "brief_docx", "brief_html", "brief_markdown"]

_HEADS = (
    ("Where it stands", (Commitment,)),
    ("What happened", (Event,)),
    ("Who stands where", (Position,)),
    ("Figures", (Figure,)),
)
_REST = "Assessments and forecasts"
_MOST = 40  # lines of a section
_STYLE = "body { font: 16px/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 48rem; padding: 0 1rem }"


@dataclass(frozen=True, slots=True)
class Line:
    """A statement and the numbers of the notes that prove it."""

    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a brief."""

    head: str
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Brief:
    """A page: a title, sections, numbered notes (``notes[0]`` is note 1)."""

    title: str
    on: date
    sections: list[Section] = field(default_factory=list)
    notes: list[Citation] = field(default_factory=list)

    def note(self, citation: Citation) -> int:
        """Return the number of a note, a new one where the words were not cited before."""
        if citation not in self.notes:
            self.notes.append(citation)
        return self.notes.index(citation) + 1


def brief(view: View, threads: Sequence[Thread], title: str, on: date) -> Brief:
    """Return the brief of some threads as of a day: states first, then events, stances, figures and judgements."""
    page = Brief(title, on)
    states = []
    for thread in threads:
        state = view.state(thread, on) if view.counts(thread) else None
        if state is not None and any(isinstance(c, Commitment) for c in view.members(thread)):
            states.append((thread, state))
    lines = [_state_line(page, view, thread, state) for thread, state in states]
    told = {c.id: c for thread in threads for c in view.members(thread) if c.repeat_of is None}
    claims = sorted(told.values(), key=lambda c: _order(c, view))
    for head, kinds in _HEADS:
        some = [c for c in claims if isinstance(c, kinds)]
        lines += [_claim_line(page, view, claim) for claim in some]
        _add(page, head, lines)
        lines = []
    rest = [c for c in claims if not isinstance(c, tuple(k for _, kinds in _HEADS for k in kinds))]
    _add(page, _REST, [_claim_line(page, view, claim) for claim in rest])
    return page


def _add(page: Brief, head: str, lines: list[Line]) -> None:
    if lines:
        page.sections.append(Section(head, tuple(lines[:_MOST])))


def _order(claim: Claim, view: View) -> tuple[str, str, int]:
    document = view.documents.get(claim.document)
    published = str(document.published) if document is not None and document.published else "9999"
    day = claim.time.start or claim.time.end if claim.time is not None else None
    return (str(day) if day else published, claim.document, claim.start)


def _state_line(page: Brief, view: View, thread: Thread, state: State) -> Line:
    telling = [m for m in state.moves if not m.effect.startswith(("repeats", "tells"))] or list(state.moves[:1])
    notes = tuple(dict.fromkeys(page.note(cite(view, move.claim)) for move in telling))
    tiers = ", ".join(tier.value.replace("_", " ") for tier in state.tiers)
    said = f"; {len(state.beside)} {'says' if len(state.beside) == 1 else 'say'} otherwise" if state.beside else ""
    unsure = f"; {state.doubt}" if state.doubt is not None else ""
    sources = "1 source" if state.sources == 1 else f"{state.sources} independent sources"
    text = (
        f"{thread.title}: {state.column.value} ({state.firmness.value}, {state.progress.value}{unsure}); "
        f"{state.schedule}; {sources} ({tiers}){said}."
    )
    return Line(text, notes)


def _claim_line(page: Brief, view: View, claim: Claim) -> Line:
    who = "、".join(view.name(a.id) for a in claim.actors if a.role is not Role.TARGET)
    whom = "、".join(view.name(a.id) for a in claim.actors if a.role is Role.TARGET)
    when = str(claim.time) if claim.time is not None else ""
    firm = "" if claim.factuality.value == "actual" else claim.factuality.value
    match claim:
        case Event():
            sort = claim.type.value
        case Commitment():
            sort = claim.status.value.replace("_", " ") + (f", due {claim.due}" if claim.due else "")
        case Position():
            sort = claim.stance.value.replace("_", " ")
        case Figure():
            sort = f"{number_text(claim.value)} {unit_text(claim.unit)}"
        case _:
            sort = claim.kind
    unsure = f"unreviewed, {claim.confidence:.2f}" if claim.id in view.unsure else ""
    facts = ", ".join(part for part in (when, f"{who} → {whom}" if whom else who, sort, firm, unsure) if part)
    return Line(f"{facts}: {quoted(claim.quote)}", (page.note(cite(view, claim.id)),))


def _note(citation: Citation) -> str:
    """Return a note's text; ``source`` names publisher, title, day and tier."""
    return f"{citation.source}: {quoted(citation.quote)}"


def brief_markdown(page: Brief) -> str:
    """Return the brief as Markdown (CommonMark with footnotes)."""
    parts = [f"# {_md(page.title)}", "", f"As of {page.on}.", ""]
    for section in page.sections:
        parts += [f"## {section.head}", ""]
        parts += [f"- {_md(line.text)}{''.join(f'[^{n}]' for n in line.notes)}" for line in section.lines]
        parts.append("")
    parts += [f"[^{n}]: {_md(_note(citation))}" for n, citation in enumerate(page.notes, 1)]
    return "\n".join(parts) + "\n"


def _md(text: str) -> str:
    for sign in "\\`*_[]<>#|":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def brief_html(page: Brief) -> str:
    """Return the brief as a web page that needs nothing else; all text is escaped."""
    parts = [
        '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8">',
        f"<title>{escape(page.title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(page.title)}</h1><p>As of {page.on}.</p>",
    ]
    for section in page.sections:
        parts.append(f"<h2>{escape(section.head)}</h2><ul>")
        for line in section.lines:
            marks = "".join(f'<sup><a href="#note-{n}">[{n}]</a></sup>' for n in line.notes)
            parts.append(f"<li>{escape(line.text)}{marks}</li>")
        parts.append("</ul>")
    parts.append("<h2>Sources</h2><ol>")
    parts += [f'<li id="note-{n}">{escape(_note(citation))}</li>' for n, citation in enumerate(page.notes, 1)]
    parts.append("</ol></body></html>\n")
    return "\n".join(parts)


def brief_docx(page: Brief) -> bytes:
    """Return the brief as a Word file (Office Open XML)."""
    word = WordDocument()
    word.add_heading(_plain(page.title), 0)
    word.add_paragraph(f"As of {page.on}.")
    for section in page.sections:
        word.add_heading(section.head, 1)
        for line in section.lines:
            paragraph = word.add_paragraph(_plain(line.text), style="List Bullet")
            for number in line.notes:
                paragraph.add_run(f"[{number}]").font.superscript = True
    word.add_heading("Sources", 1)
    for number, citation in enumerate(page.notes, 1):
        word.add_paragraph(f"{number}. {_plain(_note(citation))}")
    stream = BytesIO()
    word.save(stream)
    return stream.getvalue()


def _plain(text: str) -> str:
    """Return the text without control characters, which a Word file may not hold."""
    return "".join(c if c.isprintable() else " " for c in text)
