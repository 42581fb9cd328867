"""A field's knowledge as data: the register of actors and things, the frames, the word lists.

``load_pack`` gives the shipped pack (``indopacific``) or one in a folder of your own; it is checked against its schema
and compiled once.
"""

from communique.packs.compiling import collector_paused, once_for_each_pack
from communique.packs.frames import FrameRow
from communique.packs.loader import Pack, compile_pack, load_pack, pack_folder
from communique.packs.publishers import Publishers, tier_of
from communique.packs.register import ACTOR_TYPES, Entry, Holder, Register, Relation

__all__ = [
    "ACTOR_TYPES",
    "Entry",
    "FrameRow",
    "Holder",
    "Pack",
    "Publishers",
    "Register",
    "Relation",
    "collector_paused",
    "compile_pack",
    "load_pack",
    "once_for_each_pack",
    "pack_folder",
    "tier_of",
]
