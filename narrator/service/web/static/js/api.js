// The HTTP API, with the key where the service needs one.

import { translated } from "./texts.js";

const KEY = "narrator-key";

export const key = {
  get: () => localStorage.getItem(KEY),
  set: (value) => (value ? localStorage.setItem(KEY, value) : localStorage.removeItem(KEY)),
};

/** A problem document of the API (RFC 9457). */
export class Problem extends Error {
  constructor(status, { type = "", detail = "", hint = "" } = {}) {
    const own = translated(type.startsWith("urn:") ? type.split(":").pop() : `status_${status}`);
    super(own || detail);
    this.status = status;
    this.hint = own ? "" : hint;
  }
}

/** Ask the API; an object as `json` is sent as it. Throws Problem. */
export async function ask(path, { json, headers = {}, ...rest } = {}) {
  const options = { headers: { ...headers }, ...rest };
  if (key.get()) options.headers.Authorization = `Bearer ${key.get()}`;
  if (json !== undefined) {
    options.method ??= "POST";
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(json);
  }
  const response = await fetch(path, options);
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  if (response.status === 401 && document.body.dataset.keyed && location.pathname !== "/signin") {
    location.assign(`/signin?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  throw new Problem(response.status, problem);
}

/** Ask the API for JSON; null where there is none. */
export async function get(path, options) {
  const response = await ask(path, options);
  return response.status === 204 ? null : response.json();
}

/** Follow server-sent events until they end; `EventSource` cannot send a key. */
export async function follow(path, heard, signal) {
  let last = "";
  for (;;) {
    try {
      const headers = last ? { "Last-Event-ID": last } : {};
      const response = await ask(path, { headers, signal });
      if (response.status === 204) return;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        const parts = (rest + value).split("\n\n");
        rest = parts.pop();
        for (const part of parts) {
          const field = (name) => part.match(new RegExp(`^${name}: ?(.*)$`, "m"))?.[1];
          last = field("id") ?? last;
          const kind = field("event");
          if (!kind) continue;
          heard(kind, JSON.parse(field("data") || "{}"));
          if (["ready", "failed", "cancelled", "deleted"].includes(kind)) return;
        }
      }
    } catch (error) {
      if (signal?.aborted || error instanceof Problem) throw error;
    }
    await new Promise((go) => setTimeout(go, 1000));
  }
}
