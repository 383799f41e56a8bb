/** One message of the chat as an element: who, what, when; texts only ever enter as text. */

import { icon } from "./delivery.js";
import { language, name, put, tongue } from "./texts.js";

const SENDERS = {
  assistant: "web.chat.from.assistant",
  agent: "web.chat.from.agent",
  system: "web.chat.from.system",
  customer: "web.chat.from.customer",
};
const LINK = /(https:\/\/[\w.~:/?#@!$&*+;=%-]+|\b(?:www\.)?ibkr\.com(?:\/[\w./-]*)?)/;

/** Builds the element of a message as the contract describes it. */
export function messageElement(message) {
  const element = document.createElement("article");
  element.className = `message from-${SENDERS[message.from] ? message.from : "system"}`;
  element.dataset.from = message.from;
  element.lang = tongue(message.language ?? language());
  element.append(senderOf(message), document.createElement("p"));
  fill(element, message);
  if (message.options?.length) element.append(optionsOf(message));
  return element;
}

/** Puts text, id and time into an element, also when the server's copy replaces our own. */
export function fill(element, message) {
  if (message.id) element.dataset.message = message.id;
  const text = element.querySelector("p");
  text.className = "text";
  text.replaceChildren(...linked(message.text));
  element.querySelector(".meta")?.remove();
  if (message.at) element.append(metaOf(message));
}

function senderOf({ from }) {
  const sender = put(document.createElement("span"), SENDERS[from] ?? SENDERS.system);
  sender.className = from === "agent" ? "sender" : "sender sr-only";
  sender.lang = tongue();
  return sender;
}

function metaOf({ at, masked }) {
  const meta = document.createElement("span");
  meta.className = "meta";
  meta.setAttribute("aria-hidden", "true");
  if (masked) meta.append(icon("lock"), put(document.createElement("span"), "web.chat.masked"));
  const time = document.createElement("time");
  time.dateTime = at;
  time.textContent = new Intl.DateTimeFormat(tongue(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(at));
  meta.append(time);
  return meta;
}

function optionsOf(message) {
  const group = document.createElement("div");
  group.className = "options";
  group.setAttribute("role", "group");
  name(group, "web.chat.options");
  for (const { id, label } of message.options) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "option";
    button.dataset.option = id;
    button.textContent = label;
    group.append(button);
  }
  return group;
}

function linked(text) {
  return String(text).split(LINK).map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part);
    const address = part.replace(/[.,;:!?]+$/, "");
    const link = document.createElement("a");
    link.href = address.startsWith("https://") ? address : `https://${address}`;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.textContent = address;
    const fragment = document.createDocumentFragment();
    fragment.append(link, part.slice(address.length));
    return fragment;
  });
}
