import pytest

from narrator.domain import ArticleError, ErrorKind
from narrator.text.documents import read_pdf
from narrator.text.draft import LineKind

LONG = "The ferry left the harbour before the sun was up and nobody"


def column(x, y, rows, size=10):
    return [(x, y - 12 * i, size, row) for i, row in enumerate(rows)]


def test_lines_of_a_paragraph_are_joined_and_cut_words_made_whole(make_pdf):
    page = column(
        72, 700, [f"{LONG} saw it go from the light-", "house on the hill, where they slept."]
    )
    (line,) = read_pdf(make_pdf([page])).lines
    assert line.text == f"{LONG} saw it go from the lighthouse on the hill, where they slept."
    assert line.kind is LineKind.PARAGRAPH


def test_a_raised_mark_of_a_note_is_not_read(make_pdf):
    page = [(72, 700, 10, "The basin is deep."), (165, 705, 8, "1"), (72, 688, 10, "It froze.")]
    assert "1" not in " ".join(line.text for line in read_pdf(make_pdf([page])).lines)


def test_hyphen_stays_in_a_word_that_is_written_with_one_elsewhere(make_pdf):
    page = column(72, 700, [f"A well-known song. {LONG} knew the well-", "known words of it."])
    assert "knew the well-known words" in read_pdf(make_pdf([page])).lines[0].text


def test_columns_are_read_one_after_the_other(make_pdf):
    left = [f"left {i} the boats went out to" for i in range(6)]
    right = [f"right {i} the nets came in with" for i in range(6)]
    rows = [
        row
        for pair in zip(column(60, 700, left), column(310, 700, right), strict=True)
        for row in pair
    ]
    title = [
        (
            60,
            760,
            10,
            "A line that runs over both of the columns from one side to the other, as abstracts do",
        )
    ]
    text = " ".join(line.text for line in read_pdf(make_pdf([title + rows])).lines)
    places = [text.index(row) for row in left + right]
    assert places == sorted(places)
    assert text.startswith("A line that runs over both")


def test_larger_type_is_a_heading_and_its_size_gives_the_level(make_pdf):
    page = [(72, 780, 24, "The Title"), (72, 740, 14, "First Part"), *column(72, 700, [LONG] * 4)]
    page += [(72, 620, 10, "*Bold words"), *column(72, 600, [LONG] * 3)]
    lines = read_pdf(make_pdf([page])).lines
    headings = [(line.text, line.level) for line in lines if line.kind is LineKind.HEADING]
    assert headings == [("The Title", 1), ("First Part", 2), ("Bold words", 3)]


def test_running_heads_and_page_numbers_are_left_out(make_pdf):
    pages = [
        [
            (72, 810, 9, f"{i + 11} A History of Harbours"),
            *column(72, 700, [f"{LONG} {word}."]),
            (290, 30, 9, f"{i + 11}"),
        ]
        for i, word in enumerate(("came", "spoke", "sang", "slept"))
    ]
    lines = read_pdf(make_pdf(pages)).lines
    text = " ".join(line.text for line in lines if not line.rule)
    assert [line.text for line in lines if line.rule == "running-head"][:2] == [
        "11 A History of Harbours",
        "11",
    ]
    assert "History" not in text
    assert "11" not in text
    assert text.count(LONG) == 4


def test_footnotes_stand_apart_at_the_end(make_pdf):
    page = [
        *column(72, 700, [f"{LONG} said a word."] * 6),
        (72, 60, 7, "1 Said the keeper in 1904."),
    ]
    lines = read_pdf(make_pdf([page])).lines
    assert [line.text for line in lines[-2:]] == ["Notes", "Said the keeper in 1904."]


def test_a_sentence_goes_on_across_pages(make_pdf):
    pages = [column(72, 100, [f"{LONG} saw how"]), column(72, 700, ["she turned to the west."])]
    (line,) = read_pdf(make_pdf(pages)).lines
    assert line.text.endswith("saw how she turned to the west.")


def test_metadata_of_programs_is_no_title(make_pdf):
    page = column(72, 700, [LONG])
    named = make_pdf([page], "/Title (Harbours) /Author (Jo Doe) /CreationDate (D:20240203101112Z)")
    draft = read_pdf(named)
    assert (draft.title, draft.byline, str(draft.published)) == ("Harbours", "Jo Doe", "2024-02-03")
    assert read_pdf(make_pdf([page], "/Title (Microsoft Word - final.docx)")).title is None


def test_pages_without_text_are_refused_with_a_way_out(make_pdf):
    with pytest.raises(ArticleError, match="no text layer") as refused:
        read_pdf(make_pdf([[]]))
    assert "OCR" in refused.value.hint
    assert refused.value.kind is ErrorKind.SCANNED


@pytest.mark.parametrize("cut", [9, 200, 700])
def test_a_cut_file_is_an_article_error_or_what_is_left(make_pdf, cut):
    data = make_pdf([column(72, 700, [LONG] * 3)])[:cut]
    with pytest.raises(ArticleError) as refused:
        read_pdf(data)
    assert refused.value.kind is ErrorKind.DAMAGED


def test_changed_bytes_never_raise_anything_else(make_pdf, changed_copies, lines_or_hint):
    data = make_pdf([column(72, 700, [LONG] * 3)])
    for changed in changed_copies(data):
        assert lines_or_hint(read_pdf, changed)
