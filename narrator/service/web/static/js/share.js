// What another app or page sent here is ordered: at once where its owner sent it, else on a press.
import { get } from "./api.js";
import { $ } from "./dom.js";
import { t } from "./texts.js";

const send = $("#send");

async function order() {
  const article = send.dataset.article;
  send.disabled = true;
  send.textContent = t("app.sending");
  try {
    const json = /^https?:\/\/\S+$/.test(article) ? { url: article } : { text: article };
    const made = await get("/v1/episodes", { json });
    location.replace(`/listen/${made.id}`);
  } catch (problem) {
    send.disabled = false;
    send.textContent = t("preview.narrate");
    $("#share-error").textContent = problem.message || t("problem.network");
    $("#share-error").hidden = false;
  }
}

if (send) {
  send.addEventListener("click", order);
  if (send.dataset.auto) order();
}

addEventListener("appinstalled", () => { if ($("#install")) $("#install").hidden = true; });
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  const install = $("#install");
  if (!install) return;
  install.hidden = false;
  install.addEventListener("click", () => event.prompt(), { once: true });
});
