/** The conversation: opens a session, sends words and options in order, and shows what comes back. */

import { chat, newClientId, Problem } from "./api.js";
import { Events } from "./events.js";
import { sentenceFor } from "./problems.js";
import * as silence from "./silence.js";
import { chatMemory } from "./store.js";
import { language } from "./texts.js";
import * as status from "./status.js";
import * as view from "./view.js";

const TYPING_AFTER = 250;
const TYPING_FOR = 6_000;
const YOUNG = 10_000;

let bearer = null;
let login = null;
let opening = null;
let events = null;
let openedAt = 0;
let line = Promise.resolve();
let waiting = 0;
let typingTimer = 0;

/** Opens the session when there is none; later calls wait for the same one. */
export function ensureSession() {
  if (opening) return opening;
  const timer = setTimeout(startTyping, TYPING_AFTER);
  const settle = () => {
    clearTimeout(timer);
    if (waiting === 0) stopTyping();
  };
  opening = begin().then(settle, (error) => {
    settle();
    opening = null;
    throw error;
  });
  return opening;
}

/** Sends words. */
export function say(text) {
  deliver({ text, client_id: newClientId() }, view.addOwn(text));
}

/** Sends the chosen option; its label stands in the list as what the customer said. */
export function choose(button) {
  view.choose(button);
  deliver({ option: button.dataset.option, client_id: newClientId() }, view.addOwn(button.textContent));
}

/** Binds the conversation to a login whose password was right; an anonymous one ends politely. */
export async function bindLogin(id) {
  if (login === id) return;
  login = id;
  if (opening) await startAnew("web.chat.new_for_login");
}

/** Ends this conversation and begins a fresh one. */
export async function startAnew(reason = null) {
  leave();
  view.clear();
  status.show("assistant", null);
  if (reason) view.notice(reason);
  await ensureSession();
}

/** Whether a conversation is under way on this page. */
export const isOpen = () => bearer !== null;

/** The masked conversation as a text file. */
export const transcript = () => chat.transcript(bearer);

function leave() {
  events?.stop();
  silence.end();
  [bearer, opening, events] = [null, null, null];
  chatMemory.set({ bearer: null, login: null });
}

async function begin() {
  const kept = chatMemory.get();
  const isOurs = kept.bearer && (!login || kept.login === login);
  if (isOurs && (await resume(kept.bearer))) return;
  const answer = await open();
  bearer = answer.session;
  chatMemory.set({ bearer, login });
  answer.messages.forEach(view.add);
  follow(0);
}

async function open() {
  try {
    return await chat.open(language(), login);
  } catch (error) {
    // The login may have run out meanwhile: talk without it rather than not at all.
    if (!login || !(error instanceof Problem) || error.status < 400 || error.status > 422) throw error;
    login = null;
    return chat.open(language(), null);
  }
}

async function resume(kept) {
  let history;
  try {
    history = await chat.history(kept);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return false;
    throw error;
  }
  bearer = kept;
  view.quietly(() => history.forEach(({ event, type, data }) => receive({ event: event ?? type, data }, true)));
  follow(history.at(-1)?.id ?? 0);
  return true;
}

function follow(after) {
  openedAt = Date.now();
  events = new Events(bearer, after, {
    onEvent: receive,
    onConnection: status.connection,
    onRefused: renew,
  });
  events.run();
}

/** The server has forgotten this session: another takes its place, unless it was born just now. */
function renew() {
  const isYoung = Date.now() - openedAt < YOUNG;
  leave();
  view.lockOptions();
  status.show("assistant", null);
  if (isYoung) status.connection(false);
  else ensureSession().catch(() => status.connection(false));
}

function receive({ event, data }, isOld = false) {
  if (event === "message") {
    if (data.from !== "customer" && waiting === 0) stopTyping();
    if (view.add(data) && !isOld && data.from !== "customer") status.arrived();
  } else if (event === "state") status.show(data.state ?? data);
  else if (event === "delivery") {
    view.showLive(data);
    if (!isOld) document.dispatchEvent(new CustomEvent("sls:delivery", { detail: data }));
  } else if (event === "typing" && !isOld) startTyping(TYPING_FOR);
}

function deliver(message, element) {
  silence.end();
  line = line.then(() => attempt(message, element));
  return line;
}

async function attempt(message, element, isSecondTry = false) {
  view.mark(element, "sending");
  waiting += 1;
  const timer = setTimeout(startTyping, TYPING_AFTER);
  try {
    await ensureSession();
    const answer = await chat.say(bearer, message);
    view.mark(element, "sent");
    answer.messages.forEach((each) => receive({ event: "message", data: each }));
    status.show(answer.state, answer.procedure);
    silence.watch(answer.procedure);
  } catch (error) {
    if (!isSecondTry && error.code === "session_unknown") return await again(message, element);
    failed(error, message, element);
  } finally {
    clearTimeout(timer);
    waiting -= 1;
    if (waiting === 0) stopTyping();
  }
}

async function again(message, element) {
  leave();
  try {
    await ensureSession();
  } catch (error) {
    return failed(error, message, element);
  }
  view.toEnd(element);
  if (message.text) return attempt(message, element, true);
  return failed(new Problem("option_unknown", 422), message, element);
}

function failed(error, message, element) {
  const { isFinal, ...sentence } = sentenceFor(error);
  view.mark(element, "failed", { ...sentence, onRetry: isFinal ? null : () => deliver(message, element) });
  if (error.code === "closed") status.show("closed");
}

function startTyping(during = 0) {
  clearTimeout(typingTimer);
  view.showTyping(true);
  if (during) typingTimer = setTimeout(stopTyping, during);
}

function stopTyping() {
  clearTimeout(typingTimer);
  view.showTyping(false);
}
