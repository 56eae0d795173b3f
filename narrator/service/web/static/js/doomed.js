// What was deleted and may still be had back. It is noted in the browser: a page that is left before
// the time for second thoughts is over leaves the deletion to the next one.
import { ask } from "./api.js";

const KEY = "narrator-doomed";
const GRACE = 6000; // milliseconds
let timer = 0;

const read = () => JSON.parse(localStorage.getItem(KEY) ?? "{}");
const write = (all) => localStorage.setItem(KEY, JSON.stringify(all));

export const isDoomed = (id) => id in read();

/** Delete an episode in a few seconds. */
export function doom(id) {
  write({ ...read(), [id]: Date.now() + GRACE });
  sweep();
}

/** Keep it after all. */
export function spare(id) {
  const { [id]: _, ...others } = read();
  write(others);
}

function end(id) {
  ask(`/v1/episodes/${id}`, { method: "DELETE", keepalive: true })
    .then(() => spare(id)).catch(({ status }) => { if (status) spare(id); });
}

/** Delete those whose time has come, and see to the others when theirs comes. */
export function sweep() {
  clearTimeout(timer);
  const now = Date.now();
  const waiting = Object.entries(read());
  for (const [id, time] of waiting) if (time <= now) end(id);
  const next = Math.min(...waiting.map(([, time]) => time).filter((time) => time > now));
  if (Number.isFinite(next)) timer = setTimeout(sweep, next - now);
}

addEventListener("pagehide", () => { for (const id of Object.keys(read())) end(id); });
