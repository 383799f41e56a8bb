/** What the frame of the chat shows: who is speaking, how far a procedure is, the connection, unread messages. */

import { put } from "./texts.js";

const STATES = {
  assistant: "web.chat.state.assistant",
  queued: "web.chat.state.queued",
  agent: "web.chat.state.agent",
  closed: "web.chat.state.closed",
};
const BANNER_AFTER = 1_000;
const byId = (id) => document.getElementById(id);
let bannerTimer = 0;
let unread = 0;

/** Shows the state of the conversation (null: as it was) and the step of a procedure (null: none is walked). */
export function show(state, procedure = undefined) {
  if (STATES[state]) {
    put(byId("chat-state"), STATES[state]);
    byId("chat-panel").dataset.state = state;
    byId("chat-form").hidden = state === "closed";
    byId("chat-closed").hidden = state !== "closed";
    byId("chat-agent").hidden = state !== "assistant";
  }
  if (procedure === undefined) return;
  const progress = byId("chat-progress");
  progress.hidden = !procedure?.step || !procedure.of;
  if (progress.hidden) return;
  put(progress, "web.chat.progress", { step: procedure.step, of: procedure.of });
  progress.style.setProperty("--done", `${Math.round((100 * procedure.step) / procedure.of)}%`);
}

/** Shows the banner when the connection stays away for a moment, hides it when it is back. */
export function connection(isConnected) {
  const banner = byId("chat-connection");
  clearTimeout(bannerTimer);
  if (isConnected) banner.hidden = true;
  else bannerTimer = setTimeout(() => { put(banner, "web.chat.reconnecting"); banner.hidden = false; }, BANNER_AFTER);
}

/** Counts a message that arrived while the panel was closed. */
export function arrived() {
  if (!byId("chat-panel").hidden) return;
  unread += 1;
  const badge = byId("chat-unread");
  badge.textContent = unread > 9 ? "9+" : String(unread);
  badge.hidden = false;
}

/** All messages have been seen. */
export function seen() {
  unread = 0;
  byId("chat-unread").hidden = true;
}
