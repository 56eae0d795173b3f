// Where a listener is in each episode, kept in this browser.

const name = (id) => `narrator-position:${id}`;

export function position(id) {
  try { return JSON.parse(localStorage.getItem(name(id))) ?? { at: 0, heard: false }; } catch { return { at: 0, heard: false }; }
}

export function remember(id, at, duration) {
  const heard = duration > 0 && at > duration - 10;
  localStorage.setItem(name(id), JSON.stringify({ at: heard ? 0 : at, heard }));
}
