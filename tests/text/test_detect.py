import codecs
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.domain import ArticleError
from narrator.text.detect import Kind, detect_kind


def archive(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name in names:
            target.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><html><p>Hi",
        "\n\n  <!-- saved page -->\n<HTML lang=en>",
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">',
        "<p>One paragraph.</p>",
        '<div class="a">\n<h2>Two</h2><p>Words</p></div>',
        "First words.<p>Then one.</p><p>Then two.</p><ul><li>Three</li></ul>",
    ],
)
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_pages_and_fragments_are_html(text, mark):
    assert detect_kind(mark + text.encode()) is Kind.HTML


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_seen_through(encoding):
    assert detect_kind("<html><body><p>Hi</p>".encode(encoding)) is Kind.HTML


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n\nWords.",
        "---\ntitle: A\ndate: 2024-01-01\n---\nWords.",
        "Words with a [link](https://a.example) and **weight**.",
        "## One\n\nWords\n\n## Two\n\nWords",
        "Words\n\n```python\nx = 1\n```\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\nWith **bold** words.",
        '<p align="center"><img src="logo.png"></p>\n\n# Name\n\n## Install\n',
    ],
)
def test_clear_marks_are_markdown(text):
    assert detect_kind(text.encode()) is Kind.MARKDOWN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n",
        "A headline\n\nA paragraph of words.",
        "- one\n- two\n\nWords * and more * words.",
        "We came in #1 and won. #winning\n\n#2 was close.",
        "The <p> tag begins a paragraph; </p> ends it.",
        "Results\n=======\n\nAll good.",
        "x < y > z, said the article",
        "Seoul --- the capital --- slept.\n\n---\n\nThen it woke.",
        "Call foo(bar)[1](2) twice.",
    ],
)
def test_text_is_text_in_doubt(text):
    assert detect_kind(text.encode()) is Kind.TEXT


def test_documents_are_told_by_what_is_in_them():
    assert detect_kind(b"\n\n%PDF-1.7\n") is Kind.PDF
    assert detect_kind(archive("mimetype", "META-INF/container.xml")) is Kind.EPUB
    assert detect_kind(archive("[Content_Types].xml", "word/document.xml")) is Kind.DOCX


@pytest.mark.parametrize(
    "data",
    [
        archive("a.txt"),
        archive("word/document.xml")[:30],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf1",
    ],
    ids=["other zip", "cut zip", "doc", "rtf"],
)
def test_formats_that_no_reader_knows_are_refused_with_a_way_out(data):
    with pytest.raises(ArticleError) as refused:
        detect_kind(data)
    assert refused.value.hint


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.binary(max_size=200))
def test_any_bytes_are_some_kind(data):
    assert kind_or_hint(data)


def kind_or_hint(data):
    try:
        return detect_kind(data)
    except ArticleError as error:
        return error.hint
