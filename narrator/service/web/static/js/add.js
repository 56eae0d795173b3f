// Adding an article: a link, text or a file; what will be said of it; the order.
import { get } from "./api.js";
import { $, el } from "./dom.js";
import { Preview } from "./preview.js";
import { say } from "./say.js";
import { sentences, t } from "./texts.js";
import { fill } from "./voice_choice.js";

const field = $("#article");
const preview = new Preview(hear, keepLine);
let file = null;
let keep = new Set();

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

/** Give the request that sends the article, with what its reader chose. */
function request(drop = preview.dropped) {
  const lists = { keep: [...keep], drop };
  const settings = { speed: Number($("#speed").value), ...($("#voice").value ? { voice: $("#voice").value } : {}) };
  if (file) {
    const body = new FormData();
    body.append("file", file);
    for (const [name, values] of Object.entries(lists)) for (const value of values) body.append(name, value);
    for (const [name, value] of Object.entries(settings)) body.append(name, value);
    return { method: "POST", body };
  }
  return { json: { ...(link() ? { url: link() } : { text: field.value }), ...lists, ...settings } };
}

async function see() {
  if (!file && !field.value.trim()) {
    field.focus();
    return fail("#add-error", t("add.empty"));
  }
  fail("#add-error", "");
  const button = $("#see");
  button.disabled = true;
  button.textContent = t("add.reading");
  try {
    // The preview shows all there is to hear, also what was dropped.
    const script = await get("/v1/scripts", request([]));
    field.scrollTop = 0;
    preview.show(script);
    fill($("#voice"), script.language);
    document.body.classList.add("previewing");
    $("#preview-title").focus();
  } catch (problem) {
    fail("#add-error", shown(problem));
  }
  button.disabled = false;
  button.textContent = t("add.preview");
}

/** See an article that was not seen before. */
function anew() {
  keep = new Set();
  preview.clear();
  see();
}

function keepLine(line) {
  keep.add(`=${line}`);
  return see();
}

async function narrate() {
  const button = $("#narrate");
  button.disabled = true;
  button.textContent = t("preview.ordering");
  fail("#preview-error", "");
  try {
    const episode = await get("/v1/episodes", request());
    sessionStorage.setItem("narrator-play", episode.id);
    location.assign(`/listen/${episode.id}`);
  } catch (problem) {
    fail("#preview-error", shown(problem));
    button.disabled = false;
    button.textContent = t("preview.narrate");
  }
}

/** Say a sentence of the script, with the voice and speed that are chosen. */
async function hear(utterance, button) {
  button.disabled = true;
  fail("#preview-error", "");
  try {
    await say(utterance.text, { voice: $("#voice").value || utterance.voice, speed: Number($("#speed").value) });
  } catch (problem) {
    fail("#preview-error", shown(problem));
  }
  button.disabled = false;
}

function over() {
  keep = new Set();
  preview.clear();
  field.value = "";
  document.body.classList.remove("previewing");
  choose(null);
}

$("#add-form").addEventListener("submit", (event) => { event.preventDefault(); anew(); });
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey || link())) { event.preventDefault(); anew(); }
});
$("#file").addEventListener("change", ({ target }) => { choose(target.files[0]); target.value = ""; });
$("#hear").addEventListener("click", ({ currentTarget }) => hear(preview.usual(), currentTarget));
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
