"""Bytes of unknown encoding to text."""

from __future__ import annotations

import codecs

from narrator.domain import ArticleError, ErrorKind

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What the older files and web pages of our readers are written in. A closed list: asked about
# a hundred encodings, a guesser takes a short German text for a Baltic one.
_LEGACY = ("cp1252", "cp949", "cp1250", "cp1251", "cp932", "gb18030", "big5")

# Enough to tell encodings apart; guessing reads its sample once for each of them.
_SAMPLE = 32_768

# Of a text, at most this share is C0 control characters other than white space. Text has none;
# compressed or executable data read as an 8-bit encoding has about a tenth.
_MAX_CONTROLS = 0.01
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"


def decode_text(data: bytes) -> str:
    """Decode a text whatever its encoding: by byte order mark, as UTF-8, UTF-16 or by guess.

    Stray bytes that the encoding does not know become U+FFFD.

    Raises:
        ArticleError: if the data is not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_utf16(data):
            return data.decode(_utf16(data), "replace")
        return data.decode(_guess(data, error.start), "replace")
    if _is_utf16(data):
        return data.decode(_utf16(data), "replace")
    _check_controls(data)
    return text


def _is_utf16(data: bytes) -> bool:
    """Whether every other byte of most characters is zero, as in UTF-16 of Latin text."""
    sample = data[:_SAMPLE]
    return (
        max(sample[::2].count(0), sample[1::2].count(0))
        > 0.4 * (len(sample) // 2 or 1)
        > (min(sample[::2].count(0), sample[1::2].count(0)) * 4)
    )


def _utf16(data: bytes) -> str:
    sample = data[:_SAMPLE]
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _check_controls(data: bytes) -> None:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > _MAX_CONTROLS * len(sample):
        raise ArticleError(
            "this is binary data, not text",
            hint="give text, HTML, Markdown, EPUB, PDF or DOCX",
            kind=ErrorKind.FORMAT,
        )


def _guess(data: bytes, stray: int) -> str:
    """Name the encoding of text that is not UTF-8 from the byte `stray` on."""
    from charset_normalizer import from_bytes

    _check_controls(data)
    head = data[max(0, stray - _SAMPLE // 2) :][:_SAMPLE]
    repaired = head.decode("utf-8", "replace")
    multibyte = sum(char > "\x7f" and char != "�" for char in repaired)
    if multibyte > 10 * repaired.count("�"):
        return "utf-8"  # UTF-8 with a damaged byte here and there
    best = from_bytes(head, cp_isolation=list(_LEGACY)).best()
    return best.encoding if best else "cp1252"
