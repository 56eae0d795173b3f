// An article without the sentences its reader dropped.

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Give a plain text without some of its sentences; null where one is not found in it. */
export function without(text, sentences) {
  let left = text;
  for (const sentence of sentences) {
    const words = sentence.trim().split(/\s+/).map(escape).join("\\s+");
    const shorter = left.replace(new RegExp(`(?:^[ \\t]*[•*-][ \\t]+)?${words}[ \\t]?`, "m"), "");
    if (shorter === left) return null;
    left = shorter;
  }
  return left;
}

const marks = { item: "- ", quote: "> ", code: "    " };

/** Write what will be said of a script as Markdown, without some of its sentences. */
export function asMarkdown(script, dropped) {
  const lines = [];
  let role = "";
  script.sections.forEach((section, s) => {
    section.utterances.forEach((utterance, u) => {
      if (dropped.has(`${s}.${u}`) || utterance.role === "title") return;
      const text = utterance.text.replace(/\s+/g, " ").replace(/([*_`<[\]\\])/g, "\\$1");
      if (utterance.role === "heading") lines.push("", `${"#".repeat(section.level)} ${text}`, "");
      else if (utterance.role === role && role === "paragraph") lines[lines.length - 1] += ` ${text}`;
      else lines.push(...(role === utterance.role ? [] : [""]), (marks[utterance.role] ?? "") + text);
      role = utterance.role;
    });
  });
  return lines.join("\n").trim();
}
