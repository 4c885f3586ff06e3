// Runs once for each piece of our own HTML, behind `const acts = [...]`: its buttons
// (data-act), searches (data-live), dates (data-changed) and forms (data-send) become events.
const say = (act, value, fields) => {
  if (acts.includes(act)) trigger(act, { value: value || "", fields: fields || {} });
};
const fieldsOf = (form) => {
  const found = {};
  for (const [name, value] of new FormData(form)) (found[name] ||= []).push(String(value));
  return found;
};
let waiting;
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button) say(button.dataset.act, button.dataset.value);
});
element.addEventListener("input", (event) => {
  const act = event.target.dataset.live;
  if (!act) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => say(act, event.target.value.trim()), 200);
});
element.addEventListener("change", (event) => {
  const act = event.target.dataset.changed;
  if (act && event.target.value) say(act, event.target.value);
});
element.addEventListener("keydown", (event) => {
  // Enter in the search takes the first place that was found.
  if (event.key !== "Enter" || !event.target.dataset.live) return;
  event.preventDefault();
  document.querySelector("#place-hits [data-act]")?.click();
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target.closest("[data-send]");
  if (form) say(form.dataset.send, "", fieldsOf(form));
});
// Once when the piece appears, and whenever its content changes.
window.wence?.shown(element);
watch("value", () => window.wence?.shown(element));
