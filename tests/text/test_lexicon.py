from __future__ import annotations

import pytest

from narrator.domain import InputError
from narrator.text.lexicon import (
    Entry,
    Lexicon,
    load_lexicon,
    merge_lexicons,
    own_lexicon,
)


def write(folder, text):
    path = folder / "lexicon.toml"
    path.write_text(text, encoding="utf-8")
    return path


def spoken(lexicon, language):
    return {written: entry.spoken for written, entry in lexicon.words(language).items()}


def test_words_of_a_language_win_over_those_of_any(tmp_path):
    path = write(tmp_path, '"GIF" = "jif"\n"SK" = "S K"\n[ko]\n"SK" = "에스케이"\n')
    lexicon = load_lexicon(path)
    assert spoken(lexicon, "en") == {"GIF": "jif", "SK": "S K"}
    assert spoken(lexicon, "ko") == {"GIF": "jif", "SK": "에스케이"}


def test_the_last_layer_wins():
    ours = Lexicon((Entry("GIF", "jif"), Entry("SQL", "sequel")))
    theirs = Lexicon((Entry("GIF", "gif"),))
    assert spoken(merge_lexicons(ours, None, theirs), "en") == {"GIF": "gif", "SQL": "sequel"}


def test_white_space_in_a_phrase_is_single(tmp_path):
    lexicon = load_lexicon(write(tmp_path, '"New   York" = "Noo York"\n'))
    assert spoken(lexicon, "en") == {"New York": "Noo York"}


def test_a_missing_lexicon_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.toml.*check the path"):
        load_lexicon(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"a" = ', "not TOML"),
        ('"word" = 5\n', "'word' that is not text"),
        ('[en]\n"word" = ["x"]\n', r"'word' in \[en\] that is not text"),
        ('[English]\n"word" = "x"\n', r"\[English\], which is not a language"),
        ('" " = "x"\n', "empty key"),
        ('"word" = { ipa = 5 }\n', "'word' that is not text"),
        ('[en]\n"word" = { said = "x" }\n', r"'word' in \[en\] that is not text"),
        ('"word" = "/W ER1 D/"\n', "not IPA: W ER1 D"),
    ],
)
def test_a_wrong_lexicon_says_where(tmp_path, text, said):
    with pytest.raises(InputError, match=said) as caught:
        load_lexicon(write(tmp_path, text))
    assert "lexicon.toml" in caught.value.message
    assert caught.value.hint


def test_a_byte_order_mark_is_no_part_of_the_first_word(tmp_path):
    path = tmp_path / "lexicon.toml"
    path.write_text('Skarn = "Skaarn"\n', encoding="utf-8-sig")
    assert spoken(load_lexicon(path), "en") == {"Skarn": "Skaarn"}


def test_bytes_that_are_not_text_are_refused(tmp_path):
    path = tmp_path / "lexicon.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="not TOML"):
        load_lexicon(path)


def test_sounds_stand_between_slashes_or_in_a_table(tmp_path):
    path = write(
        tmp_path,
        '"Skarn" = "/skɑːn/"\n"Ulm Vale" = { ipa = "ʊlm veɪl" }\n'
        '[en]\nQuell = { ipa = "kwɛl", spoken = "Kwell" }\n',
    )
    words = load_lexicon(path).words("en")
    assert words["Skarn"] == Entry("Skarn", "Skarn", ipa="skɑːn")
    assert words["Ulm Vale"] == Entry("Ulm Vale", "Ulm Vale", ipa="ʊlm veɪl")
    assert words["Quell"] == Entry("Quell", "Kwell", "en", "kwɛl")


def test_a_word_with_slashes_within_is_no_sound(tmp_path):
    words = load_lexicon(write(tmp_path, '"TCP/IP" = "T C P / I P"\n')).words("en")
    assert words["TCP/IP"] == Entry("TCP/IP", "T C P / I P")


def test_our_own_names_have_sounds_that_a_voice_takes():
    entries = own_lexicon().entries
    assert len({entry.written for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.ipa
        assert entry.spoken == entry.written
        assert entry.language
