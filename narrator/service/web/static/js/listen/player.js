// The player: what its buttons, keys and the lock screen do.
import { cover } from "../cover.js";
import { $, el, toast } from "../dom.js";
import { position, remember } from "../position.js";
import { clock, t } from "../texts.js";

const audio = $("#audio");
const FORMATS = ["mp3", "m4b", "opus", "flac", "wav", "book", "captions", "subtitles", "transcript"];

const WAITS = ["#seek", "#back", "#forward", "#mend"]; // what needs the finished audio

export class Player {
  chapters = [];
  sleepAt = null;
  live = false;

  /** `tick` is told the time while it plays; `beside` gives where the sentence before or after begins. */
  constructor(id, tick, beside) {
    Object.assign(this, { id, tick, beside });
    $("#play").addEventListener("click", () => this.toggle());
    $("#back").addEventListener("click", () => this.seek(audio.currentTime - 15));
    $("#forward").addEventListener("click", () => this.seek(audio.currentTime + 30));
    $("#seek").addEventListener("input", ({ target }) => this.seek(Number(target.value)));
    $("#rate").addEventListener("change", ({ target }) => this.rate(Number(target.value)));
    $("#volume").addEventListener("input", ({ target }) => { audio.volume = Number(target.value); });
    $("#sleep").addEventListener("change", ({ target }) => this.sleep(target.value));
    $("#more").addEventListener("click", () => this.open());
    $("#copy").addEventListener("click", () => this.share());
    for (const kind of ["play", "pause", "ended"]) audio.addEventListener(kind, () => this.state());
    // A page in the background draws nothing, and the sleep timer has to end there too.
    audio.addEventListener("timeupdate", () => this.doze());
    for (const kind of ["seeked", "timeupdate", "loadedmetadata"]) audio.addEventListener(kind, () => this.show());
    audio.addEventListener("error", () => { if (audio.src) this.failed(t("listen.audio_failed")); });
    addEventListener("pagehide", () => this.keep());
    setInterval(() => { if (!audio.paused) this.keep(); }, 5000);
    document.addEventListener("keydown", (event) => this.key(event));
    const rate = Number(localStorage.getItem("narrator-rate")) || 1;
    audio.preservesPitch = true;
    $("#rate").value = String(rate);
    this.rate(rate);
    const frame = () => { if (!audio.paused) this.frame(); requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
  }

  get duration() { return this.length || (Number.isFinite(audio.duration) ? audio.duration : 0); }

  /** Play what is being made, from its start. */
  startLive(url) {
    this.live = true;
    $("#player").hidden = false;
    for (const name of WAITS) $(name).disabled = true;
    audio.src = url;
    this.rate(this.speed);
    return audio.play();
  }

  /** Take the finished audio; goes on where the listener is. */
  load(episode, chapters, at = null) {
    const playing = this.live && !audio.paused && !audio.ended;
    const before = this.live ? audio.currentTime : null;
    const asked = Number(new URLSearchParams(location.search).get("t"));
    const start = at?.time ?? before ?? (asked || position(this.id).at);
    this.live = false;
    this.length = episode.duration;
    this.chapters = chapters;
    $("#player").hidden = false;
    for (const name of WAITS) $(name).disabled = false;
    $("#seek").max = String(episode.duration);
    const url = episode.links.audio;
    audio.src = `${url}${url.includes("?") ? "&" : "?"}r=${episode.revision}`;
    audio.currentTime = start;
    this.rate(this.speed);
    if (playing || at?.playing) audio.play().catch(() => {});
    $("#marks").replaceChildren(...chapters.slice(1).map(({ startTime }) => {
      const mark = el("i");
      mark.style.left = `${(100 * startTime) / episode.duration}%`;
      return mark;
    }));
    $("#chapter-list").replaceChildren(...chapters.map((chapter) => el("li", {}, el("button", { type: "button",
      onclick: () => this.seek(chapter.startTime) }, el("span", {}, chapter.title), el("span", { className: "quiet small" }, clock(chapter.startTime))))));
    const sign = (link) => `${link}${link.includes("?") ? "&" : "?"}download`;
    $("#downloads").replaceChildren(...FORMATS.filter((name) => episode.links[name]).map((name) =>
      el("a", { href: sign(episode.links[name]), download: "" }, { book: "EPUB", captions: "VTT", subtitles: "SRT", transcript: "HTML" }[name] ?? name.toUpperCase())));
    this.session(episode);
    this.show(start);
  }

  toggle() {
    $("#audio-error").hidden = true;
    if (audio.paused) audio.play().catch((error) => { if (error.name !== "AbortError") this.failed(t("listen.audio_failed")); });
    else audio.pause();
  }

  seek(time) {
    if (this.live) return;
    audio.currentTime = Math.min(Math.max(0, time), Math.max(0, this.duration - 0.05));
    this.show();
    this.tick(audio.currentTime);
    this.keep();
  }

  rate(rate) {
    this.speed = rate;
    audio.defaultPlaybackRate = rate;
    audio.playbackRate = rate;
    localStorage.setItem("narrator-rate", String(rate));
  }

  step(by) {
    const options = [...$("#rate").options];
    const index = Math.min(Math.max(0, $("#rate").selectedIndex + by), options.length - 1);
    $("#rate").selectedIndex = index;
    this.rate(Number(options[index].value));
  }

  chapter(by) {
    const now = this.current();
    const early = by < 0 && audio.currentTime - (this.chapters[now]?.startTime ?? 0) > 3;
    const wanted = this.chapters[early ? now : now + by];
    if (wanted) this.seek(wanted.startTime);
  }

  sentence(by) {
    const start = this.beside(audio.currentTime, by);
    if (start !== undefined) this.seek(start);
  }

  current() { return this.chapters.findLastIndex((one) => one.startTime <= audio.currentTime + 0.01); }

  sleep(value) {
    this.sleepAt = null;
    if (value === "chapter") {
      let end;
      this.sleepAt = () => { end ??= this.chapters[this.current()]?.endTime; return audio.currentTime >= end - 0.1; };
    } else if (value) {
      const end = Date.now() + Number(value) * 60_000;
      this.sleepAt = () => Date.now() >= end;
    }
  }

  frame() {
    this.tick(audio.currentTime);
    this.doze();
  }

  doze() {
    if (this.sleepAt?.()) { audio.pause(); this.sleepAt = null; $("#sleep").value = ""; }
  }

  show(time = audio.currentTime) {
    const at = clock(time), total = this.duration ? clock(this.duration) : "";
    $("#time").textContent = total ? `${at} / ${total}` : at;
    if (this.live) return;
    $("#seek").value = String(time);
    $("#seek").style.setProperty("--done", `${this.duration ? (100 * time) / this.duration : 0}%`);
    $("#seek").setAttribute("aria-valuetext", t("listen.at", { at, total }));
    const now = this.current();
    [...$("#chapter-list").children].forEach((item, index) => {
      if (index === now) item.firstChild.setAttribute("aria-current", "true"); else item.firstChild.removeAttribute("aria-current");
    });
  }

  state() {
    const playing = !audio.paused;
    $("#play").setAttribute("aria-label", t(playing ? "listen.pause" : "listen.play"));
    $("#play-shape").setAttribute("d", playing ? "M7 5h4v14H7zM13 5h4v14h-4z" : "M8 5v14l11-7z");
    if ("mediaSession" in navigator) navigator.mediaSession.playbackState = playing ? "playing" : "paused";
    this.keep();
  }

  keep() { if (!this.live && this.length && audio.readyState > 0) remember(this.id, audio.currentTime, this.length); }

  failed(text) { $("#audio-error").textContent = text; $("#audio-error").hidden = false; }

  open() { $("#share-label").textContent = t("listen.share_at", { at: clock(audio.currentTime) }); $("#settings").showModal(); }

  async share() {
    const url = new URL(`/listen/${this.id}`, location.href);
    if ($("#share-at").checked) url.searchParams.set("t", String(Math.floor(audio.currentTime)));
    await navigator.clipboard.writeText(url.href).then(() => toast(t("listen.copied")), () => toast(url.href, { seconds: 20 }));
  }

  session(episode) {
    if (!("mediaSession" in navigator)) return;
    const artwork = [96, 192, 384, 512].map((size) => ({ src: new URL(cover(episode, size), location.href).href, sizes: `${size}x${size}`, type: "image/webp" }));
    navigator.mediaSession.metadata = new MediaMetadata({ title: episode.title, artist: episode.byline ?? episode.site ?? "Narrator", artwork });
    const handlers = { play: () => audio.play(), pause: () => audio.pause(), seekbackward: () => this.seek(audio.currentTime - 15),
      seekforward: () => this.seek(audio.currentTime + 30), previoustrack: () => this.chapter(-1), nexttrack: () => this.chapter(1),
      seekto: ({ seekTime }) => this.seek(seekTime) };
    for (const [name, act] of Object.entries(handlers)) navigator.mediaSession.setActionHandler(name, act);
  }

  key(event) {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]") || $("#player").hidden) return;
    if (target.matches("input, select, textarea, summary") || (event.key === " " && target.matches("button, a"))) return;
    const acts = { " ": () => this.toggle(), ArrowLeft: () => this.seek(audio.currentTime - 15), ArrowRight: () => this.seek(audio.currentTime + 30),
      ",": () => this.sentence(-1), ".": () => this.sentence(1), "[": () => this.chapter(-1), "]": () => this.chapter(1),
      "-": () => this.step(-1), "+": () => this.step(1),
      0: () => { audio.muted = !audio.muted; }, "?": () => this.open() };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }
}
