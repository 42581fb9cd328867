"""The names a pack lists, and those that follow from them: how the press calls whoever is in office."""

from __future__ import annotations

from itertools import product

from communique.language.zh.name_shapes import COMMON
from communique.packs import Entry, Pack, Register
from communique.text import fold

__all__ = ["listed_names"]

# Titles by which the press calls somebody with the surname alone; behind a surname of one character only the highest.
_CALLED = tuple("總統 副總統 首相 總理 副總理 外長 外相 防長 防相 部長 國務卿 主席 大臣 總書記".split())
_HIGHEST = frozenset("總統 主席 總書記".split())
_CHINESE_NAME = 3  # characters of a surname and a given name
_CHINESE_NAMED = frozenset({"CHN", "TWN", "KOR", "PRK", "SGP", "VNM"})


def listed_names(pack: Pack) -> dict[str, dict[str, bool]]:
    """Return every folded name with the ids it may mean, each with whether it is a short form; none for no name."""
    register = pack.register
    names = [(entry, name, False) for entry in register for name in (*entry.all_names(), *entry.metonyms)]
    names += [(entry, name, True) for entry in register for name in entry.short]
    letters = frozenset(fold(COMMON))
    words: dict[str, dict[str, bool]] = {}
    for entry, name, short in names:
        folded = fold(name)
        if len(folded) > 1 and (short or not _hides_actors(entry, name, folded, letters)):
            words.setdefault(folded, {}).setdefault(entry.id, short)
    for folded, key in _surname_and_title(register, letters).items():
        words.setdefault(folded, {}).setdefault(key, False)
    for word in pack.words.get("not_names", ()):
        words[fold(word)] = {}
    return words


def _hides_actors(entry: Entry, name: str, folded: str, letters: frozenset[str]) -> bool:
    """Say whether a thing's name tells who acts (美日防長會談, 日本對美投資): then its parts count, not the whole.

    Such names are found by ``KeyMatcher``, which looks at the clause beside its actors.
    """
    if entry.type in {"mechanism", "programme", "policy", "topic", "measure", "event", "event_series"}:
        return not letters.isdisjoint(folded) or len(name) < 3
    if entry.type == "document":
        return name.endswith(("聲明", "公報", "宣言", "声明", "公报")) and not letters.isdisjoint(folded)
    return False


def _surname_and_title(register: Register, letters: frozenset[str]) -> dict[str, str]:
    """Return how the press calls those in office (賴總統, 岸田首相, 吳部長), where only one person can be meant."""
    meant: dict[str, set[str]] = {}
    for person in register.of_type("person"):
        full = [n for n in person.all_names() if len(n) == _CHINESE_NAME and not n.isascii() and "·" not in n]
        surnames = {n[0] for n in full} if person.country in _CHINESE_NAMED else set()
        surnames |= {n for n in person.short if len(n) > 1 and "\u4e00" <= n[0] <= "\u9fff"}
        for holding in register.offices(person.id):
            office = register.get(holding.office)
            names = office.all_names() if office else ()
            titles = {title for name in names for title in _CALLED if name.endswith(title)}
            for surname, title in product(surnames, titles):
                if surname not in letters and (len(surname) > 1 or title in _HIGHEST):
                    meant.setdefault(fold(surname + title), set()).add(person.id)
    return {form: keys.pop() for form, keys in meant.items() if len(keys) == 1}
