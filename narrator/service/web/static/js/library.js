// The shelf: what there is to hear, how far it was heard, what failed and why.
import { get } from "./api.js";
import { covers } from "./cover.js";
import { $, el, icon, toast } from "./dom.js";
import { doom, isDoomed, spare } from "./doomed.js";
import { openFeeds } from "./feeds.js";
import { position } from "./position.js";
import { sentences, span, t, titled } from "./texts.js";

const PAUSE = 3000; // milliseconds between two looks at what is being made
const WAVE = "M3 9.7v4.6M7.5 6v12M12 3v18M16.5 7.5v9M21 9.7v4.6"; // where there is no cover yet
const BUSY = ["queued", "narrating"];
const episodes = new Map();
const cards = new Map(); // by episode, with what each one shows
let next = null;
let asked = 0;

const orders = {
  newest: (a, b) => b.created.localeCompare(a.created),
  oldest: (a, b) => a.created.localeCompare(b.created),
  title: (a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }),
  shortest: (a, b) => a.duration - b.duration,
  longest: (a, b) => b.duration - a.duration,
};

/** Show what is asked for from the start on, or the page after that. */
async function load(path, { more = false } = {}) {
  const mine = ++asked;
  const found = [];
  // Only the newest come in order: for another one all have to be known.
  do {
    const page = await get(path);
    if (mine !== asked) return;
    found.push(...page.episodes);
    path = next = page.next;
  } while (next && $("#sort").value !== "newest");
  if (!more) episodes.clear();
  for (const one of found) episodes.set(one.id, one);
  draw();
}

const first = (limit = 24) => {
  const q = $("#search").value.trim();
  return `/v1/episodes?limit=${$("#sort").value === "newest" ? limit : 100}${q ? `&q=${encodeURIComponent(q)}` : ""}`;
};
const anew = () => load(first()).catch(() => {});

function draw() {
  const shown = [...episodes.values()].filter((one) => !isDoomed(one.id)).sort(orders[$("#sort").value]);
  const list = $("#episodes");
  const kept = shown.map(place);
  // What stands right is left alone: it may have the focus.
  kept.forEach((item, index) => { if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null); });
  while (list.children.length > kept.length) list.lastChild.remove();
  $("#more").hidden = !next;
  const searching = $("#search").value.trim() !== "";
  $("#tools").hidden = !shown.length && !searching;
  $("#library-note").textContent = shown.length ? "" : t(searching ? "library.none" : "library.empty");
  if (shown.some(isBusy)) later();
}

/** Give an episode's card: the one there is if it shows the same, with the focus where it was. */
function place(one) {
  const shows = JSON.stringify([one, position(one.id)]);
  const before = cards.get(one.id);
  if (before?.shows === shows) return before.item;
  const item = card(one);
  cards.set(one.id, { item, shows });
  const focused = before ? parts(before.item).indexOf(document.activeElement) : -1;
  before?.item.replaceWith(item);
  if (focused >= 0) parts(item)[focused]?.focus({ preventScroll: true });
  return item;
}

const parts = (item) => [...item.querySelectorAll("a, button")];
const isBusy = (one) => BUSY.includes(one.state);

let timer = 0;
function later() {
  clearTimeout(timer);
  timer = setTimeout(() => (document.hidden ? later() : look().catch(later)), PAUSE);
}

/** See how far those are that are being made. */
async function look() {
  const { episodes: found } = await get(`/v1/episodes?limit=100&${BUSY.map((state) => `state=${state}`).join("&")}`);
  const now = new Map(found.map((one) => [one.id, one]));
  for (const { id } of [...episodes.values()].filter(isBusy)) {
    const one = now.get(id) ?? await get(`/v1/episodes/${id}`).catch((problem) => { if (problem.status !== 404) throw problem; });
    if (one) episodes.set(id, one); else episodes.delete(id);
  }
  draw();
}

function facts(one) {
  if (one.state !== "ready" && !one.revision) return t(`state.${one.state}`);
  const { at, heard } = position(one.id);
  if (heard) return `${t("library.heard")} · ${span(one.duration)}`;
  return at > 5 ? t("library.left", { span: span(one.duration - at) }) : span(one.duration);
}

function card(one) {
  const cover = one.links.thumbnail
    ? el("img", { ...covers(one, "(max-width: 520px) 88px, 240px"), alt: "", width: 300, height: 300, loading: "lazy", decoding: "async" })
    : el("span", { className: `blank ${one.state}` }, icon(WAVE, { solid: false }));
  const title = one.title === "Untitled" && !one.revision ? t("library.untitled") : titled(one.title);
  const source = one.site ?? (one.url ? new URL(one.url).hostname.replace(/^www\./, "") : one.byline);
  const at = position(one.id).at;
  const busy = isBusy(one);
  const share = busy ? one.progress.share : one.duration ? at / one.duration : 0;
  const bar = busy || share > 0.005
    ? el("progress", { max: 1, value: share, "aria-label": busy ? t("state.narrating") : t("listen.position") }) : null;
  const again = one.problem && el("button", { type: "button", className: "small", onclick: () => retry(one) }, t("library.retry"));
  return el("li", {},
    el("a", { href: `/listen/${one.id}`, className: "episode" }, cover, el("span", { className: "name", lang: one.language || undefined }, title)),
    el("div", { className: "facts quiet small" }, el("span", {}, [source, facts(one)].filter(Boolean).join(" · ")),
      el("button", { type: "button", className: "icon", "aria-label": t("library.delete", { title }), onclick: () => remove(one) }, "✕")),
    bar, one.problem ? el("p", { className: "error small" }, sentences(one.problem)) : null, again);
}

async function retry(one) {
  try {
    episodes.set(one.id, await get(`/v1/episodes/${one.id}/retry`, { method: "POST" }));
    draw();
  } catch (problem) { toast(problem.message); }
}

function remove(one) {
  doom(one.id);
  episodes.delete(one.id);
  draw();
  $("#library-title").setAttribute("tabindex", "-1");
  $("#library-title").focus({ preventScroll: true });
  toast(t("library.deleted"), { action: t("library.undo"), act: () => {
    spare(one.id);
    episodes.set(one.id, one);
    draw();
  } });
}

let typing = 0;
$("#search").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(anew, 250); });
$("#sort").addEventListener("change", () => { draw(); if (next) anew(); });
$("#more").addEventListener("click", () => load(next, { more: true }).catch(() => {}));
// Articles also come from elsewhere: a bookmark, the share menu, a feed.
document.addEventListener("visibilitychange", () => { if (!document.hidden) load(first(Math.min(100, Math.max(24, episodes.size)))).catch(() => {}); });
$("#subscribe").addEventListener("click", openFeeds);
load(first()).catch((problem) => { $("#library-note").textContent = problem.status ? problem.message : t("problem.network"); });
