import pytest

from narrator.domain import ArticleError
from narrator.text.documents import read_docx
from narrator.text.draft import LineKind

STYLES = (
    '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="A"><w:name w:val="Author"/></w:style>'
    '<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H2"/></w:style>'
    '<w:style w:styleId="Q"><w:name w:val="Intense Quote"/></w:style>'
    '<w:style w:styleId="C"><w:name w:val="HTML Preformatted"/></w:style>'
    '<w:style w:styleId="K"><w:name w:val="caption"/></w:style>'
    '<w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
    '<w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
)


def p(text, style="", item=None):
    number = (
        f'<w:numPr><w:ilvl w:val="{item}"/><w:numId w:val="1"/></w:numPr>'
        if item is not None
        else ""
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{number}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
    )


def shape(data):
    return [(line.kind, line.level, line.label, line.text) for line in read_docx(data).lines]


def test_styles_say_what_a_paragraph_is(make_docx):
    body = p("One", "T") + p("Two", "Mine") + p("Said.", "Q") + p("x = 1", "C") + p("y = 2", "C")
    body += p("A mill.", "K") + p("Text.", "Loop")
    data = make_docx(body, styles=STYLES)
    assert read_docx(data).title == "One"
    assert shape(data) == [
        (LineKind.HEADING, 2, "", "Two"),
        (LineKind.QUOTE, 0, "", "Said."),
        (LineKind.CODE, 0, "", "x = 1\ny = 2"),
        (LineKind.CAPTION, 0, "", "A mill."),
        (LineKind.PARAGRAPH, 0, "", "Text."),
    ]


def test_who_wrote_a_document_is_its_byline_and_no_paragraph(make_docx):
    draft = read_docx(make_docx(p("One", "T") + p("Ann Weir", "A") + p("Text."), styles=STYLES))
    assert draft.byline == "Ann Weir"
    assert [line.text for line in draft.lines] == ["Text."]


def test_items_are_counted(make_docx):
    body = p("a", item=0) + p("b", item=1) + p("c", item=0)
    assert shape(make_docx(body, numbering=NUMBERING)) == [
        (LineKind.ITEM, 1, "3.", "a"),
        (LineKind.ITEM, 2, "•", "b"),
        (LineKind.ITEM, 1, "4.", "c"),
    ]


def test_a_table_has_one_row_a_line(make_docx):
    row = "<w:tr>" + "".join(f"<w:tc>{p(t)}{p('more')}</w:tc>" for t in "ab") + "</w:tr>"
    (line,) = read_docx(make_docx(f"<w:tbl>{row}{row}</w:tbl>")).lines
    assert (line.kind, line.text) == (LineKind.TABLE, "a more\tb more\na more\tb more")


def test_deleted_and_hidden_text_and_field_codes_are_left_out(make_docx):
    body = (
        "<w:p><w:r><w:t>Kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:ins><w:r><w:t> new.</w:t></w:r></w:ins></w:p>"
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{p('Contents')}</w:sdtContent></w:sdt>"
    )
    assert [line.text for line in read_docx(make_docx(body)).lines] == ["Kept new."]


def test_notes_stand_at_the_end_in_the_order_of_their_marks(make_docx):
    body = '<w:p><w:r><w:t>It</w:t><w:footnoteReference w:id="5"/><w:t> sank.</w:t></w:r></w:p>'
    notes = "".join(
        f'<w:footnote w:id="{number}">{p(text)}</w:footnote>'
        for number, text in ((1, "Unused"), (5, "In May."))
    )
    lines = read_docx(make_docx(body, footnotes=notes)).lines
    assert [line.text for line in lines] == ["It sank.", "Notes", "In May."]


def test_line_breaks_in_a_paragraph_begin_lines(make_docx):
    body = "<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r></w:p>"
    assert [line.text for line in read_docx(make_docx(body)).lines] == ["one", "two"]


@pytest.mark.parametrize("body", ["", "<w:p/>", "<w:p>"], ids=["empty", "blank", "broken"])
def test_a_document_without_text_is_an_article_error(make_docx, body):
    with pytest.raises(ArticleError) as refused:
        read_docx(make_docx(body))
    assert refused.value.hint


def test_nesting_without_end_is_an_article_error(make_docx):
    with pytest.raises(ArticleError):
        read_docx(make_docx("<w:ins>" * 100_000))


def test_changed_bytes_never_raise_anything_else(make_docx, changed_copies, lines_or_hint):
    data = make_docx(p("a", item=0) + p("b"), styles=STYLES, numbering=NUMBERING)
    for changed in changed_copies(data):
        assert lines_or_hint(read_docx, changed)
