// Puts the words that are selected in the clause into a field. The form works without it.
(function () {
  "use strict";
  const words = document.getElementById("words");
  const hint = document.getElementById("hint");
  if (!words || !hint) { return; }
  hint.hidden = false;

  // The selected words, and with which of several places is meant.
  function selected() {
    const chosen = window.getSelection();
    if (chosen.rangeCount === 0 || chosen.isCollapsed) { return ""; }
    const range = chosen.getRangeAt(0);
    if (!words.contains(range.startContainer) || !words.contains(range.endContainer)) { return ""; }
    const text = range.toString();
    const before = document.createRange();
    before.selectNodeContents(words);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length;
    const whole = words.textContent;
    let which = 0, places = 0;
    for (let at = whole.indexOf(text); at >= 0; at = whole.indexOf(text, at + text.length)) {
      places += 1;
      if (at <= start) { which = places; }
    }
    return places > 1 ? text + "（第" + which + "处）" : text;
  }

  function fill(field) {
    const text = selected();
    if (!text) { field.focus(); return; }
    const lines = field.tagName === "TEXTAREA" && field.value.trim();
    field.value = lines ? field.value.trimEnd() + "\n" + text : text;
    field.focus();
  }

  document.querySelectorAll(".choice").forEach(function (row) {
    const field = row.querySelector("input, textarea");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "用选中的字";
    button.setAttribute("aria-label", "用选中的字：" + row.querySelector("label").textContent);
    // Pressing the button must not take the selection away.
    button.addEventListener("mousedown", function (event) { event.preventDefault(); });
    button.addEventListener("click", function () { fill(field); });
    row.appendChild(button);
  });
}());
