"""Which language a text is in."""

from __future__ import annotations

import pytest

from narrator.text.language import detect_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The ferry was late again, and nobody on the quay knew when it would come."),
        ("de", "Die Fähre hatte wieder Verspätung, und niemand am Kai wusste, wann sie kommt."),
        (
            "fr",
            "Le ferry était encore en retard et personne sur le quai ne savait quand il viendrait.",
        ),
        (
            "es",
            (
                "El transbordador llegó tarde otra vez y nadie en el muelle sabía cuándo iba "
                "a venir, porque los horarios no se publican desde hace un año."
            ),
        ),
        ("ko", "배가 또 늦었고 부두에 있던 아무도 언제 올지 몰랐다고 NHK 기자가 말했다."),
        (
            "it",
            "Il traghetto era di nuovo in ritardo e nessuno sapeva quando sarebbe arrivato.",
        ),
        (
            "pt",
            (
                "A balsa estava atrasada outra vez e ninguém no cais sabia quando ela ia chegar, "
                "porque os horários não são publicados há mais de um ano."
            ),
        ),
        ("nl", "De veerboot was weer te laat en niemand op de kade wist wanneer hij zou komen."),
        ("ja", "フェリーはまた遅れて、いつ来るのか誰も知らなかった。"),
        ("zh", "渡轮又晚点了，码头上没有人知道它什么时候来。"),
        ("ru", "Паром снова опоздал, и никто на причале не знал, когда он придёт."),
    ],
)
def test_a_sentence_is_enough_to_tell_the_language(language, text):
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "12:30", "Rossi Müller García", "OK"])
def test_a_text_that_does_not_tell_is_taken_for_the_default(text):
    assert detect_language(text) == "en"
    assert detect_language(text, default="de") == "de"


@pytest.mark.parametrize(
    "text",
    [
        "Do as I do: e-mail Jo, Sam, O. and A. E. Dos Santos, no fee, as before, no names.",
        "Plan B: a) no, b) os, c) as. Vitamin E, grade A, size O, Porto, Rio, Sao Joao da Barra.",
    ],
)
def test_a_few_short_words_do_not_make_an_english_text_foreign(text):
    assert detect_language(text) == "en"


def test_a_page_in_another_language_is_told_although_it_quotes_english():
    text = "Die Fähre ist weg, und sie kommt auch nicht wieder. " * 5 + "It was what they had said."
    assert detect_language(text) == "de"
