import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.domain import ArticleError, InputError
from narrator.text.draft import LineKind
from narrator.text.html import load_sites, read_html

PROSE = (
    "The ferry left the harbour before the sun was up, and nobody on the quay saw it go, "
    "though the keeper of the lighthouse {} said later that he had heard its engine."
)


def prose(*words):
    return "".join(f"<p>{PROSE.format(word)}</p>" for word in words)


def page(body, head="", *, title="<h1>The Night Ferry</h1>"):
    return (
        f"<html lang='en-GB'><head>{head}</head><body><nav><ul><li><a href='/'>Home</a></li>"
        f"<li><a href='/news'>News of the day</a></li></ul></nav><main><article>{title}{body}"
        "</article></main><footer><p>Copyright of the Harbour Gazette, all rights reserved by "
        "its owners and their heirs.</p></footer></body></html>"
    )


def article(source, **options):
    return [line for line in read_html(source, **options).lines if not line.rule]


def texts(source, **options):
    return [line.text for line in article(source, **options)]


def shape(source):
    return [(line.kind, line.level, line.label, line.text) for line in article(source)]


def test_markup_says_what_a_line_is():
    body = (
        f"{prose('one')}<h2>At <em>sea</em></h2>{prose('two')}"
        "<ul><li>rope</li><li>sail<ol start=4><li>mast</li><li>oar</li></ol></li></ul>"
        f"<blockquote><p>{PROSE.format('three')}</p></blockquote>"
        "<pre><code class='language-python'>x = 1\n\ny = 2\n</code></pre>"
        "<table><tr><th>Day</th><th>Boats</th></tr><tr><td>Mon</td><td>3</td></tr></table>"
        "<figure><img src=a.png><figcaption>The ferry at dawn.</figcaption></figure>"
        f"{prose('four')}"
    )
    assert shape(page(body))[-11:] == [
        (LineKind.HEADING, 2, "", "At sea"),
        (LineKind.PARAGRAPH, 0, "", PROSE.format("two")),
        (LineKind.ITEM, 1, "•", "rope"),
        (LineKind.ITEM, 1, "•", "sail"),
        (LineKind.ITEM, 2, "4.", "mast"),
        (LineKind.ITEM, 2, "5.", "oar"),
        (LineKind.QUOTE, 0, "", PROSE.format("three")),
        (LineKind.CODE, 0, "python", "x = 1\n\ny = 2"),
        (LineKind.TABLE, 0, "", "Day\tBoats\nMon\t3"),
        (LineKind.CAPTION, 0, "", "The ferry at dawn."),
        (LineKind.PARAGRAPH, 0, "", PROSE.format("four")),
    ]


@pytest.mark.parametrize(
    "furniture",
    [
        "<div class='share-buttons'>Share this story with everyone you know</div>",
        "<aside><h3>Read next</h3><a href=/x>How the lighthouse was built</a></aside>",
        f"<section class='newsletterSignup'><p>{PROSE.format('mail')}</p></section>",
        "<div role=dialog><p>We use cookies.</p></div>",
        "<div hidden>You cannot see this</div>",
        "<div style='display:none'>You cannot see this</div>",
        "<ul class='related-links'><li><a href=/x>How the lighthouse was built</a></li></ul>",
        "<script>var words = 'not these';</script><style>p {}</style>",
        "<form><label>Your mail</label><input></form>",
    ],
)
def test_furniture_between_paragraphs_is_left_out(furniture):
    lines = texts(page(prose("one", "two", "three") + furniture + prose("four", "five", "six")))
    told = [PROSE.format(word) for word in ("one", "two", "three", "four", "five", "six")]
    assert [line for line in lines if line != "The Night Ferry"] == told


def test_a_layout_named_like_furniture_is_not_taken_for_it():
    lines = texts(
        page(f"<div class='content has-sidebar ads'>{prose('one', 'two', 'three')}</div>")
    )
    assert PROSE.format("two") in lines


def test_words_in_links_of_a_sentence_stay():
    body = "<p>The <a class='link btn' href=/k>keeper</a> slept all day long.</p>"
    assert "The keeper slept all day long." in texts(page(prose("one") + body + prose("two")))


def test_marks_of_notes_are_left_out():
    body = (
        prose("one")
        + "<p>It sank<sup><a href='#n1'>[1]</a></sup> there, at 10<sup>2</sup> feet.</p>"
    )
    assert "It sank there, at 102 feet." in texts(page(body + prose("two")))


def test_a_part_that_stands_twice_for_two_widths_of_screen_is_read_once():
    part = f"<div>{prose('one', 'two')}</div>"
    assert texts(page(f"<div>{part}{part}</div>{prose('three')}")).count(PROSE.format("one")) == 1


def test_lines_that_breaks_wrap_are_joined_and_verses_are_not():
    body = "<p>Roses are red<br>Violets are blue<br>Ferries are late</p>"
    body += "<p>The ferry left the harbour before the sun<br>was up and nobody saw it go from the"
    body += "<br>quay.</p>"
    lines = texts(page(prose("one", "two") + body + prose("three")))
    assert "Roses are red" in lines
    assert (
        "The ferry left the harbour before the sun was up and nobody saw it go from the quay."
        in lines
    )


def test_a_break_before_a_number_in_the_middle_of_a_long_sentence_is_a_space():
    first = "The harbour master, who has counted every boat since the war, asked the council's"
    second = "7 members whether they had ever seen the quay so empty in June."
    lines = texts(page(prose("one", "two") + f"<p>{first}<br>{second}</p>" + prose("three")))
    assert f"{first} {second}" in lines


def test_parts_streamed_behind_the_page_are_put_in_their_places():
    source = (
        "<html><body><h1>The Night Ferry</h1><div><template id='B:0'></template></div>"
        f"{prose('end')}"
        f"<div hidden id='S:0'>{prose('one', 'two')}</div></body></html>"
    )
    lines = texts(source)
    assert lines.index(PROSE.format("one")) < lines.index(PROSE.format("end"))


def test_an_end_of_the_page_that_comes_too_early_ends_nothing():
    assert PROSE.format("one") in texts(
        f"<html><body><p>x</p></body></html><div>{prose('one', 'two')}</div>"
    )


def test_metadata_comes_from_linked_data_first():
    head = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": '
        '"The Night &amp; the Ferry", "datePublished": "2024-02-03T10:00:00Z", "author": '
        '[{"name": "Jo Doe"}, {"name": "Al Roe"}], "image": ["/a.jpg"], "publisher": '
        '{"name": "Gazette"}}]}</script><meta name="author" content="Someone Else">'
    )
    draft = read_html(page(prose("one"), head, title=""), url="https://gazette.example/ferry")
    assert draft.title == "The Night & the Ferry"
    assert (draft.byline, str(draft.published)) == ("Jo Doe and Al Roe", "2024-02-03")
    assert (draft.site, draft.language) == ("Gazette", "en")
    assert draft.image == "https://gazette.example/a.jpg"


def test_metadata_comes_from_meta_elements_else():
    head = (
        "<title>The Night Ferry | Gazette</title><meta property=og:site_name content=Gazette>"
        "<meta name=author content='By Jo Doe'><meta property=article:published_time "
        "content=2024-02-03><meta property=og:image content=https://x.example/a.jpg>"
    )
    draft = read_html(page(prose("one"), head, title=""))
    assert (draft.title, draft.byline, str(draft.published)) == (
        "The Night Ferry",
        "Jo Doe",
        "2024-02-03",
    )


@pytest.mark.parametrize(
    ("title", "heading", "wanted"),
    [
        ("The Night Ferry - Gazette", "<h1>Gazette</h1>", "The Night Ferry"),
        ("Gazette: The Night Ferry", "<h1>The Night Ferry Sails</h1>", "The Night Ferry Sails"),
        ("The Night Ferry | News | Gazette", "", "The Night Ferry"),
        ("Night - and day", "<h1>Night - and day</h1>", "Night - and day"),
        ("", "<h1>The Night Ferry</h1>", "The Night Ferry"),
        ("", "", None),
    ],
)
def test_the_title_is_the_headline_without_the_site(title, heading, wanted):
    source = page(prose("one"), f"<title>{title}</title>", title=heading)
    assert read_html(source, url="https://www.gazette.example/x").title == wanted


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("<p>Käse</p>".encode("utf-16"), "Käse"),
        ("<meta charset=iso-8859-1><p>“Käse”</p>".encode("cp1252"), "“Käse”"),
        ("<meta charset=euc-kr><p>안녕하세요</p>".encode("euc-kr"), "안녕하세요"),
        ("<p>Käse</p>".encode(), "Käse"),
    ],
)
def test_bytes_are_decoded_as_they_say(data, word):
    assert word in texts(data)


@pytest.mark.parametrize("source", ["", "  ", b"", "<html></html>", "<script>x</script>", "<!-- x"])
def test_a_page_without_text_is_an_article_error(source):
    with pytest.raises(ArticleError) as refused:
        read_html(source)
    assert refused.value.hint


@pytest.mark.parametrize(
    "source",
    ["<div>" * 100_000, "<b>" * 100_000, "<ul><li>" * 5_000, "<table><tr><td>" * 3_000],
    ids=["div", "b", "list", "table"],
)
def test_words_survive_nesting_without_end(source):
    assert PROSE.format("deep") in texts(source + PROSE.format("deep"))


def test_a_line_of_ten_megabytes_is_read_whole():
    assert len(texts(f"<p>{'word ' * 2_200_000}</p>")[0]) == 10_999_999


tags = st.sampled_from(
    ["<p>", "</p>", "<div class=share>", "</div>", "<a href='#x'>", "</a>", "<li>", "<ol>",
     "<table>", "<tr>", "<td>", "<pre>", "<h2>", "<sup>", "<br>", "</body>", "<template id=B:0>",
     "<!--", "<![CDATA[", "<div hidden id=S:0>", "<script type='application/ld+json'>",
     "</script>", '{"@type": "Article"}', "<svg>", "&#0;", "\x00", "words that are read ", PROSE]
)  # fmt: skip


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(tags, max_size=25))
def test_any_soup_is_read_or_refused(parts):
    assert lines_or_hint("".join(parts))


def lines_or_hint(source):
    try:
        return article(source)
    except ArticleError as error:
        return error.hint


@pytest.mark.parametrize(
    "caption",
    [
        "Nets on the quay. <span class='photo-credit'>Ina Vos</span>",
        "Nets on the quay. Photo: Ina Vos",
        "Nets on the quay. Foto: I. Vos/Agentur",
        "Nets on the quay. © Ina Vos",
    ],
)
def test_a_caption_does_not_say_who_took_the_picture(caption):
    body = f"{prose('one')}<figure><img src=a.jpg><figcaption>{caption}</figcaption></figure>"
    captions = [
        line.text
        for line in article(page(body + prose("two", "three")))
        if line.kind is LineKind.CAPTION
    ]
    assert captions == ["Nets on the quay."]


def test_a_caption_that_speaks_of_a_photo_stays_whole():
    caption = "Vos with the photo: it is from 1950. It was found last year."
    body = f"{prose('one')}<figure><figcaption>{caption}</figcaption></figure>"
    assert caption in texts(page(body + prose("two", "three")))


def rules(source, **options):
    return {line.text: line.rule for line in read_html(source, **options).lines}


def test_what_is_not_the_article_is_named_with_its_rule():
    found = rules(page(prose("one", "two", "three") + "<div class='related'>See the quay</div>"))
    assert found["Home"] == found["See the quay"] == "page-frame"
    assert found[PROSE.format("two")] == ""


@pytest.mark.parametrize(
    "code",
    ["x = 1<br>y = 2<br>", "<div>x = 1</div><div>y = 2</div>", "<code>x = 1\ny = 2</code>"],
)
def test_a_listing_keeps_its_lines_whatever_ends_them(code):
    found = article(page(prose("one", "two") + f"<pre>{code}</pre>" + prose("three")))
    assert "x = 1\ny = 2" in [line.text for line in found if line.kind is LineKind.CODE]


def test_paragraphs_in_korean_are_prose_though_they_are_short():
    body = (
        "<p>하루에 기차가 네 번만 서는 간이역 대합실에 헌책 삼천 권이 꽂혀 있다. 표를 끊은 사람은 "
        "누구나 한 권을 가져가고 다음에 올 때 돌려주면 된다.</p>"
        "<p>역장은 다섯 해 전 자기 책 쉰 권으로 시작했다. "
        "지금은 서울에서 책을 부치는 사람도 있다.</p>"
    )
    assert len(texts(f"<html><body><div>{body}</div></body></html>")) == 2


SITES = """
["gazette.example"]
keep = ["#story"]
drop = [".teaser", "//p[contains(., 'tides')]"]
"""


@pytest.fixture
def sites(tmp_path):
    path = tmp_path / "sites.toml"
    path.write_text(SITES)
    return load_sites(path)


def test_rules_for_a_site_say_what_its_articles_are(sites):
    story = f"<div id='story'>{prose('one')}<p class='teaser'>Buy a boat</p><p>The tides</p></div>"
    source = f"<html><body>{prose('two', 'three', 'four')}{story}</body></html>"
    assert texts(source, url="https://www.gazette.example/1", sites=sites) == [PROSE.format("one")]
    found = rules(source, url="https://gazette.example/1", sites=sites)
    assert found["Buy a boat"] == found["The tides"] == "site-rule"
    assert PROSE.format("two") in texts(source, url="https://notgazette.example/1", sites=sites)


def test_a_page_that_was_saved_says_itself_which_site_it_is_from(sites):
    head = "<link rel=canonical href='https://gazette.example/1'>"
    source = page(f"<div id='story'>{prose('one')}</div>{prose('two')}", head)
    assert texts(source, sites=sites) == [PROSE.format("one")]


def test_rules_for_a_site_that_find_nothing_leave_the_page_to_us(sites):
    source = page(prose("one", "two"))
    assert PROSE.format("one") in texts(source, url="https://gazette.example/", sites=sites)


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "a = 1",
        "['a.example']\nkeep = 'p'",
        "['a.example']\ndorp = ['p']",
        "['a.example']\ndrop = ['p >']",
        "['a.example']\ndrop = ['//p[']",
    ],
)
def test_site_rules_that_cannot_be_understood_are_refused_with_a_hint(tmp_path, text):
    path = tmp_path / "sites.toml"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        load_sites(path)
    assert caught.value.hint


def test_site_rules_that_are_not_there_are_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        load_sites(tmp_path / "none.toml")


def test_our_own_rules_for_sites_hold_beside_the_users(sites):
    assert sites.of("https://en.wikipedia.org/wiki/Ferry") is not None
    assert sites.of("https://gazette.example:8080/") is not None
    assert sites.of("https://[broken") is sites.of(None) is None


def test_a_short_paragraph_beside_the_only_long_one_is_read():
    short = "The wheel did not turn on Tuesday. It cost the miller $5."
    assert texts(page(f"<p>{short}</p>{prose('one')}"))[-2:] == [short, PROSE.format("one")]
