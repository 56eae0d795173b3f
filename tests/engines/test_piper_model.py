from __future__ import annotations

import shutil

import numpy as np
import onnx
import onnxruntime
import pytest

from narrator.domain import VoiceError
from narrator.engines.files import locate
from narrator.engines.piper_model import HALO, WINDOW, open_model
from narrator.voices import find_voice

FILE = find_voice("joe").files[0]


@pytest.fixture(scope="module")
def model(cache):
    return open_model(locate(FILE), sha256=FILE.sha256, cache=cache)


def test_windows_give_the_sound_of_one_run(model):
    latent = np.random.default_rng(1).standard_normal((1, 192, 3 * WINDOW + 7), np.float32)
    name = model.decoder.get_inputs()[0].name
    whole = model.decoder.run(None, {name: latent})[0].reshape(-1)
    windowed = model._decode(latent)
    assert HALO < WINDOW
    assert windowed.shape == whole.shape
    assert np.abs(windowed - whole).max() < 1e-5


def test_the_sound_is_that_of_the_published_model(model):
    published = onnx.load(locate(FILE))
    opening = next(node for node in published.graph.node if "dec.conv_pre.weight" in node.input)
    name = opening.input[0]
    shape = onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, 192, "frames"])
    published.graph.value_info.append(shape)
    outputs = [published.graph.output[0].name]
    decoder = onnx.utils.Extractor(published).extract_model([name], outputs)
    session = onnxruntime.InferenceSession(decoder.SerializeToString())
    latent = np.random.default_rng(2).standard_normal((1, 192, 50), np.float32)
    sound = session.run(None, {name: latent})[0].reshape(-1)
    assert np.abs(model._decode(latent) - sound).max() < 1e-4 * np.abs(sound).max()


@pytest.mark.usefixtures("model")
def test_nothing_is_kept_that_only_one_kind_of_processor_can_run(cache):
    for path in (cache / "piper").glob("*.onnx"):
        assert {node.domain for node in onnx.load(path).graph.node} <= {"", "com.microsoft"}


def test_it_is_prepared_once(model, cache):
    kept = sorted((cache / "piper").glob(f"{FILE.sha256}*"))
    before = [path.stat().st_mtime_ns for path in kept]
    assert len(kept) == 2
    open_model(locate(FILE), sha256=FILE.sha256, cache=cache)
    assert [path.stat().st_mtime_ns for path in kept] == before
    assert model.encoder.get_inputs()[-1].shape[1] == 192


@pytest.mark.usefixtures("model")
def test_a_damaged_prepared_model_is_made_again(cache, tmp_path):
    shutil.copytree(cache / "piper", tmp_path / "piper")
    encoder = next((tmp_path / "piper").glob("*-encoder.onnx"))
    size = encoder.stat().st_size
    encoder.write_bytes(encoder.read_bytes()[: size // 2])
    open_model(locate(FILE), sha256=FILE.sha256, cache=tmp_path)
    assert encoder.stat().st_size == size


def test_another_network_is_refused(tmp_path):
    path = tmp_path / "other.onnx"
    nothing = onnx.helper.make_graph([], "nothing", [], [])
    onnx.save(onnx.helper.make_model(nothing), path)
    with pytest.raises(VoiceError, match="no model of one Piper speaker"):
        open_model(path, sha256="0" * 64, cache=tmp_path / "cache")
