/** The login page: password, device, code; the server decides, the page only asks and shows. */

import { logins, Problem } from "./api.js";
import { offer, wireCard } from "./card.js";
import { hideDelivery, isPending, showDelivery } from "./delivery.js";
import { requestCode, resetResend, wireResend } from "./resend.js";
import { normalise } from "./response.js";
import { loginMemory } from "./store.js";
import * as steps from "./steps.js";
import { language } from "./texts.js";

const LOOK_PENDING = 1_500;
const LOOK_QUIET = 4_000;
const SENTENCES = {
  temporary_access_over: "web.login.temporary_access_over",
  card_only: "web.card.why.card_only",
  card_not_offered: "web.card.problem.not_offered",
  card_unknown: "web.card.problem.unknown",
  not_verified: "web.card.problem.not_offered",
};
const byId = (id) => document.getElementById(id);
const deliveryLine = byId("login-delivery");
let pending = null;
let verified = null;
let lookTimer = 0;

function wire() {
  onSubmit("step-password", begin);
  onSubmit("step-choose", chooseFactor);
  onSubmit("step-code", verify);
  wireCard(onSubmit);
  byId("login-card").addEventListener("click", () => offer(verified, "full"));
  wireResend(async (channel) => { if (await requestCode(pending.login, channel)) look(); });
  for (const button of document.querySelectorAll("[data-start-again]")) button.addEventListener("click", startAgain);
  document.addEventListener("sls:delivery", () => { if (pending) look(); });
  resume();
}

async function begin() {
  const username = byId("login-username").value.normalize("NFKC").trim();
  const password = byId("login-password").value;
  if (!username || !password) return steps.alert("web.login.both_needed");
  const login = await logins.begin(username, password, language());
  byId("login-password").value = "";
  await arrived(login);
}

async function arrived(login) {
  // Without any device yet, a card may be the first (G11).
  if (login.state === "verified") return done(login.login, { mayPrint: login.factors.length === 0 });
  remember({ login: login.login, factors: login.factors, expiresAt: login.expires_at });
  document.dispatchEvent(new CustomEvent("sls:login", { detail: { login: login.login } }));
  if (login.state === "choose") {
    steps.listFactors(login.factors);
    return steps.show("choose");
  }
  await useFactor(login.factors[0]);
}

async function chooseFactor() {
  const chosen = document.querySelector("#factor-list input:checked");
  await useFactor(pending.factors.find(({ id }) => id === chosen?.value) ?? pending.factors[0], true);
}

async function useFactor(factor, wasChosen = false) {
  let { kind } = factor;
  let challenge = null;
  if (wasChosen || kind !== "sms") {
    const answer = await logins.choose(pending.login, factor.id);
    kind = answer.kind ?? kind;
    challenge = answer.challenge ?? null;
  }
  remember({ ...pending, kind, challenge });
  await showCode(true);
}

async function showCode(isFirst) {
  resetResend();
  hideDelivery(deliveryLine);
  steps.prepareCode(pending.kind, pending.challenge);
  steps.show("code");
  if (isFirst && pending.kind === "sms" && !(await requestCode(pending.login, "sms"))) steps.notSent();
  look();
}

async function verify() {
  const response = normalise(pending.kind, byId("login-code").value);
  if (!response) return byId("login-code").focus();
  const { login, kind } = pending;
  try {
    const { access } = await logins.verify(login, response);
    done(login, { access, mayPrint: kind === "temporary_passcode" });
  } catch (error) {
    if (error.status !== 403) throw error;
    byId("login-code").value = "";
    byId("login-code").focus();
    steps.alert("web.login.not_verified");
    look();
  }
}

async function look() {
  clearTimeout(lookTimer);
  if (!pending) return;
  const { login } = pending;
  if (hasExpired()) return expired();
  let wait = LOOK_QUIET;
  try {
    const { state, access, deliveries } = await logins.look(login);
    if (pending?.login !== login) return;
    if (state === "expired" || state === "failed") return expired();
    if (state === "verified") return done(login, { access, mayPrint: pending.kind === "temporary_passcode" });
    const latest = deliveries.at(-1);
    if (latest) showDelivery(deliveryLine, latest);
    if (deliveries.some((delivery) => isPending(delivery.state))) wait = LOOK_PENDING;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 404 || error.status === 410) return expired();
  }
  clearTimeout(lookTimer);
  if (pending?.login === login) lookTimer = setTimeout(look, wait);
}

function done(login, { access = "full", mayPrint = false }) {
  forget();
  verified = login;
  document.dispatchEvent(new CustomEvent("sls:verified"));
  byId("login-card").hidden = !mayPrint;
  if (access === "card_only") return offer(login, access);
  steps.show("done");
}

function expired() {
  forget();
  steps.show("expired");
}

function startAgain() {
  forget();
  steps.show("password");
}

function hasExpired() {
  return Date.parse(pending?.expiresAt ?? "") < Date.now();
}

function remember(login) {
  pending = login;
  loginMemory.set(login);
}

function forget() {
  pending = null;
  verified = null;
  clearTimeout(lookTimer);
  loginMemory.forget();
}

function resume() {
  const kept = loginMemory.get();
  if (!kept?.login || Date.parse(kept.expiresAt) < Date.now()) return loginMemory.forget();
  pending = kept;
  document.dispatchEvent(new CustomEvent("sls:login", { detail: { login: kept.login } }));
  if (kept.kind) return showCode(false);
  steps.listFactors(kept.factors);
  steps.show("choose");
}

function onSubmit(id, action) {
  const form = byId(id);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    steps.alert(null);
    steps.busy(form, true);
    try {
      await action();
    } catch (error) {
      explain(error);
    } finally {
      steps.busy(form, false);
    }
  });
}

function explain(error) {
  if (!(error instanceof Problem)) throw error;
  if (error.code === "login_refused") {
    steps.alert("web.login.refused");
    byId("login-password").value = "";
    byId("login-password").focus();
  } else if (error.code in SENTENCES) steps.alert(SENTENCES[error.code]);
  else if (error.code === "factor_unavailable") steps.alert("web.login.factor_unavailable");
  else if (error.code === "wrong_state") expired();
  else if (error.status === 429) steps.alert("web.login.slow_down", { seconds: error.retryAfter || 30 });
  else steps.alert(error.status === 0 ? "web.problem.network" : "web.problem.other");
}

wire();
