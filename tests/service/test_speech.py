"""The real OpenAI client speaks to our speech endpoint."""

import io

import av
import openai
import pytest

TEXT = "It cost $5. Nobody knew what to say about it."


@pytest.fixture
def speech(server):
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key="none", max_retries=0) as client:
        yield client.audio.speech


def seconds(data, **how):
    with av.open(io.BytesIO(data), **how) as container:
        rate = container.streams.audio[0].rate
        return sum(frame.samples for frame in container.decode(audio=0)) / rate


def test_the_client_gets_speech(speech):
    answer = speech.create(model="tts-1", voice="alloy", input=TEXT)
    assert answer.response.headers["content-type"] == "audio/mpeg"
    assert 2 < seconds(answer.content) < 8


@pytest.mark.parametrize("kind", ["mp3", "opus", "aac", "flac", "wav", "pcm"])
def test_every_format_streams(speech, kind):
    with speech.with_streaming_response.create(
        model="gpt-4o-mini-tts", voice="tone", input=TEXT, response_format=kind
    ) as answer:
        data = b"".join(answer.iter_bytes())
    raw = {"format": "s16le", "options": {"sample_rate": "24000"}} if kind == "pcm" else {}
    assert 2 < seconds(data, **raw) < 8


def test_speed_changes_the_length(speech):
    slow, fast = (
        seconds(speech.create(model="tts-1", voice="tone", input=TEXT, speed=speed).content)
        for speed in (1.0, 2.0)
    )
    assert fast < 0.7 * slow


def test_every_word_is_said_even_what_looks_like_page_furniture(speech):
    said = speech.create(model="tts-1", voice="tone", input="Click to start listening").content
    assert seconds(said) > 1


def test_events_of_the_clients_stream_format_carry_the_sound(server):
    with server.client.stream(
        "POST", "/v1/audio/speech", json={"input": TEXT, "stream_format": "sse"}
    ) as answer:
        text = answer.read().decode()
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert '"speech.audio.delta"' in text
    assert text.rstrip().rpartition("\n")[2].startswith('data: {"type": "speech.audio.done"')


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"voice": "nobody", "input": "a"}, "no voice 'nobody'"),
        ({"voice": "tone", "input": ""}, "input"),
        ({"voice": "tone", "input": "a", "speed": 4}, "speed"),
        ({"voice": "tone", "input": "..."}, "no words"),
    ],
)
def test_the_client_shows_what_is_wrong(speech, wanted, words):
    with pytest.raises(openai.UnprocessableEntityError, match=words):
        speech.create(model="tts-1", **wanted)


def test_nothing_is_kept(server, speech):
    before = server.client.get("/v1/episodes").json()["episodes"]
    speech.create(model="tts-1", voice="tone", input=TEXT)
    assert server.client.get("/v1/episodes").json()["episodes"] == before
