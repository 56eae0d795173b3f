"""Page furniture in article text: what must never be spoken, and why it was left out."""

from narrator.text.residue.rules import REPEATED_TITLE, match_rule, rule_names
from narrator.text.residue.sift import ONE_LINE, Sifted, sift

__all__ = ["ONE_LINE", "REPEATED_TITLE", "Sifted", "match_rule", "rule_names", "sift"]
