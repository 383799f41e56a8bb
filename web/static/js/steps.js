/** The steps of the login page as pictures of a state: which is shown, with which words and where the focus goes. */

import { icon } from "./delivery.js";
import { isNumeric } from "./response.js";
import { put, tongue } from "./texts.js";

const byId = (id) => document.getElementById(id);
const STEPS = [
  "password", "choose", "code", "done", "expired", "card", "card-print", "card-proof", "card-done",
];
const FIRST = {
  password: "login-username",
  choose: "choose-title",
  code: "login-code",
  done: "login-success",
  expired: "expired-title",
  card: "card-title",
  "card-print": "card-print-title",
  "card-proof": "card-cells",
  "card-done": "card-done-title",
};
const PICTURES = {
  sms: "message",
  ib_key: "phone",
  ib_key_ios: "phone",
  ib_key_android: "phone",
  temporary_passcode: "key",
  online_card: "limit",
  security_code_card: "limit",
};
const INTROS = {
  sms: "web.login.intro.sms",
  ib_key: "web.login.intro.ib_key",
  ib_key_ios: "web.login.intro.ib_key",
  ib_key_android: "web.login.intro.ib_key",
  dsc_plus: "web.login.intro.card_reader",
  dsc: "web.login.intro.card_reader",
  gold: "web.login.intro.card_reader",
  platinum: "web.login.intro.card_reader",
  security_code_card: "web.login.intro.cells",
  online_card: "web.login.intro.cells",
  temporary_passcode: "web.login.intro.passcode",
};
const LABELS = {
  sms: "web.login.field.security_code",
  temporary_passcode: "web.login.field.passcode",
  security_code_card: "web.login.field.cells",
  online_card: "web.login.field.cells",
};

/** Shows one step and moves the focus to its first thing. */
export function show(step, { takeFocus = true } = {}) {
  for (const each of STEPS) byId(`step-${each}`).hidden = each !== step;
  byId("login-back").hidden = step !== "choose" && step !== "code";
  alert(null);
  if (takeFocus) byId(FIRST[step]).focus();
}

/** Says what went wrong, or takes it back. */
export function alert(id, values = null) {
  const line = byId("login-alert");
  line.hidden = !id;
  line.replaceChildren();
  if (id) line.append(icon("alert"), put(document.createElement("span"), id, values));
}

/** Lists the devices to choose from. */
export function listFactors(factors) {
  byId("factor-list").replaceChildren(...factors.map(({ id, kind, label }, index) => {
    const row = document.createElement("label");
    row.className = "factor";
    const radio = Object.assign(document.createElement("input"), {
      type: "radio", name: "factor", value: id, checked: index === 0,
    });
    const words = document.createElement("span");
    words.textContent = label;
    words.lang = tongue();
    row.append(radio, icon(PICTURES[kind] ?? "devices"), words);
    return row;
  }));
}

/** Prepares the step in which the code is typed, for one kind of device and its challenge. */
export function prepareCode(kind, challenge) {
  put(byId("code-intro"), INTROS[kind] ?? "web.login.intro.other");
  put(byId("login-code-label"), LABELS[kind] ?? "web.login.field.response");
  byId("not-received").hidden = kind !== "sms";
  const field = byId("login-code");
  field.value = "";
  field.inputMode = isNumeric(kind) ? "numeric" : "text";
  field.autocomplete = kind === "sms" ? "one-time-code" : "off";
  showChallenge(challenge);
}

/** Says where the code went. */
export function sentTo(channel, to) {
  put(byId("code-intro"), channel === "voice" ? "web.login.calling" : "web.login.sent_to", { to });
}

/** Says that no code is on its way yet. */
export function notSent() {
  put(byId("code-intro"), "web.login.not_sent");
}

/** A note under the two ways of getting the code again. */
export function note(...ids) {
  const line = byId("resend-note");
  line.hidden = ids.length === 0;
  line.replaceChildren(...ids.map((id) => put(document.createElement("span"), id)));
}

/** Opens or closes the choice of getting the code again. */
export function toggleResend(isOpen) {
  byId("resend").hidden = !isOpen;
  byId("login-not-received").setAttribute("aria-expanded", String(isOpen));
}

/** Marks a form as busy, so that nothing is sent twice. */
export function busy(form, isBusy) {
  form.toggleAttribute("aria-busy", isBusy);
  for (const button of form.querySelectorAll("[type=submit]")) button.disabled = isBusy;
}

/** Shows which cells of a card are asked for. */
export function showCells(line, cells) {
  caption(line, "web.login.cells", cells);
}

function showChallenge(challenge) {
  const line = byId("code-challenge");
  line.hidden = !challenge;
  if (!challenge) return line.replaceChildren();
  if (typeof challenge !== "string") return showCells(line, challenge.cells);
  caption(line, "web.login.challenge", [challenge.replace(/^(\d{3})(\d{3})$/, "$1 $2")]);
}

function caption(line, id, values) {
  const shown = values.map((value) => Object.assign(document.createElement("strong"), { textContent: value }));
  line.replaceChildren(put(document.createElement("span"), id), ...shown);
}
