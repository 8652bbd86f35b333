/* Saves a form[data-autosave] while it is filled; looks again at a case that is data-watch. Nothing needs this. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-autosave]");
  var saved = document.querySelector("[data-saved]");
  var timer = 0, looks = 0, told;
  if (!window.fetch) { return; }

  function body() {
    var data = new FormData(form), files = form.querySelectorAll("input[type=file]");
    for (var i = 0; i < files.length; i += 1) { data.delete(files[i].name); }
    return data;
  }
  function tell(state, time) {
    saved.textContent = saved.getAttribute("data-" + state).replace("{time}", time);
    document.querySelector("[data-sign-in]").hidden = state !== "signed-out";
  }
  /* Only 204 says that it was kept: whoever was led to another page gets 200 from there. */
  function hear(answer) {
    if (answer.status === 204) { tell("saved", answer.headers.get("X-Saved-At")); }
    else { tell({ 401: "signed-out", 422: "incomplete" }[answer.status] || "unsaved"); }
  }
  function save() {
    fetch(form.getAttribute("action") || location.href, {
      method: "POST", body: body(), credentials: "same-origin", headers: { "X-Autosave": "1" }
    }).then(hear).catch(function () { tell("unsaved"); });
  }
  if (form && saved) {
    form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(save, 1200); });
    form.addEventListener("submit", function () { clearTimeout(timer); });
  }

  function words(page) { return (page.querySelector(".wait") || {}).textContent; }
  function show(html) {
    var fresh = new DOMParser().parseFromString(html, "text/html");
    if (!words(fresh) || words(fresh) === words(document)) { return; }
    ["title", "svg", "main"].forEach(function (part) {
      document.querySelector(part).innerHTML = fresh.querySelector(part).innerHTML;
    });
    told.textContent = words(document);
  }
  function look() {
    looks += 1;
    fetch(location.href, { credentials: "same-origin" })
      .then(function (answer) { return answer.text(); }).then(show).catch(function () {}).then(again);
  }
  function again() {
    if (looks < 30 && document.querySelector("[data-watch]")) { setTimeout(look, 2000); }
  }
  if (document.querySelector("[data-watch]")) {
    told = document.body.appendChild(document.createElement("p"));
    told.className = "vh";
    told.setAttribute("role", "status");
    again();
  }
}());
