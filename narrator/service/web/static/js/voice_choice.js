// The voices to choose from for an article: those of its language first, and where better ones are.
import { get } from "./api.js";
import { $, el } from "./dom.js";
import { t } from "./texts.js";

const names = new Intl.DisplayNames(document.documentElement.lang, { type: "language" });
const known = get("/v1/voices").then(({ voices }) => voices.filter(({ name }) => name !== "tone")).catch(() => []);

const speaks = (voice, language) => voice.language.split("-")[0] === language;

/** Offer the installed voices; what is chosen stays so. */
export async function fill(choice, language) {
  const voices = await known;
  const here = voices.filter((one) => one.installed);
  const group = (label, some) => some.length
    ? [el("optgroup", { label }, ...some.map((one) => el("option", { value: one.name }, `${one.name} · ${names.of(one.language)}`)))] : [];
  const chosen = choice.value;
  choice.replaceChildren(choice.options[0],
    ...group(names.of(language), here.filter((one) => speaks(one, language))),
    ...group(t("preview.others"), here.filter((one) => !speaks(one, language))));
  choice.value = chosen;
  hint(voices.filter((one) => speaks(one, language)), language);
}

/** Say where better voices are if none but the computer's own speaks a language. */
function hint(voices, language) {
  const wanted = voices.some((one) => !one.installed) && !voices.some((one) => one.installed && one.engine !== "system");
  $("#voice-hint").hidden = !wanted;
  $("#voice-hint").replaceChildren(...(wanted
    ? [el("a", { href: `/voices?language=${language}` }, t("preview.better", { language: names.of(language) }))] : []));
}
