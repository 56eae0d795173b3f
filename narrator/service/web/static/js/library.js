// The shelf: what there is to hear, how far it was heard, what failed and why.
import { get } from "./api.js";
import { covers } from "./cover.js";
import { $, el, toast } from "./dom.js";
import { doom, isDoomed, spare } from "./doomed.js";
import { openFeeds } from "./feeds.js";
import { position } from "./position.js";
import { sentences, span, t } from "./texts.js";

const episodes = new Map();
let next = null;
let asked = 0;

const orders = {
  newest: (a, b) => b.created.localeCompare(a.created),
  oldest: (a, b) => a.created.localeCompare(b.created),
  title: (a, b) => a.title.localeCompare(b.title),
  shortest: (a, b) => a.duration - b.duration,
  longest: (a, b) => b.duration - a.duration,
};

async function load(path) {
  const mine = ++asked;
  const page = await get(path);
  if (mine !== asked) return;
  if (!path.includes("after=")) episodes.clear();
  for (const one of page.episodes) episodes.set(one.id, one);
  next = page.next;
  draw();
}

const first = () => {
  const q = $("#search").value.trim();
  return `/v1/episodes?limit=24${q ? `&q=${encodeURIComponent(q)}` : ""}`;
};

function draw() {
  const shown = [...episodes.values()].filter((one) => !isDoomed(one.id)).sort(orders[$("#sort").value]);
  $("#episodes").replaceChildren(...shown.map(card));
  $("#more").hidden = !next;
  const searching = $("#search").value.trim() !== "";
  $("#tools").hidden = !shown.length && !searching;
  $("#library-note").textContent = shown.length ? "" : t(searching ? "library.none" : "library.empty");
  if (shown.some((one) => ["queued", "narrating"].includes(one.state))) later();
}

let timer = 0;
function later() {
  clearTimeout(timer);
  timer = setTimeout(() => (document.hidden ? later() : load(first()).catch(() => {})), 3000);
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
    : el("span", { className: "blank" });
  const title = one.title === "Untitled" && !one.revision ? t("library.untitled") : one.title;
  const source = one.site ?? (one.url ? new URL(one.url).hostname.replace(/^www\./, "") : one.byline);
  const at = position(one.id).at;
  const busy = ["queued", "narrating"].includes(one.state);
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
$("#search").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(() => load(first()).catch(() => {}), 250); });
$("#sort").addEventListener("change", draw);
$("#more").addEventListener("click", () => load(next).catch(() => {}));
$("#subscribe").addEventListener("click", openFeeds);
load(first()).catch((problem) => { $("#library-note").textContent = problem.status ? problem.message : t("problem.network"); });
