"""Named rules: the furniture that is certain, in five languages, and what looks like it."""

from __future__ import annotations

import time

import pytest

from narrator.text.places import PLACES
from narrator.text.residue import match_rule, rule_names

FURNITURE = {
    "listen-prompt": [
        "Click to start listening", "Tap here to listen to this article", "Listen (4 min)",
        "Klicken Sie hier, um den Artikel anzuhören",
        "Artikel anhören", "Écouter l’article", "Escuchar este artículo", "기사 듣기",
    ],
    "share-bar": [
        "Share on Facebook", "Share Save Print", "Facebook Twitter WhatsApp", "Copy link",
        "Teilen", "Partager sur Facebook", "Compartir en WhatsApp", "공유하기", "URL 복사",
    ],
    "newsletter-prompt": [
        "Subscribe", "Log in | Register", "Sign up for our newsletter",
        "Get the best of the week in your inbox",
        "Newsletter abonnieren", "Abonnez-vous à notre newsletter", "Suscríbete a nuestro boletín",
        "뉴스레터 구독하기", "Count me in",
    ],
    "app-prompt": [
        "Download our app", "Jetzt App herunterladen", "Laden Sie unsere App herunter",
        "Push-Nachrichten aktivieren", "Télécharger l’application", "Descarga nuestra app",
        "앱 다운로드", "앱에서 보기",
    ],
    "related-link": [
        "Read more: How the quay was built", "You may also like", "Back to top", "Mehr zum Thema",
        "Lire aussi : Les halles en dix dates", "Te puede interesar", "관련 기사",
        "Home > News > Harbours",
    ],
    "photo-credit": [
        "Photo: Ann Harker", "Getty Images A man on a quay",
        "Photo by Ann Harker / Getty Images", "Foto: dpa",
        "Crédit photo : AFP", "사진=연합뉴스", "사진 제공=서울시",
    ],
    "agency-signoff": [
        "--IANS na/", "(Reporting by Ann Harker; editing by Joe Marl)", "(dpa)",
        "김철수 기자 kim@example.com", "무단 전재 및 재배포 금지", "(끝)",
    ],
    "cookie-notice": [
        "Accept all cookies", "Alle Cookies akzeptieren", "Tout accepter", "쿠키 사용에 동의",
    ],
    "comment-count": [
        "12 comments", "Leave a comment", "27 Kommentare", "Laisser un commentaire", "댓글 3",
    ],
    "paywall": ["Subscribe to continue reading", "Nur für Abonnenten", "Réservé aux abonnés"],
    "byline-furniture": [
        "By Ann Harker", "January 14, 2025", "Updated: 3 May 2025, 10:15 am", "5 min read",
        "Von Anna Harker", "Publié le 3 mai 2025 à 10h15", "입력 2025.01.14 10:15",
    ],
    "advertisement": [
        "ADVERTISEMENT", "Story continues below advertisement", "Anzeige", "Publicité", "광고",
    ],
    "legal-notice": ["All rights reserved.", "Impressum", "이용약관", "© 2025 The Marl Post"],
    "separator": ["* * *", "-----", "•"],
}  # fmt: skip

CONTENT = [
    "Share prices fell again on Tuesday.",
    "More in sorrow than in anger, she signed.",
    "By the time they arrived, the ferry had gone.",
    "He said the advertisement had been seen by millions.",
    "Reading it took me 5 minutes.",
    "Comments from the public were heard until midnight.",
    "The photo shows Ann Harker at the quay in 1993.",
    "Listen to the river, my grandfather said.",
    "Subscribe to a theory and you will find proof.",
    "Von der Brücke sieht man das Meer.",
    "Par la fenêtre, on voyait la mer.",
    "Compartir la casa fue idea de su hermana.",
    "기자는 그날 밤 다리를 건넜다.",
    "Harlow 2-1 Denby",
    "Population: 390,000",
    "- Onions",
    "June was wet.",
    "Results",
    "Reuters said it would appeal.",
    "By Thursday it was over.",
    "Photo: a picture of the quay, made by my aunt in 1951, hangs over the stove.",
    "Back to the end of the pier we ran.",
    "Read more: that was what he told every child.",
    "Published in 1951, the book sold badly.",
    "Home.",
    "Close.",
    "Share.",
    "No comment.",
    "Copyright is a thing that my aunt never understood.",
]


@pytest.mark.parametrize(
    ("rule", "text"), [(r, t) for r, texts in FURNITURE.items() for t in texts]
)
def test_certain_furniture_is_known_by_its_words(rule, text):
    assert match_rule(text) == rule


@pytest.mark.parametrize("text", CONTENT)
def test_sentences_that_begin_like_furniture_are_left_alone(text):
    assert match_rule(text) is None


@pytest.mark.parametrize("text", ["12 March 1944", "March 1945", "10:30", "By Ann Harker"])
def test_bylines_and_bare_dates_are_furniture_at_the_edges_of_a_page_only(text):
    assert match_rule(text) == "byline-furniture"
    assert match_rule(text, edge=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "What do you think? Leave a comment below.",
        "Your email address will not be published.",
        "Click here to share this with a friend on Facebook.",
    ],
)
def test_a_whole_sentence_can_be_furniture_for_certain(text):
    assert match_rule(text) is not None


def test_every_rule_says_what_it_removes_and_is_tested():
    names = rule_names()
    told = {"repeated-title", "page-furniture", "mail-head", "mail-signature"}
    assert set(names) - told - set(PLACES) == set(FURNITURE)
    assert all(names.values())


@pytest.mark.parametrize(
    "piece", ["a ", "share ", "read more: ", "by a-", "1,", "jan 1 ", "- ", "사진 ", "photo / "]
)
def test_no_line_makes_a_pattern_run_away(piece):
    start = time.process_time()
    for length in (50, 299, 5_000):
        match_rule((piece * length)[:length])
    assert time.process_time() - start < 1
