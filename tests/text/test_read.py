"""An article, from whatever it comes in, with a receipt of what was left out."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.domain import ArticleError, ErrorKind
from narrator.text.read import MAX_TEXT_BYTES, read_article

STORY = (
    "The ferry company said on Monday that it would sell two of its oldest ships before the winter "
    "and use the money to repair the quay at Marl, where a storm tore away forty metres of wall."
)


def page(*lines):
    return "\n".join(lines)


def test_the_title_is_taken_once_and_its_repetition_stands_in_the_receipt():
    article = read_article(page("Ferries for sale", "", "FERRIES FOR SALE", "", STORY), kind="text")
    assert article.title == "Ferries for sale"
    assert article.text == STORY
    assert [(r.rule, r.line) for r in article.removed] == [("repeated-title", 2)]


def test_the_title_with_the_name_of_the_site_is_the_title():
    article = read_article(
        page("Ferries for sale", "", "Ferries for sale | The Marl Post", "", STORY)
    )
    assert [r.rule for r in article.removed] == ["repeated-title"]


def test_the_url_tells_the_title():
    lines = page("Harbour", "Two old ferries go on sale in Marl", STORY, STORY)
    article = read_article(lines, kind="text", url="https://example.org/two-old-ferries-sale-marl")
    assert article.title == "Two old ferries go on sale in Marl"


def test_a_line_of_a_poem_that_comes_again_stays():
    poem = page(
        "Round it goes", "", "Round it goes", "and round again", "", "Round it goes", "till rain."
    )
    article = read_article(poem, kind="text")
    assert article.removed == ()
    assert article.text.count("Round it goes") == 2


def test_a_caller_who_knows_the_title_is_believed():
    article = read_article(page("Ferries", "", STORY), kind="text", title="Ferries")
    assert article.title == "Ferries"
    assert article.text == STORY


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("text", page("Ferries for sale", "", "FERRIES FOR SALE", "", STORY)),
        ("text", page("Ferries for sale", STORY)),
        ("markdown", page("# Ferries for sale", "", STORY)),
        (
            "html",
            f"<html><body><article><h1>Ferries for sale</h1><p>{STORY}</p></article></body></html>",
        ),
    ],
)
def test_the_title_of_the_caller_takes_the_place_of_the_articles_own(kind, source):
    article = read_article(source, kind=kind, title="Ships at Marl")
    assert article.title == "Ships at Marl"
    assert "ferries for sale" not in article.text.lower()
    assert {section.heading for section in article.sections} == {None}
    assert {removal.rule for removal in article.removed} <= {"repeated-title"}


def test_byline_and_day_are_taken_from_the_head_of_plain_text():
    text = page("Ferries for sale", "", "By Ann Harker in Marl", "March 3, 2025", "", STORY)
    article = read_article(text, kind="text")
    assert (article.byline, article.published) == ("Ann Harker", date(2025, 3, 3))
    assert article.text == STORY


def test_a_byline_below_the_text_is_another_articles():
    article = read_article(
        page("Ferries for sale", "", STORY, "", STORY[:-1] + "s.", "", "By Joe Marl"), kind="text"
    )
    assert article.byline is None


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_bytes_are_read_in_any_encoding(encoding):
    text = page(
        "Die Fähre nach Süden", "", "Sie fährt über die Förde, und „niemand“ weiß, wann. " * 4
    )
    article = read_article(text.encode(encoding), kind="text")
    assert article.title == "Die Fähre nach Süden"
    assert article.language == "de"


def test_korean_in_its_old_encoding_is_read():
    text = page("새 다리 개통", "", "시는 월요일 강을 가로지르는 새 다리를 개통했다고 밝혔다. " * 5)
    assert read_article(text.encode("cp949"), kind="text").title == "새 다리 개통"


def test_a_damaged_byte_does_not_change_the_encoding():
    data = ("Größe und Weite, Mühe und Übermut. " * 20).encode() + b"\xff"
    assert "Größe" in read_article(data, kind="text").text


def test_line_ends_of_windows_change_nothing():
    lines = page("Ferries for sale", "", "Click to start listening", "", STORY)
    unix, windows = (
        read_article(text, kind="text") for text in (lines, lines.replace("\n", "\r\n"))
    )
    assert unix == windows


def test_keeping_a_rule_keeps_its_lines_and_keeping_all_keeps_everything():
    lines = page(
        "Ferries for sale", "", "Click to start listening", "", STORY, "", "Share on Facebook"
    )
    rules = [r.rule for r in read_article(lines, kind="text").removed]
    assert rules == ["listen-prompt", "share-bar"]
    kept = read_article(lines, kind="text", keep=["share-bar"])
    assert [r.rule for r in kept.removed] == ["listen-prompt"]
    assert read_article(lines, kind="text", keep_all=True).removed == ()


@pytest.mark.parametrize(
    ("source", "message", "error"),
    [
        ("", "empty", ErrorKind.EMPTY),
        (" \n\u200b\n", "empty", ErrorKind.EMPTY),
        (bytes(range(256)) * 40, "binary", ErrorKind.FORMAT),
        ("x" * (MAX_TEXT_BYTES + 1), "too large", ErrorKind.TOO_LARGE),
        (b"x " * 25_000_000, "too large", ErrorKind.TOO_LARGE),
        ("x\n" * 600_000, "too many lines", ErrorKind.TOO_LARGE),
        (
            "Share on Facebook\n\nAdvertisement",
            "share-bar, advertisement",
            ErrorKind.NO_ARTICLE,
        ),
    ],
)
def test_what_cannot_be_narrated_is_refused_with_a_hint(source, message, error):
    with pytest.raises(ArticleError, match=message) as refusal:
        read_article(source, kind="text")
    assert refusal.value.hint
    assert refusal.value.kind is error


def test_files_that_cannot_be_read_are_refused_with_a_hint(tmp_path):
    for path, message in ((tmp_path / "no.txt", "not exist"), (tmp_path, "is a directory")):
        with pytest.raises(ArticleError, match=message) as refusal:
            read_article(path)
        assert refusal.value.hint


@pytest.mark.parametrize(
    "arguments", [{"kind": "scroll"}, {"keep": ["no-such-rule"]}, {"kind": "pdf"}]
)
def test_a_wrong_argument_is_refused_with_a_hint(arguments):
    with pytest.raises(ArticleError) as refusal:
        read_article("Some text.", **arguments)
    assert refusal.value.hint


LINES = st.sampled_from(
    [
        "", "", "Ferries for sale", "Click to start listening", "Share on Facebook", "• two ropes",
        "1. one", "2. two", "Q: Why?", "A: Because.", "> so it goes", "Key Takeaways", "* * *",
        "Marl, June 3 (Post) The ship sailed.", STORY, STORY[:70], "Results", "=======", "a\tb",
        "```", "x = 1;", "Read more: Ships", "\xadodd\u200b \xa0line", "\ufeff", "END",
    ]
)  # fmt: skip


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=14))
def test_every_character_ends_in_the_article_or_in_the_receipt(lines):
    source = "\n".join(lines)
    try:
        article = read_article(source, kind="text")
    except ArticleError:
        return
    blocks = [block for section in article.sections for block in section.blocks]
    parts = [article.title or "", article.text, *(r.text for r in article.removed)]
    got = Counter("".join("".join(parts + [block.label for block in blocks]).split()))
    wanted = Counter("".join(source.translate({0xAD: "", 0x200B: "", 0xFEFF: ""}).split()))
    assert got == wanted


FRAMED = (
    "<html><body><nav><a href='/'>Home</a></nav><article><h1>Ferries for sale</h1>"
    f"<p>{STORY}</p><p>{STORY} Again.</p></article><footer>Terms of the quay</footer></body></html>"
)


def test_what_stands_around_a_web_article_is_on_the_receipt_and_can_be_kept():
    removed = {removal.text: removal.rule for removal in read_article(FRAMED, kind="html").removed}
    assert removed["Home"] == removed["Terms of the quay"] == "page-frame"
    assert removed["Ferries for sale"] == "repeated-title"
    everything = read_article(FRAMED, kind="html", keep_all=True)
    assert not everything.removed
    assert "Home" in everything.text
    assert "Terms of the quay" in everything.text


@pytest.mark.parametrize(
    "lines",
    [
        ["Sign in", "The ferry that nobody bought", "By Ann Harker", STORY, STORY + " Again."],
        [
            "홈",
            "섬마을 마지막 우체부, 배에서 내리다",
            "입력 2024-05-12 09:30",
            STORY,
            STORY + " 끝.",
        ],
    ],
)
def test_a_line_over_the_byline_is_the_title(lines):
    assert read_article("\n".join(lines), kind="text").title == lines[1]


def test_one_line_can_be_kept_by_its_text_and_its_rule_goes_on():
    text = "The mill\n\nShare this article\n\nThe wheel did not turn.\n\nPrint this article"
    article = read_article(text, keep=["=Print this article"])
    assert [item.text for item in article.removed] == ["Share this article"]
    assert "Print this article" in article.text
