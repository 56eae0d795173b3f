// Covers in the sizes that pages show them in; the full one is for feeds and files.

/** Give the address of an episode's cover, 96, 192, 384 or 512 pixels a side. */
export function cover(episode, size) {
  const link = episode.links.thumbnail.replace("-384.", `-${size}.`);
  return `${link}${link.includes("?") ? "&" : "?"}r=${episode.revision}`;
}

/** Give what an image needs to take the size it is shown in. */
export const covers = (episode, sizes) => ({
  sizes,
  srcset: [96, 192, 384, 512].map((size) => `${cover(episode, size)} ${size}w`).join(", "),
  src: cover(episode, 384),
});
