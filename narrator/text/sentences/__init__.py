"""Where sentences end: NLTK's Punkt for abbreviations, rules for what Punkt cannot know."""

from narrator.text.sentences.split import sentence_spans, split_sentences

__all__ = ["sentence_spans", "split_sentences"]
