// What a person writes: a text, a reply, an edit, or what the paperclip attaches.
import { summary } from "./bubble.js";

const INVITATION = /^https:\/\/t\.me\/\w+\?start=([\w-]+)$/;

export class Composer {
  constructor(form, { words, send }) {
    Object.assign(this, { form, words, send });
    this.field = form.querySelector("textarea");
    this.about = form.querySelector(".about");
    this.clip = form.querySelector(".clip");
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.field.addEventListener("keydown", (event) => this.keyed(event));
    this.about.querySelector("button").addEventListener("click", () => this.clear());
    if (this.clip) this.listenToClip();
    this.subject = null;
  }

  isBusy() {
    return this.field.value.trim() !== "" || this.subject !== null;
  }

  clear() {
    this.subject = null;
    this.field.value = "";
    this.about.hidden = true;
  }

  replyTo(message) {
    this.concern({ reply_to: message.message_id }, this.words.reply, message);
  }

  editing(message) {
    this.concern({ message_id: message.message_id }, this.words.editing, message);
    this.field.value = message.text || message.caption || "";
  }

  concern(subject, what, message) {
    this.subject = subject;
    this.about.querySelector(".about-what").textContent = what;
    this.about.querySelector(".about-text").textContent = summary(message, this.words);
    this.about.hidden = false;
    this.field.focus({ preventScroll: true });
  }

  keyed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") {
      this.clear();
    }
  }

  async submit(attachment = {}) {
    const text = this.said();
    if (!text && !attachment.attached) return;
    const said = { text, ...this.subject, ...attachment };
    this.clear();
    if (!(await this.send(said))) this.field.value = text;
  }

  // A person would tap an invitation's link; here it can be pasted.
  said() {
    const text = this.field.value.trim();
    const invited = text.match(INVITATION);
    return invited ? `/start ${invited[1]}` : text;
  }

  listenToClip() {
    const chosen = this.clip.querySelector("input");
    for (const button of this.clip.querySelectorAll("button")) {
      button.addEventListener("click", () => {
        this.clip.open = false;
        this.attach(button.dataset.attach, chosen);
      });
    }
    chosen.addEventListener("change", async () => {
      const own = await Promise.all([...chosen.files].slice(0, 10).map(base64));
      chosen.value = "";
      if (own.length) this.submit({ attached: "own", own });
    });
    this.clip.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.clip.open = false;
    });
    document.addEventListener("click", (event) => {
      if (!this.clip.contains(event.target)) this.clip.open = false;
    });
  }

  attach(choice, chosen) {
    if (choice === "text") {
      this.field.value = this.words.sample_text;
      this.field.focus();
    } else if (choice === "own") {
      chosen.click();
    } else {
      this.submit({ attached: choice });
    }
  }
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
