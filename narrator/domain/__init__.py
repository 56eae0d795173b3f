"""The values that flow down the pipeline. Nothing else travels between its stages."""

from narrator.domain.article import Article, Block, BlockKind, Removal, Section
from narrator.domain.episode import (
    Chapter,
    Cue,
    Episode,
    EpisodeFormat,
    Loudness,
    Metadata,
    Timeline,
)
from narrator.domain.errors import (
    ArticleError,
    Fault,
    IncompleteEpisode,
    InputError,
    NarratorError,
    OutputError,
    SynthesisError,
    VoiceError,
)
from narrator.domain.script import (
    Pronunciation,
    Replacement,
    Role,
    Script,
    ScriptSection,
    SpokenForm,
    Utterance,
    spoken_words,
    written_words,
)
from narrator.domain.speech import Speech, Take, Word, Words
from narrator.domain.voice import FilePart, Voice, VoiceFile

__all__ = [
    "Article",
    "ArticleError",
    "Block",
    "BlockKind",
    "Chapter",
    "Cue",
    "Episode",
    "EpisodeFormat",
    "Fault",
    "FilePart",
    "IncompleteEpisode",
    "InputError",
    "Loudness",
    "Metadata",
    "NarratorError",
    "OutputError",
    "Pronunciation",
    "Removal",
    "Replacement",
    "Role",
    "Script",
    "ScriptSection",
    "Section",
    "Speech",
    "SpokenForm",
    "SynthesisError",
    "Take",
    "Timeline",
    "Utterance",
    "Voice",
    "VoiceError",
    "VoiceFile",
    "Word",
    "Words",
    "spoken_words",
    "written_words",
]
