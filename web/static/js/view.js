/** The list of messages: adding, marking, locking, scrolling. It knows no network. */

import { hideDelivery, icon, showDelivery } from "./delivery.js";
import { fill, messageElement } from "./message.js";
import { put } from "./texts.js";

const scroll = document.getElementById("chat-scroll");
const log = document.getElementById("chat-log");
const live = document.getElementById("chat-live");
const typing = document.getElementById("chat-typing");
const known = new Map();

/** Adds a message of the server once, however often it comes; our own words take the server's form. */
export function add(message) {
  if (known.has(message.id)) return false;
  const own = message.from === "customer" ? unbound(message.text) : null;
  if (own) {
    fill(own, message);
    mark(own, "sent");
    known.set(message.id, own);
    return false;
  }
  if (message.options?.length || message.from === "customer") lockOptions();
  const element = messageElement(message);
  known.set(message.id, element);
  append(element);
  return true;
}

/** Adds what the customer just said, before the server has answered. */
export function addOwn(text) {
  lockOptions();
  const element = messageElement({ from: "customer", text, at: new Date().toISOString() });
  append(element);
  mark(element, "sending");
  scrollToEnd();
  return element;
}

/** Moves an own message behind a greeting that came after it. */
export function toEnd(element) {
  lockOptions();
  append(element);
}

/** Marks an own message as sending, sent, or failed; failed with a sentence and perhaps a way to retry. */
export function mark(element, state, { reason, values, onRetry } = {}) {
  element.dataset.state = state;
  element.querySelector(".failure")?.remove();
  if (state !== "failed") return;
  const failure = document.createElement("div");
  failure.className = "failure";
  failure.append(icon("alert"), put(document.createElement("span"), reason, values));
  if (onRetry) failure.append(retryButton(onRetry));
  element.append(failure);
  scrollToEnd();
}

/** Marks the option that was chosen and locks its neighbours. */
export function choose(button) {
  lockOptions();
  button.classList.add("chosen");
  button.setAttribute("aria-pressed", "true");
}

/** Locks every option shown so far; a locked one keeps its place in the tab order and its focus. */
export function lockOptions() {
  for (const button of log.querySelectorAll(".option:not([aria-disabled])")) button.setAttribute("aria-disabled", "true");
}

/** Shows or hides that someone is writing. */
export function showTyping(isTyping) {
  const follows = isAtEnd();
  typing.hidden = !isTyping;
  if (follows) scrollToEnd();
}

/** Shows the state of a call or a text message under the list. */
export function showLive(delivery) {
  const follows = isAtEnd();
  showDelivery(live, delivery);
  if (follows) scrollToEnd();
}

/** Renders earlier messages without announcing each of them. */
export function quietly(render) {
  log.setAttribute("aria-live", "off");
  render();
  requestAnimationFrame(() => { log.setAttribute("aria-live", "polite"); scrollToEnd(); });
}

/** Adds a line of ours between two messages. */
export function notice(id) {
  append(Object.assign(put(document.createElement("p"), id), { className: "divider" }));
}

/** Empties the list for a new conversation. */
export function clear() {
  known.clear();
  log.replaceChildren();
  hideDelivery(live);
  typing.hidden = true;
}

/** Calls `onOption(button)` when an open option is chosen. */
export function wireOptions(onOption) {
  log.addEventListener("click", (event) => {
    const button = event.target.closest(".option");
    if (button && !button.hasAttribute("aria-disabled")) onOption(button);
  });
}

export function scrollToEnd() {
  scroll.scrollTop = scroll.scrollHeight;
}

function append(element) {
  const follows = isAtEnd() || element.dataset.from === "customer";
  log.append(element);
  if (follows) scrollToEnd();
}

function isAtEnd() {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
}

function unbound(text) {
  const own = [...log.querySelectorAll("[data-from=customer]:not([data-message])")];
  return own.find((element) => element.querySelector(".text").textContent === text)
    ?? own.find((element) => element.dataset.state !== "failed")
    ?? null;
}

function retryButton(onRetry) {
  const button = put(document.createElement("button"), "web.chat.retry");
  Object.assign(button, { type: "button", className: "link-button" });
  button.addEventListener("click", onRetry);
  return button;
}
