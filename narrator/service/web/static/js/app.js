// What every page has: the theme, the language, and an eye on what is to be deleted.
import { $ } from "./dom.js";
import { sweep } from "./doomed.js";

$("#theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("narrator-theme", root.dataset.theme);
});

$("#language").addEventListener("click", ({ currentTarget }) => {
  document.cookie = `narrator-language=${currentTarget.dataset.to}; path=/; max-age=31536000; samesite=lax`;
  location.reload();
});
sweep();
