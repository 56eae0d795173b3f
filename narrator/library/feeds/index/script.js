
"use strict";
const players = [...document.querySelectorAll("audio")];
const kept = player => "narrator:" + player.dataset.guid;
const recall = player => { try { return Number(localStorage.getItem(kept(player))) || 0; } catch { return 0; } };
const keep = (player, at) => {
  try { at > 5 ? localStorage.setItem(kept(player), at) : localStorage.removeItem(kept(player)); } catch { /* private mode */ }
};
const chapters = player => [...document.querySelectorAll(`[data-seek="${player.id}"]`)];

for (const player of players) {
  const list = chapters(player);
  let saved = 0;
  player.addEventListener("loadedmetadata", () => {
    const at = recall(player);
    if (!player.currentTime && at && at < player.duration - 10) player.currentTime = at;
  });
  player.addEventListener("play", () => players.forEach(other => other !== player && other.pause()));
  player.addEventListener("ended", () => keep(player, 0));
  player.addEventListener("timeupdate", () => {
    const now = player.currentTime;
    if (!player.ended && Math.abs(now - saved) > 5) keep(player, saved = now);
    const current = list.filter(link => Number(link.dataset.start) <= now + .05).pop();
    for (const link of list) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  });
  for (const link of list) {
    link.addEventListener("click", event => {
      event.preventDefault();
      const seek = () => { player.currentTime = Number(link.dataset.start); player.play(); };
      if (player.readyState) return seek();
      player.addEventListener("loadedmetadata", seek, { once: true });
      player.load();
    });
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = "Copied";
  });
}
