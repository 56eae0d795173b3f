import pytest

from narrator.domain import ArticleError, ErrorKind
from narrator.text.documents import read_epub
from narrator.text.draft import LineKind

META = (
    "<dc:title>The Tide Mill</dc:title><dc:creator>Jo Doe</dc:creator>"
    "<dc:creator>Al Roe</dc:creator><dc:language>en-GB</dc:language><dc:date>1904-05-06</dc:date>"
)


def texts(draft):
    return [line.text for line in draft.lines]


def test_chapters_are_read_in_spine_order_without_the_contents(make_epub):
    draft = read_epub(
        make_epub(
            {"b.xhtml": "<h1>One</h1><p>First.</p>", "a.xhtml": "<h1>Two</h1><p>Then.</p>"},
            meta=META,
        )
    )
    assert texts(draft) == ["One", "First.", "Two", "Then."]
    assert (draft.title, draft.byline, draft.language) == ("The Tide Mill", "Jo Doe, Al Roe", "en")
    assert str(draft.published) == "1904-05-06"


def test_a_chapter_without_heading_is_called_what_the_contents_call_it(make_epub):
    draft = read_epub(make_epub({"a.xhtml": "<p>First.</p>"}))
    assert draft.lines[0].kind is LineKind.HEADING
    assert texts(draft) == ["Contents a.xhtml", "First."]


def test_cover_and_title_page_are_left_out(make_epub):
    cover = '<section epub:type="titlepage"><p>Press and Sons</p></section>'
    draft = read_epub(make_epub({"c.xhtml": cover, "a.xhtml": "<h1>One</h1><p>First.</p>"}))
    assert texts(draft) == ["One", "First."]


def test_notes_stand_at_the_end_and_their_marks_are_gone(make_epub):
    chapter = (
        '<h1>One</h1><p>It sank<a epub:type="noteref" href="#n">1</a> there'
        '<sup><a href="notes.xhtml#n2">2</a></sup>.</p>'
        '<aside epub:type="footnote" id="n"><p>In May.</p></aside><p>So.</p>'
    )
    book = make_epub({"a.xhtml": chapter, "n.xhtml": "<p>In the bay.</p>"}, linear="n.xhtml")
    assert texts(read_epub(book)) == [
        "One",
        "It sank there.",
        "So.",
        "Notes",
        "In May.",
        "In the bay.",
    ]


def test_a_protected_book_is_refused(make_epub):
    encryption = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:CipherData>'
        '<e:CipherReference URI="OPS/text/a.xhtml"/></e:CipherData></e:EncryptedData></encryption>'
    )
    book = make_epub({"a.xhtml": "<p>x</p>"}, extra={"META-INF/encryption.xml": encryption})
    with pytest.raises(ArticleError, match="protected") as refused:
        read_epub(book)
    assert refused.value.kind is ErrorKind.LOCKED


def test_entities_are_not_expanded(make_zip):
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY f SYSTEM "file:///etc/hostname">]><container>&b;&f;</container>'
    )
    with pytest.raises(ArticleError):
        read_epub(make_zip({"META-INF/container.xml": bomb}))


def test_a_zip_bomb_is_refused(make_epub):
    book = make_epub({"a.xhtml": "<p>" + "a" * 60_000_000 + "</p>"})
    assert len(book) < 200_000
    with pytest.raises(ArticleError, match="too much"):
        read_epub(book)


def test_changed_bytes_never_raise_anything_else(make_epub, changed_copies, lines_or_hint):
    data = make_epub({"a.xhtml": "<h1>One</h1><p>First.</p>"}, meta=META)
    for changed in changed_copies(data):
        assert lines_or_hint(read_epub, changed)
