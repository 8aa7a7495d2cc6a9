// zhikong: the form of a return in the browser – sums while typing, drafts that save themselves, a row filled at once. The page
// works without it: the same buttons post the form.
(function () {
  "use strict";

  const form = document.querySelector("form[data-entry]");
  if (!form) return;
  const state = document.getElementById("saved");
  const clash = document.getElementById("clash");
  const version = form.querySelector("input[name=version]");
  const base = form.getAttribute("action");

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function button(text, deed) {
    const made = element("button", "btn btn-quiet", text);
    made.type = "button";
    made.addEventListener("click", deed);
    return made;
  }

  // ---- Sums of the months ---------------------------------------------------------------------------------------

  function sum(row) {
    const shown = row.querySelector("output");
    if (!shown) return;
    const months = [1, 2, 3].map(function (n) { return document.getElementById("f-" + row.dataset.row + "-" + n); });
    const plain = months.every(function (field) { return field && /^\s*\d+(\.\d+)?\s*$/.test(field.value); });
    const total = plain && months.reduce(function (all, field) { return all + Number(field.value); }, 0);
    shown.textContent = plain && "adds" in row.dataset ? "三个月合计 " + Number(total.toFixed(6)) : "";
  }

  // ---- Drafts ---------------------------------------------------------------------------------------------------

  const QUIET_MS = 1500;
  // What is still being sent when the page is left is dropped unless it is kept alive, which browsers do up to 64 KB.
  const OUTLIVES_BYTES = 60000;
  let timer = null;
  let saving = false;
  let waiting = false;
  let stopped = false;
  let handedIn = false;

  function say(text, bad) {
    state.className = "zk-e-saved" + (bad ? " bad" : "");
    state.replaceChildren(document.createTextNode(text));
  }

  function soon() {
    waiting = true;
    if (stopped || handedIn) return;
    clearTimeout(timer);
    timer = setTimeout(save, QUIET_MS);
  }

  function body(over) {
    const fields = new URLSearchParams(new FormData(form));
    if (over) fields.set("over", over);
    return fields;
  }

  function save(over) {
    clearTimeout(timer);
    if (saving || handedIn) return;
    saving = true;
    waiting = false;
    say("正在存…");
    const fields = body(typeof over === "string" ? over : "");
    fetch(base + "/draft", {
      method: "POST",
      body: fields,
      headers: { Accept: "application/json" },
      keepalive: String(fields).length < OUTLIVES_BYTES,
    })
      .then(function (answer) { return answer.json().then(function (said) { settle(answer, said); }); })
      .catch(function () { failed("网络断了"); });
  }

  function settle(answer, said) {
    saving = false;
    if (answer.ok) {
      stopped = false;
      version.value = said.version;
      clash.replaceChildren();
      say("已存 " + said.saved);
      // What is on the server need not be warned of when the page is left.
      if (!waiting) delete form.dataset.changed;
      else soon();
    } else if (answer.status === 409 && said.clash) {
      stopped = true;
      say("没有存：别人存过，见上面", true);
      showClash(said.clash);
    } else {
      failed(said.error ? said.error.message + said.error.remedy : "服务器没有答应");
    }
  }

  function failed(why) {
    saving = false;
    waiting = true;
    say("没存上：" + why, true);
    state.append(button("重试", save));
  }

  /** Both are shown, and the reader chooses; nothing is saved before. */
  function showClash(other) {
    const box = element("section", "zk-errors");
    const who = other.by + " " + other.at;
    box.setAttribute("role", "alert");
    box.append(element("h2", "", other.emptied ? who + " 已把草稿上传或丢弃" : who + " 存过，和你填的有 " + other.differences.length + " 处不同"));
    box.append(element("p", "mb-2", "你填的都还在下面，没有存。选一个："));
    if (other.differences.length) {
      const list = element("ul", "mb-2");
      other.differences.forEach(function (one) {
        list.append(element("li", "", one.place + "：你填 " + (one.mine || "空着") + "，对方存 " + (one.theirs || "空着")));
      });
      box.append(list);
    }
    const theirs = element("a", "btn btn-quiet", "用对方的");
    theirs.href = base;
    theirs.addEventListener("click", function () { delete form.dataset.changed; });
    const choice = element("p", "mb-0 zk-links");
    choice.append(button("用我的", function () { save(String(other.version)); }), theirs);
    box.append(choice);
    clash.replaceChildren(box);
    box.scrollIntoView({ block: "center" });
  }

  form.addEventListener("input", function (event) {
    const row = event.target.closest("[data-row]");
    if (row) sum(row);
    soon();
  });
  form.addEventListener("submit", function () { handedIn = true; clearTimeout(timer); });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && waiting && !stopped) save();
  });
  window.addEventListener("pagehide", function () { if (waiting && !stopped) save(); });
  window.addEventListener("online", function () { if (waiting && !stopped) save(); });
  // Coming back by the browser's own button shows the page as it was left; it may save again.
  window.addEventListener("pageshow", function () { handedIn = false; });

  // ---- A whole row that does not apply ----------------------------------------------------------------------------

  form.querySelectorAll("[data-fill]").forEach(function (fill) {
    fill.hidden = false;
    fill.addEventListener("click", function () {
      const row = fill.closest("[data-row]");
      const fields = Array.from(row.querySelectorAll("input.form-control"));
      const months = fields.length > 1 ? fields.slice(0, 3) : fields;
      months.filter(function (field) { return !field.value.trim(); }).forEach(function (field) { field.value = fill.dataset.fill; });
      row.querySelector("textarea").focus();
      fill.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });

  // ---- The answer of the checks: fields that are spoken of say so themselves ----------------------------------------

  document.addEventListener("htmx:afterSettle", function () {
    const spoken = new Set(Array.from(form.querySelectorAll("[data-field]"), function (mark) { return mark.dataset.field; }));
    form.querySelectorAll("[aria-describedby]").forEach(function (field) {
      if (spoken.has(field.id)) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    });
  });

  // What the page found kept in the browser is not on the server yet.
  if (form.querySelector(":scope > .zk-flash")) soon();
})();
