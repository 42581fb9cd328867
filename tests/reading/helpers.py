"""Small conveniences of the reading tests."""

from communique.model import Document
from communique.reading import read_bytes
from communique.text import Flow


def read(text: str, **known: object) -> Document:
    return read_bytes(text.encode(), **known)  # type: ignore[arg-type]


def flows(document: Document) -> list[tuple[str, str]]:
    """Return (role, readable text) of every block."""
    return [(block.role.value, Flow(document.text, block).text) for block in document.blocks]


def roles(text: str) -> list[tuple[str, str]]:
    return flows(read(text))


def assert_sound(document: Document) -> None:
    """Check what every document promises of its blocks and breaks."""
    at = 0
    for block in document.blocks:
        assert at <= block.start < block.end <= len(document.text)
        at = block.end
        inside = block.start
        for start, end in block.breaks:
            assert inside <= start < end <= block.end
            inside = end
