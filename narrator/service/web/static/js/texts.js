// What the page says, in the language it was made in.

const all = JSON.parse(document.getElementById("texts").textContent);
export const language = document.documentElement.lang;

/** Tell whether there is a text. */
export const has = (key) => key in all;

/** Give a text, its {names} filled in. */
export function t(key, values = {}) {
  const text = all[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Write a length of time as a clock shows it: 3:05, 1:02:09. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Write a length of time in words: "4 min". */
export function span(seconds) {
  if (seconds < 60) return t("time.seconds", { n: Math.max(1, Math.round(seconds)) });
  if (seconds < 3570) return t("time.minutes", { n: Math.round(seconds / 60) });
  const minutes = Math.round(seconds / 60);
  return t("time.hours", { h: Math.floor(minutes / 60), m: minutes % 60 });
}

/** Write a title; an address that stands for it does without what all addresses have. */
export const titled = (title) => title.replace(/^https?:\/\/(www\.)?(?=\S+$)/, "");

/** Give the page's own words for a kind of problem; none in English, which the API speaks in full. */
export const translated = (kind) => (language === "en" ? "" : all[`problem.${kind}`] ?? "");

/** Write what a problem says, and what to do about it, as sentences. */
export function sentences({ detail = "", hint = "", kind = "" }) {
  const own = translated(kind);
  if (own) return own;
  const parts = [detail, hint].filter(Boolean);
  return parts.map((part) => (/^\w+:/.test(part) ? part[0] : part[0].toUpperCase()) + part.slice(1).replace(/[.!?]?$/, ".")).join(" ");
}
