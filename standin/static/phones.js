// The page of phones: builds the cards and keeps them up to date.

import { Card } from "./card.js";
import { faults } from "./faults.js";
import { network } from "./network.js";
import { follow } from "./stream.js";
import { onlyPhone, people, say } from "./words.js";
import { ringer } from "./ringer.js";
import { voice } from "./voice.js";

const NOTICE_MILLISECONDS = 5000;
const main = document.getElementById("phones");
const alertBox = document.getElementById("alert");
const notice = document.getElementById("notice");
const cards = new Map();
let noticeTimer = null;

function cardOf(number) {
  if (onlyPhone && number !== onlyPhone) return null;
  if (!cards.has(number)) {
    const card = new Card(number, tellProblem);
    cards.set(number, card);
    main.append(card.element);
  }
  return cards.get(number);
}

function apply(change) {
  if (change.fresh) {
    for (const card of cards.values()) card.forget();
    faults.read();
    network.read();
  }
  for (const phone of change.phones) cardOf(phone.number)?.show(phone);
  for (const entry of change.entries) cardOf(entry.number)?.hear(entry, !change.fresh);
  const arrived = change.messages.filter((message) => message.status === "delivered");
  for (const message of arrived) cardOf(message.to)?.receive(message, !change.fresh);
  announce([...cards.values()].filter((card) => card.state === "ringing"));
}

function announce(ringing) {
  ringer.ring(ringing.length > 0);
  const numbers = ringing.map((card) => card.number).join();
  // A live region that is written again is read again: only real news may touch it.
  if (alertBox.dataset.numbers === numbers) return;
  alertBox.dataset.numbers = numbers;
  alertBox.replaceChildren(...ringing.map(ringingLine));
  document.title = ringing.length ? say("standin.page.ringing", { name: ringing[0].name }) : say("standin.page.title");
}

function ringingLine(card) {
  const line = document.createElement("p");
  const link = document.createElement("a");
  link.href = `#${card.element.id}`;
  link.textContent = say("standin.page.go");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    card.element.scrollIntoView({ block: "center" });
    card.find('[data-action="answer"]').focus();
  });
  line.append(say("standin.page.ringing", { name: card.name }), link);
  return line;
}

function tellProblem(code) {
  showNotice(say(code === "wrong_state" ? "standin.page.wrong_state" : "standin.page.trouble"));
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => showNotice(""), NOTICE_MILLISECONDS);
}

function showNotice(text) {
  notice.textContent = text;
  notice.classList.toggle("is-shown", Boolean(text));
}

function toggle(id, thing, afterwards) {
  const button = document.getElementById(id);
  const show = () => button.setAttribute("aria-pressed", String(thing.isOn));
  thing.isOn = localStorage.getItem(`standin.${id}`) !== "off";
  show();
  button.addEventListener("click", () => {
    thing.isOn = !thing.isOn;
    localStorage.setItem(`standin.${id}`, thing.isOn ? "on" : "off");
    show();
    afterwards();
  });
}

// Digits typed anywhere reach the phone one is in, or the only one that is in a call.
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
  const talking = [...cards.values()].filter((card) => card.state === "in_call");
  const near = talking.find((card) => card.element.contains(event.target));
  const card = near ?? (talking.length === 1 ? talking[0] : null);
  if (card?.press(event.key)) event.preventDefault();
});

faults.listen(tellProblem);
network.listen(tellProblem);
toggle("sound", voice, () => voice.isOn || voice.hush());
toggle("ring", ringer, () => ringer.ring([...cards.values()].some((card) => card.state === "ringing")));
for (const person of people) cardOf(person.number);
if (onlyPhone) cardOf(onlyPhone);
follow(apply, (isConnected) => showNotice(isConnected ? "" : say("standin.page.lost")));
