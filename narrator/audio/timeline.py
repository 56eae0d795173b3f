"""The timeline, written down while the audio passes."""

from __future__ import annotations

from narrator.domain import (
    Chapter,
    Cue,
    IncompleteEpisode,
    Script,
    Take,
    Timeline,
    Utterance,
    Word,
    Words,
    spoken_words,
    written_words,
)


class TimelineWriter:
    """Notes when each utterance is heard."""

    def __init__(self, script: Script, sample_rate: int) -> None:
        """Write the timeline of a script, in samples of `sample_rate` Hz."""
        self._script = script
        self._rate = sample_rate
        self._cues: list[Cue] = []
        # A long text says the same few thousand words again and again: keep each once.
        self._words: dict[str, str] = {}

    def add(self, utterance: Utterance, take: Take, start: int) -> None:
        """Note the next utterance, which starts at sample `start`.

        Raises:
            IncompleteEpisode: The speech has not one word time for each spoken word.
        """
        offset = start / self._rate
        cue = Cue(
            text=utterance.text,
            start=offset,
            end=offset + take.duration,
            section=utterance.section,
            role=utterance.role,
            words=Words(self._fold(utterance, take, offset)),
            span=utterance.span,
        )
        self._cues.append(cue)

    def finish(self, samples: int) -> Timeline:
        """Give the timeline of audio that is `samples` long."""
        starts: dict[int, float] = {}
        for cue in self._cues:
            starts.setdefault(cue.section, cue.start)
        # The first chapter has the music before it, the last everything that follows.
        sections = sorted(starts)
        times = [0.0, *(starts[index] for index in sections[1:]), samples / self._rate]
        chapters = tuple(
            Chapter(self._script.sections[index].title, times[place], times[place + 1])
            for place, index in enumerate(sections)
        )
        return Timeline(self._rate, samples, chapters, tuple(self._cues))

    def _fold(self, utterance: Utterance, take: Take, offset: float) -> list[Word]:
        """Give each word as written the time of all it is spoken as."""
        count = len(spoken_words(utterance.spoken))
        if len(take.words) != count:
            raise IncompleteEpisode(
                f"the speech has {len(take.words)} word times for the {count} words of "
                f"“{utterance.spoken}”",
                hint="this is a fault of the engine; try another voice",
            )
        folded, said, now = [], 0, offset
        for text, taken in written_words(utterance):
            start = now if not taken else offset + take.words[said].start
            now = now if not taken else offset + take.words[said + taken - 1].end
            said += taken
            folded.append(Word(self._words.setdefault(text, text), start, now))
        return folded
