"""Where articles come from: feeds, saved-for-later lists, folders, newsletters."""

from narrator.library.feeds.sources.entry import Entry, Listing
from narrator.library.feeds.sources.read import read_folder, read_listing

__all__ = ["Entry", "Listing", "read_folder", "read_listing"]
