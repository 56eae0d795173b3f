// The player inside the frame. It tells the page around it what happens, and does what that asks.
const $ = (id) => document.getElementById(id);
const read = (id) => JSON.parse($(id).textContent);
const texts = read("texts");
const card = $("card");
const sound = new Audio();
sound.preload = "none";
let facts = read("facts");
let wanted = false;
// The sound while it is made: null before it is asked for, "on", or "lost" where it cannot be had.
let live = null;
let watching = false;
let swapping = false;

const tell = (event, more = {}) =>
  parent !== window &&
  parent.postMessage({ source: "narrator", event, episode: facts?.id ?? null, ...more }, "*");
const place = () => ({ time: sound.currentTime, duration: facts.audio ? sound.duration || facts.duration : null });
const playing = () => Boolean(sound.src) && !sound.paused && !sound.ended;
const say = (text) => { if ($("note").textContent !== text) $("note").textContent = text; };
const fill = (text, n) => text.replace("{n}", n);
const clock = (seconds) => {
  const [h, m, s] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};

function move(time) {
  if (!facts?.audio || !Number.isFinite(time)) return;
  sound.currentTime = Math.min(Math.max(0, time), facts.duration);
  show();
}

function show() {
  $("now").textContent = clock(sound.currentTime);
  $("position").value = sound.currentTime;
  $("position").setAttribute("aria-valuetext", `${clock(sound.currentTime)} / ${clock(facts.duration)}`);
  const options = [...$("chapter").options];
  const at = options.findLastIndex((option) => Number(option.value) <= sound.currentTime + 0.05);
  if (at >= 0 && document.activeElement !== $("chapter")) $("chapter").selectedIndex = at;
}

async function chapters() {
  if (!facts.chapters || $("chapter").options.length) return;
  const response = await fetch(facts.chapters);
  if (!response.ok) return;
  const found = (await response.json()).chapters.filter((one) => one.toc !== false);
  $("chapter").append(...found.map((one) => new Option(one.title, one.startTime)));
  $("chapter").hidden = found.length < 2;
}

function ready() {
  const heard = live === "on" && sound.src;
  const again = heard ? playing() : wanted;
  const at = heard && !sound.ended ? sound.currentTime : 0;
  $("title").textContent = document.title = facts.title;
  say(facts.site);
  $("making").hidden = true;
  $("timeline").hidden = $("controls").hidden = false;
  $("position").max = facts.duration;
  $("total").textContent = clock(facts.duration);
  $("play").disabled = false;
  swapping = Boolean(heard && again);
  live = null;
  sound.src = facts.audio;
  sound.playbackRate = sound.defaultPlaybackRate = Number($("speed").value);
  sound.currentTime = at;
  card.classList.toggle("playing", again);
  $("play").setAttribute("aria-label", again ? texts.pause : texts.play);
  chapters();
  show();
  tell("ready", { title: facts.title, duration: facts.duration });
  if (again) sound.play().catch(stopped);
}

function stopped(error) {
  if (error.name === "AbortError") return;
  if (error.name !== "NotAllowedError") return live ? undefined : lost(error);
  card.classList.remove("playing");
  $("play").disabled = false;
  $("play").setAttribute("aria-label", texts.play);
  say(texts.ready);
}

/** Play from the first sentence on, while the rest is made. */
function begin() {
  live = "on";
  sound.src = facts.live;
  sound.play().catch(stopped);
}

function failed({ kind = "", message = "" }) {
  sound.pause();
  sound.removeAttribute("src");
  live = null;
  $("making").hidden = true;
  const why = texts.why[kind] ?? message;
  say([texts.failed, why].filter(Boolean).join(" "));
  card.classList.add("failed");
  $("play").disabled = false;
  $("play").setAttribute("aria-label", texts.retry);
  facts = card.dataset.article ? null : facts;
  tell("error", { reason: message || why });
}

async function ask(path, options) {
  const response = await fetch(path, options).catch(() => { throw Object.assign(new Error(""), { kind: "network" }); });
  const found = await response.json().catch(() => ({}));
  if (response.ok) return found;
  const kind = found.type?.startsWith("urn:") ? found.type.split(":").pop() : `status_${response.status}`;
  throw Object.assign(new Error(found.detail ?? ""), { kind });
}

function making() {
  if (facts.title) $("title").textContent = document.title = facts.title;
  const minutes = Math.round((facts.left ?? 0) / 60);
  const left = facts.left ? (minutes ? fill(texts.minutes, minutes) : texts.soon) : "";
  if (live !== "on" || !sound.paused) say(playing() && sound.currentTime > 0 ? [texts.hearing, left].filter(Boolean).join(" · ") : texts.making);
  $("making").hidden = false;
  $("making").value = facts.share;
  $("play").disabled = live === "lost" || (live === "on" && !sound.currentTime && !sound.paused);
  tell("making", { share: facts.share, left: facts.left });
}

async function watch() {
  if (watching) return;
  watching = true;
  try {
    for (;;) {
      if (facts.audio) return ready();
      if (facts.state === "failed" || facts.state === "cancelled") return failed({ kind: facts.kind, message: facts.why });
      if (wanted && !live) begin();
      making();
      await new Promise((go) => setTimeout(go, 700));
      facts = await ask(`/embed/episodes/${facts.id}?sig=${facts.sig}`);
    }
  } catch (error) {
    failed(error);
  } finally {
    watching = false;
  }
}

async function start() {
  wanted = true;
  card.classList.remove("failed");
  if (facts?.audio || live === "on") return sound.paused ? sound.play().catch(facts.audio ? lost : stopped) : sound.pause();
  if (watching) return begin();
  $("play").disabled = true;
  say(texts.making);
  $("making").hidden = false;
  if (card.dataset.article) {
    tell("pressed");
    try {
      facts = await ask("/embed/episodes", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ url: card.dataset.article }),
      });
    } catch (error) {
      return failed(error);
    }
  } else {
    facts = await ask(`/embed/episodes/${facts.id}?sig=${facts.sig}`).catch(() => facts);
  }
  await watch();
}

function lost(error) {
  say(texts.failed);
  tell("error", { reason: error?.message ?? "the audio cannot be loaded" });
}

for (const name of ["play", "pause"]) {
  sound.addEventListener(name, () => {
    if (!live && !facts?.audio) return;
    card.classList.toggle("playing", name === "play");
    $("play").setAttribute("aria-label", name === "play" ? texts.pause : texts.play);
    $("play").disabled = false;
    if (swapping && name === "play") swapping = false;
    else tell(name, place());
  });
}
sound.addEventListener("timeupdate", () => { if (!facts) return; show(); tell("timeupdate", place()); });
sound.addEventListener("seeked", () => tell("seeked", place()));
sound.addEventListener("ended", () => { card.classList.remove("playing"); $("play").setAttribute("aria-label", texts.play); tell("ended", place()); });
// Without the live sound it plays as soon as it is whole; what went wrong is told by the episode.
sound.addEventListener("error", () => { if (live) live = "lost"; else if (sound.getAttribute("src")) lost(sound.error); });
$("play").addEventListener("click", start);
$("back").addEventListener("click", () => move(sound.currentTime - 15));
$("forward").addEventListener("click", () => move(sound.currentTime + 30));
$("position").addEventListener("input", ({ target }) => move(Number(target.value)));
$("chapter").addEventListener("change", ({ target }) => move(Number(target.value)));
$("speed").addEventListener("change", ({ target }) => { sound.playbackRate = Number(target.value); });

addEventListener("message", ({ data, source }) => {
  if (source !== parent || !data || typeof data.narrator !== "string" || !(facts?.audio || facts?.live)) return;
  if (data.narrator === "play") { if (sound.paused) start(); }
  else if (data.narrator === "pause") sound.pause();
  else if (data.narrator === "seek") move(Number(data.time));
});

if (facts) watch();
else tell("idle");
