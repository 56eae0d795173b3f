// Saying a sentence at once, to hear how a voice or a word sounds.
import { ask } from "./api.js";

let player = null;

/** Say a text; a later one ends the one before. */
export async function say(input, { voice, speed = 1, lexicon = [] } = {}) {
  player?.pause();
  const json = { input, speed, lexicon, ...(voice ? { voice } : {}) };
  const response = await ask("/v1/audio/speech", { json });
  const url = URL.createObjectURL(await response.blob());
  player = new Audio(url);
  player.addEventListener("ended", () => URL.revokeObjectURL(url));
  await player.play();
}
