// Voices side by side: how they sound, what they cost, and how one comes and goes.
import { get } from "./api.js";
import { $, el } from "./dom.js";
import { language, t } from "./texts.js";
import { makeCard } from "./voices/card.js";
import { stop } from "./voices/sound.js";

const names = new Intl.DisplayNames([language], { type: "language" });
const filter = $("#language-filter");
const primary = (tag) => tag.split("-")[0].toLowerCase();

/** The best one first, then what is here. */
const order = (a, b) => b.recommended - a.recommended || b.installed - a.installed || a.name.localeCompare(b.name);

function section(tag, voices) {
  const title = el("h2", { id: `in-${tag}` }, names.of(tag));
  return el("section", { data: { language: tag }, "aria-labelledby": title.id },
    title, el("ul", {}, ...voices.sort(order).map(makeCard)));
}

function choose() {
  stop();
  for (const one of $("#voices").children) one.hidden = filter.value !== "" && one.dataset.language !== filter.value;
}

filter.addEventListener("change", () => {
  const here = new URL(location);
  if (filter.value) here.searchParams.set("language", filter.value);
  else here.searchParams.delete("language");
  history.replaceState(null, "", here);
  choose();
});

try {
  // The tone is for tests.
  const voices = (await get("/v1/voices")).voices.filter(({ name }) => name !== "tone");
  const by = Map.groupBy(voices, (voice) => primary(voice.language));
  const tags = [...by.keys()].sort((a, b) => (b === language) - (a === language) || names.of(a).localeCompare(names.of(b)));
  $("#voices").append(...tags.map((tag) => section(tag, by.get(tag))));
  filter.append(...tags.map((tag) => new Option(names.of(tag), tag)));
  const wanted = primary(new URLSearchParams(location.search).get("language") ?? "");
  if (by.has(wanted)) filter.value = wanted;
  choose();
} catch (problem) {
  $("#voices-error").textContent = problem.status ? problem.message : t("problem.network");
  $("#voices-error").hidden = false;
}
