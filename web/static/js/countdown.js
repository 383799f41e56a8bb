/** Waits that are shown: a button that may be pressed again in so many seconds. */

import { put } from "./texts.js";

const running = new WeakMap();

/** Locks a button for some seconds and counts them down beside its label. */
export function countDown(button, seconds) {
  stop(button);
  const until = Date.now() + seconds * 1_000;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1_000);
    if (left <= 0) return stop(button);
    const wait = button.querySelector(".wait");
    put(wait, left > 90 ? "web.login.resend.wait_minutes" : "web.login.resend.wait", {
      seconds: left,
      minutes: Math.ceil(left / 60),
    });
    wait.hidden = false;
  };
  button.setAttribute("aria-disabled", "true");
  running.set(button, setInterval(tick, 500));
  tick();
}

/** Whether the button is still counting. */
export const isCounting = (button) => running.has(button);

/** Frees the button at once. */
export function stop(button) {
  clearInterval(running.get(button));
  running.delete(button);
  button.removeAttribute("aria-disabled");
  button.querySelector(".wait").hidden = true;
}
