// Puts narrator's player, or the button that has this page narrated, where the script tag stands.
(() => {
  const tag = document.currentScript;
  const { episode, url, theme, lang, width } = tag.dataset;
  const canonical = document.querySelector('link[rel="canonical"]')?.href;
  const own = canonical && new URL(canonical).origin === location.origin ? canonical : location.href;
  const path = episode ? `/embed/${episode}` : "/embed/article";
  const address = new URL(path, tag.src);
  if (!episode) address.searchParams.set("url", new URL(url || own, location.href).href);
  if (theme) address.searchParams.set("theme", theme);
  const language = lang || document.documentElement.lang.slice(0, 2);
  if (language) address.searchParams.set("lang", language);
  const frame = document.createElement("iframe");
  frame.src = address.href;
  frame.title = language === "de" ? "Diesen Artikel anhören" : "Listen to this article";
  frame.allow = "autoplay";
  frame.loading = "lazy";
  frame.style.cssText = `border:0;display:block;width:100%;max-width:${width || "640px"};height:${episode ? 148 : 84}px`;
  addEventListener("message", ({ data, source, origin }) => {
    if (source !== frame.contentWindow || origin !== address.origin || data?.source !== "narrator") return;
    if (data.event === "ready") frame.style.height = "148px";
    if (data.event === "making" || data.event === "pressed") frame.style.height = "104px";
    if (data.event === "error") frame.style.height = "124px";
    frame.dispatchEvent(new CustomEvent(`narrator:${data.event}`, { bubbles: true, detail: data }));
  });
  tag.after(frame);
})();
