// Reading along: the article's own text, the word being spoken marked and kept in view.
import { $, el } from "../dom.js";

const PARAGRAPH = 0.58; // seconds of pause that part two paragraphs, as the transcripts have it
const LINGER = 0.25; // seconds that a word stays marked in a pause
const tags = { title: "h1", heading: "h2", quote: "blockquote", code: "pre" };

export class Reading {
  segments = [];
  starts = new Float64Array(0);
  ends = new Float64Array(0);
  nodes = [];
  marked = -1;
  following = true;

  constructor(root, seek) {
    this.root = root;
    root.addEventListener("click", ({ target }) => {
      const index = target.dataset?.w;
      if (index === undefined || !getSelection().isCollapsed) return;
      this.choose ? this.choose(Number(index)) : seek(this.starts[index]);
    });
    const away = () => { if (this.marked >= 0) { this.following = false; $("#follow").hidden = false; } };
    addEventListener("wheel", away, { passive: true });
    addEventListener("touchmove", away, { passive: true });
    $("#follow").addEventListener("click", () => this.back());
  }

  /** Show the sentences of a transcript. */
  show(segments, title, language) {
    this.segments = [];
    this.starts = this.ends = new Float64Array(0);
    this.nodes = [];
    this.marked = -1;
    this.block = this.list = null;
    this.root.lang = language;
    this.root.replaceChildren();
    if (segments[0]?.role !== "title") this.root.append(el("h1", {}, title));
    this.add(segments);
  }

  /** Show further sentences, those that follow. */
  add(segments) {
    const starts = [...this.starts], ends = [...this.ends];
    const blocks = document.createDocumentFragment();
    for (const segment of segments) {
      const s = this.segments.length;
      const last = this.segments[s - 1];
      const apart = !last || last.role !== segment.role || last.section !== segment.section
        || segment.startTime - last.endTime > PARAGRAPH;
      if (apart) {
        if (segment.role === "item") {
          if (!this.list || last.role !== "item" || last.section !== segment.section) blocks.append((this.list = el("ul")));
          this.list.append((this.block = el("li")));
        } else blocks.append((this.block = el(tags[segment.role] ?? "p", segment.role === "byline" ? { className: "quiet" } : {})));
      } else this.block.append(" ");
      let rest = 0;
      for (const [word, start, end] of segment.words) {
        const at = segment.body.indexOf(word, rest);
        if (at < 0) continue;
        if (at > rest) this.block.append(segment.body.slice(rest, at));
        const node = el("span", { data: { w: this.nodes.length, s } }, word);
        this.nodes.push(node);
        starts.push(start);
        ends.push(end);
        this.block.append(node);
        rest = at + word.length;
      }
      this.block.append(segment.body.slice(rest));
      this.segments.push(segment);
    }
    this.starts = Float64Array.from(starts);
    this.ends = Float64Array.from(ends);
    this.root.append(blocks);
  }

  /** Give the index of the word spoken at a time; -1 in a pause. */
  at(time) {
    let low = 0, high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= time) low = middle + 1; else high = middle;
    }
    return low && time <= this.ends[low - 1] + LINGER ? low - 1 : -1;
  }

  /** Give where the sentence before or after begins; the one being spoken, where it is well under way. */
  beside(time, by) {
    const now = this.segments.findLastIndex((one) => one.startTime <= time + 0.05);
    const early = by < 0 && time - (this.segments[now]?.startTime ?? 0) > 2;
    return this.segments[Math.max(0, early ? now : now + by)]?.startTime;
  }

  /** Mark the word spoken at a time. */
  mark(time) {
    const index = this.at(time);
    if (index === this.marked) return;
    this.nodes[this.marked]?.classList.remove("now");
    this.marked = index;
    if (index < 0) return;
    this.nodes[index].classList.add("now");
    if (this.following) this.reveal(this.nodes[index]);
  }

  reveal(node) {
    const { top, bottom } = node.getBoundingClientRect();
    if (top > innerHeight * 0.12 && bottom < innerHeight * 0.68) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollBy({ top: top - innerHeight * 0.3, behavior: calm ? "instant" : "smooth" });
  }

  back() {
    this.following = true;
    $("#follow").hidden = true;
    if (this.marked >= 0) this.reveal(this.nodes[this.marked]);
  }
}
