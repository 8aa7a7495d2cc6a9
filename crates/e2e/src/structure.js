// What a page must have for keyboards and readers of the screen; gives one line a fault.
const faults = [];
const all = (css) => Array.from(document.querySelectorAll(css));
const say = (element) => element.outerHTML.slice(0, 120);

if (document.documentElement.lang !== "zh-CN") faults.push("the page does not say that it is Chinese");
if (!document.title.trim()) faults.push("the page has no title");
if (all("h1").length !== 1) faults.push("the page has " + all("h1").length + " first headings");
if (all("main").length !== 1) faults.push("the page has " + all("main").length + " main parts");
all("[style]").forEach((one) => faults.push("style in the page: " + say(one)));
all("script:not([src])").forEach((one) => faults.push("script in the page: " + say(one)));

const ids = new Map();
all("[id]").forEach((one) => ids.set(one.id, (ids.get(one.id) || 0) + 1));
ids.forEach((times, id) => { if (times > 1) faults.push("id " + id + " stands " + times + " times"); });
all("[aria-labelledby],[aria-describedby]").forEach((one) => {
  const named = (one.getAttribute("aria-labelledby") || "") + " " + (one.getAttribute("aria-describedby") || "");
  named.split(/\s+/).filter(Boolean).forEach((id) => {
    if (!ids.has(id)) faults.push("nothing is called " + id + ": " + say(one));
  });
});
all("use").forEach((one) => {
  const href = one.getAttribute("href") || "";
  if (href.startsWith("#") && !document.getElementById(href.slice(1))) faults.push("no glyph " + href);
});
all("input:not([type=hidden]),select,textarea").forEach((one) => {
  if (!one.labels.length && !one.getAttribute("aria-label") && !one.getAttribute("aria-labelledby")) {
    faults.push("a field without label: " + say(one));
  }
});
all("a,button").forEach((one) => {
  const name = one.getAttribute("aria-label") || one.textContent.trim() || one.getAttribute("title");
  if (!name) faults.push("a link or button without words: " + say(one));
});
all("a:not([href])").forEach((one) => faults.push("a link that leads nowhere: " + say(one)));
all("a[href^='#']").forEach((one) => {
  const id = decodeURIComponent(one.getAttribute("href").slice(1));
  if (!id || !ids.has(id)) faults.push("a link to nothing on the page: " + say(one));
});
all("table").forEach((one) => { if (!one.querySelector("th")) faults.push("a table without headings: " + say(one)); });
return faults;
