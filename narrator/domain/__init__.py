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
    UnreachableError,
    VoiceError,
)
from narrator.domain.script import (
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
from narrator.domain.voice import Voice, VoiceFile

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
    "IncompleteEpisode",
    "InputError",
    "Loudness",
    "Metadata",
    "NarratorError",
    "OutputError",
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
    "UnreachableError",
    "Utterance",
    "Voice",
    "VoiceError",
    "VoiceFile",
    "Word",
    "Words",
    "spoken_words",
    "written_words",
]
