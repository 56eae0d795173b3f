// While an episode is made: how far it is, and its sound as it comes.
import { ask, follow, get } from "../api.js";
import { $ } from "../dom.js";
import { span, t } from "../texts.js";

/** Show how far an episode is until it is ready or has failed; give it as it is then. */
export async function narrating(episode, player) {
  $("#narrating").hidden = false;
  $("#narrating-title").textContent = episode.title === "Untitled" ? t("narrating.title") : episode.title;
  show(episode.progress);
  $("#live").onclick = () => listen(episode, player);
  $("#cancel").onclick = () => ask(`${episode.links.self}?cancel=true`, { method: "DELETE" });
  if (sessionStorage.getItem("narrator-play") === episode.id) { sessionStorage.removeItem("narrator-play"); listen(episode, player); }
  await follow(episode.links.events, (kind, data) => {
    if (kind === "progress") show(data);
    if (data.title) $("#narrating-title").textContent = data.title;
  });
  $("#narrating").hidden = true;
  return get(episode.links.self);
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
