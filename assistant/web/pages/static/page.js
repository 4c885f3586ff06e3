// What the page does by itself, without asking the server: large print, dark mode, printing,
// copying, rows of the family, and moving to what was opened. No request leaves from here.
(() => {
  "use strict";
  const root = document.documentElement;
  const kept = (name) => {
    try { return localStorage.getItem("wence-" + name); } catch { return null; }
  };
  const keep = (name, on) => {
    try { localStorage.setItem("wence-" + name, on ? "1" : "0"); } catch { /* private window */ }
  };
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  const isOn = {
    large: () => kept("large") === "1",
    dark: () => (kept("dark") === null ? prefersDark.matches : kept("dark") === "1"),
  };
  const look = () => {
    root.classList.toggle("large", isOn.large());
    root.classList.toggle("dark", isOn.dark());
    // Gradio's own colours follow a class of the body.
    if (document.body) document.body.classList.toggle("dark", isOn.dark());
    document.querySelectorAll("[data-look]").forEach((button) => {
      const on = String(isOn[button.dataset.look]());
      if (button.getAttribute("aria-pressed") !== on) button.setAttribute("aria-pressed", on);
    });
  };
  look();
  prefersDark.addEventListener("change", look);

  const moveTo = (element, block) => element?.scrollIntoView({ block });
  let seen = -1;
  const shown = (element) => {
    const mark = element.querySelector(".notice-text mark");
    if (mark) {
      const text = mark.closest(".notice-text");
      text.scrollTop = mark.offsetTop - text.clientHeight / 3;
      element.querySelector("#notice-title").focus({ preventScroll: true });
      const beside = window.matchMedia("(min-width: 900px)").matches;
      moveTo(element.querySelector(".notice"), beside ? "nearest" : "start");
      return;
    }
    const result = element.querySelector("#form-result");
    if (result) { result.focus({ preventScroll: true }); moveTo(result, "start"); return; }
    if (!element.querySelector(".talk")) return;
    // A new question moves the page, and its answer once it is whole; a rating does not.
    const last = [...element.querySelectorAll(".exchange")].pop();
    const number = last ? Number(last.id.split("-")[1]) : -1;
    const state = number + (last?.querySelector(".at, .elsewhere") ? 0.5 : 0);
    if (state > seen) moveTo(last, "start");
    seen = state;
  };
  window.wence = { shown };

  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    // Inside an office the page is often served without https.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };
  const rowsOf = (button) => [...button.closest("[data-rows]").querySelectorAll("[data-row]")];
  const setRow = (row, on) => { row.hidden = !on; row.disabled = !on; };
  const clicks = {
    look: (button) => { keep(button.dataset.look, !isOn[button.dataset.look]()); look(); },
    print: () => window.print(),
    copy: (button) => copy(button.dataset.copy).then(() => {
      const said = button.closest(".notice").querySelector("[data-copied]");
      said.textContent = said.dataset.copied;
    }),
    add: (button) => {
      const next = rowsOf(button).find((row) => row.hidden);
      if (next) { setRow(next, true); next.querySelector("select").focus(); }
    },
    drop: (button) => {
      const open = rowsOf(button).filter((row) => !row.hidden);
      if (open.length > 1) setRow(button.closest("[data-row]"), false);
      open.find((row) => !row.hidden)?.querySelector("select").focus();
    },
    back: (button) => {
      const from = document.getElementById(button.dataset.back);
      if (from) setTimeout(() => moveTo(from, "start"), 50);
    },
  };
  document.addEventListener("click", (event) => {
    for (const name of Object.keys(clicks)) {
      const button = event.target.closest?.(`[data-${name}]`);
      if (button) clicks[name](button);
    }
  });
  const inChinese = (element) => {
    for (const theirs of document.querySelectorAll("#instead dt")) {
      if (element.textContent.trim() !== theirs.textContent) continue;
      element.textContent = theirs.nextElementSibling.textContent;
      return;
    }
  };
  const settled = () => {
    look();
    document.querySelectorAll(".toast-title, [data-testid='toast-text']").forEach(inChinese);
    if (document.querySelector("#question textarea, #question input")) {
      document.getElementById("opening")?.remove();
    }
  };
  new MutationObserver(settled).observe(root, { childList: true, subtree: true });
})();
