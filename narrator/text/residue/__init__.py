"""Page furniture in article text: what must never be spoken, and why it was left out."""

from narrator.text.residue.rules import match_rule, rule_names
from narrator.text.residue.sift import Sifted, sift

__all__ = ["Sifted", "match_rule", "rule_names", "sift"]
