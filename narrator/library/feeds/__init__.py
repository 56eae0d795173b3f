"""Podcast feeds: narrated episodes as a show that any podcast app can follow."""
