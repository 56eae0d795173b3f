// Mending: a word that sounded wrong is said otherwise, here and from now on.
import { ask, get } from "../api.js";
import { $, toast } from "../dom.js";
import { say } from "../say.js";
import { t } from "../texts.js";
import { can, record } from "./microphone.js";

export class Mending {
  constructor(reading, player, changed) {
    Object.assign(this, { reading, player, changed });
    $("#mend").addEventListener("click", () => this.choosing(!this.reading.choose));
    $("#mend-cancel").addEventListener("click", () => $("#mend-box").close());
    $("#mend-say")?.addEventListener("click", () => this.dictate());
    $("#mend-box").addEventListener("close", () => this.recording?.stop());
    $("#mend-hear").addEventListener("click", () => this.hear());
    $("#mend-form").addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.choosing(false);
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (event.key !== "e" || !plain || $("dialog[open]") || event.target.matches("input, select, textarea")) return;
      const index = this.reading.marked >= 0 ? this.reading.marked : this.last;
      if (index >= 0) { event.preventDefault(); this.open(index); }
    });
  }

  choosing(on) {
    if (!this.episode) return;
    const chosen = getSelection().anchorNode?.parentElement?.dataset?.w;
    if (on && chosen !== undefined && !getSelection().isCollapsed) return this.open(Number(chosen), getSelection().toString());
    this.reading.choose = on ? (index) => this.open(index) : null;
    document.body.classList.toggle("choosing", on);
    $("#mend").setAttribute("aria-pressed", String(on));
    if (on) toast(t("mend.choose"));
  }

  open(index, text) {
    if (!this.episode) return; // not ready yet
    this.choosing(false);
    $("#audio").pause();
    const node = this.reading.nodes[index];
    this.sentence = this.reading.segments[node.dataset.s].body;
    $("#written").value = (text ?? node.textContent).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "").replace(/[’']s$/, "");
    $("#spoken").value = "";
    this.fail("");
    if ($("#mend-say")) $("#mend-say").hidden = !can() || this.episode.language !== "en";
    $("#mend-box").showModal();
    $("#spoken").focus();
  }

  word() { return { written: $("#written").value.trim(), spoken: $("#spoken").value.trim(), language: this.episode.language }; }

  async hear() {
    if (!$("#mend-form").reportValidity()) return;
    try { await say(this.sentence, { voice: this.episode.voice, speed: this.episode.speed, lexicon: [this.word()] }); this.fail(""); } catch (problem) { this.fail(problem.message); }
  }

  /** Take what is said into the microphone, as the service hears it; a second press ends it. */
  async dictate() {
    if (this.recording) return this.recording.stop();
    const button = $("#mend-say");
    try {
      this.recording = await record();
      button.textContent = t("mend.listening");
      const body = new FormData();
      body.append("file", await this.recording.taken, "word.wav");
      const { text } = await get("/v1/audio/transcriptions", { method: "POST", body });
      const heard = text.replace(/[.!?…\s]+$/, "");
      if (heard) $("#spoken").value = heard;
      this.fail(heard ? "" : t("mend.not_heard"));
    } catch (problem) {
      if (problem instanceof DOMException) this.fail(t("mend.no_microphone"));
      else this.fail(problem.status ? problem.message : t("problem.network"));
    }
    this.recording = null;
    button.textContent = t("mend.say");
    $("#spoken").focus();
  }

  async save() {
    const button = $("#mend-save");
    button.disabled = true;
    try {
      const word = this.word();
      let revised = [];
      if ($("#everywhere").checked) {
        const { words } = await get("/v1/lexicon");
        const others = words.filter((one) => one.written !== word.written || one.language !== word.language);
        ({ revised } = await get("/v1/lexicon", { method: "PUT", json: { words: [...others, word] } }));
      }
      if (!revised.includes(this.episode.id)) await ask(this.episode.links.self, { method: "PATCH", json: { lexicon: [word] } });
      $("#mend-box").close();
      toast(t("mend.working"));
      await this.wait();
    } catch (problem) { this.fail(problem.status ? problem.message : t("problem.network")); }
    button.disabled = false;
  }

  async wait() {
    for (;;) {
      const now = await get(this.episode.links.self);
      if (now.revision > this.episode.revision) { await this.changed(now); return toast(t("mend.done")); }
      if (now.problem || now.state === "failed") return toast(now.problem?.detail ?? t("state.failed"));
      await new Promise((go) => setTimeout(go, 400));
    }
  }

  fail(text) { $("#mend-error").textContent = text; $("#mend-error").hidden = !text; }
}
