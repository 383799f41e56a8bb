/** What every page starts: the language switches, the chat panel and the ways into it. */

import * as chat from "./chat.js";
import { wireComposer } from "./composer.js";
import { isFullScreen, open, wirePanel } from "./panel.js";
import { connection, show } from "./status.js";
import { chatMemory } from "./store.js";
import { t, wireSwitches } from "./texts.js";
import { wireOptions } from "./view.js";

let retryTimer = 0;

/** Opens the session, again and again with growing pauses while the server does not answer. */
function ready(wait = 2_000) {
  clearTimeout(retryTimer);
  chat.ensureSession().then(() => connection(true), () => {
    connection(false);
    retryTimer = setTimeout(ready, wait, Math.min(15_000, wait * 2));
  });
}

function ask(text) {
  chat.ensureSession().then(() => chat.say(text), () => chat.say(text));
}

async function saveTranscript() {
  if (!chat.isOpen()) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await chat.transcript());
  link.download = "chat.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

wireSwitches();
wirePanel(() => ready());
wireComposer(ask);
wireOptions(chat.choose);

for (const button of document.querySelectorAll("[data-open-chat]")) {
  button.addEventListener("click", () => { open(); ready(); });
}
for (const card of document.querySelectorAll("[data-question]")) {
  card.addEventListener("click", () => {
    open({ takeFocus: !isFullScreen() });
    ask(t(card.dataset.question));
  });
}
document.getElementById("chat-agent").addEventListener("click", () => ask(t("web.chat.phrase.agent")));
document.getElementById("chat-restart").addEventListener("click", () => chat.startAnew().catch(() => connection(false)));
document.getElementById("chat-transcript").addEventListener("click", () => saveTranscript().catch(() => connection(false)));
document.addEventListener("sls:language", () => { if (chat.isOpen()) ask(t("web.chat.phrase.language")); });
document.addEventListener("sls:login", ({ detail }) => chat.bindLogin(detail.login).catch(() => connection(false)));
document.addEventListener("sls:verified", () => show(null, null));

if (chatMemory.get().open && !isFullScreen()) {
  open({ takeFocus: false });
  ready();
}
document.documentElement.dataset.ready = "true";
