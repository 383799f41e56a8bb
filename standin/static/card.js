// One phone on the page: its state, its buttons, what it heard and the messages it received.

import { has, pageCode, people, say, spokenLanguage, timeOf } from "./words.js";
import { voice } from "./voice.js";

const MOST_LINES = 200;
const KEYS = /^[0-9*#]$/;
const OVER = ["completed", "busy", "rejected", "no-answer", "failed", "canceled"];

export class Card {
  constructor(number, onProblem) {
    this.number = number;
    this.onProblem = onProblem;
    this.state = "idle";
    const person = people.find((one) => one.number === number);
    this.name = person?.name || number;
    this.element = document.getElementById("card").content.firstElementChild.cloneNode(true);
    this.element.id = `phone-${number.replace("+", "")}`;
    this.fill(person);
    this.listen();
    this.show({ state: "idle" });
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  fill(person) {
    const link = this.find(".name");
    link.textContent = this.name;
    link.href = `/standin?lang=${pageCode}&phone=${encodeURIComponent(this.number)}`;
    link.title = say("standin.phone.only");
    this.find(".number").textContent = person ? this.number : "";
    this.find(".face").textContent = person ? [...this.name][0] : "+";
    this.element.setAttribute("aria-label", say("standin.phone.label", { name: this.name }));
    this.find(".say input").lang = spokenLanguage(person?.language === "zh_CN" ? "zh-CN" : "en-US");
  }

  listen() {
    for (const button of this.element.querySelectorAll("[data-action]")) {
      button.addEventListener("click", () => this.act(button.dataset.action));
    }
    for (const button of this.element.querySelectorAll("[data-key]")) {
      button.addEventListener("click", () => this.press(button.dataset.key));
    }
    this.find(".say").addEventListener("submit", (event) => {
      event.preventDefault();
      this.speak(event.target.elements.text);
    });
    const inbox = this.find(".inbox");
    inbox.addEventListener("toggle", () => inbox.open || inbox.classList.remove("has-news"));
  }

  show(phone) {
    const hadFocus = this.element.contains(document.activeElement);
    this.state = phone.state;
    this.element.dataset.state = phone.state;
    this.find(".state").textContent = say(`standin.phone.state.${phone.state}`);
    for (const part of this.element.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").includes(phone.state);
    }
    // A button that has just vanished must not take the keyboard's place with it.
    const active = document.activeElement;
    if (hadFocus && (active === document.body || active.closest("[hidden]"))) this.element.focus();
  }

  async act(action, body = {}) {
    if (action !== "say" && action !== "answer") voice.hush();
    const path = `/standin/phones/${encodeURIComponent(this.number)}/${action}`;
    try {
      const answer = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      const told = await answer.json();
      if (answer.ok) this.show(told);
      else this.onProblem(told.code);
    } catch {
      this.onProblem("unreachable");
    }
  }

  press(key) {
    if (this.state !== "in_call" || !KEYS.test(key)) return false;
    const button = this.find(`[data-key="${key}"]`);
    button.classList.add("is-pressed");
    setTimeout(() => button.classList.remove("is-pressed"), 150);
    this.act("press", { digits: key });
    return true;
  }

  speak(input) {
    const text = input.value.trim();
    if (!text) return;
    input.value = "";
    voice.hush();
    this.act("say", { text });
  }

  hear(entry, isNew) {
    const log = this.find(".log");
    log.append(line(entry));
    while (log.children.length > MOST_LINES) log.firstElementChild.remove();
    log.scrollTop = log.scrollHeight;
    this.find(".transcript .empty").hidden = true;
    if (!isNew) return;
    if (entry.kind === "heard") voice.speak(entry.text, spokenLanguage(entry.language, entry.text));
    if (entry.kind === "state" && this.state === "idle") voice.hush();
  }

  receive(message, isNew) {
    const item = document.createElement("li");
    item.lang = spokenLanguage(null, message.text);
    const when = document.createElement("span");
    when.className = "when";
    when.textContent = timeOf(message.at);
    item.append(message.text, when);
    this.find(".messages").prepend(item);
    this.find(".inbox .empty").hidden = true;
    this.find(".count").textContent = this.find(".messages").children.length;
    this.find(".inbox").open = true;
    this.find(".inbox").classList.toggle("has-news", isNew);
  }

  forget() {
    this.find(".log").replaceChildren();
    this.find(".messages").replaceChildren();
    this.find(".count").textContent = "0";
    this.find(".inbox").classList.remove("has-news");
    for (const empty of this.element.querySelectorAll(".empty")) empty.hidden = false;
  }
}

function line(entry) {
  const item = document.createElement("li");
  const words = document.createElement("span");
  words.title = timeOf(entry.at);
  words.className = { heard: "bubble", said: "bubble is-mine", pressed: "bubble is-mine is-key" }[entry.kind] ?? "happening";
  words.textContent = entry.kind === "state" ? happening(entry, words) : entry.text;
  if (entry.kind === "pressed") words.setAttribute("aria-label", say("standin.phone.pressed", { keys: entry.text }));
  if (entry.kind === "heard" || entry.kind === "said") words.lang = spokenLanguage(entry.language, entry.text);
  item.append(words);
  if (entry.kind === "state" && OVER.includes(entry.text)) words.append(" ", trace(entry.call));
  return item;
}

// What happened in a call, step by step, once it is over.
function trace(call) {
  const link = document.createElement("a");
  link.href = `/standin/calls/${call}/trace`;
  link.target = "_blank";
  link.textContent = say("standin.log.trace");
  return link;
}

function happening(entry, words) {
  const time = timeOf(entry.at);
  const trouble = entry.text.match(/^error (\d+)$/);
  if (trouble) {
    words.classList.add("is-trouble");
    return say("standin.log.error", { code: trouble[1], time });
  }
  const id = `standin.log.${entry.text.replace("-", "_")}`;
  return has(id) ? say(id, { time }) : entry.text;
}
