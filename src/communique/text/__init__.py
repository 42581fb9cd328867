"""Text as sequences of characters: folding for matching, flows with offset maps."""

from communique.text.flow import Flow, is_wide
from communique.text.folding import fold, fold_name, fold_pattern, to_simplified

__all__ = ["Flow", "fold", "fold_name", "fold_pattern", "is_wide", "to_simplified"]
