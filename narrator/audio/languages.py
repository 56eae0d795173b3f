"""Language codes as ID3 wants them."""

from __future__ import annotations

_ISO_639_2 = {
    "ar": "ara",
    "bg": "bul",
    "ca": "cat",
    "cs": "ces",
    "cy": "cym",
    "da": "dan",
    "de": "deu",
    "el": "ell",
    "en": "eng",
    "es": "spa",
    "et": "est",
    "fa": "fas",
    "fi": "fin",
    "fr": "fra",
    "he": "heb",
    "hi": "hin",
    "hr": "hrv",
    "hu": "hun",
    "id": "ind",
    "is": "isl",
    "it": "ita",
    "ja": "jpn",
    "ka": "kat",
    "kk": "kaz",
    "ko": "kor",
    "lt": "lit",
    "lv": "lav",
    "nb": "nob",
    "ne": "nep",
    "nl": "nld",
    "no": "nor",
    "pl": "pol",
    "pt": "por",
    "ro": "ron",
    "ru": "rus",
    "sk": "slk",
    "sl": "slv",
    "sr": "srp",
    "sv": "swe",
    "sw": "swa",
    "te": "tel",
    "tr": "tur",
    "uk": "ukr",
    "vi": "vie",
    "zh": "zho",
}
"""ISO 639-1 to ISO 639-2/T for the languages that have a Piper voice, and their neighbours."""


def three_letters(language: str) -> str:
    """ISO 639-2 code of a BCP 47 tag ("en-GB" gives "eng"); "und" where it is not known."""
    primary = language.partition("-")[0].lower()
    return primary if len(primary) == 3 else _ISO_639_2.get(primary, "und")
