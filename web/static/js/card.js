/** The online card on the login page: ask for it, print it, show by two of its codes that it can be read. */

import { cards } from "./api.js";
import { normalise } from "./response.js";
import * as steps from "./steps.js";
import { language, put, tongue } from "./texts.js";

const byId = (id) => document.getElementById(id);
const KIND = "online_card";
let login = null;
let card = null;

/** Offers the card to a login that was verified with a temporary passcode, or without a device. */
export function offer(verified, access) {
  login = verified;
  card = null;
  put(byId("card-why"), access === "card_only" ? "web.card.why.card_only" : "web.card.why.full");
  steps.show("card");
}

/** Wires the steps; `act` runs an action of a form and explains what went wrong. */
export function wireCard(act) {
  act("step-card", request);
  act("card-continue", ask);
  act("step-card-proof", prove);
  byId("card-print").addEventListener("submit", () => { byId("card-language").value = language(); });
}

async function request() {
  card = await cards.request(login);
  byId("card-print").action = card.print_url;
  byId("card-login").value = login;
  steps.show("card-print");
}

async function ask() {
  const { challenge } = await cards.ask(card.card, login);
  steps.showCells(byId("card-challenge"), challenge.cells);
  byId("card-cells").value = "";
  steps.show("card-proof");
}

async function prove() {
  const response = normalise(KIND, byId("card-cells").value);
  if (!response) return byId("card-cells").focus();
  try {
    const { expires_at: until } = await cards.prove(card.card, login, response);
    const moment = new Date(until).toLocaleString(tongue(), { dateStyle: "long", timeStyle: "short" });
    put(byId("card-until"), "web.card.done.text", { until: moment });
    steps.show("card-done");
  } catch (error) {
    if (error.status !== 403) throw error;
    await ask();
    steps.alert("web.card.not_right");
  }
}
