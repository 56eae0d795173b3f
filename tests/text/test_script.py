from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.domain import (
    Article,
    ArticleError,
    Block,
    BlockKind,
    Role,
    Section,
    spoken_words,
    written_words,
)
from narrator.text.lexicon import Entry, Lexicon
from narrator.text.reading import Code, Figures, Notes, Reading, Tables
from narrator.text.script import pauses, write_script
from narrator.text.script.clauses import LONGEST, clause_spans
from narrator.text.script.dateline import find_dateline


def paragraph(text):
    return Block(BlockKind.PARAGRAPH, text)


def article(*sections, title="A title", **fields):
    return Article(
        title, tuple(Section(heading, 2, blocks) for heading, blocks in sections), **fields
    )


def spoken(script):
    return [utterance.spoken for utterance in script.utterances]


words = st.sampled_from(
    ["Dr. Ode", "said", "No. 5.", "Oslo, May 2 (QX) -", "* * *", "—", "Why?", "\n", "\t", "a" * 400]
) | st.text(max_size=4)
blocks = st.builds(
    Block,
    st.sampled_from(BlockKind),
    st.lists(words, min_size=1, max_size=8).map(" ".join),
    st.sampled_from(["", "1.", "•", "Q:", "Ann Roe:", "Python"]),
)
sections = st.builds(
    Section,
    st.none() | st.sampled_from(["", "Heading", "* * *", "What? Now!", "Notes"]),
    st.integers(1, 6),
    st.lists(blocks, max_size=4).map(tuple),
)
articles = st.builds(
    Article,
    st.none() | st.sampled_from(["Title", "***"]),
    st.lists(sections, max_size=3).map(tuple),
    language=st.sampled_from(["en", "de", "fr", "es", "ko", "xx"]),
)


readings = st.builds(
    Reading,
    st.sampled_from(Tables),
    st.sampled_from(Code),
    st.sampled_from(Notes),
    st.sampled_from(Figures),
)


@settings(derandomize=True, max_examples=120, deadline=None)
@given(source=articles, reading=readings)
def test_every_character_is_in_exactly_one_utterance_and_every_utterance_is_sound(source, reading):
    lexicon = Lexicon((Entry("Ode", "Ode", ipa="oʊd"), Entry("said", "put it", ipa="pʊt ɪt")))
    try:
        script = write_script(
            source, voice="one", quote_voice="two", lexicon=lexicon, reading=reading
        )
    except ArticleError:
        return
    spans = [item.span for item in script.utterances if item.span]
    covered = [index for start, end in spans for index in range(start, end)]
    assert covered == sorted(set(covered))
    left = set(range(len(source.text))) - set(covered)
    assert not any(source.text[index].strip() for index in left)
    for item in script.utterances:
        assert item.span is None or source.text[slice(*item.span)] == item.text
        assert spoken_words(item.spoken)
        heard = spoken_words(item.spoken)
        assert sum(count for _, count in written_words(item)) == len(heard)
        for sound in item.pronunciations:
            meant = {"oʊd": ["Ode"], "pʊt ɪt": ["put", "it"]}[sound.ipa]
            assert [word.strip('".,!?-—') for word in heard[sound.first : sound.last]] == meant
    indexes = [item.section for item in script.utterances]
    assert sorted(set(indexes)) == list(range(len(script.sections)))
    assert indexes == sorted(indexes)


def test_a_story_behind_a_summary_is_a_chapter_of_its_own():
    story = paragraph("Oslo, May 2 (QX) The minister left. " + "She gave no reason at all. " * 10)
    source = article(
        ("Synopsis", (paragraph("A minister left. " * 5),)),
        (
            "Key points",
            (Block(BlockKind.ITEM, "She left", "•"), Block(BlockKind.ITEM, "Today " * 15, "•")),
        ),
        (None, (story,)),
        byline="Ann Roe",
    )
    script = write_script(source, voice="joe")
    titles = [section.title for section in script.sections]
    assert titles == ["A title", "Synopsis", "Key points", "Full story"]
    said = spoken(script)
    assert said[:4] == ["A title.", "By Ann Roe.", "Synopsis.", "A minister left."]
    assert said[8:10] == ["Key points.", "She left."]
    roles = [item.role for item in script.utterances]
    assert roles[:2] == [Role.TITLE, Role.BYLINE]
    assert roles[said.index("Oslo, May second. QX.")] is Role.DATELINE


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Full story"),
        ("de", "Der ganze Bericht"),
        ("fr", "L’article complet"),
        ("es", "La noticia completa"),
        ("ko", "기사 전문"),
        ("xx", "Full story"),
    ],
)
def test_chapters_narrator_names_are_named_in_the_articles_language(language, name):
    source = article(
        ("X", (paragraph("Abc."),)), (None, (paragraph("Abc. " * 60),)), language=language
    )
    assert write_script(source, voice="joe").sections[-1].title == name


def test_an_article_in_one_piece_is_one_chapter():
    script = write_script(article((None, (paragraph("One. Two."),))), voice="joe")
    assert [section.title for section in script.sections] == ["A title"]


def test_a_long_opening_is_a_chapter_and_a_short_one_is_not():
    rest = ("Then", (paragraph("More of it. " * 7),))
    short = write_script(article((None, (paragraph("Brief."),)), rest), voice="joe")
    long = write_script(article((None, (paragraph("Not brief. " * 100),)), rest), voice="joe")
    assert [section.title for section in short.sections] == ["A title", "Then"]
    assert [section.title for section in long.sections] == ["A title", "Introduction", "Then"]


def test_without_a_title_the_first_heading_or_the_first_words_name_the_episode():
    headed = write_script(article(("Eggs", (paragraph("Boil."),)), title=None), voice="joe")
    assert headed.title == "Eggs"
    assert [(item.role, item.spoken) for item in headed.utterances] == [
        (Role.TITLE, "Eggs."),
        (Role.PARAGRAPH, "Boil."),
    ]
    bare = write_script(
        article((None, (paragraph("a b c d e f g h i j."),)), title=None), voice="joe"
    )
    assert bare.title == "a b c d e f g h…"


def test_pauses_follow_what_ends():
    third = "Third, and as long as a chapter has to be at the least."
    source = article(
        (
            "One",
            (
                paragraph("First. Second."),
                paragraph(third),
                Block(BlockKind.ITEM, "Item"),
            ),
        ),
        (
            "Two",
            (
                paragraph(
                    "End, but not before a chapter has become a chapter, which takes it longer."
                ),
            ),
        ),
    )
    got = [item.pause for item in write_script(source, voice="joe").utterances]
    assert got == [
        pauses.SECTION,
        pauses.HEADING,
        pauses.paced(pauses.SENTENCE, "First."),
        pauses.paced(pauses.PARAGRAPH, "Second."),
        pauses.paced(pauses.PARAGRAPH, third),
        pauses.SECTION,
        pauses.HEADING,
        pauses.END,
    ]


def test_what_introduces_a_list_rests_no_longer_than_its_items():
    lead, item = paragraph("You need:"), Block(BlockKind.ITEM, "Gloves")
    source = article((None, (lead, item, item, lead, paragraph("So it goes."), item, item)))
    got = write_script(source, voice="joe").utterances[1:]
    paragraphs = [pauses.paced(pauses.PARAGRAPH, got[place].spoken) for place in (3, 4)]
    assert [said.pause for said in got[:6]] == [
        *[pauses.ITEM] * 3,
        *paragraphs,
        pauses.ITEM,
    ]


def test_what_has_no_words_lengthens_the_pause_and_is_not_said():
    source = article((None, (paragraph("Before."), paragraph("* * *"), paragraph("After."))))
    before = write_script(source, voice="joe").utterances[1]
    assert (before.text, before.spoken, before.pause) == ("Before.\n* * *", "Before.", pauses.BREAK)


def test_code_is_announced_and_its_text_kept():
    code = Block(BlockKind.CODE, "x = 1\nprint(x)", "Python")
    item = write_script(article((None, (code,))), voice="joe").utterances[-1]
    assert item.spoken == "A code example in Python, two lines."
    assert item.text == code.text


def test_a_table_is_read_by_row_with_its_headers():
    table = Block(BlockKind.TABLE, "City\tRain\nOslo\tmuch\nLima\t")
    got = spoken(write_script(article((None, (table,))), voice="joe"))[1:]
    assert got == ["A table: City, Rain.", "City: Oslo, Rain: much.", "City: Lima."]


def test_a_tables_marks_are_said_as_yes_and_no_and_its_dashes_not_at_all():
    table = Block(BlockKind.TABLE, "Boat\tSails\tOars\nSkiff\t✓\t✗\nRaft\t–\t✅\n…\t—\t-")
    got = spoken(write_script(article((None, (table,))), voice="joe"))[1:]
    assert got == [
        "A table: Boat, Sails, Oars.",
        "Boat: Skiff, Sails: yes, Oars: no.",
        "Boat: Raft, Oars: yes.",
    ]


def test_a_large_table_is_announced():
    table = Block(BlockKind.TABLE, "City\tRain\n" + "Oslo\tmuch\n" * 40)
    got = write_script(article((None, (table,))), voice="joe").utterances[1:]
    assert len(got) == 1
    assert got[0].spoken.endswith("City, Rain.")
    assert got[0].text == table.text


@pytest.mark.parametrize(
    ("label", "language"),
    [
        ("js", "in JavaScript, "),
        ("SH", "in shell, "),
        ("Fortran", "in Fortran, "),
        ("text", ""),
        ("", ""),
    ],
)
def test_the_language_of_code_is_said_by_name_and_plain_text_is_none(label, language):
    item = write_script(
        article((None, (Block(BlockKind.CODE, "x", label),))), voice="joe"
    ).utterances[-1]
    assert item.spoken.replace("example, ", "example ") == f"A code example {language}one line."


def test_labels_are_said_and_bullets_are_not():
    blocks = (
        Block(BlockKind.ITEM, "Wash", "1."),
        Block(BlockKind.ITEM, "Dry", "•"),
        Block(BlockKind.PARAGRAPH, "Why?", "Q:"),
        Block(BlockKind.PARAGRAPH, "So.", "Ann Roe:"),
        Block(BlockKind.CAPTION, "A cat."),
    )
    got = [text.lower() for text in spoken(write_script(article((None, blocks)), voice="joe"))[1:]]
    assert got == [
        *("one: wash.", "dry.", "question.", "why?"),
        *("ann roe.", "so.", "picture caption.", "a cat."),
    ]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("NORA VANE:", "Nora Vane."),
        ("DR. O'DELL:", "Doctor O'Dell."),
        ("Nora Vane:", "Nora Vane."),
        ("Q3:", "Question three."),
        ("A.", "Answer."),
    ],
)
def test_who_speaks_is_said_as_a_name(label, said):
    block = Block(BlockKind.PARAGRAPH, "We dug a well.", label)
    got = spoken(write_script(article((None, (block,))), voice="joe"))[1:]
    assert got == [said, "We dug a well."]


def test_an_acronym_that_speaks_keeps_its_letters():
    block = Block(BlockKind.PARAGRAPH, "We dug a well.", "MBC RADIO:")
    got = write_script(article((None, (block,))), voice="joe").utterances[1]
    assert got.text == "MBC Radio"


@pytest.mark.parametrize(
    ("text", "label", "said", "first"),
    [
        ("Stir the pot. Wait.", "2.", "two: Stir the pot.", ("Stir", 2)),
        ("3 eggs go in.", "b)", "B: three eggs go in.", ("3", 2)),
        ("“Salt” is next.", "Step 4", "Step four: “Salt” is next.", ("“Salt”", 3)),
    ],
)
def test_an_items_number_is_said_in_one_breath_with_its_first_word(text, label, said, first):
    block = Block(BlockKind.ITEM, text, label)
    item = write_script(article((None, (block,))), voice="joe").utterances[1]
    assert item.spoken == said
    assert written_words(item)[0] == first


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "„Hier wohnt niemand.“"),
        ("de", "»Wer da?«"),
        ("de", "Er rief: ›Schon gut!‹"),
        ("fr", "« Il pleut. »"),
        ("en", "“She said ‘no.’”"),
        ("ko", "「비가 온다.」"),
    ],
)
def test_an_end_mark_inside_quotes_of_any_language_is_not_doubled(language, text):
    source = article((None, (paragraph(text),)), language=language)
    assert spoken(write_script(source, voice="joe"))[1] == text


def test_quotes_have_the_second_voice():
    blocks = (paragraph("He said:"), Block(BlockKind.QUOTE, "Never."))
    script = write_script(article((None, blocks)), voice="one", quote_voice="two")
    assert [item.voice for item in script.utterances] == ["one", "one", "two"]


def test_an_article_without_words_is_an_error():
    for source in (Article(None, ()), article((None, (paragraph("* * *"),)), title=None)):
        with pytest.raises(ArticleError):
            write_script(source, voice="joe")


@settings(derandomize=True, max_examples=100, deadline=None)
@given(text=st.text(alphabet="ab ,;:—", min_size=1, max_size=1500))
def test_a_long_sentence_is_cut_and_nothing_of_it_is_lost(text):
    spans = clause_spans(text, 0, len(text))
    assert all(0 < end - start <= LONGEST for start, end in spans)
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())


def test_a_cut_stands_behind_the_strongest_mark():
    text = "a, " * 70 + "b; " + "c, " * 100
    assert text[: clause_spans(text, 0, len(text))[0][1]].endswith("b;")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Oslo, Jan 14 (QuietPress) The king slept.", "The king slept."),
        ("LIMA (AP) — Rain fell.", "Rain fell."),
        ("LONDON, March 3 (Reuters) - Shares rose.", "Shares rose."),
        ("Berlin, 3. März (dpa) - Es regnet.", "Es regnet."),
        ("PARIS, 3 mars (AFP) — Il pleut.", "Il pleut."),
        ("Madrid, 14 ene (EFE).- Llueve.", "Llueve."),
        ("(서울=연합뉴스) 홍길동 기자 = 비가 온다.", "비가 온다."),
    ],
)
def test_a_dateline_is_told_from_the_sentence_behind_it(text, rest):
    dateline = find_dateline(text)
    assert dateline is not None
    assert text[dateline.end :].strip() == rest


@pytest.mark.parametrize(
    "text",
    [
        "Apple (AAPL) rose.",
        "Paris, the capital, slept.",
        "May 2 was warm.",
        "Running - that is all he did.",
        "",
    ],
)
def test_a_subject_is_no_dateline(text):
    assert find_dateline(text) is None


LARGE = Block(BlockKind.TABLE, "City\tRain\n" + "Oslo\tmuch\n" * 40 + "Lima\tnone")


@pytest.mark.parametrize(
    ("tables", "last"),
    [
        (Tables.ROWS, "A table of forty one rows, not read here: City, Rain."),
        (Tables.ANNOUNCED, "A table of forty one rows, not read here: City, Rain."),
        (Tables.READ, "City: Lima, Rain: none."),
    ],
)
def test_a_large_table_is_read_only_where_that_is_asked_for(tables, last):
    script = write_script(article((None, (LARGE,))), voice="joe", reading=Reading(tables=tables))
    assert spoken(script)[-1] == last


def test_a_small_table_is_announced_where_that_is_asked_for():
    table = Block(BlockKind.TABLE, "City\tRain\nOslo\tmuch")
    reading = Reading(tables=Tables.ANNOUNCED)
    script = write_script(article((None, (table,))), voice="joe", reading=reading)
    assert spoken(script)[1:] == ["A table of one row, not read here: City, Rain."]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (Code.ANNOUNCED, ["Look.", "A code example in Python, two lines.", "So be it."]),
        (Code.READ, ["Look.", "x equals one.", "print x.", "So be it."]),
        (Code.SKIPPED, ["Look.", "So be it."]),
    ],
)
def test_code_is_announced_read_or_skipped(code, said):
    listing = Block(BlockKind.CODE, "x = 1\nprint(x)", "Python")
    source = article((None, (paragraph("Look."), listing, paragraph("So be it."))))
    script = write_script(source, voice="joe", reading=Reading(code=code))
    assert spoken(script)[1:] == said


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (Figures.MARKED, ["Look.", "Picture caption.", "A cat."]),
        (Figures.READ, ["Look.", "A cat."]),
        (Figures.SKIPPED, ["Look."]),
    ],
)
def test_captions_of_pictures_are_marked_read_or_skipped(figures, said):
    source = article((None, (paragraph("Look."), Block(BlockKind.CAPTION, "A cat."))))
    script = write_script(source, voice="joe", reading=Reading(figures=figures))
    assert spoken(script)[1:] == said


def test_notes_are_a_chapter_or_silent():
    tea, note = "It is hot, and stays so for an hour. " * 3, "In May, by the mayor himself. " * 3
    source = article(
        ("Tea", (paragraph(tea.strip()),)),
        ("Notes", (paragraph(note.strip()),)),
    )
    placed = write_script(source, voice="joe")
    assert [section.title for section in placed.sections] == ["A title", "Tea", "Notes"]
    skipped = write_script(source, voice="joe", reading=Reading(notes=Notes.SKIPPED))
    assert [section.title for section in skipped.sections] == ["A title", "Tea"]
    assert spoken(skipped)[-1] == "It is hot, and stays so for an hour."


def test_a_word_of_the_lexicon_brings_its_sounds_to_the_utterance():
    lexicon = Lexicon((Entry("Quell", "Quell", ipa="kwɛl"),))
    item = Block(BlockKind.ITEM, "Ask Quell.", "1.")
    table = Block(BlockKind.TABLE, "Who\tAge\nAda Quell\t5")
    source = article((None, (paragraph("It was $5, Quell said."), item, table)))
    script = write_script(source, voice="joe", lexicon=lexicon)
    found = [
        (spoken_words(item.spoken)[sound.first : sound.last], sound.ipa)
        for item in script.utterances
        for sound in item.pronunciations
    ]
    assert found == [(["Quell"], "kwɛl"), (["Quell."], "kwɛl"), (["Quell,"], "kwɛl")]


def test_our_own_names_are_given_unless_the_lexicon_says_otherwise():
    source = article((None, (paragraph("Djokovic won."),)))
    (sound,) = write_script(source, voice="joe").utterances[-1].pronunciations
    assert sound.ipa.endswith("tʃ")
    lexicon = Lexicon((Entry("Djokovic", "the champion"),))
    script = write_script(source, voice="joe", lexicon=lexicon)
    assert spoken(script)[-1] == "the champion won."
    assert not script.utterances[-1].pronunciations


def test_a_table_whose_first_row_is_empty_has_no_headers():
    table = Block(BlockKind.TABLE, "\t\nOslo\tmuch")
    script = write_script(article((None, (table,))), voice="joe")
    assert spoken(script)[1:] == ["Oslo, much."]
    reading = Reading(tables=Tables.ANNOUNCED)
    script = write_script(article((None, (table,))), voice="joe", reading=reading)
    assert spoken(script)[1:] == ["A table of two rows, not read here."]
