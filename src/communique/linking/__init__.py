"""Claims become threads; threads have a state, a history and evidence. Pure functions over claims and decisions.

What the room promises: the result depends on the set of claims, documents, decisions and the pack alone, never on the
order of reading; every claim's place on its thread has a reason in words; nothing is overwritten, sources that say
otherwise stand side by side.
"""

from communique.linking.clocks import known_by, recorded_by, so_on
from communique.linking.contradictions import (
    CROWD,
    MISTAKEN,
    Difference,
    Matter,
    differences,
    differences_between,
    differences_within,
    in_order,
)
from communique.linking.copies import COMMON, are_copies, copy_groups, copy_keys, sketch
from communique.linking.decisions import DecisionLike, anchored, in_force
from communique.linking.encounters import encounter_actors, encounter_keys
from communique.linking.features import DocumentInfo, Feature, feature_of, features_of
from communique.linking.fields import KIND_NAMES, claim_of, edited, field_names, field_values, kind_of
from communique.linking.identities import Ambiguous, Identity, ambiguous, identify, learned_names
from communique.linking.lines import ENCOUNTERS, is_about, line_of, lines_of
from communique.linking.moves import Firmness, Move, Progress, moves_of
from communique.linking.naming import kind_of_line
from communique.linking.reaching import keys_of
from communique.linking.review import (
    Review,
    Reviewed,
    Verdict,
    actor_names,
    added_claim,
    as_read,
    lay_over,
    relocated,
    split_id,
)
from communique.linking.standings import Standing, standings_of
from communique.linking.states import Column, Doubt, Shift, State, state_of
from communique.linking.threads import Thread, blocks_of, link, link_block, link_features, thread_id
from communique.linking.wording import Aligned, Change, Clause, align, clauses, marks, of_claims, strength, warnings

LINKER = "communique-linking/2"
"""Who makes the threads: another number where other threads, or other keys to find them by, are made of the same."""

__all__ = [
    "COMMON",
    "CROWD",
    "ENCOUNTERS",
    "KIND_NAMES",
    "LINKER",
    "MISTAKEN",
    "Aligned",
    "Ambiguous",
    "Change",
    "Clause",
    "Column",
    "DecisionLike",
    "Difference",
    "DocumentInfo",
    "Doubt",
    "Feature",
    "Firmness",
    "Identity",
    "Matter",
    "Move",
    "Progress",
    "Review",
    "Reviewed",
    "Shift",
    "Standing",
    "State",
    "Thread",
    "Verdict",
    "actor_names",
    "added_claim",
    "align",
    "ambiguous",
    "anchored",
    "are_copies",
    "as_read",
    "blocks_of",
    "claim_of",
    "clauses",
    "copy_groups",
    "copy_keys",
    "differences",
    "differences_between",
    "differences_within",
    "edited",
    "encounter_actors",
    "encounter_keys",
    "feature_of",
    "features_of",
    "field_names",
    "field_values",
    "identify",
    "in_force",
    "in_order",
    "is_about",
    "keys_of",
    "kind_of",
    "kind_of_line",
    "known_by",
    "lay_over",
    "learned_names",
    "line_of",
    "lines_of",
    "link",
    "link_block",
    "link_features",
    "marks",
    "moves_of",
    "of_claims",
    "recorded_by",
    "relocated",
    "sketch",
    "so_on",
    "split_id",
    "standings_of",
    "state_of",
    "strength",
    "thread_id",
    "warnings",
]
