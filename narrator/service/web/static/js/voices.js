// Voices side by side: how they sound, what they cost, and how one gets here.
import { ask, get } from "./api.js";
import { $, el } from "./dom.js";
import { language, span, t } from "./texts.js";

const sound = new Audio();
const names = new Intl.DisplayNames([language], { type: "language" });
const UNDER_WAY = ["bringing", "hearing"];
let playing = null;
let address = "";

const draw = (path) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(svg.namespaceURI, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
};
const GO = "M8 5v14l11-7z";
const HALT = "M6 6h12v12H6z";

function stop() {
  sound.pause();
  if (!playing) return;
  playing.card.classList.remove("playing");
  playing.button.setAttribute("aria-label", t("voices.hear", { name: playing.name }));
  playing.button.replaceChildren(draw(GO));
  playing = null;
}
sound.addEventListener("ended", stop);

async function hear(voice, card, button) {
  const same = playing?.button === button;
  stop();
  if (same) return;
  playing = { card, button, name: voice.name };
  button.setAttribute("aria-busy", "true");
  try {
    const blob = await (await ask(voice.sample)).blob();
    if (playing?.button !== button) return;
    URL.revokeObjectURL(address);
    sound.src = address = URL.createObjectURL(blob);
    await sound.play();
    card.classList.add("playing");
    button.setAttribute("aria-label", t("voices.stop"));
    button.replaceChildren(draw(HALT));
  } catch (problem) {
    if (playing?.button === button) stop();
    complain(problem);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function complain(problem) {
  $("#voices-error").textContent = problem.message || t("problem.network");
  $("#voices-error").hidden = false;
}

const megabytes = (bytes) => Math.max(1, Math.round(bytes / 1e6));

function facts(voice) {
  return [
    voice.real_time_factor && t("voices.speed", { span: span(3600 * voice.real_time_factor) }),
    voice.size && t("voices.size", { n: megabytes(voice.size) }),
    voice.licence.replace("LicenseRef-", "").replaceAll("-", " "),
    !voice.commercial && t("voices.private"),
  ].filter(Boolean).join(" · ");
}

async function watch(voice, card, seen) {
  const act = $(".act", card);
  const bar = el("progress", { max: seen.size || 1, value: 0, "aria-label": t("voices.install_name", { name: voice.name }) });
  const said = el("span", { className: "small quiet", role: "status" });
  act.replaceChildren(bar, said);
  while (UNDER_WAY.includes(seen.state)) {
    bar.value = seen.done;
    said.textContent = seen.state === "hearing"
      ? t("voices.trying")
      : t("voices.bringing", { done: Math.round(seen.done / 1e6), size: megabytes(seen.size ?? 0) });
    await new Promise((go) => setTimeout(go, 500));
    seen = await get(`/v1/voices/${voice.name}/installation`);
  }
  if (seen.state === "failed") {
    offer(voice, card);
    act.append(el("span", { className: "small error", role: "alert" }, t("voices.failed", { why: seen.detail })));
  } else {
    card.replaceWith(show(await get(`/v1/voices/${voice.name}`)));
  }
}

async function install(voice, card) {
  try {
    await watch(voice, card, await get(`/v1/voices/${voice.name}/installation`, { method: "POST" }));
  } catch (problem) {
    offer(voice, card);
    complain(problem);
  }
}

function offer(voice, card) {
  $(".act", card).replaceChildren(
    el("button", { type: "button", "aria-label": t("voices.install_name", { name: voice.name }), onclick: () => install(voice, card) }, t("voices.install")),
  );
}

function show(voice) {
  const card = el("li", { className: "voice card", data: { voice: voice.name } });
  const kind = [t(`voices.${voice.gender}`), voice.language].join(", ");
  const button = voice.installed
    ? el("button", { type: "button", className: "hear", "aria-label": t("voices.hear", { name: voice.name }) }, draw(GO))
    : null;
  button?.addEventListener("click", () => hear(voice, card, button));
  card.append(
    ...(button ? [button] : []),
    el("h3", {}, voice.name, el("small", {}, kind)),
    el("p", { className: "about", lang: "en" }, voice.description),
    el("p", { className: "facts" }, facts(voice)),
    el("div", { className: "act" }),
  );
  if (voice.installed) $(".act", card).append(el("span", { className: "done" }, t("voices.installed")));
  else offer(voice, card);
  return card;
}

/** The voices there are; the tone is for tests. */
const catalogue = async () => (await get("/v1/voices")).voices.filter(({ name }) => name !== "tone");

function list(voices) {
  const wanted = $("#language-filter").value;
  const by = Map.groupBy(voices, (voice) => voice.language.split("-")[0]);
  const order = [...by.keys()].sort((a, b) => (b === language) - (a === language) || names.of(a).localeCompare(names.of(b)));
  $("#voices").replaceChildren(...order.filter((one) => !wanted || one === wanted).flatMap((one) => [
    el("h2", {}, names.of(one)),
    el("ul", {}, ...by.get(one).sort((a, b) => b.installed - a.installed || a.name.localeCompare(b.name)).map(show)),
  ]));
  return order;
}

try {
  const voices = await catalogue();
  const order = list(voices);
  $("#language-filter").append(...order.map((one) => new Option(names.of(one), one)));
  $("#language-filter").addEventListener("change", async () => { stop(); list(await catalogue()); });
  for (const voice of voices.filter((one) => !one.installed)) {
    const seen = await get(`/v1/voices/${voice.name}/installation`);
    const card = $(`[data-voice="${CSS.escape(voice.name)}"]`);
    if (card && UNDER_WAY.includes(seen.state)) watch(voice, card, seen).catch(complain);
  }
} catch (problem) {
  complain(problem);
}
