// Small comforts. Every page works without this file, and without htmx.

const changedFields = () =>
  [...document.querySelectorAll("textarea")].filter((field) => field.value !== field.defaultValue);

let sending = false;

// Ctrl+Enter (on a Mac also Cmd+Enter) sends the form one is writing in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const button = event.target.form?.querySelector("[data-default]");
  if (button) event.target.form.requestSubmit(button);
});

// Text that was typed and not sent is not lost by leaving the page unawares.
document.addEventListener("submit", () => (sending = true));
window.addEventListener("pageshow", () => (sending = false));
window.addEventListener("beforeunload", (event) => {
  if (!sending && changedFields().length > 0) event.preventDefault();
});

// With htmx: say it if the desk does not answer; otherwise take the old message away.
const offline = (shown) => (document.getElementById("offline").hidden = !shown);
document.addEventListener("htmx:sendError", () => offline(true));
document.addEventListener("htmx:afterRequest", (event) => {
  sending = false;
  if (event.detail.successful) offline(false);
});

// After a new sign-in in another tab the desk sends a fresh token along: then the same button
// works at the second press, and what was typed is not lost.
document.addEventListener("htmx:afterRequest", (event) => {
  const token = event.detail.xhr?.getResponseHeader("X-Form-Token");
  if (!token) return;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-Form-Token": token }));
  for (const field of document.querySelectorAll('[name="form_token"]')) field.value = token;
});

// A link that is there to be copied is selected at once.
document.querySelector("[data-select]")?.select();

// A message about what was just done is not shown again when the page is loaded again.
const address = new URL(location.href);
if (address.searchParams.has("done")) {
  address.searchParams.delete("done");
  history.replaceState(history.state, "", address);
}
