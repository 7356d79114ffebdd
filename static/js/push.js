// Pushes to this browser: only after a press, and only where it can.
const form = document.getElementById("push");
const part = (name) => document.getElementById(`push-${name}`);

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const hashOf = async (text) => hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));

if ("PushManager" in window) {
  const { pushManager } = await navigator.serviceWorker.ready;
  part("never").hidden = true;
  const kept = await pushManager.getSubscription();
  const row = kept && document.querySelector(`[data-browser="${await hashOf(kept.endpoint)}"] [hidden]`);
  (row ? part("on") : form).hidden = false;
  if (row) row.hidden = false;

  form.addEventListener("submit", async (event) => {
    if (form.endpoint.value) return;
    event.preventDefault();
    part("denied").hidden = part("failed").hidden = true;
    if ((await Notification.requestPermission()) !== "granted") return (part("denied").hidden = false);
    try {
      await kept?.unsubscribe(); // it was another person's, or was made with another key
      const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.key });
      const { endpoint, keys } = made.toJSON();
      for (const [name, value] of Object.entries({ endpoint, ...keys })) if (form[name]) form[name].value = value;
      form.submit();
    } catch {
      part("failed").hidden = false;
    }
  });
}
