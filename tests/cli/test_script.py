"""`narrator script`: what will be said, and the receipt of what will not."""

import json


def test_it_shows_each_section_as_it_is_said_and_what_was_left_out(shell, article):
    text = shell("script", article).stdout.decode()
    assert "[What came next]" in text
    assert "It cost the miller five dollars." in text
    assert "line 3: Click to start listening" in text


def test_json_is_the_whole_script(shell, article):
    facts = json.loads(shell("script", article, "--json").stdout)
    assert facts["title"] == "A quiet day at the mill"
    assert facts["removed"][0]["line"] == 2
    assert any(said["text"] == "It cost the miller $5." for said in facts["utterances"])


def test_an_unknown_voice_is_refused_here_too(shell, article):
    for option in ("--voice", "--quote-voice"):
        result = shell("script", article, option, "jo")
        assert result.returncode == 2
        assert "'joe'" in result.stderr.decode()


def test_a_terminal_that_cannot_show_a_letter_is_no_failure(shell, article):
    article.write_text("한국 소식\n\nIt was reported in 한국 today.\n")
    shell.environment["PYTHONIOENCODING"] = "latin-1"
    assert shell("script", article).returncode == 0


def test_diff_shows_only_what_is_spoken_otherwise(shell, article):
    lines = shell("script", article, "--diff").stdout.decode().splitlines()
    assert "- It cost the miller $5." in lines
    assert "+ It cost the miller five dollars." in lines
    assert not any("wheel" in line for line in lines)


def test_a_rule_can_be_told_to_keep_what_it_would_remove(shell, article):
    (rule,) = {
        item["rule"] for item in json.loads(shell("script", article, "--json").stdout)["removed"]
    }
    kept = shell("script", article, "--keep", rule).stdout.decode()
    assert "Nothing was left out." in kept
    assert "Click to start listening" in kept
    assert shell("script", article, "--keep-all").stdout.decode() == kept


def test_a_sentence_can_be_dropped(shell, article):
    said = shell("script", article, "--drop", "It cost the miller $5.").stdout.decode()
    assert "five dollars" not in said
    assert "wheel" in said


def test_a_script_that_nobody_reads_to_the_end_is_no_failure_of_ours(shell, article):
    shell.environment["PYTHONUNBUFFERED"] = "1"
    process = shell.start("script", article)
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    process.wait(60)
    assert b"Traceback" not in errors


def test_unknown_lists_names_as_lines_of_a_lexicon(shell, tmp_path):
    article = tmp_path / "odd.txt"
    article.write_text("An odd day\n\nThen Xhaqelk spoke to Mqozv about Djokovic and the sea.\n")
    text = shell("script", article, "--unknown").stdout.decode()
    lexicon = tmp_path / "lexicon.toml"
    lexicon.write_text(text)
    assert '"Xhaqelk" = "/' in text
    assert "# once: Then Xhaqelk spoke" in text
    assert "Djokovic" not in text.replace("about Djokovic", "")
    known = shell("script", article, "--unknown", "--lexicon", lexicon).stdout.decode()
    assert known == "The voice knows every name.\n"
    facts = json.loads(shell("script", article, "--unknown", "--json").stdout)
    assert {name["word"] for name in facts} == {"Xhaqelk", "Mqozv"}


def test_the_lexicon_of_the_settings_lies_under_the_one_of_the_command(shell, article, tmp_path):
    usual, given = tmp_path / "usual.toml", tmp_path / "given.toml"
    usual.write_text('miller = "grinder"\nwheel = "disc"\n')
    given.write_text('wheel = "/wil/"\n')
    shell.environment["NARRATOR_LEXICON"] = str(usual)
    said = json.loads(shell("script", article, "--lexicon", given, "--json").stdout)["utterances"]
    assert any("grinder" in item["spoken"] for item in said)
    assert any(sound["ipa"] == "wil" for item in said for sound in item["pronunciations"])
    assert not any("disc" in item["spoken"] for item in said)
