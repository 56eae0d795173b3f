"""The sift: page furniture goes, and never the body of an article."""

from __future__ import annotations

import pytest

from narrator.text.draft import Line, LineKind
from narrator.text.plain import read_plain
from narrator.text.residue import rule_names, sift

PROSE = [
    "The ferry company said on Monday that it would sell two of its old ships before winter.",
    "It needs the money to repair the quay at Marl, where a storm tore away forty metres of wall.",
    "Passengers will have to take the bus until the spring, and the bus takes an hour longer.",
    "The mayor called the plan sad but right, and said that nobody would miss the smell of diesel.",
    "A museum in the next town has asked for the older of the two, which was built in 1951.",
]
PARAGRAPHS = [f"{one} {two}" for one, two in zip(PROSE, PROSE[1:] + PROSE[:1], strict=True)]


def removed(text, **options):
    return {removal.text: removal.rule for removal in sift_text(text, **options).removed}


def sift_text(text, title=None, **options):
    return sift(read_plain(text).lines, title=title, **options)


def test_furniture_without_a_rule_of_its_own_is_removed_by_the_classifier():
    bars = ["Sign in", "Buy tickets now", "Our stores"]
    more = [
        "Ten ships you can visit this summer",
        "Shop our gifts",
        "Visit our help center",
        "Terms",
    ]
    gone = removed("\n".join([*bars, *PARAGRAPHS, *more]))
    assert "page-furniture" in gone.values()
    assert not set(gone) & set(PARAGRAPHS)


def test_prose_is_never_removed_by_the_classifier():
    lines = ["Home", "News", "Sport", *PARAGRAPHS, "Subscribe", "Shop", "Sign up", "Follow us"]
    assert not set(removed("\n".join(lines))) & set(PARAGRAPHS)


@pytest.mark.parametrize(
    "text",
    [
        "Round it goes and round again,\nthe mill wheel in the rain,\nand round again.",
        "Capital: Orrin\nPeople: 900\nRiver: Marl\nFounded: 1211",
        "Harlow 2-1 Denby\nAshton 0-0 Marl\nOrrin 1-5 Saltby",
        "Q: Why now?\nA: It was time.\nQ: And then?\nA: We slept.",
        "1. Slice the onions.\n2. Melt the butter.\n3. Wait forty minutes.",
    ],
)
def test_short_texts_without_prose_are_left_alone(text):
    assert removed(text) == {}


@pytest.mark.parametrize(
    ("prose", "heading"),
    [
        ("Die Stadt wartet seit drei Jahren auf die Brücke, und es fehlt das Geld. ", "Ein Streit"),
        ("La ville attend son pont depuis trois ans, et il manque de l’argent. ", "Un débat"),
        ("La ciudad espera su puente desde hace tres años y falta el dinero. ", "Una disputa"),
        ("시는 삼 년째 새 다리를 기다리고 있으며 아직도 예산이 부족하다. " * 3, "늦어진 이유"),
    ],
)
def test_headings_and_paragraphs_in_other_languages_stay(prose, heading):
    prose = (prose * 2).strip()
    assert removed(f"{prose}\n{heading}\n{prose}\n{heading}\n{prose}\n{prose}") == {}


@pytest.mark.parametrize(
    "short",
    [
        ["Rope", "Paint", "Two brushes", "A dry day"],
        ["Single ticket $4", "Day ticket $7", "Bicycle $2", "Dogs free"],
        ["The ships", "Anna", "Built in 1951", "Maria", "Built in 1963", "What happens next"],
        ["Sources", "Harker, A.: Ships of Marl. Denby 1974", "Solberg, I.: Ferries. Orrin 1951"],
    ],
)
def test_short_lines_stay_where_nothing_on_the_page_is_furniture_for_certain(short):
    assert removed("\n".join([PARAGRAPHS[0], *short, *PARAGRAPHS[1:]])) == {}


def test_a_blank_line_here_and_there_does_not_make_a_page_tidy():
    labels = [
        "Buy tickets now",
        "Our stores",
        "Shop our gifts",
        "Visit our help center",
        "Terms",
        "Gift cards",
        "Careers",
        "Store locator",
    ]
    lines = ["Sign in", *PARAGRAPHS, *labels]
    dense = removed("\n".join(lines))
    once = removed("\n".join(lines).replace("\nTerms", "\n\nTerms"))
    tidy = removed("\n\n".join(lines))
    assert set(tidy) < set(dense) == set(once)


def test_code_and_tables_are_never_removed():
    lines = [
        Line("Share\tPrint", kind=LineKind.TABLE),
        Line("Subscribe", kind=LineKind.CODE),
        Line("Subscribe", kind=LineKind.PARAGRAPH),
    ]
    assert [line.kind for line in sift(lines, title=None).lines] == [LineKind.TABLE, LineKind.CODE]


def test_the_line_that_is_the_title_stays_whatever_it_says():
    lines = read_plain("Subscribe\n\n" + PARAGRAPHS[0]).lines
    assert sift(lines, title="Subscribe", title_line=0).lines == lines


def test_a_kept_line_is_set_off_by_the_blank_line_of_a_removed_one():
    lines = sift_text(f"{PARAGRAPHS[0]}\n\nShare on Facebook\nA heading\n\n{PARAGRAPHS[1]}").lines
    assert [line.gap for line in lines] == [True, True, True]


def test_the_receipt_has_text_rule_and_line_and_rules_can_be_kept():
    text = f"{PARAGRAPHS[0]}\nShare on Facebook\n* * *"
    found = [(r.text, r.rule, r.line) for r in sift_text(text).removed]
    assert found == [("Share on Facebook", "share-bar", 1), ("* * *", "separator", 2)]
    assert sift_text(text, keep=rule_names()).removed == ()


def test_short_sentences_in_paragraphs_of_their_own_stay():
    short = ["By Thursday it was over.", "Three years ago.", "Follow me.", "Thoughts?"]
    text = "\n\n".join(f"{one}\n\n{two}" for one, two in zip(PARAGRAPHS, short, strict=False))
    assert removed(text, title="The ships") == {}


def test_dates_and_hours_over_the_entries_of_a_diary_stay():
    heads = ["12 March 1944", "13 March 1944", "10:30", "March 1945"]
    entries = [f"{one}\n\n{two}" for one, two in zip(heads, PARAGRAPHS, strict=False)]
    assert removed("\n\n".join(["A diary", *entries]), title="A diary", title_line=0) == {}


def test_a_date_at_the_head_of_a_page_goes():
    text = "\n\n".join(["Ships for sale", "12 March 2024", "By Ann Harker", *PARAGRAPHS])
    gone = removed(text, title="Ships for sale", title_line=0)
    assert set(gone) == {"12 March 2024", "By Ann Harker"}


def test_a_menu_above_the_title_goes_as_a_whole():
    text = "\n".join(["Home", "Harbours", "Old Boats", "Weather", "", "Ships", "", *PARAGRAPHS])
    gone = removed(text, title="Ships", title_line=4)
    assert gone == dict.fromkeys(["Home", "Harbours", "Old Boats", "Weather"], "related-link")


def test_a_list_above_prose_is_no_menu():
    text = "\n".join(["Rope", "Old Boats", "Paint", "", *PARAGRAPHS])
    assert "related-link" not in removed(text).values()
