// Adding an article: a link, text or a file; what will be said of it; the order.
import { ask, get } from "./api.js";
import { $, el } from "./dom.js";
import { asMarkdown, without } from "./edited.js";
import { say } from "./say.js";
import { has, sentences, span, t } from "./texts.js";

const field = $("#article");
let file = null;
let script = null;
let keep = new Set();
let dropped = new Set();

const shown = (problem) =>
  problem.status ? sentences({ detail: problem.message, hint: problem.hint }) : t("problem.network");

function fail(where, text) {
  $(where).textContent = text;
  $(where).hidden = !text;
}

function choose(chosen) {
  file = chosen ?? null;
  $("#file-chip").hidden = !file;
  field.hidden = !!file;
  if (!file) return field.focus();
  const label = t("add.remove_file", { name: file.name });
  const remove = el("button", { type: "button", className: "icon", "aria-label": label, onclick: () => choose(null) }, "✕");
  $("#file-chip").replaceChildren(el("span", {}, file.name), remove);
}

const link = () => (/^https?:\/\/\S+$/i.test(field.value.trim()) ? field.value.trim() : null);

/** Give the text of an utterance of the script. */
function text(id) {
  const [s, u] = id.split(".");
  return script.sections[s].utterances[u].text;
}

/** Give the request that sends the article, as it is or without the sentences that were dropped. */
function request(settings, changed = dropped.size > 0) {
  const kept = keep.size ? { keep: [...keep] } : {};
  if (changed) {
    const shorter = !file && !link() ? without(field.value, [...dropped].map(text)) : null;
    if (shorter !== null) return { json: { text: shorter, ...kept, ...settings } };
    const more = { keep_all: true, title: script.title, ...(link() ? { url: link() } : {}) };
    return { json: { markdown: asMarkdown(script, dropped), ...more, ...settings } };
  }
  if (file) {
    const body = new FormData();
    body.append("file", file);
    for (const rule of keep) body.append("keep", rule);
    for (const [name, value] of Object.entries(settings)) body.append(name, value);
    return { method: "POST", body };
  }
  return { json: link() ? { url: link(), ...kept, ...settings } : { text: field.value, ...kept, ...settings } };
}

const settings = () => ({
  speed: Number($("#speed").value),
  ...($("#voice").value ? { voice: $("#voice").value } : {}),
});

async function see() {
  if (!file && !field.value.trim()) {
    field.focus();
    return fail("#add-error", t("add.empty"));
  }
  fail("#add-error", "");
  const button = $("#see");
  button.disabled = true;
  button.textContent = t("add.reading");
  const texts = new Set([...dropped].map(text));
  try {
    script = await get("/v1/scripts", request(settings(), false));
    dropped = new Set();
    for (const [s, { utterances }] of script.sections.entries())
      for (const [u, one] of utterances.entries()) if (texts.has(one.text)) dropped.add(`${s}.${u}`);
    field.scrollTop = 0;
    show();
    $("#preview-title").focus();
  } catch (problem) {
    fail("#add-error", shown(problem));
  }
  button.disabled = false;
  button.textContent = t("add.preview");
}

function show() {
  $("#preview").hidden = false;
  document.body.classList.add("previewing");
  $("#preview-title").textContent = script.title;
  const facts = [script.byline, t("preview.length", { span: span(script.seconds) })];
  $("#preview-facts").textContent = facts.filter(Boolean).join(" · ");
  $("#said").replaceChildren(...script.sections.map(section));
  const items = script.removed.map(removal);
  $("#left-out").replaceChildren(...(items.length ? items : [el("li", { className: "quiet" }, t("preview.nothing_left_out"))]));
}

function section({ utterances }, s) {
  const lines = utterances.map((utterance, u) => {
    const id = `${s}.${u}`;
    const changes = utterance.replacements.map((one) => t("preview.said_as", { spoken: one.spoken }));
    return el("button", {
      type: "button", className: `line ${utterance.role}`, "aria-pressed": dropped.has(id) ? "false" : "true",
      title: changes.join(", "), lang: script.language,
      onclick: ({ currentTarget }) => {
        dropped.has(id) ? dropped.delete(id) : dropped.add(id);
        currentTarget.setAttribute("aria-pressed", String(!dropped.has(id)));
      },
    }, utterance.text);
  });
  return el("div", { className: "part" }, ...lines);
}

function removal({ text: line, rule, why }) {
  const again = async () => {
    keep.add(`=${line}`);
    await see();
  };
  const label = t("preview.keep_line", { text: line });
  return el("li", {}, el("q", { lang: script.language }, line), el("span", { className: "quiet small" }, has(`rule.${rule}`) ? t(`rule.${rule}`) : why),
    el("button", { type: "button", className: "plain small", "aria-label": label, onclick: again }, t("preview.keep")));
}

async function narrate() {
  const button = $("#narrate");
  button.disabled = true;
  button.textContent = t("preview.ordering");
  fail("#preview-error", "");
  try {
    const episode = await get("/v1/episodes", request(settings()));
    sessionStorage.setItem("narrator-play", episode.id);
    location.assign(`/listen/${episode.id}`);
  } catch (problem) {
    fail("#preview-error", shown(problem));
    button.disabled = false;
    button.textContent = t("preview.narrate");
  }
}

async function hear({ currentTarget: button }) {
  const all = script.sections.flatMap((one) => one.utterances).filter((one) => one.role === "paragraph");
  const first = all[0] ?? script.sections[0].utterances[0];
  button.disabled = true;
  fail("#preview-error", "");
  try {
    await say(first.spoken, { voice: $("#voice").value || script.voice, speed: Number($("#speed").value) });
  } catch (problem) {
    fail("#preview-error", shown(problem));
  }
  button.disabled = false;
}

function over() {
  script = null;
  keep = new Set();
  dropped = new Set();
  field.value = "";
  $("#preview").hidden = true;
  document.body.classList.remove("previewing");
  choose(null);
}

async function voices() {
  const { voices: all } = await get("/v1/voices");
  const names = new Intl.DisplayNames(document.documentElement.lang, { type: "language" });
  for (const voice of all.filter((one) => one.installed && one.name !== "tone")) {
    $("#voice").append(el("option", { value: voice.name }, `${voice.name} · ${names.of(voice.language)}`));
  }
}

$("#add-form").addEventListener("submit", (event) => { event.preventDefault(); keep = new Set(); see(); });
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey || link())) { event.preventDefault(); keep = new Set(); see(); }
});
$("#file").addEventListener("change", ({ target }) => { choose(target.files[0]); target.value = ""; });
$("#hear").addEventListener("click", hear);
$("#narrate").addEventListener("click", narrate);
$("#over").addEventListener("click", over);
$("#speed").addEventListener("input", ({ target }) => { $("#speed-shown").textContent = `${Number(target.value)}×`; });
for (const kind of ["dragenter", "dragover"]) addEventListener(kind, (event) => { event.preventDefault(); document.body.classList.add("dropping"); });
addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  if (event.dataTransfer.files[0]) choose(event.dataTransfer.files[0]);
  else field.value = event.dataTransfer.getData("text/uri-list") || event.dataTransfer.getData("text/plain");
});
const sent = new URLSearchParams(location.search);
const given = sent.get("url") || sent.get("text");
if (given) { field.value = given; see(); }
voices().catch(() => {});
