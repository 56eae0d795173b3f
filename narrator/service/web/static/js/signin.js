// The API key, kept in this browser only.
import { get, key } from "./api.js";
import { $ } from "./dom.js";
import { t } from "./texts.js";

$("#signin").addEventListener("submit", async (event) => {
  event.preventDefault();
  const before = key.get();
  key.set($("#key").value.trim());
  try {
    await get("/v1/episodes?limit=1");
    const next = new URLSearchParams(location.search).get("next") ?? "/";
    location.assign(/^\/(?![/\\])/.test(next) ? next : "/");
  } catch (problem) {
    key.set(before);
    $("#signin-error").textContent = t("signin.wrong");
    $("#signin-error").hidden = false;
    $("#key").setAttribute("aria-invalid", "true");
  }
});

$("#signout").addEventListener("click", () => {
  key.set(null);
  location.assign("/signin");
});
