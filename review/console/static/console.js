// The console works without this file; it adds what changes by itself, keys, previews and copying.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
document.documentElement.classList.add("js");

// ---- what changed behind another door is drawn anew; what somebody is typing into is left alone

const isTouched = (part) =>
  part.contains(document.activeElement?.closest("input, textarea, select")) ||
  $$("details[open]", part).some((sheet) => sheet.matches(".verb")) ||
  $$("textarea, input:not([type=hidden])", part).some((field) => field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);

const plain = (node) => {
  const copy = node.cloneNode(true);
  $$("time, [data-onlookers]", copy).forEach((part) => part.remove());
  return copy.innerHTML.replace(/ aria-current="[^"]*"/g, "");
};

function redrawRow(row, now) {
  const times = $$("time", now);
  if (plain(row) === plain(now)) return $$("time", row).forEach((time, at) => { time.textContent = times[at].textContent; });
  const wasFocused = row.contains(document.activeElement) && document.activeElement.matches("input") ? "input" : row.contains(document.activeElement) ? "a" : "";
  const isCurrent = $("a", row).getAttribute("aria-current");
  const [before, after] = [$(".pick input", row), $(".pick input", now)];
  if (before?.checked && after?.value === before.value) after.checked = true; // a new version is to be read before it is decided
  row.replaceWith(now);
  now.classList.add("is-fresh");
  if (isCurrent) $("a", now).setAttribute("aria-current", isCurrent);
  else $("a", now).removeAttribute("aria-current");
  if (wasFocused) ($(wasFocused, now) ?? $("a", now)).focus();
}

function redrawRows(fresh) {
  const list = $("[data-live-rows]");
  const found = new Map($$(".row", fresh).map((row) => [row.id, row]));
  if (!list) { // an empty list has nothing that somebody reads
    const begun = $("[data-live-rows]", fresh);
    if (begun && $("#rows")) $("#rows").replaceWith(begun);
    return;
  }
  const here = new Set($$(".row", list).map((row) => row.id));
  for (const row of $$(".row", list)) if (found.has(row.id)) redrawRow(row, found.get(row.id).cloneNode(true));
  const now = $$("[data-live-rows] .row", fresh);
  const last = now.findLastIndex((row) => here.has(row.id)); // what stands behind it has only moved up
  const arrived = now.filter((row, at) => !here.has(row.id) && (at < last || last < 0));
  const bar = $("#new-bar");
  if (bar) {
    bar.hidden = !arrived.length;
    $("span", bar).textContent = bar.dataset.words.replace("§", arrived.length);
  }
}

function redrawParts(fresh) {
  let isStale = false;
  for (const part of $$("[data-live]")) {
    const now = fresh.getElementById(part.id);
    if (!now || now.innerHTML === part.innerHTML) continue;
    if (sameWords(now, part)) continue;
    if (isTouched(part)) isStale = true;
    else {
      for (const opened of $$("details[open]:not(.verb)", part)) {
        const place = $$("details", part).indexOf(opened);
        $$("details", now)[place]?.setAttribute("open", "");
      }
      part.replaceWith(now);
    }
  }
  const form = $("form[data-guard]");
  const other = form && fresh.getElementById(form.id);
  if (other && $("[name=version]", other).value !== $("[name=version]", form).value) isStale = true;
  if (isStale && $("#stale")) $("#stale").hidden = false;
  prepare(document);
}

const sameWords = (one, other) => plain(one) === plain(other);

async function refresh() {
  const address = new URL(location.href);
  for (const row of $$("[data-live-rows] .row").slice(0, 200)) address.searchParams.append("shown", row.dataset.number);
  const opened = $("#tip")?.dataset.tip;
  if (opened && $(".desk")) address.searchParams.set("tip", opened);
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (answer.status === 401) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  redrawRows(fresh);
  if (!opened || $("#tip", fresh)?.dataset.tip === opened) redrawParts(fresh);
}

const EVERY_MINUTE = 60_000; // ages, leases and answer-by times go on without anybody's act

function follow(page) {
  let [after, waiting, joining, events] = [page.dataset.after, 0, 0, null];
  const told = (event) => {
    after = event.lastEventId || after;
    if (!JSON.parse(event.data).some((subject) => subject === page.dataset.follow || (page.dataset.follow.endsWith(":") && subject.startsWith(page.dataset.follow)))) return;
    clearTimeout(waiting);
    waiting = setTimeout(again, 250);
  };
  const again = () => refresh().catch(() => { $("#offline").hidden = false; });
  const join = () => {
    events?.close();
    events = new EventSource(`/events?after=${after}&looking=${lookedAt()}`);
    events.addEventListener("open", () => { $("#offline").hidden = true; });
    events.addEventListener("error", () => { $("#offline").hidden = false; });
    events.addEventListener("change", told);
    events.addEventListener("onlookers", (event) => { onlookers = JSON.parse(event.data); showOnlookers(document); });
  };
  join();
  // somebody who goes through the list looks at the tip they stop at
  document.addEventListener("looked", () => { clearTimeout(joining); joining = setTimeout(join, 600); });
  document.addEventListener("visibilitychange", () => { clearTimeout(joining); joining = setTimeout(join, document.hidden ? 5000 : 100); });
  setInterval(() => { if (!document.hidden) again(); }, EVERY_MINUTE);
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => { if (event.persisted) join(); });
}

// ---- who else is looking at a tip; a tip counts as looked at once somebody has opened it

let onlookers = {};
function lookedAt() {
  const isOpened = !$(".desk") || new URLSearchParams(location.search).has("tip");
  return (!document.hidden && isOpened && $("#tip")?.dataset.number) || 0;
}

function showOnlookers(root) {
  for (const place of $$("[data-onlookers]", root)) {
    const names = onlookers[place.dataset.onlookers] ?? [];
    place.hidden = !names.length;
    if (!names.length) continue;
    const pattern = $("#onlookers");
    const said = pattern.dataset.words.replace("§", names.join(", "));
    const given = "short" in place.dataset ? names.map((name) => name.split(" ").at(-1)).join(", ") : said; // a row has room for given names
    if (!place.firstChild) place.append(pattern.content.cloneNode(true));
    const words = $("span", place);
    if (words.textContent !== given) words.textContent = given;
    place.title = said;
  }
}

// ---- the tip beside the list is fetched without leaving the list

let opening = 0;
async function openBeside(link, isNew = true) {
  const mine = ++opening;
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== opening) return; // somebody has gone on to another tip meanwhile
  if (!answer.ok || !$(".beside", fresh)) return location.assign(link.href);
  $(".beside").replaceWith($(".beside", fresh));
  $$(".row a[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
  if (isNew) history.pushState({}, "", link.href);
  document.dispatchEvent(new Event("looked"));
  $(".beside").scrollTop = 0;
  prepare($(".beside"));
}

const isWide = () => matchMedia("(min-width: 1024px)").matches && $(".desk");

// ---- forms: previews follow what is typed

function fill(preview) {
  const typed = document.getElementById(preview.dataset.fill).value.trim();
  preview.textContent = preview.dataset.words.replace("…", typed || "…");
}

function show(line) {
  const field = document.getElementById(line.dataset.shownBy);
  line.hidden = field.type === "checkbox" ? !field.checked : !field.value.trim();
}

function redrawPreviews(root = document) {
  $$("[data-fill]", root).forEach(fill);
  $$("[data-shown-by]", root).forEach(show);
  $$("[data-text-of]", root).forEach((place) => { place.textContent = document.getElementById(place.dataset.textOf).value; });
}

let previewing = 0;
function previewArticle(form) {
  clearTimeout(previewing);
  previewing = setTimeout(async () => {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    $("#portal").replaceWith($("#portal", fresh));
  }, 350);
}

// ---- copying: a closed portal means copy and paste

async function copy(button) {
  const source = document.getElementById(button.dataset.copy ?? button.dataset.copyAll);
  const text = source.value ?? source.innerText;
  if (button.dataset.copyAll && window.ClipboardItem) {
    const clean = source.cloneNode(true);
    $$("img", clean).forEach((image) => image.remove());
    await navigator.clipboard.write([new ClipboardItem({ "text/html": new Blob([clean.innerHTML], { type: "text/html" }), "text/plain": new Blob([text], { type: "text/plain" }) })]);
  } else await navigator.clipboard.writeText(text);
  const words = $("span", button);
  const before = words.textContent;
  if (before === button.dataset.copied) return;
  words.textContent = button.dataset.copied;
  button.classList.add("is-copied");
  setTimeout(() => { words.textContent = before; button.classList.remove("is-copied"); }, 1600);
}

// ---- keys

function step(way) {
  const rows = $$("[data-row]");
  const at = rows.indexOf(document.activeElement) >= 0 ? rows.indexOf(document.activeElement) : rows.findIndex((row) => row.hasAttribute("aria-current"));
  const next = rows[Math.min(Math.max(at + way, 0), rows.length - 1)];
  if (!next) return;
  next.focus();
  if (isWide()) openBeside(next);
}

function press(key) {
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (key === "?") return $("#keys")?.showModal();
  if (key === "o") return (document.activeElement.matches("[data-row]") ? document.activeElement : $("[data-row][aria-current]") ?? $("[data-row]"))?.click();
  const target = $$(`[data-key="${key}"]`).find((element) => element.checkVisibility());
  if (!target) return;
  target.click();
  const sheet = target.closest("details[open]");
  if (sheet) $("input:not([type=hidden]), select, textarea, button", sheet.querySelector("form"))?.focus();
}

// ---- listening, once for all

function prepare(root) {
  redrawPreviews(root);
  showOnlookers(root);
  $$("[data-undo]", root).forEach((form) => setTimeout(() => form.remove(), Number(form.dataset.undo) * 1000));
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-row], [data-copy], [data-copy-all], [data-print], [data-reload], [data-find]");
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const is = target.dataset;
  if ("row" in is && isWide()) { event.preventDefault(); openBeside(target); }
  else if ("copy" in is || "copyAll" in is) copy(target);
  else if ("print" in is) { event.preventDefault(); print(); }
  else if ("reload" in is) { event.preventDefault(); location.reload(); }
  else if ("find" in is) {
    const field = document.getElementById(target.hash.slice(1));
    const at = field?.value?.indexOf(is.find) ?? -1;
    if (at >= 0 && field.setSelectionRange) { event.preventDefault(); field.focus(); field.setSelectionRange(at, at + is.find.length); }
  }
});

document.addEventListener("input", (event) => {
  redrawPreviews();
  const form = event.target.closest("form[data-preview]");
  if (form) { previewArticle(form); $("[data-dirty]", form).hidden = false; isDirty = true; }
});

document.addEventListener("change", (event) => {
  if (event.target.closest("[data-filter]")) event.target.form.requestSubmit();
});

let isDirty = false;
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-guard]")) isDirty = false;
  for (const button of $$("button:not([type=button])", event.target)) setTimeout(() => { button.disabled = true; });
  setTimeout(() => $$("button[disabled]", event.target).forEach((button) => { button.disabled = false; }), 4000);
});
addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault(); });
addEventListener("popstate", () => location.reload());

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const sheet of $$(".verb[open], .me[open]")) {
    if (sheet.contains(document.activeElement)) $("summary", sheet).focus(); // not lost in what is hidden, where keys are letters
    sheet.removeAttribute("open");
  }
  if (event.key === "s" && (event.ctrlKey || event.metaKey) && $("[data-save]")) { event.preventDefault(); $("[data-save]").click(); }
  if (event.ctrlKey || event.metaKey || event.altKey || (event.target.closest("input, textarea, select, dialog") && !event.target.closest(".pick"))) return;
  if (event.key === "/" && $(".rail")) {
    event.preventDefault();
    return $("[data-search]") ? $("[data-search]").focus() : location.assign("/queue#find");
  }
  press(event.key);
});

prepare(document);
if (location.hash === "#find") $("[data-search]")?.focus();
const page = $("[data-follow]");
if (page) follow(page);
