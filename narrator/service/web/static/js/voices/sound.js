// How a voice sounds: one sample at a time.
import { ask } from "../api.js";
import { icon } from "../dom.js";
import { t } from "../texts.js";

const sound = new Audio();
let playing = null;
let address = "";

export const GO = "M8 5v14l11-7z";
const HALT = "M6 6h12v12H6z";

/** Be silent; with a card, only if it is the one that is heard. */
export function stop(card) {
  if (!playing || (card && playing.card !== card)) return;
  sound.pause();
  playing.card.classList.remove("playing");
  playing.button.setAttribute("aria-label", playing.label);
  playing.button.replaceChildren(icon(GO));
  playing = null;
}
sound.addEventListener("ended", () => stop());

/** Play a voice's sample, or stop it. Throws Problem. */
export async function hear(voice, card, button) {
  const same = playing?.button === button;
  stop();
  if (same) return;
  playing = { card, button, label: button.getAttribute("aria-label") };
  button.setAttribute("aria-busy", "true");
  try {
    const blob = await (await ask(voice.sample)).blob();
    if (playing?.button !== button) return;
    URL.revokeObjectURL(address);
    sound.src = address = URL.createObjectURL(blob);
    await sound.play();
    card.classList.add("playing");
    button.setAttribute("aria-label", t("voices.stop"));
    button.replaceChildren(icon(HALT));
  } catch (problem) {
    if (playing?.button !== button) return;
    stop();
    throw problem;
  } finally {
    button.removeAttribute("aria-busy");
  }
}
