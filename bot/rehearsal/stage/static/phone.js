// A telephone: the messages of one chat as they now are, and the person who writes and presses there.
import { bubble, dayOf, make } from "./bubble.js";
import { Composer } from "./composer.js";

const TYPING_MS = 4000;
const ANSWER_MS = 5000;
const NEAR_END = 80;
const DAY_MS = 24 * 3600 * 1000;

export class Phone {
  constructor(root, { words, botId, changed }) {
    Object.assign(this, { root, words, botId, changed });
    this.id = root.id;
    this.chat = Number(root.dataset.chat);
    this.from = Number(root.dataset.from);
    this.isGroup = this.chat < 0;
    this.list = root.querySelector(".messages");
    this.talk = root.querySelector(".talk");
    this.forget();
    this.composer = new Composer(root.querySelector(".composer"), { words, send: (said) => this.send(said) });
    root.querySelector("select").addEventListener("change", (event) => this.becomes(Number(event.target.value)));
    root.querySelector(".down").addEventListener("click", () => this.toEnd());
    this.talk.addEventListener("scroll", () => this.scrolled());
    // Who reads the end goes on reading the end, whatever arrives, is edited or takes more room.
    const sizes = new ResizeObserver(() => this.sticks && this.toEnd());
    for (const box of [this.talk, this.list]) sizes.observe(box);
  }

  forget() {
    this.seen = -1;
    this.messages = new Map();
    this.shownItems = new Map();
    this.isTaken = true;
    this.sticks = true;
    this.list.replaceChildren();
  }

  // Somebody else takes the telephone: another chat, or another hand in the group.
  becomes(account) {
    this.from = account;
    this.composer.clear();
    if (this.isGroup) {
      this.render();
      return;
    }
    this.chat = account;
    this.forget();
    this.changed();
  }

  // Take what changed; tells whether something of the bot's is new.
  take(news) {
    const part = news.chats[String(this.chat)];
    if (!part) return false;
    const isFirst = this.seen < 0;
    const fromBot = part.messages.filter((message) => message.from.id === this.botId);
    for (const message of part.messages) this.messages.set(message.message_id, message);
    const ids = new Set(part.ids);
    for (const id of this.messages.keys()) if (!ids.has(id)) this.messages.delete(id);
    this.seen = news.version;
    this.isTaken = news.is_taken;
    if (fromBot.length) this.works(false);
    else if (news.typing.includes(this.chat)) this.works(true);
    if (!isFirst) this.offerReply(fromBot);
    this.render();
    return fromBot.length > 0;
  }

  // As messengers do: a message that asks for a reply opens one.
  offerReply(fromBot) {
    const asking = fromBot.find((message) => message.asks_reply);
    if (asking && !this.composer.isBusy()) this.composer.replyTo(asking);
  }

  render() {
    const items = this.items();
    const next = new Map();
    for (const [key, signature, build] of items) {
      const known = this.shownItems.get(key);
      next.set(key, known?.signature === signature ? known : { signature, element: build() });
    }
    this.place([...next.values()].map((item) => item.element));
    this.shownItems = next;
    this.root.querySelector(".empty").hidden = items.length > 0;
    if (this.sticks) this.toEnd();
  }

  // Only what differs is touched, so that nothing being read or focused is lost.
  place(elements) {
    const kept = new Set(elements);
    for (const old of [...this.list.children]) if (!kept.has(old)) old.remove();
    elements.forEach((element, at) => {
      if (this.list.children[at] !== element) this.list.insertBefore(element, this.list.children[at] ?? null);
    });
  }

  items() {
    const items = [];
    let day = "";
    for (const parts of this.grouped()) {
      const at = new Date(parts[0].date * 1000);
      if (dayOf(at) !== day) {
        day = dayOf(at);
        items.push([`day ${day}`, "", () => make("li", "day", this.dayName(at))]);
      }
      const isOwn = parts[0].from.id === this.from;
      const ticks = isOwn ? { taken: this.isTaken || this.isAnswered(parts[0]) } : null;
      const signature = JSON.stringify([parts, isOwn, ticks]);
      items.push([`message ${parts[0].message_id}`, signature, () => this.bubble(parts, isOwn, ticks)]);
    }
    return items;
  }

  // Messages in order, those of one album together.
  grouped() {
    const groups = [];
    for (const message of [...this.messages.values()].sort((a, b) => a.message_id - b.message_id)) {
      const last = groups[groups.length - 1];
      const isAlbum = message.media_group_id && last?.[0].media_group_id === message.media_group_id;
      if (isAlbum) last.push(message);
      else groups.push([message]);
    }
    return groups;
  }

  bubble(parts, isOwn, ticks) {
    const sender = parts[0].from;
    const who = this.isGroup && !isOwn && sender.id !== this.botId ? sender.first_name : "";
    const item = bubble(parts, {
      words: this.words,
      isOwn,
      who,
      ticks,
      on: {
        go: (id) => this.go(id),
        reply: (message) => this.composer.replyTo(message),
        edit: (message) => this.composer.editing(message),
        press: (id, data) => this.press(id, data),
      },
    });
    item.dataset.message = String(parts[0].message_id);
    return item;
  }

  isAnswered(message) {
    for (const other of this.messages.values()) {
      if (other.message_id > message.message_id && other.from.id === this.botId) return true;
    }
    return false;
  }

  dayName(at) {
    const day = dayOf(at);
    if (day === dayOf(new Date())) return this.words.today;
    return day === dayOf(new Date(Date.now() - DAY_MS)) ? this.words.yesterday : day;
  }

  async send(said) {
    const where = { chat_id: this.chat, from_id: this.from };
    const isEdit = said.message_id !== undefined;
    this.works(!this.isGroup);
    this.toEnd();
    const answer = await this.post(isEdit ? "edit" : "send", { ...where, ...said });
    if (answer === null) this.answer(this.words.failed);
    return answer !== null;
  }

  async press(messageId, data) {
    this.works(!this.isGroup);
    const pressed = { chat_id: this.chat, from_id: this.from, message_id: messageId, data };
    const answer = await this.post("press", pressed);
    this.works(false);
    if (answer === null) this.answer(this.words.failed);
    else if (answer.text) this.answer(answer.text);
  }

  async post(route, body) {
    try {
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(`/stage/${route}`, { method: "POST", headers, body: JSON.stringify(body) });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  // "đang nhập…" while the bot works, for a few seconds at most.
  works(isWorking) {
    const status = this.root.querySelector(".status");
    clearTimeout(this.workTimer);
    status.classList.toggle("is-typing", isWorking);
    status.textContent = isWorking ? this.words.typing : this.root.dataset.quiet;
    if (isWorking) this.workTimer = setTimeout(() => this.works(false), TYPING_MS);
  }

  answer(text) {
    const box = this.root.querySelector(".answer");
    clearTimeout(this.answerTimer);
    box.textContent = text;
    box.hidden = false;
    this.answerTimer = setTimeout(() => { box.hidden = true; }, ANSWER_MS + text.length * 40);
  }

  go(messageId) {
    this.list.querySelector(`[data-message="${messageId}"]`)?.scrollIntoView({ block: "center" });
  }

  shown() {
    this.toEnd();
  }

  isAtEnd() {
    return this.talk.scrollHeight - this.talk.scrollTop - this.talk.clientHeight < NEAR_END;
  }

  toEnd() {
    this.talk.scrollTop = this.talk.scrollHeight;
    this.scrolled();
  }

  scrolled() {
    this.sticks = this.isAtEnd();
    this.root.querySelector(".down").hidden = this.sticks;
  }
}
