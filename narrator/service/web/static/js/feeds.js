// Feeds to subscribe to: making one, and its link with a code to point a phone at.
import { get } from "./api.js";
import { $, el } from "./dom.js";
import { t } from "./texts.js";

export async function openFeeds() {
  $("#feeds").showModal();
  await list();
}

async function list() {
  const feeds = await get("/v1/feeds");
  $("#feed-list").replaceChildren(...(feeds.length ? feeds.map(row) : [el("p", {}, t("feeds.none"))]));
}

function row(feed) {
  const place = el("div", { className: "stack" });
  const link = async () => {
    try { show(place, await get(`/v1/feeds/${feed.slug}/listeners`, { json: { name: "web" } })); } catch (problem) { failed(problem); }
  };
  return el("div", { className: "stack feed" }, el("div", { className: "row" }, el("strong", {}, feed.title),
    el("span", { className: "quiet small" }, t("feeds.count", { n: feed.episodes })),
    el("button", { type: "button", onclick: link }, t("feeds.link"))), place);
}

function show(place, { url, apps, qr }) {
  const image = el("img", { className: "qr", alt: t("feeds.qr"), src: `data:image/svg+xml,${encodeURIComponent(qr)}`, width: 180, height: 180 });
  const links = Object.entries(apps).map(([app, href]) => el("a", { href }, app));
  place.replaceChildren(image, el("input", { readOnly: true, value: url, "aria-label": t("feeds.address"), onfocus: (e) => e.target.select() }),
    el("div", { className: "row small" }, ...links), el("p", { className: "quiet small" }, t("feeds.private")));
}

function failed(problem) {
  $("#feed-error").textContent = problem.message;
  $("#feed-error").hidden = false;
}

$("#feed-form")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const title = $("#feed-name").value.trim();
  const plain = title.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "feed";
  try {
    await get(`/v1/feeds/${slug}`, { method: "PUT", json: { title } });
    $("#feed-name").value = "";
    $("#feed-error").hidden = true;
    await list();
  } catch (problem) { failed(problem); }
});
