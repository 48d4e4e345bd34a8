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

function redrawRows(fresh) {
  const list = $("[data-live-rows]");
  const rows = new Map($$(".row", fresh).map((row) => [row.id, row]));
  if (list) {
    for (const row of $$(".row", list)) {
      const now = rows.get(row.id);
      rows.delete(row.id);
      if (now && $(".row-second", now).textContent !== $(".row-second", row).textContent) {
        const wasFocused = row.contains(document.activeElement);
        const isCurrent = $("a", row).getAttribute("aria-current");
        row.replaceWith(now);
        now.classList.add("is-fresh");
        if (isCurrent) $("a", now).setAttribute("aria-current", isCurrent);
        if (wasFocused) $("a", now).focus();
      }
    }
  }
  const newest = Math.max(0, ...$$(".row", list ?? undefined).map((row) => Number(row.dataset.number)));
  const arrived = [...rows.values()].filter((row) => Number(row.dataset.number) > newest);
  const bar = $("#new-bar");
  if (bar && arrived.length) {
    $("span", bar).textContent = bar.dataset.words.replace("§", arrived.length);
    bar.hidden = false;
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

const sameWords = (one, other) => {
  const plain = (node) => { const copy = node.cloneNode(true); $$("time", copy).forEach((time) => time.remove()); return copy.innerHTML; };
  return plain(one) === plain(other);
};

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

function follow(page) {
  let waiting = 0;
  const events = new EventSource(`/events?after=${page.dataset.after}`);
  events.addEventListener("open", () => { $("#offline").hidden = true; });
  events.addEventListener("error", () => { $("#offline").hidden = false; });
  events.addEventListener("change", (event) => {
    if (!JSON.parse(event.data).some((subject) => subject === page.dataset.follow || (page.dataset.follow.endsWith(":") && subject.startsWith(page.dataset.follow)))) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh().catch(() => { $("#offline").hidden = false; }), 250);
  });
  addEventListener("pagehide", () => events.close());
}

// ---- the tip beside the list is fetched without leaving the list

async function openBeside(link, isNew = true) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !$(".beside", fresh)) return location.assign(link.href);
  $(".beside").replaceWith($(".beside", fresh));
  $$(".row a[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
  if (isNew) history.pushState({}, "", link.href);
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

// ---- photos, large

let album = [];
let shown = 0;
function enlarge(step = 0) {
  shown = (shown + step + album.length) % album.length;
  $("#large-photo").src = album[shown].href;
  $("#large-photo").alt = $("img", album[shown]).alt;
  $("#large-caption").textContent = album[shown].dataset.caption;
  if (!$("#large").open) $("#large").showModal();
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
  $$("[data-undo]", root).forEach((form) => setTimeout(() => form.remove(), Number(form.dataset.undo) * 1000));
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-row], [data-large], [data-copy], [data-copy-all], [data-step], [data-print], [data-reload], [data-find]");
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const is = target.dataset;
  if ("row" in is && isWide()) { event.preventDefault(); openBeside(target); }
  else if ("large" in is) { event.preventDefault(); album = $$("[data-large]", target.closest("ul, fieldset")); shown = album.indexOf(target); enlarge(); }
  else if ("copy" in is || "copyAll" in is) copy(target);
  else if ("step" in is) enlarge(Number(is.step));
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
  if (event.key === "Escape") $$(".verb[open], .me[open]").forEach((sheet) => sheet.removeAttribute("open"));
  if (event.key === "s" && (event.ctrlKey || event.metaKey) && $("[data-save]")) { event.preventDefault(); $("[data-save]").click(); }
  if ($("#large")?.open && event.key === "ArrowRight") enlarge(1);
  if ($("#large")?.open && event.key === "ArrowLeft") enlarge(-1);
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  if (event.key === "/" && $("[data-search]")) { event.preventDefault(); return $("[data-search]").focus(); }
  press(event.key);
});

prepare(document);
const page = $("[data-follow]");
if (page) follow(page);
