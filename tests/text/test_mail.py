"""E-mails pasted as text."""

from __future__ import annotations

from datetime import date

from narrator.text import read_article

MAIL = """\
From: Ann Harker <ann@example.org>
To: crew@example.org
Subject: Re: AW: The rope locker
Date: Mon, 3 Mar 2025 10:22:01 +0000

Dear all,

On Sunday Joe wrote:
> I would like to paint the locker green before the season begins, if
> nobody minds the smell.

I do not mind. What I do mind is the rope, which has been lying under
the bench since the autumn and which nobody has coiled or dried or so
much as looked at in all that time.

Best wishes,
Ann
--
Ann Harker | Head of Ropes
Tel. 555 1234
"""


def test_a_wrapped_mail_is_read_as_paragraphs_without_head_and_signature():
    article = read_article(MAIL, kind="text")
    assert article.title == "The rope locker"
    assert article.byline == "Ann Harker"
    assert article.published == date(2025, 3, 3)
    texts = [block.text for block in article.sections[0].blocks]
    assert [text.split()[0] for text in texts] == ["Dear", "On", "I", "I", "Best", "Ann"]
    assert texts[2].endswith("nobody minds the smell.")
    assert texts[3].endswith("in all that time.")
    assert [r.rule for r in article.removed] == ["mail-head"] * 4 + ["mail-signature"] * 3


def test_fields_without_sender_and_subject_are_no_mail():
    text = "Subject: wood\nColour: green\n\nThe bench is made of oak.\n\n--\n\nIt is old."
    article = read_article(text, kind="text")
    assert "Subject: wood" in f"{article.title}\n{article.text}"
    assert "It is old." in article.text
