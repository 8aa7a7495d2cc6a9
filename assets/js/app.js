// zhikong: small improvements for a page that works without them. No framework, no inline script; Chromium 109 can run it.
(function () {
  "use strict";

  // ---- Upload: drop zone, list of chosen files, progress -------------------------------------------------------

  /** Bytes in the unit a person would say. */
  function size(bytes) {
    if (bytes < 1024 * 1024) return Math.max(1, Math.round(bytes / 1024)) + " KB";
    return (bytes / 1024 / 1024).toFixed(1) + " MB";
  }

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function improveUpload(form) {
    const input = form.querySelector("input[type=file]");
    const zone = form.querySelector(".zk-drop");
    const button = form.querySelector("button");
    if (!input || !zone || !button) return;

    const list = element("ul", "zk-files");
    const sending = element("div", "zk-sending");
    const bar = element("progress", "zk-meter");
    const words = element("p");
    words.setAttribute("role", "status");
    bar.max = 100;
    sending.hidden = true;
    sending.append(bar, words);
    zone.append(element("p", "zk-drop-say", "也可以把文件拖到这里。"), list, sending);

    input.addEventListener("change", function () {
      list.replaceChildren();
      Array.from(input.files).forEach(function (file) {
        const row = element("li");
        row.append(element("span", "", file.name), element("span", "zk-n", size(file.size)));
        list.append(row);
      });
    });

    ["dragenter", "dragover"].forEach(function (name) {
      zone.addEventListener(name, function (event) {
        event.preventDefault();
        zone.classList.add("over");
      });
    });
    ["dragleave", "drop"].forEach(function (name) {
      zone.addEventListener(name, function () { zone.classList.remove("over"); });
    });
    zone.addEventListener("drop", function (event) {
      event.preventDefault();
      const dropped = new DataTransfer();
      Array.from(event.dataTransfer.files).slice(0, input.multiple ? undefined : 1)
        .forEach(function (file) { dropped.items.add(file); });
      input.files = dropped.files;
      input.dispatchEvent(new Event("change"));
    });

    form.addEventListener("submit", function (event) {
      if (!input.files.length) return;
      event.preventDefault();
      send(form, button, sending, bar, words);
    });
  }

  function send(form, button, sending, bar, words) {
    const request = new XMLHttpRequest();
    sending.hidden = false;
    button.disabled = true;
    words.textContent = "正在上传…";
    request.upload.addEventListener("progress", function (event) {
      if (!event.lengthComputable) return;
      const share = Math.floor(event.loaded / event.total * 100);
      bar.value = share;
      words.textContent = share < 100 ? "已上传 " + share + " %" : "已上传，正在逐格核对…";
    });
    request.addEventListener("load", function () { arrive(request, form.action); });
    request.addEventListener("error", function () {
      button.disabled = false;
      bar.value = 0;
      words.textContent = "没有传完：网络断了。文件还在列表里，网络恢复后再按一次“" + button.textContent + "”。";
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.send(new FormData(form));
  }

  /** Shows the answer: the page it led to, or the page with the problems that came straight back. */
  function arrive(request, sentTo) {
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const parts = [".zk-top", ".zk-menu", "#main"];
    const whole = parts.every(function (css) { return answer.querySelector(css) && document.querySelector(css); });
    if (!whole) {
      location.assign(request.responseURL);
      return;
    }
    parts.forEach(function (css) { document.querySelector(css).replaceWith(answer.querySelector(css)); });
    document.title = answer.title;
    // Problems come back without a page of their own: loading again shows the form.
    if (request.responseURL !== sentTo) history.pushState({}, "", request.responseURL);
    const main = document.getElementById("main");
    if (window.htmx) window.htmx.process(main);
    improve(main);
    window.scrollTo(0, 0);
    main.focus();
  }

  // The page that was replaced above is not kept: going back loads it again.
  window.addEventListener("popstate", function () { location.reload(); });

  // ---- Error summary: the reader starts there ------------------------------------------------------------------

  function focusErrors(root) {
    const summary = root.querySelector(".zk-errors[tabindex]");
    if (summary) summary.focus();
  }

  // ---- Drafts: what was typed survives the end of a session -----------------------------------------------------

  const DRAFT = "zk-draft:";
  const person = document.body.dataset.account || "";

  function keeps(form) {
    return form.method === "post" && !form.querySelector("input[type=password], input[type=file]")
      && form.querySelector("textarea, input[type=text], input[type=number], input[type=date], select");
  }

  function draftKey(form) {
    // A form that stands on several pages says by what it is known on each.
    return DRAFT + (form.dataset.draft || location.pathname + "#" + form.getAttribute("action"));
  }

  function typed(form) {
    return Array.from(form.elements)
      .filter(function (field) { return field.name && field.type !== "hidden" && field.type !== "submit"; })
      .map(function (field) {
        return [field.name, field.type === "checkbox" || field.type === "radio" ? field.checked : field.value];
      });
  }

  /** `sent` says that the form was submitted and only its answer is still unknown. */
  function keepDraft(form, sent) {
    sessionStorage.setItem(draftKey(form), JSON.stringify({ person: person, values: typed(form), sent: sent }));
  }

  function drafts() {
    return Object.keys(sessionStorage).filter(function (key) { return key.startsWith(DRAFT); });
  }

  /** An ordinary page is the answer to what was sent; sign-in and error pages mean that it did not arrive. */
  function settleDrafts() {
    const failed = !person || document.querySelector(".zk-error");
    drafts().forEach(function (key) {
      const draft = JSON.parse(sessionStorage.getItem(key));
      if (!draft.sent) return;
      if (failed) sessionStorage.setItem(key, JSON.stringify(Object.assign(draft, { sent: false })));
      else sessionStorage.removeItem(key);
    });
  }

  function restoreDraft(form) {
    const kept = sessionStorage.getItem(draftKey(form));
    if (!kept) return;
    sessionStorage.removeItem(draftKey(form));
    const draft = JSON.parse(kept);
    if (draft.person !== person) return;
    const fields = Array.from(form.elements)
      .filter(function (field) { return field.name && field.type !== "hidden" && field.type !== "submit"; });
    draft.values.forEach(function (pair, at) {
      const field = fields[at];
      if (!field || field.name !== pair[0]) return;
      if (typeof pair[1] === "boolean") field.checked = pair[1];
      else field.value = pair[1];
    });
    form.prepend(element("p", "zk-flash info", "已补回上次没有交的内容，请看过再交。"));
  }

  function improveForm(form) {
    if (!keeps(form)) return;
    restoreDraft(form);
    form.addEventListener("input", function () { form.dataset.changed = "yes"; });
    form.addEventListener("submit", function () {
      if (form.dataset.changed) keepDraft(form, true);
      delete form.dataset.changed;
    });
  }

  function changedForms() {
    return Array.from(document.querySelectorAll("form[data-changed]"));
  }

  window.addEventListener("beforeunload", function (event) {
    if (!changedForms().length) return;
    event.preventDefault();
    event.returnValue = "";
  });

  // ---- Idle: a warning two minutes before the session ends ---------------------------------------------------

  const WARNING_MINUTES = 2;
  let warning = null;
  let timers = [];

  function watchIdle() {
    const minutes = Number(document.body.dataset.idleMinutes);
    if (!minutes) return;
    timers.forEach(clearTimeout);
    timers = [
      setTimeout(warn, (minutes - WARNING_MINUTES) * 60000),
      setTimeout(ended, minutes * 60000),
    ];
    if (warning) warning.remove();
    warning = null;
  }

  function warn() {
    warning = element("div", "zk-flash wait live");
    warning.setAttribute("role", "alert");
    warning.append(element("span", "", "已经很久没有操作，" + WARNING_MINUTES + " 分钟后会自动退出。填了的内容会留着。"));
    const stay = element("button", "btn btn-quiet", "继续使用");
    stay.type = "button";
    stay.addEventListener("click", stayOn);
    warning.append(stay);
    document.getElementById("main").prepend(warning);
  }

  function stayOn() {
    fetch("/menu", { redirect: "manual" }).then(function (answer) {
      if (answer.ok) watchIdle();
      else ended();
    });
  }

  function ended() {
    changedForms().forEach(function (form) { keepDraft(form, false); });
    if (!warning) warn();
    warning.replaceChildren(element("span", "", "太久没有操作，已经自动退出。填了的内容已留在这台电脑的浏览器里，重新登录后回到这一页会补回。"));
    const again = element("a", "btn btn-quiet", "重新登录");
    again.href = location.href;
    again.addEventListener("click", function () {
      changedForms().forEach(function (form) { delete form.dataset.changed; });
    });
    warning.append(again);
  }

  // Signing out on purpose leaves nothing behind for the next person at this computer.
  // ---- A form that goes leaves the others behind --------------------------------------------------------------

  /** Without a net nothing is sent: what was typed stays on the page, where the browser's own error page would drop it. */
  function stayWithoutNet(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.target.querySelector(".zk-no-net")) return;
    const told = element("p", "zk-flash bad zk-no-net", "没有网络，没有交上去。填的都还在这一页，先不要关；有网络以后再按一次。");
    told.setAttribute("role", "alert");
    event.target.prepend(told);
    window.addEventListener("online", function () { told.remove(); }, { once: true });
  }

  document.addEventListener("submit", function (event) {
    if (event.target.method !== "post") return;
    if (!navigator.onLine) return stayWithoutNet(event);
    // What was typed into another form of the page, e.g. an answer beside its photographs, is there again afterwards.
    changedForms().forEach(function (form) {
      if (form === event.target) return;
      keepDraft(form, false);
      delete form.dataset.changed;
    });
  }, true);

  document.addEventListener("submit", function (event) {
    if (event.target.getAttribute("action") !== "/sign-out") return;
    drafts().forEach(function (key) { sessionStorage.removeItem(key); });
  });

  // Every answer fetched for the reader counts as use; polling marks itself and does not.
  document.addEventListener("htmx:afterRequest", function (event) {
    if (!event.detail.elt.hasAttribute("data-poll")) watchIdle();
  });

  // ---- Tables that a narrow window shows as blocks stay tables for readers of the screen ------------------------

  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };

  function keepTable(table) {
    table.querySelectorAll("thead,tbody,tr,td,th").forEach(function (part) {
      const role = ROLES[part.tagName] || (part.getAttribute("scope") === "col" ? "columnheader" : "rowheader");
      part.setAttribute("role", role);
    });
    table.setAttribute("role", ROLES.TABLE);
  }

  // ---- A button that says how many are ticked -------------------------------------------------------------------

  function countTicked(button) {
    const form = button.form;
    const plain = button.textContent;
    function count() {
      const ticked = form.querySelectorAll("input[type=checkbox]:checked").length;
      button.textContent = ticked ? plain + " " + ticked + " " + button.dataset.counts : plain;
    }
    form.addEventListener("change", count);
    window.addEventListener("pageshow", count);
    count();
  }

  // ---- A measured value against its limit, while it is typed ----------------------------------------------------

  const KEEPS = {
    at_most: function (value, bound) { return value <= bound; },
    at_least: function (value, bound) { return value >= bound; },
    exactly: function (value, bound) { return value === bound; },
    to_the: function (value, bound) { return value <= bound; },
  };

  function judgeLimit(input) {
    const says = document.getElementById(input.dataset.says);
    const keeps = KEEPS[input.dataset.bound];
    if (!says || !keeps) return;
    input.addEventListener("input", function () {
      const typed = input.value.trim();
      if (!/^\d+$/.test(typed)) return says.replaceChildren();
      const good = keeps(Number(typed), Number(input.dataset.value));
      says.replaceChildren(element("span", "zk-tag " + (good ? "ok" : "bad"), good ? "合限值" : "不合限值"));
    });
  }

  // ---- A strip of tabs that is wider than the window starts at the current one -----------------------------------

  function showCurrent(tab) {
    const strip = tab.closest(".zk-tabs");
    const from = strip.getBoundingClientRect();
    const at = tab.getBoundingClientRect();
    // scrollIntoView would move the page as well.
    strip.scrollLeft += at.left + at.width / 2 - from.left - from.width / 2;
  }

  // ---- The foot of a printed page: where it is, and when it was printed -------------------------------------------

  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("[data-address]").forEach(function (foot) { foot.textContent = decodeURI(location.href); });
    const now = new Date().toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).slice(0, 16);
    document.querySelectorAll("[data-printed]").forEach(function (foot) { foot.textContent = "打印于 " + now; });
  });

  function improve(root) {
    root.querySelectorAll(".zk-tabs [aria-current]").forEach(showCurrent);
    root.querySelectorAll("input[data-bound]").forEach(judgeLimit);
    root.querySelectorAll(".zk-rows,.zk-stack,.zk-pairs").forEach(keepTable);
    root.querySelectorAll("button[data-counts]").forEach(countTicked);
    root.querySelectorAll("form[data-upload]").forEach(improveUpload);
    root.querySelectorAll("form").forEach(improveForm);
    focusErrors(root);
  }

  settleDrafts();
  improve(document);
  watchIdle();
})();
