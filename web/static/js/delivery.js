/** The live line: what is happening to a code on its way, in words and with a small picture. */

import { put } from "./texts.js";

const SMS = {
  queued: "web.live.sms.queued",
  placing: "web.live.sms.placing",
  delivered: "web.live.sms.delivered",
  no_answer: "web.live.sms.failed",
  busy: "web.live.sms.failed",
  rejected: "web.live.sms.failed",
  failed: "web.live.sms.failed",
  expired: "web.live.expired",
};
const VOICE = {
  queued: "web.live.voice.queued",
  placing: "web.live.voice.placing",
  ringing: "web.live.voice.ringing",
  answered: "web.live.voice.answered",
  read_out: "web.live.voice.read_out",
  delivered: "web.live.voice.read_out",
  busy: "web.live.voice.busy",
  no_answer: "web.live.voice.no_answer",
  rejected: "web.live.voice.rejected",
  failed: "web.live.voice.failed",
  expired: "web.live.expired",
};
const PENDING = new Set(["queued", "placing", "ringing", "answered"]);
const GOOD = new Set(["delivered", "read_out"]);

/** Whether more news is to be expected of a delivery in this state. */
export const isPending = (state) => PENDING.has(state);

/** Shows the state of a delivery in a line; an unknown state shows nothing. */
export function showDelivery(line, { channel, state }) {
  const id = (channel === "voice" ? VOICE : SMS)[state];
  if (!id) return hideDelivery(line);
  if (line.dataset.state === state && line.dataset.channel === channel) return;
  line.dataset.state = state;
  line.dataset.channel = channel;
  line.dataset.mood = PENDING.has(state) ? "pending" : GOOD.has(state) ? "good" : "bad";
  const words = put(document.createElement("span"), id);
  line.replaceChildren(icon(channel === "voice" ? "voice" : "message"), words);
  line.hidden = false;
}

/** Takes the line away. */
export function hideDelivery(line) {
  line.hidden = true;
  line.replaceChildren();
  delete line.dataset.state;
}

/** A picture of the sprite; it says nothing to a screen reader. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}
