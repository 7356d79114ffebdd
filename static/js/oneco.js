// Every page works without this file. It only makes pressing, typing and moving about kinder.

const choices = () => [...document.querySelectorAll("label.choice input:not(:disabled)")];

// A form that was sent is not sent twice. The pressed button's name still travels, so it is disabled a tick later.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.ariaBusy === "true") return event.preventDefault();
  if (event.defaultPrevented && !form.matches("[hx-post]")) return;
  setTimeout(() => settle(form, true));
});

function settle(form, working) {
  form.ariaBusy = working ? "true" : null;
  const outside = form.id ? document.querySelectorAll(`button[form="${form.id}"]`) : [];
  for (const button of [...form.querySelectorAll("button"), ...outside]) button.disabled = working;
}

// Coming back by the browser's back button finds forms that can be sent again.
addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach((form) => settle(form, false)));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) settle(form, false);
});

// 1–9 choose a line of the lesson, Enter confirms or goes on.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) return;
  const choice = choices()[Number(event.key) - 1];
  if (choice) {
    event.preventDefault();
    choice.focus();
    choice.click();
  } else if (event.key === "Enter" && event.target.matches("label.choice input")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  } else if (event.key === "Enter" && !event.target.closest("a, button, input, label, summary")) {
    document.querySelector(".lesson .foot .btn, .lesson main .btn.wide")?.click();
  }
});

// What was wrong is where the reader is taken: after a page came back, and after a fragment was swapped in.
function toFirstError(root) {
  const target = root.querySelector(".field.bad :is(input, select, textarea), .oops") ?? root.querySelector("[data-focus]");
  target?.focus();
}
document.addEventListener("htmx:afterSettle", (event) => {
  const pressed = event.detail.requestConfig?.triggeringEvent?.submitter;
  if (!["move", "run"].includes(pressed?.name) || event.target.querySelector(".field.bad")) return toFirstError(event.target);
  // What was moved or run keeps the finger where it is: its button stays pressed, nothing scrolls.
  const button = document.getElementById(pressed.id);
  const other = pressed.id.replace(/^up|^down/, (way) => (way === "up" ? "down" : "up"));
  (button?.disabled ? document.getElementById(other) : button)?.focus({ preventScroll: true });
});
toFirstError(document);

for (const failed of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failed, (event) => {
    if (event.detail.requestConfig?.triggeringEvent?.type === "look") return; // nobody pressed anything
    document.getElementById("trouble").hidden = false;
  });
}

// The bell and the open inbox look for news once a minute, and only while somebody looks at them.
let looked = Date.now();
function look() {
  if (document.hidden || Date.now() - looked < 30_000) return;
  looked = Date.now();
  document.body.dispatchEvent(new Event("look"));
}
setInterval(look, 60_000);
document.addEventListener("visibilitychange", look);

// What only works with script shows itself here.
for (const element of document.querySelectorAll("[data-script]")) element.hidden = false;

// Handing on an invitation: share where the system can, else copy and say so.
for (const button of document.querySelectorAll("[data-share], [data-copy]")) {
  if ("share" in button.dataset && !navigator.share) continue;
  if (!navigator.share && !navigator.clipboard) continue;
  button.hidden = false;
}
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-share], [data-copy], [data-print]");
  if (!button) return;
  const { share, copy, done } = button.dataset;
  if ("print" in button.dataset) return print();
  try {
    if (share) await navigator.share({ url: share, text: button.dataset.text });
    else await navigator.clipboard.writeText(copy);
  } catch {
    return; // the person closed the system's sheet, or the browser says no
  }
  if (done) document.getElementById(button.dataset.says)?.replaceChildren(done);
});
document.querySelectorAll("[data-print]").forEach((button) => (button.hidden = false));

// An installed app without a network shows a kind page.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {});
