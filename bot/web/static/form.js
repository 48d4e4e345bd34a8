// The form works without this. With it, text outlives the page until it is sent, and files come in pieces.
"use strict";

const PIECE = 512 * 1024;
const LONGEST_WAIT = 15000;
const visit = document.body.dataset.visit;

// ---- the text is kept on the phone until the desk has it
const place = (field) => `tinbai:${visit}:${location.pathname}:${field.name}`;
const ours = () => Object.keys(localStorage).filter((key) => key.startsWith("tinbai:"));

function remember(field) {
  const kept = { was: field.defaultValue, is: field.value };
  if (kept.was === kept.is) localStorage.removeItem(place(field));
  else localStorage.setItem(place(field), JSON.stringify(kept));
}

function recall(field) {
  const kept = JSON.parse(localStorage.getItem(place(field)) || "null");
  if (!kept || kept.is === field.value) return false;
  if (kept.was !== field.defaultValue) return false; // it was changed at another door meanwhile: that one counts
  field.value = kept.is;
  return true;
}

function keepText() {
  if (document.querySelector("[data-forget]")) ours().forEach((key) => localStorage.removeItem(key));
  if ("kept" in document.body.dataset) ours().filter((key) => !key.startsWith("tinbai:file:")).forEach((key) => localStorage.removeItem(key));
  if (location.search.includes("said")) history.replaceState(null, "", location.pathname); // a reload is a fresh look
  const fields = [...document.querySelectorAll("[data-keep]")];
  const note = document.getElementById("from-phone");
  if (fields.map(recall).some(Boolean) && note) note.hidden = false;
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-keep]")) remember(event.target);
  });
}

// ---- files in pieces: after a break it goes on where the desk says it stands
const pause = (span) => new Promise((done) => {
  const timer = setTimeout(done, span);
  addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
});

class Sending {
  constructor(form, file) {
    this.form = form;
    this.file = file;
    this.about = form.dataset.upload;
    this.note = `tinbai:file:${visit}:${this.about}:${file.name}:${file.size}:${file.lastModified}`;
    this.line = document.createElement("li");
    this.bar = document.createElement("progress");
    this.bar.max = file.size;
    this.words = document.createElement("span");
    this.line.append(this.words, this.bar);
    form.querySelector(".going").append(this.line);
    this.bar.setAttribute("aria-label", file.name);
  }

  say(words) {
    const line = `${this.file.name} – ${words}`;
    if (this.words.textContent !== line) this.words.textContent = line;
  }

  ask(address, method, more = {}) {
    const headers = { "X-Csrf": this.form.elements.csrf.value, ...more.headers };
    return fetch(address, { method, ...more, headers });
  }

  async begin() {
    const known = localStorage.getItem(this.note);
    if (known) {
      const there = await this.ask(known, "HEAD");
      if (there.ok) return [known, Number(there.headers.get("Upload-Offset"))];
    }
    const body = JSON.stringify({ name: this.file.name, size: this.file.size, about: this.about });
    const made = await this.ask("/gui/uploads", "POST", { body, headers: { "Content-Type": "application/json" } });
    if (made.status === 429 && !made.headers.get("content-type").includes("json")) throw new Error("again");
    if (!made.ok) return [null, (await made.json()).said];
    const address = made.headers.get("Location");
    localStorage.setItem(this.note, address);
    return [address, 0];
  }

  async pieces() {
    const [address, start] = await this.begin();
    if (address === null) return start;
    let at = start;
    for (;;) {
      this.bar.value = at;
      this.say(`${this.form.dataset.going} ${Math.floor((at / this.file.size) * 100)} %`);
      const headers = { "Upload-Offset": String(at), "Content-Type": "application/offset+octet-stream" };
      const answer = await this.ask(address, "PATCH", { body: this.file.slice(at, at + PIECE), headers });
      if (answer.headers.get("Upload-Complete")) return "";
      if (answer.status === 409 && answer.headers.get("Upload-Offset")) at = Number(answer.headers.get("Upload-Offset"));
      else if (answer.ok) at = Number(answer.headers.get("Upload-Offset"));
      else if (answer.status === 415 || answer.status === 409) return (await answer.json()).said;
      else if (answer.status === 404) { localStorage.removeItem(this.note); throw new Error("again"); }
      else throw new Error("again");
    }
  }

  async run() {
    for (let wait = 1000; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        const refused = await this.pieces();
        localStorage.removeItem(this.note);
        this.say(refused || this.form.dataset.done);
        this.bar.remove();
        return;
      } catch {
        this.say(this.form.dataset.broken);
        await pause(wait);
      }
    }
  }
}

async function showAttached() {
  const answer = await fetch(location.pathname);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [here, there] = [document.getElementById("attached"), page.getElementById("attached")];
  if (!here || !there) return;
  const typed = new Map([...here.querySelectorAll("input:not([type=radio])")].map((field) => [field.name, field.value]));
  here.replaceChildren(...there.childNodes);
  here.querySelectorAll("input:not([type=radio])").forEach((field) => { if (typed.get(field.name)) field.value = typed.get(field.name); });
}

function sendFiles() {
  document.querySelectorAll("form[data-upload]").forEach((form) => {
    form.classList.add("is-live");
    let queue = Promise.resolve();
    form.elements.file.addEventListener("change", () => {
      for (const file of form.elements.file.files) {
        const sending = new Sending(form, file);
        queue = queue.then(() => sending.run()).then(showAttached).catch(() => {});
      }
      form.elements.file.value = "";
    });
  });
}

try { keepText(); } catch { /* a browser that keeps nothing still sends */ }
sendFiles();
