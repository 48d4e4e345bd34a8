// The queue: ticking tips, and new ones shown without losing the tip that is read. The page works without this file.
"use strict";

const picks = () => $$(".pick input");

function countPicks() {
  const line = $("[data-selected]");
  if (line) line.textContent = line.dataset.words.replace("§", picks().filter((pick) => pick.checked).length);
}

function pickThis() {
  const row = document.activeElement.closest(".row") ?? $("[data-row][aria-current]")?.closest(".row");
  const pick = row && $(".pick input", row);
  if (!pick) return;
  pick.checked = !pick.checked;
  countPicks();
}

document.addEventListener("change", (event) => { if (event.target.closest(".pick")) countPicks(); });

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-pick]");
  if (button) {
    for (const pick of picks()) pick.checked = button.dataset.pick === "all";
    countPicks();
    if (button.dataset.pick === "none") $("[data-row]")?.focus();
  }
  const bar = event.target.closest("#new-bar");
  if (!bar || event.ctrlKey || event.metaKey || event.shiftKey || !$("[data-live-rows]") || new URLSearchParams(location.search).has("below")) return;
  event.preventDefault();
  const answer = await fetch(bar.href, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = $("[data-live-rows]", fresh);
  if (!answer.ok || !list) return location.assign(bar.href);
  const [current, ticked] = [$("[data-row][aria-current]")?.closest(".row").id, new Set(picks().filter((pick) => pick.checked).map((pick) => pick.value))];
  for (const link of $$("[data-row]", list)) link.toggleAttribute("aria-current", link.closest(".row").id === current);
  for (const pick of $$(".pick input", list)) pick.checked = ticked.has(pick.value);
  $("[data-live-rows]").replaceWith(list);
  bar.hidden = true;
  countPicks();
  prepare(list);
  $("[data-row]", list)?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, dialog") && !event.target.closest(".pick")) return;
  if (event.key === "x") pickThis();
  if (event.key === "v" && $("[data-first]")?.checkVisibility()) $("[data-first]").focus();
});

const answered = $(".desk")?.dataset.address;
if (answered) history.replaceState({}, "", answered); // the page stands at the address of a form that was sent
countPicks();
