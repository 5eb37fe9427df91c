"use strict";
// Ticks and notes live in the page until they are exported as the Markdown to paste back. Nothing is sent anywhere.
(() => {
  const find = (selector, within = document) => [...within.querySelectorAll(selector)];
  const source = JSON.parse(document.getElementById("markdown").textContent);
  const state = new Map();

  for (const item of find("[data-ids]")) {
    const ids = item.dataset.ids;
    const box = item.querySelector("input[type=checkbox]");
    const note = item.querySelector("textarea");
    if (!state.has(ids)) state.set(ids, { done: box.checked, note: note ? note.value : "" });
    box.addEventListener("change", () => change(ids, { done: box.checked }));
    if (note) note.addEventListener("input", () => change(ids, { note: note.value }, note));
  }

  function change(ids, what, typing) {
    Object.assign(state.get(ids), what);
    for (const item of find("[data-ids]").filter((one) => one.dataset.ids === ids)) {
      const now = state.get(ids);
      item.querySelector("input[type=checkbox]").checked = now.done;
      item.classList.toggle("done", now.done);
      const note = item.querySelector("textarea");
      if (note && note !== typing) note.value = now.note;
    }
    count();
  }

  function count() {
    const shown = new Set(find("[data-ids]").filter((one) => one.offsetParent !== null).map((one) => one.dataset.ids));
    const done = [...shown].filter((ids) => state.get(ids).done).length;
    for (const place of find("[data-progress]")) {
      place.textContent = place.dataset.progress.replace("DONE", done).replace("ALL", shown.size);
    }
  }

  let language = document.documentElement.lang;
  let reader = "all";

  function show() {
    document.documentElement.lang = language;
    for (const part of find("[data-language]")) {
      const other = part.dataset.reader && reader !== "all" && part.dataset.reader !== reader;
      part.hidden = part.dataset.language !== language || Boolean(other);
    }
    press("language", language);
    press("reader", reader);
    const title = document.querySelector(`h1[data-language="${language}"]`);
    if (title) document.title = title.textContent;
    count();
  }

  function press(name, value) {
    for (const button of find(`button[data-choose=${name}]`)) {
      button.setAttribute("aria-pressed", String(button.value === value));
    }
  }

  for (const button of find("button[data-choose=language]")) {
    button.addEventListener("click", () => { language = button.value; show(); });
  }
  for (const button of find("button[data-choose=reader]")) {
    button.addEventListener("click", () => { reader = button.value; show(); });
  }

  const MARK = /<!-- pairkit:((?:[a-z]-[0-9a-z-]+ ?)+)(?:must )?-->\s*$/;

  // An item's lines are its first one and the indented ones below; its note is the quoted lines among them.
  function markdown() {
    const made = [];
    const lines = source.split("\n");
    for (let n = 0; n < lines.length; n++) {
      const mark = MARK.exec(lines[n]);
      const now = mark && state.get(mark[1].trim());
      if (!now || !/^- \[[ xX]\] /.test(lines[n])) {
        made.push(lines[n]);
        continue;
      }
      made.push(lines[n].replace(/^- \[[ xX]\]/, now.done ? "- [x]" : "- [ ]"));
      while (n + 1 < lines.length && lines[n + 1].startsWith("  ")) {
        n++;
        if (!lines[n].startsWith("  > ")) made.push(lines[n]);
      }
      for (const line of now.note.split(/\r?\n/)) if (line.trim()) made.push("  > " + line.trim());
    }
    return made.join("\n");
  }

  const dialog = document.querySelector("dialog");
  const text = dialog.querySelector("textarea");
  for (const button of find("button[data-export]")) {
    button.addEventListener("click", () => {
      text.value = markdown();
      for (const said of find("[data-copied]", dialog)) said.textContent = "";
      dialog.showModal();
      text.focus();
      text.select();
    });
  }
  for (const button of find("button[data-copy]", dialog)) {
    button.addEventListener("click", async () => {
      text.select();
      let copied = false;
      try {
        await navigator.clipboard.writeText(text.value);
        copied = true;
      } catch {
        copied = document.execCommand("copy");
      }
      const said = dialog.querySelector(`[data-copied][data-language="${language}"]`);
      if (said) said.textContent = copied ? said.dataset.copied : said.dataset.failed;
    });
  }
  for (const button of find("button[data-close]", dialog)) button.addEventListener("click", () => dialog.close());

  window.addEventListener("beforeprint", () => {
    for (const note of find("details.note")) note.open = Boolean(note.querySelector("textarea").value.trim());
  });
  show();
})();
