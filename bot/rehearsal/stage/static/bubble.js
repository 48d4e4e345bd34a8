// From a message as the Bot API shows it to what a telephone shows. Text is only ever set as text.
const timeZone = document.body.dataset.zone; // people at the desk and at its telephones share a clock
const CLOCK = new Intl.DateTimeFormat("vi", { timeZone, hour: "2-digit", minute: "2-digit" });
const MOMENT = new Intl.DateTimeFormat("vi", { timeZone, dateStyle: "short", timeStyle: "short" });
const DAY = new Intl.DateTimeFormat("vi", { timeZone, day: "numeric", month: "numeric", year: "numeric" });
const LINK = /https?:\/\/[^\s<>"“”]+[^\s<>"“”.,;:!?)]/g;

export function make(tag, className, ...inside) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...inside);
  return element;
}

export function dayOf(at) {
  return DAY.format(at);
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

// An album is one bubble: its photos, the caption of whichever part has one, the last part's foot.
export function bubble(parts, { words, isOwn, who, ticks, on }) {
  const last = parts[parts.length - 1];
  const item = make("li", `message${isOwn ? " is-own" : ""}`);
  const body = make("div", "bubble");
  if (who) body.append(make("p", "who", who));
  if (last.forward_origin) body.append(make("p", "who", `${words.forwarded} ${origin(last.forward_origin)}`));
  if (last.reply_to_message) body.append(quote(last.reply_to_message, words, on.go));
  const photos = parts.filter((part) => part.photo);
  if (photos.length) body.append(gallery(photos, words));
  const file = attached(last, words);
  if (file) body.append(file);
  const text = parts.map((part) => part.text || part.caption || "").find(Boolean);
  if (text) body.append(withLinks(text));
  body.append(foot(last, words, ticks));
  item.append(body, acts(last, words, isOwn, on));
  const rows = last.reply_markup?.inline_keyboard;
  if (rows?.length) {
    item.classList.add("has-buttons");
    item.append(keyboard(rows, last, on.press));
  }
  return item;
}

export function summary(message, words) {
  const said = message.text || message.caption;
  if (said) return said;
  if (message.photo) return words.photo;
  return message.voice ? words.voice : words.file;
}

function origin(from) {
  return from.sender_user_name || from.chat?.title || from.sender_chat?.title || from.sender_user?.first_name || "";
}

function quote(message, words, go) {
  const button = make("button", "quote", summary(message, words));
  button.type = "button";
  button.addEventListener("click", () => go(message.message_id));
  return button;
}

function gallery(photos, words) {
  const box = make("div", photos.length > 1 ? "photos several" : "photos");
  for (const part of photos) {
    const best = part.photo[part.photo.length - 1];
    const image = make("img");
    image.alt = words.photo;
    image.src = `/stage/files/${encodeURIComponent(best.file_id)}`;
    const link = make("a", "", image);
    link.href = image.src;
    link.target = "_blank";
    link.rel = "noopener";
    box.append(link);
  }
  return box;
}

function attached(message, words) {
  if (message.voice) {
    const audio = make("audio");
    audio.controls = true;
    audio.preload = "none";
    audio.src = `/stage/files/${encodeURIComponent(message.voice.file_id)}`;
    audio.setAttribute("aria-label", words.voice);
    return audio;
  }
  const file = message.document || message.video || message.audio;
  return file ? make("p", "file", icon("file"), file.file_name || words.file) : null;
}

function withLinks(text) {
  const box = make("div", "text");
  let at = 0;
  for (const found of text.matchAll(LINK)) {
    box.append(text.slice(at, found.index), link(found[0]));
    at = found.index + found[0].length;
  }
  box.append(text.slice(at));
  return box;
}

// What leads to the desk opens in the console beside, anything else on a page of its own.
function link(address) {
  const anchor = make("a", "", address);
  anchor.href = address;
  anchor.target = address.startsWith(`${location.origin}/`) ? "console" : "_blank";
  anchor.rel = "noopener";
  return anchor;
}

function foot(message, words, ticks) {
  const at = new Date(message.date * 1000);
  const time = make("time", "", CLOCK.format(at));
  time.dateTime = at.toISOString();
  time.title = MOMENT.format(at);
  const box = make("p", "foot");
  if (message.edit_date) box.append(words.edited, " ");
  box.append(time);
  if (ticks) {
    const mark = make("span", "ticks", ticks.taken ? "✓✓" : "✓");
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", ticks.taken ? words.taken : words.sent);
    box.append(mark);
  }
  return box;
}

function acts(message, words, isOwn, on) {
  const box = make("div", "acts");
  const add = (name, label, act) => {
    const button = make("button", "", icon(name));
    button.type = "button";
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => act(message));
    box.append(button);
  };
  add("reply", words.reply, on.reply);
  if (isOwn && (message.text || message.caption)) add("edit", words.edit, on.edit);
  return box;
}

function keyboard(rows, message, press) {
  const box = make("div", "buttons");
  for (const row of rows) {
    const line = make("div", "row");
    for (const choice of row) line.append(choice.url ? address(choice) : choiceButton(choice, message, press));
    box.append(line);
  }
  return box;
}

function address(choice) {
  const anchor = link(choice.url);
  anchor.textContent = choice.text;
  return anchor;
}

function choiceButton(choice, message, press) {
  const button = make("button", "", choice.text);
  button.type = "button";
  button.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    await press(message.message_id, choice.callback_data);
    button.removeAttribute("aria-busy");
  });
  return button;
}
