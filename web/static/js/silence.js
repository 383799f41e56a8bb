/** A customer who goes quiet in the middle of steps is told, once, that nothing is lost. */

import * as view from "./view.js";

const QUIET_FOR = 180_000;
let timer = 0;

/** Waits for the customer's next words while a procedure is walked (null: none is). */
export function watch(procedure) {
  clearTimeout(timer);
  if (procedure?.step) timer = setTimeout(() => view.notice("web.chat.still_here"), QUIET_FOR);
}

/** The customer has said something. */
export function end() {
  clearTimeout(timer);
}
