"""Claims become threads; threads have a state, a history and evidence. Pure functions over claims and decisions.

What the room promises: the result depends on the set of claims, documents, decisions and the pack alone, never on the
order of reading; every claim's place on its thread has a reason in words; nothing is overwritten, sources that say
otherwise stand side by side.
"""

from communique.linking.decisions import DecisionLike
from communique.linking.features import DocumentInfo, Feature, features_of
from communique.linking.identities import Ambiguous, Identity, ambiguous, identify, learned_names
from communique.linking.threads import Thread, blocks_of, link, link_block, link_features

__all__ = [
    "Ambiguous",
    "DecisionLike",
    "DocumentInfo",
    "Feature",
    "Identity",
    "Thread",
    "ambiguous",
    "blocks_of",
    "features_of",
    "identify",
    "learned_names",
    "link",
    "link_block",
    "link_features",
]
