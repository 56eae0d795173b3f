// The page of an episode: made, failed, or ready to be heard and read along.
import { get } from "../api.js";
import { covers } from "../cover.js";
import { $, el } from "../dom.js";
import { sentences, t, titled } from "../texts.js";
import { Mending } from "./mend.js";
import { offerFeeds } from "./feeds.js";
import { narrating } from "./narrating.js";
import { Player } from "./player.js";
import { Reading } from "./read.js";

const id = document.body.dataset.episode;
const audio = $("#audio");
const reading = new Reading($("#article"), (time) => player.seek(time));
const player = new Player(id, (time) => {
  reading.mark(time);
  if (reading.marked >= 0) mending.last = reading.marked;
}, (time, by) => reading.beside(time, by));
const mending = new Mending(reading, player, changed);

async function open() {
  let episode = await get(`/v1/episodes/${id}`);
  document.title = `${episode.title} · Narrator`;
  $("#loading").hidden = true;
  if (!episode.revision && ["queued", "narrating"].includes(episode.state)) episode = await narrating(episode, player, reading);
  if (episode.revision) await ready(episode);
  else failed(episode);
}

async function ready(episode, at) {
  const [transcript, { chapters }] = await Promise.all([get(fresh(episode, "transcript_json")), get(fresh(episode, "chapters"))]);
  reading.show(transcript.segments, episode.title, episode.language);
  mending.episode = episode;
  document.title = `${episode.title} · Narrator`;
  Object.assign($("#cover"), covers(episode, "(max-width: 860px) 96px, 240px"));
  const name = episode.site ?? (episode.url ? new URL(episode.url).hostname : "");
  $("#source").replaceChildren(...[episode.byline, episode.url ? el("a", { href: episode.url, rel: "noreferrer" }, name) : name].filter(Boolean).flatMap((one, i) => (i ? [" · ", one] : [one])));
  if (matchMedia("(max-width: 860px)").matches) $("#chapters").open = false;
  $("#ready").hidden = false;
  player.load(episode, chapters, at);
  $("#more").onclick = () => offerFeeds(id).catch(() => {});
  reading.mark(at?.time ?? audio.currentTime);
}

const fresh = (episode, name) => `${episode.links[name]}${episode.links[name].includes("?") ? "&" : "?"}r=${episode.revision}`;

/** Take a new revision, at the same place of the same sentence. */
async function changed(episode) {
  const time = audio.currentTime;
  const before = reading.segments;
  const index = Math.max(0, before.findLastIndex((one) => one.startTime <= time));
  const offset = time - before[index].startTime;
  const playing = !audio.paused;
  const { segments } = await get(fresh(episode, "transcript_json"));
  const now = segments[Math.min(index, segments.length - 1)];
  await ready(episode, { time: Math.min(now.startTime + offset, episode.duration), playing });
}

function failed(episode) {
  const cancelled = episode.state === "cancelled";
  if (episode.title !== "Untitled") $("#gone-what").textContent = titled(episode.title);
  $("#gone-title").textContent = t(cancelled ? "state.cancelled" : "failed.title");
  $("#gone-why").textContent = cancelled ? t("failed.cancelled") : sentences(episode.problem ?? {});
  $("#retry").hidden = false;
  $("#retry").onclick = async () => { await get(`/v1/episodes/${id}/retry`, { method: "POST" }); location.reload(); };
  $("#gone").hidden = false;
}

open().catch((problem) => {
  $("#loading").hidden = true;
  $("#narrating").hidden = true;
  $("#gone-title").textContent = problem.status ? t("listen.gone") : t("problem.network");
  $("#gone").hidden = false;
});
