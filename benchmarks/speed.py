"""The whole pipeline against what a person would type: `python -m piper` and an MP3 encoder.

Both read the same sentences with the same voice and write one MP3. Ours also cleans the article,
levels it, and writes chapters, tags and the manifest.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import NARRATOR, Run, run, show, side_by_side

from narrator.engines import verify_files
from narrator.text import read_article, write_script
from narrator.voices import find_voice

SEED = Path(__file__).parents[1] / "seeds" / "nationpress-korea-defection.txt"


def main() -> None:
    """Print the ratio of the two times; below 1 ours is faster."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        sys.exit("speed.py needs ffmpeg as the other side's encoder: apt-get install ffmpeg")
    model = verify_files(find_voice("joe"))[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spoken = folder / "spoken.txt"
        script = write_script(read_article(SEED), voice="joe")
        spoken.write_text("\n".join(said.spoken for said in script.utterances), "utf-8")

        def ours() -> Run:
            out = folder / "ours.mp3"
            command = [*NARRATOR, "narrate", str(SEED), "-o", str(out), "--no-cache", "--force"]
            return run(command, NARRATOR_CACHE=str(folder / "cache"))

        def theirs() -> Run:
            wav = folder / "theirs.wav"
            piper = [sys.executable, "-m", "piper", "-m", str(model), "-f", str(wav)]
            spoke = run([*piper, "--input-file", str(spoken)])
            encode = [ffmpeg, "-y", "-i", str(wav), "-b:a", "64k", str(folder / "theirs.mp3")]
            encoded = run(encode)
            return Run(
                spoke.seconds + encoded.seconds,
                spoke.cpu + encoded.cpu,
                max(spoke.peak, encoded.peak),
            )

        ours()  # the first run prepares the model, once for a machine
        show("narrator / (piper + ffmpeg), wall time", side_by_side(5, ours, theirs))
        show("narrator / (piper + ffmpeg), peak memory", [ours().peak / theirs().peak])


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
