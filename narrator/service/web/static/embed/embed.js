// The player inside the frame. It tells the page around it what happens, and does what that asks.
const $ = (id) => document.getElementById(id);
const read = (id) => JSON.parse($(id).textContent);
const texts = read("texts");
const card = $("card");
const sound = new Audio();
sound.preload = "none";
let facts = read("facts");
let wanted = false;

const tell = (event, more = {}) =>
  parent !== window &&
  parent.postMessage({ source: "narrator", event, episode: facts?.id ?? null, ...more }, "*");
const place = () => ({ time: sound.currentTime, duration: sound.duration || facts.duration });
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
  $("title").textContent = document.title = facts.title;
  $("note").textContent = facts.site;
  $("making").hidden = true;
  $("timeline").hidden = $("controls").hidden = false;
  $("position").max = facts.duration;
  $("total").textContent = clock(facts.duration);
  $("play").disabled = false;
  $("play").setAttribute("aria-label", texts.play);
  sound.src = facts.audio;
  chapters();
  show();
  tell("ready", { title: facts.title, duration: facts.duration });
  if (wanted) sound.play().catch(() => { $("note").textContent = texts.ready; });
}

function failed(why) {
  $("making").hidden = true;
  $("note").textContent = texts.failed;
  card.classList.add("failed");
  $("play").disabled = false;
  $("play").setAttribute("aria-label", texts.retry);
  facts = card.dataset.article ? null : facts;
  tell("error", { reason: why });
}

async function ask(path, options) {
  const response = await fetch(path, options);
  const found = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(found.detail ?? String(response.status));
  return found;
}

async function watch() {
  for (;;) {
    if (facts.audio) return ready();
    if (facts.state === "failed" || facts.state === "cancelled") return failed(facts.why);
    if (facts.title) $("title").textContent = facts.title;
    $("note").textContent = texts.making;
    $("making").hidden = false;
    $("making").value = facts.share;
    $("play").disabled = true;
    tell("making", { share: facts.share, left: facts.left });
    await new Promise((go) => setTimeout(go, 700));
    facts = await ask(`/embed/episodes/${facts.id}?sig=${facts.sig}`);
  }
}

async function start() {
  wanted = true;
  card.classList.remove("failed");
  if (facts?.audio) return sound.paused ? sound.play().catch(lost) : sound.pause();
  $("play").disabled = true;
  $("note").textContent = texts.making;
  $("making").hidden = false;
  try {
    if (card.dataset.article) {
      facts = await ask("/embed/episodes", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ url: card.dataset.article }),
      });
      tell("pressed");
    }
    await watch();
  } catch (error) {
    failed(error.message);
  }
}

function lost(error) {
  $("note").textContent = texts.failed;
  tell("error", { reason: error?.message ?? "the audio cannot be loaded" });
}

for (const name of ["play", "pause"]) {
  sound.addEventListener(name, () => {
    card.classList.toggle("playing", name === "play");
    $("play").setAttribute("aria-label", name === "play" ? texts.pause : texts.play);
    tell(name, place());
  });
}
sound.addEventListener("timeupdate", () => { show(); tell("timeupdate", place()); });
sound.addEventListener("seeked", () => tell("seeked", place()));
sound.addEventListener("ended", () => tell("ended", place()));
sound.addEventListener("error", () => lost(sound.error));
$("play").addEventListener("click", start);
$("back").addEventListener("click", () => move(sound.currentTime - 15));
$("forward").addEventListener("click", () => move(sound.currentTime + 30));
$("position").addEventListener("input", ({ target }) => move(Number(target.value)));
$("chapter").addEventListener("change", ({ target }) => move(Number(target.value)));
$("speed").addEventListener("change", ({ target }) => { sound.playbackRate = Number(target.value); });

addEventListener("message", ({ data, source }) => {
  if (source !== parent || !data || typeof data.narrator !== "string" || !facts?.audio) return;
  if (data.narrator === "play") sound.play().catch(lost);
  else if (data.narrator === "pause") sound.pause();
  else if (data.narrator === "seek") move(Number(data.time));
});

if (facts) watch().catch((error) => failed(error.message));
else tell("idle");
