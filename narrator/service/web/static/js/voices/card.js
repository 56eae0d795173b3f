// A voice's card: what it is, and what can be done with it as things stand.
import { get } from "../api.js";
import { $, el, icon } from "../dom.js";
import { language, sentences, span, t } from "../texts.js";
import { GO, hear, stop } from "./sound.js";

const UNDER_WAY = ["waiting", "bringing", "hearing"];
const PACE = 500; // milliseconds between two looks at an installation
const names = new Intl.DisplayNames([language], { type: "language" });

const megabytes = (bytes) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: bytes < 1e7 ? 1 : 0 }).format(Math.max(bytes, 1e5) / 1e6);

const called = ({ name }) => ({ name: name[0].toUpperCase() + name.slice(1) });

/** Tell who cannot see it what happened. */
const say = (key, voice) => { $("#voices-said").textContent = t(`voices.${key}`, called(voice)); };

const button = (key, act, { voice, ...more } = {}) =>
  el("button", { type: "button", "aria-label": voice && t(`voices.${key}_name`, called(voice)), onclick: act, ...more }, t(`voices.${key}`));

const alarm = (text) => el("p", { className: "small error", role: "alert" }, text);

function complain(card, problem) {
  $(".error", card)?.remove();
  $(".act", card).append(alarm(problem.message || t("problem.network")));
}

/** Try something; what goes wrong is said on the card. */
const trying = (card, act) => async () => {
  try {
    await act();
  } catch (problem) {
    complain(card, problem.status ? problem : { message: t("problem.network") });
  }
};

/** Fill the part of a card that does something; whoever was there by keyboard stays there. */
function fill(card, ...children) {
  const act = $(".act", card);
  const here = act.contains(document.activeElement);
  act.replaceChildren(...children.filter(Boolean));
  if (here) ($("button", act) ?? $("button", card))?.focus();
}

/** Put a card in the place of another, as the voice is now; none for a voice that nobody knows now. */
async function renew(card, voice) {
  const now = (await get("/v1/voices")).voices.find(({ name }) => name === voice.name);
  if (!now) return leave(card);
  const here = card.contains(document.activeElement);
  const next = makeCard(now);
  stop(card);
  card.replaceWith(next);
  if (here) $("button", next)?.focus();
}

function offer(card, voice) {
  const { state } = voice.installation;
  const begin = trying(card, async () => {
    voice.installation = await get(`/v1/voices/${voice.name}/installation`, { method: "POST" });
    say("started", voice);
    await watch(card, voice);
  });
  const take = voice.removable && button("remove", () => confirm(card, voice), { voice, className: "plain" });
  const row = (...children) => el("div", { className: "row" }, ...children.filter(Boolean));
  if (state === "failed") {
    const why = sentences(voice.installation);
    fill(card, alarm(t("voices.failed", { why })), row(button("again", begin, { voice }), take));
  } else if (voice.installed) {
    fill(card, row(el("span", { className: "done" }, icon("M5 12.5l4.5 4.5L19 7.5", { solid: false }), t("voices.installed")), take));
  } else {
    fill(card, row(button("install", begin, { voice }), take));
  }
}

function confirm(card, voice) {
  const back = () => {
    offer(card, voice);
    $(".plain", card).focus();
  };
  const question = el("p", { id: `remove-${voice.name}` }, t("voices.remove_ask", called(voice)));
  const take = trying(card, async () => {
    try {
      await get(`/v1/voices/${voice.name}`, { method: "DELETE" });
    } catch (problem) {
      back();
      throw problem;
    }
    say("removed", voice);
    await renew(card, voice);
  });
  const keep = button("keep", back, { voice });
  const both = el("div", { className: "row" }, button("remove", take, { voice, className: "bad" }), keep);
  const group = el("div", { role: "group", "aria-labelledby": question.id, onkeydown: ({ key }) => { if (key === "Escape") back(); } }, question, both);
  fill(card, group);
  keep.focus();
}

/** Take away the card of a voice that nobody knows any more. */
function leave(card) {
  const near = card.nextElementSibling ?? card.previousElementSibling;
  stop(card);
  if (near) card.remove();
  else card.closest("section").remove();
  const next = near ? $("button", near) : null;
  (next ?? $("#voices-title")).focus();
}

async function watch(card, voice) {
  const path = `/v1/voices/${voice.name}/installation`;
  let [seen, ending, wake] = [voice.installation, false, () => {}];
  const bar = el("progress", { max: seen.size || 1, value: seen.done, "aria-label": t("voices.install_name", called(voice)) });
  const note = el("span", { className: "small quiet" });
  const end = button("cancel", trying(card, async () => {
    if (ending) return;
    ending = true;
    note.textContent = t("voices.cancelling");
    try {
      await get(path, { method: "DELETE" });
    } catch (problem) {
      ending = false;
      throw problem;
    } finally {
      wake();
    }
  }), { voice, className: "small" });
  fill(card, bar, el("div", { className: "row" }, note, end));
  while (UNDER_WAY.includes(seen.state)) {
    bar.value = seen.done;
    if (!ending) note.textContent = progress(seen);
    await new Promise((go) => { wake = go; setTimeout(go, PACE); });
    if (!card.isConnected) return;
    const before = seen.state;
    seen = await get(path).catch((problem) => (problem.status ? Promise.reject(problem) : seen));
    if (seen.state === "hearing" && before !== "hearing") say("trying_name", voice);
  }
  if (seen.state === "installed") say("ready", voice);
  else if (ending) say("cancelled", voice);
  await renew(card, voice);
}

function progress({ state, done, size }) {
  if (state === "bringing") return t("voices.bringing", { done: megabytes(done), size: megabytes(size ?? done) });
  return t(state === "hearing" ? "voices.trying" : "voices.waiting");
}

function facts(voice) {
  const { done } = voice.installation;
  const part = !voice.installed && done > 0;
  return [
    voice.real_time_factor && t("voices.speed", { span: span(3600 * voice.real_time_factor) }),
    voice.size && t(part ? "voices.here" : "voices.size", { done: megabytes(done), n: megabytes(voice.size) }),
    voice.licence.replace("LicenseRef-", "").replaceAll("-", "\u00a0"),
    !voice.commercial && t("voices.private"),
  ].filter(Boolean).join(" · ");
}

export function makeCard(voice) {
  const said = voice.descriptions[language];
  const card = el("li", { className: "voice card", data: { voice: voice.name } },
    el("div", { className: "who" },
      el("h3", {}, called(voice).name),
      voice.recommended ? el("span", { className: "badge" }, t("voices.recommended")) : null,
      el("p", { className: "small quiet" }, `${t(`voices.${voice.gender}`)}, ${names.of(voice.language)}`)),
    el("p", { className: "about", lang: said ? language : "en" }, said ?? voice.description),
    el("p", { className: "facts" }, facts(voice)),
    el("div", { className: "act" }));
  if (voice.installed) {
    const play = el("button", { type: "button", className: "hear", "aria-label": t("voices.hear", called(voice)) }, icon(GO));
    play.addEventListener("click", trying(card, () => hear(voice, card, play)));
    card.prepend(play);
  }
  if (UNDER_WAY.includes(voice.installation.state)) trying(card, () => watch(card, voice))();
  else offer(card, voice);
  return card;
}
