// What will be said of an article, sentence by sentence, and what was left out and why.
import { $, el, icon } from "./dom.js";
import { has, span, t } from "./texts.js";

const GO = "M8 5v14l11-7z";

export class Preview {
  #script = null;
  #dropped = new Set();
  #lines = new Map(); // what each button drops

  /** Show scripts; `hear` says an utterance, `keep` brings a line back. */
  constructor(hear, keep) {
    this.hear = hear;
    this.keep = keep;
    $("#as-said").addEventListener("click", ({ currentTarget: button }) => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      this.#draw(on);
    });
  }

  /** The sentences that are not to be said. */
  get dropped() { return [...this.#dropped]; }

  clear() {
    this.#script = null;
    this.#dropped = new Set();
    $("#preview").hidden = true;
    $("#as-said").setAttribute("aria-pressed", "false");
  }

  /** Show a script; what was dropped before stays so. */
  show(script) {
    const all = new Set(script.sections.flatMap((one) => one.utterances).map((one) => one.text));
    this.#script = script;
    this.#dropped = new Set(this.dropped.filter((text) => all.has(text)));
    $("#preview-title").textContent = script.title;
    const facts = [script.byline, t("preview.length", { span: span(script.seconds) })];
    $("#preview-facts").textContent = facts.filter(Boolean).join(" · ");
    this.#draw($("#as-said").getAttribute("aria-pressed") === "true");
    const items = script.removed.map((one) => this.#removal(one));
    $("#left-out").replaceChildren(...(items.length ? items : [el("li", { className: "quiet" }, t("preview.nothing_left_out"))]));
    $("#preview").hidden = false;
  }

  /** Give a sentence that shows how a voice reads. */
  usual() {
    const all = this.#script.sections.flatMap((one) => one.utterances);
    return all.find((one) => one.role === "paragraph") ?? all[0];
  }

  #draw(said) {
    this.#lines.clear();
    const parts = this.#script.sections.map(({ utterances }) =>
      el("div", { className: "part" }, ...utterances.map((one) => this.#line(one, said))));
    $("#said").replaceChildren(...parts);
  }

  #line(utterance, said) {
    const { text, role } = utterance;
    const label = t("preview.hear_line", { text: text.slice(0, 80) });
    const words = el("button", {
      type: "button", className: "words", "aria-pressed": String(!this.#dropped.has(text)),
      onclick: () => {
        const wanted = this.#dropped.delete(text);
        if (!wanted) this.#dropped.add(text);
        for (const [button, line] of this.#lines) if (line === text) button.setAttribute("aria-pressed", String(wanted));
      },
    }, ...stretches(utterance, said));
    this.#lines.set(words, text);
    const hear = el("button", { type: "button", className: "icon hear", "aria-label": label, title: t("preview.hear"),
      onclick: ({ currentTarget }) => this.hear(utterance, currentTarget) }, icon(GO));
    return el("div", { className: `line ${role}`, lang: this.#script.language }, words, hear);
  }

  #removal({ text, rule, why }) {
    return el("li", {}, el("q", { lang: this.#script.language }, text),
      el("span", { className: "quiet small" }, has(`rule.${rule}`) ? t(`rule.${rule}`) : why),
      el("button", { type: "button", className: "plain small", "aria-label": t("preview.keep_line", { text }), onclick: () => this.keep(text) }, t("preview.keep")));
  }
}

/** Give a sentence as it is written or as it is said, marked where the two differ. */
function stretches({ text, replacements }, said) {
  const parts = [];
  let at = 0;
  for (const { start, end, spoken } of replacements) {
    const written = text.slice(start, end);
    parts.push(text.slice(at, start), el("span", { className: "as", title: said ? written : t("preview.said_as", { spoken }) }, said ? spoken : written));
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}
