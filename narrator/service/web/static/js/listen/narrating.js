// While an episode is made: how far it is, its sound and its text as they come.
import { ask, follow, get } from "../api.js";
import { $ } from "../dom.js";
import { span, t, titled } from "../texts.js";

/** Show how far an episode is until it is ready or has failed; give it as it is then. */
export async function narrating(episode, player, reading) {
  const coming = new Coming(episode, reading);
  $("#narrating").append(reading.root);
  $("#narrating").hidden = false;
  $("#narrating-title").textContent = episode.title === "Untitled" ? t("narrating.title") : titled(episode.title);
  show(episode.progress);
  $("#live").onclick = () => listen(episode, player);
  $("#cancel").onclick = () => ask(`${episode.links.self}?cancel=true`, { method: "DELETE" });
  if (sessionStorage.getItem("narrator-play") === episode.id) { sessionStorage.removeItem("narrator-play"); listen(episode, player); }
  await follow(episode.links.events, (kind, data) => {
    if (kind === "progress") { show(data); coming.look(); }
    if (data.title) $("#narrating-title").textContent = data.title;
  });
  $("#narrating").hidden = true;
  $("#ready").append(reading.root);
  return get(episode.links.self);
}

/** The text of what is spoken so far. */
class Coming {
  at = 0; // where the next sentences begin, in seconds
  looking = false;
  again = false;

  constructor(episode, reading) { Object.assign(this, { episode, reading }); }

  /** Show what was spoken since the last look. */
  async look() {
    if (this.looking) { this.again = true; return; }
    this.looking = true;
    try {
      const { links: { live_transcript: path }, language } = this.episode;
      const known = this.reading.segments.length;
      const { segments, length } = await get(`${path}${path.includes("?") ? "&" : "?"}after=${known}`);
      const later = segments.map((one) => ({ ...one, startTime: one.startTime + this.at, endTime: one.endTime + this.at,
        words: one.words.map(([word, start, end]) => [word, start + this.at, end + this.at]) }));
      this.at += length;
      if (!segments.length) return;
      if (known) this.reading.add(later);
      else this.reading.show(later, $("#narrating-title").textContent, language);
      $("#narrating-title").hidden = true;
    } catch { /* The next look has it. */ } finally {
      this.looking = false;
      if (this.again) { this.again = false; this.look(); }
    }
  }
}

function listen(episode, player) {
  $("#live").hidden = true;
  // Where the browser does not let it start by itself, its play button is there.
  player.startLive(episode.links.live).catch(() => {});
}

function show({ done = 0, total = 0, share = 0, section = "", left = null }) {
  $("#share").value = share;
  $("#now").textContent = total ? (section ? t("narrating.section", { section }) : t("narrating.title")) : t("narrating.waiting");
  const parts = total ? [t("narrating.sentences", { done, total })] : [];
  if (left) parts.push(t("narrating.left", { span: span(left) }));
  $("#left").textContent = parts.join(" · ");
}
