from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.text.sentences import sentence_spans, split_sentences

ENGLISH = [
    ["Dr. Okafor met Sen. Lund at noon.", "They agreed."],
    ["Gen. A. B. Marsh retired.", "So did Capt. Ray."],
    ["She moved to the U.S.", "Nobody was surprised."],
    ["He advised the U.S. Treasury on No. 5 of the list."],
    ["It opened at 9 a.m. and closed at 5 p.m.", "The queue was long."],
    ["At 7 a.m. Mrs. Hale unlocked the gate."],
    ["Prices rose 3.5 percent, i.e. more than in Feb. 2020.", "Wages did not."],
    ["Bring fruit, nuts, etc. for the walk."],
    ["Bring fruit, nuts, etc.", "Leave the dog."],
    ["“Why?” he asked.", "“Because!”", "She laughed."],
    ['"It is over."', "Then he left."],
    ["Yahoo! said it would wait.", "Jeopardy! returned in May."],
    ["See www.example.org/a.b?c=d.", "Write to jo.doe@example.org.", "Thanks!"],
    ["He waited... and waited.", "Then... nothing."],
    ["We (i.e. my wife and I) paid 5 ft. of rope in.", "It held."],
    ["(This stands alone.)", "That does not."],
    ["The plank was 6 ft. 2 in. long.", "It broke."],
    ["It was you and I.", "We tried."],
    ["The call is at 7.15 a.m. ET (11.15 GMT) today.", "Dial in early."],
    ["It airs at 10 a.m. ET/7 a.m. PT.", "Tune in."],
    ["The ferry leaves at 6 p.m. CET.", "Tickets are cheap."],
    ["Polls close at 8 p.m. Tuesday in the north.", "They close at 9 p.m.", "Voters may queue."],
    ["Drive Rte. 12 to Pt. II of the trail.", "It is steep."],
    ["Vol. IV and Ch. I are lost.", "Art. VII survives."],
    ["He said no.", "I disagreed.", "No.", "I left."],
    ["It passed nem. con. and was signed.", "It passed nem. con.", "They signed."],
    ["Chapter one: 2. Sow the seed."],
    ["1. Wash the rice.", "2. Boil it.", "3. Serve."],
    ["Pack these:", "1) a torch", "2) a rope"],
    ["Really?!", "Yes!!!", "Good..."],
    ["The study[3] was small.[4]", "It was repeated."],
    ["Great place :)", "We will be back."],
    ["He was early… but she was gone.", "He left…", "Nobody knew."],
    ["It costs Rs. 900 a month.", "It is worth it."],
    ["They met at 4 p.m. EST.", "It was dark."],
    ["Hi Ann,", "The parcel came.", "Best regards,", "Tom"],
    ["The basin is deep.1", "The quay is old.2", "It froze."],
    ['"We lost ... " she said.', "Nobody spoke."],
    ["Rents fell 2% in Jan. and 1% in Feb.", "Prices did not."],
    ["This rule (see. part 4) matters.", "Read it."],
    ["She typed `done.`", "Then she left."],
    ["He asked: ‘Who?’", "“Us,” they said.", "(It was late.)"],
]

OTHERS = {
    "de": [
        ["Am 3. Oktober feiert man.", "Der 19. Mai ist frei."],
        ["Dr. Meier wohnt z. B. in der Hauptstr. 5 in Köln.", "Er reist viel."],
        ["„Kommst du?“, fragte sie.", "»Ja!«, sagte er."],
        ["Es gibt Äpfel, Birnen usw.", "Alles ist frisch."],
        ["Die Fa. Ohm zahlt.", "Die Fam. Ohm auch…", "So ist es."],
        ["Das kostet 1.250,50 Euro bzw. 5 Mio. Dollar.", "Teuer!"],
        ["Nach dem II. Weltkrieg galt das gem. § 4.", "Danach nicht."],
    ],
    "fr": [
        ["L'art. 4 vise J.-P. Morel.", "L'art. 5 non."],
        ["« Bonjour ! » dit-il.", "Elle répondit : « Ça va ? »", "Puis rien."],
        ["M. Dupont arrive à 8 h.", "Mme Petit l’attend."],
        ["Quoi ?", "Encore lui !"],
        ["Il partit…", "Elle resta."],
    ],
    "es": [
        ["¿Qué pasa?", "¡Nada!", "El Sr. García llegó a las 5 p.m.", "Todos rieron."],
        ["Empieza a las 8 p.m. GMT.", "El Vol. III termina."],
        ["Llegaron a las 5 p. m.", "Comieron y callaron…", "Luego se fueron."],
        ["La Sra. Ruiz vive en EE.UU. desde 1999.", "Trabaja mucho."],
    ],
    "ko": [
        ["오늘은 날씨가 좋다.", "내일은 비가 온다고 해요.", "정말요?", "네!"],
        ["값은 3.5% 올랐다.", "“왜요?”라고 물었다."],
        ["네.", "아니오.", "2024년이다."],
    ],
    "ja": [["今日は晴れです。", "「そうですか？」", "はい！"]],
    "xx": [["Aba dab.", "Daba ba!"]],
}


CASES = [("en", case) for case in ENGLISH]
CASES += [(language, case) for language, cases in OTHERS.items() for case in cases]

# Marks, spaces and letters as texts mix them, so that most examples have many boundaries.
messy = st.lists(
    st.sampled_from([*"aAbI19 .!?…,:;()[]\"'“”«»•*=-\n", "Mr.", "U.S. ", "a.m."])
    | st.sampled_from(["다.", "。", "1) ", ":)", "... ", ".” "])
    | st.text(max_size=3),
    max_size=60,
).map("".join)


@pytest.mark.parametrize(("language", "sentences"), CASES)
def test_a_text_is_cut_where_its_sentences_end(language, sentences):
    assert split_sentences(" ".join(sentences), language) == sentences


@settings(derandomize=True, max_examples=300, deadline=None)
@given(text=messy, language=st.sampled_from(["en", "de", "fr", "es", "ko", "xx"]))
def test_no_character_is_lost_doubled_or_moved(text, language):
    pieces = split_sentences(text, language)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(piece == piece.strip() != "" for piece in pieces)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(text=messy)
def test_spans_name_the_sentences_in_order(text):
    spans = sentence_spans(text)
    assert [text[start:end] for start, end in spans] == split_sentences(text)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not():
    assert split_sentences("A heading\n\nOne line\nand its rest.") == [
        "A heading",
        "One line\nand its rest.",
    ]


def test_a_list_needs_markers_that_count_up():
    assert split_sentences("It ended at 1. They met at 3 again.") == [
        "It ended at 1.",
        "They met at 3 again.",
    ]
    assert split_sentences("• Bread • Milk") == ["• Bread", "• Milk"]


def test_lines_drawn_and_stamps_stand_for_themselves():
    assert split_sentences("Above ===== Below 01/02/2020 10:30 AM Hello") == [
        "Above",
        "=====",
        "Below",
        "01/02/2020 10:30 AM",
        "Hello",
    ]


def test_text_without_end_is_one_piece():
    long = "a" * 1_000_000
    assert split_sentences(long) == [long]


def test_text_without_spaces_costs_no_more_than_its_length_asks_for():
    # Each of these would take minutes if anything looked back further than a few words.
    for hostile in (".", ".)", "a.b", '?"', "<a", "[1", "Aa,", ":)", "=", "http://", "1)"):
        assert "".join(split_sentences(hostile * 60_000)) == hostile * 60_000


def test_nothing_gives_nothing():
    assert split_sentences("") == []
    assert split_sentences(" \n\t ") == []
