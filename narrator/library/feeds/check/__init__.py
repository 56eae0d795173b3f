"""Checks a feed against what Apple, Podcasting 2.0 and the standards below them ask for."""

from narrator.library.feeds.check.feed import RULES, check_feed, check_path
from narrator.library.feeds.check.rule import Fault, Files, Rule

__all__ = ["RULES", "Fault", "Files", "Rule", "check_feed", "check_path"]
