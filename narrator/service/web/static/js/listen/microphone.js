// A few words from the microphone, as the 16-bit WAV file that the service hears.

const RATE = 16_000; // Hz, what the recognizer takes
const LONGEST = 15_000; // milliseconds

export const can = () => !!navigator.mediaDevices?.getUserMedia && "MediaRecorder" in window;

/** Record until `stop` is called or it has been long enough; `taken` gives the WAV file. */
export async function record() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const parts = [];
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  const ended = new Promise((go) => recorder.addEventListener("stop", go, { once: true }));
  recorder.start();
  const stop = () => { if (recorder.state !== "inactive") recorder.stop(); };
  const timer = setTimeout(stop, LONGEST);
  const taken = ended.then(async () => {
    clearTimeout(timer);
    for (const track of stream.getTracks()) track.stop();
    return wav(await decode(new Blob(parts)));
  });
  return { stop, taken };
}

async function decode(blob) {
  // A context of this rate resamples what it decodes.
  const context = new OfflineAudioContext(1, 1, RATE);
  const sound = await context.decodeAudioData(await blob.arrayBuffer());
  return sound.getChannelData(0);
}

function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const text = (at, letters) => [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + 2 * samples.length, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, 2 * RATE, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((value, i) => view.setInt16(44 + 2 * i, Math.max(-1, Math.min(1, value)) * 32_767, true));
  return new Blob([view], { type: "audio/wav" });
}
