// Putting an episode into one of the listener's feeds.
import { ask, get } from "../api.js";
import { $, el, toast } from "../dom.js";
import { t } from "../texts.js";

/** Offer the feeds there are. */
export async function offerFeeds(episode) {
  const feeds = await get("/v1/feeds");
  const put = async ({ slug, title }) => {
    try {
      await ask(`/v1/feeds/${slug}/episodes/${episode}`, { method: "PUT" });
      $("#settings").close();
      toast(t("feeds.added", { title }));
    } catch (problem) { toast(problem.message); }
  };
  const buttons = feeds.map((feed) => el("button", { type: "button", onclick: () => put(feed) }, feed.title));
  $("#feed-choice").replaceChildren(...(buttons.length ? buttons : [el("p", { className: "quiet small" }, t("feeds.new"))]));
}
