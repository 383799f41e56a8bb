/** "Didn't receive a security code?": once more by SMS or by voice, with its waits and its reasons. */

import { logins, Problem } from "./api.js";
import { countDown, isCounting, stop } from "./countdown.js";
import * as steps from "./steps.js";

const REASONS = {
  country_not_reached: "web.login.reason.country_not_reached",
  not_an_sms_factor: "web.login.reason.not_an_sms_factor",
  tws_version: "web.login.reason.tws_version",
  number_changed: "web.login.reason.number_changed",
};
const OFFERS = {
  sms: "web.login.offer.sms",
  voice: "web.login.offer.voice",
  ib_key: "web.login.offer.ib_key",
};
const LONGEST_GAP = 30;
const link = document.getElementById("login-not-received");
const buttons = [...document.querySelectorAll("#resend [data-channel]")];

/** Wires the link and its two choices; `onChoice(channel)` asks for the code. */
export function wireResend(onChoice) {
  link.addEventListener("click", () => {
    const isOpen = link.getAttribute("aria-expanded") !== "true";
    steps.toggleResend(isOpen);
    if (isOpen) buttons[0].focus();
  });
  for (const button of buttons) {
    button.addEventListener("click", () => { if (!isCounting(button)) onChoice(button.dataset.channel); });
  }
}

/** Starts afresh for another login. */
export function resetResend() {
  steps.toggleResend(false);
  steps.note();
  buttons.forEach(stop);
}

/** Asks for the code; says where it goes, or why it does not. Returns whether it was accepted. */
export async function requestCode(login, channel) {
  steps.note();
  try {
    const { to } = await logins.sendCode(login, channel);
    steps.sentTo(channel, to);
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    explain(error, channel);
    return false;
  }
}

function explain(error, channel) {
  if (error.code === "channel_unavailable") {
    const offers = [error.details.offer ?? []].flat().map((offer) => OFFERS[offer]).filter(Boolean);
    steps.note(REASONS[error.details.reason] ?? "web.login.reason.other", ...(offers.length ? offers : ["web.login.offer.other"]));
  } else if (error.status === 429) {
    // The gap holds for one channel; a longer wait is the limit of the number, whatever the channel.
    const wait = error.retryAfter || LONGEST_GAP;
    const isGap = wait <= LONGEST_GAP;
    for (const button of buttons) {
      if (!isGap || button.dataset.channel === channel) countDown(button, wait);
    }
    steps.note(isGap ? "web.login.resend.too_soon" : "web.login.resend.limit");
  } else if (error.status === 0) {
    steps.note("web.problem.network");
  } else {
    steps.note("web.login.reason.other", "web.login.offer.other");
  }
  steps.toggleResend(true);
}
