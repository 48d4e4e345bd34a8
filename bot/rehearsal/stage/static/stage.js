// The stage: two telephones that follow the stand-in, three steps that tick themselves off, and tabs where it is narrow.
import { Phone } from "./phone.js";

const WAIT_SECONDS = 10;
const RETRY_MS = 2000;
const words = JSON.parse(document.body.dataset.words);
const botId = Number(document.body.dataset.bot);
const phones = ["phone", "group"].map((id) => new Phone(document.getElementById(id), { words, botId, changed: restart }));
const lost = document.querySelector(".lost");
let waiting = new AbortController();

follow();
for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => show(button.dataset.show));
}
for (const frame of document.querySelectorAll("iframe")) {
  frame.addEventListener("load", () => note("console", false));
}

// Ask for news for ever; an answer comes as soon as something changed.
async function follow() {
  for (;;) {
    waiting = new AbortController();
    try {
      const asked = phones.map((phone) => `chat=${phone.chat}:${phone.seen}`).join("&");
      const isFirst = phones.some((phone) => phone.seen < 0);
      const answer = await fetch(`/stage/news?${asked}&wait=${isFirst ? 0 : WAIT_SECONDS}`, { signal: waiting.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      take(await answer.json());
      lost.hidden = true;
    } catch (error) {
      if (error.name === "AbortError") continue;
      lost.hidden = false;
      await new Promise((wake) => setTimeout(wake, RETRY_MS));
    }
  }
}

function restart() {
  waiting.abort();
}

function take(news) {
  for (const phone of phones) {
    const isFirst = phone.seen < 0;
    const hasNews = phone.take(news);
    if (hasNews && !isFirst) note(phone.id, true);
  }
  markSteps(news.steps);
}

function markSteps(done) {
  const items = [...document.querySelectorAll("[data-step]")];
  const next = items.find((item) => !done.includes(item.dataset.step));
  for (const item of items) {
    const isDone = done.includes(item.dataset.step);
    if (isDone && !item.classList.contains("is-done")) {
      item.querySelector("strong").insertAdjacentHTML("beforeend", '<span class="hidden"></span>');
      item.querySelector("strong .hidden").textContent = `, ${words.step_done}`;
    }
    item.classList.toggle("is-done", isDone);
    item.classList.toggle("is-next", item === next);
  }
  const hint = next ? next.querySelector(".how").textContent : words.all_done;
  const box = document.querySelector(".hint");
  if (box.textContent !== hint) box.textContent = hint;
}

function show(pane) {
  document.body.dataset.shown = pane;
  for (const tab of document.querySelectorAll(".tabs button")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.show === pane));
  }
  note(pane, false);
  document.getElementById(pane).focus({ preventScroll: true });
  for (const phone of phones) phone.shown();
}

// Put a dot on the tab of a telephone that something arrived on while another one is shown.
function note(pane, isNew) {
  const dot = document.querySelector(`.tabs [data-show="${pane}"] .dot`);
  dot.hidden = !isNew || document.body.dataset.shown === pane;
}
