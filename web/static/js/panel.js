/** The chat panel as a window: launcher, opening and closing, focus, and the height a phone's keyboard leaves. */

import { chatMemory } from "./store.js";
import { seen } from "./status.js";
import { scrollToEnd } from "./view.js";

const panel = document.getElementById("chat-panel");
const launcher = document.getElementById("chat-launcher");
const input = document.getElementById("chat-input");
const page = document.getElementById("page");
const phone = matchMedia("(max-width: 640px)");

/** Wires the launcher, the close button and Esc; `onOpen()` runs each time the panel opens. */
export function wirePanel(onOpen) {
  launcher.addEventListener("click", () => { open(); onOpen(); });
  document.getElementById("chat-close").addEventListener("click", close);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) close();
  });
  phone.addEventListener("change", coverPage);
  window.visualViewport?.addEventListener("resize", fitKeyboard);
  window.visualViewport?.addEventListener("scroll", fitKeyboard);
}

/** Opens the panel; focus goes to the field unless the page opened it by itself. */
export function open({ takeFocus = true } = {}) {
  panel.hidden = false;
  launcher.setAttribute("aria-expanded", "true");
  document.body.classList.add("chat-open");
  chatMemory.set({ open: true });
  coverPage();
  fitKeyboard();
  seen();
  scrollToEnd();
  if (takeFocus) input.focus({ preventScroll: true });
}

/** Closes the panel and gives the focus back to the launcher. */
export function close() {
  panel.hidden = true;
  launcher.setAttribute("aria-expanded", "false");
  document.body.classList.remove("chat-open");
  chatMemory.set({ open: false });
  coverPage();
  launcher.focus();
}

/** Whether the panel covers the whole screen. */
export const isFullScreen = () => phone.matches;

/** Nothing behind a full screen can be seen, so nothing behind it can be reached. */
function coverPage() {
  page.inert = phone.matches && !panel.hidden;
}

/** Keeps the composer above a keyboard that covers the page instead of shrinking it. */
function fitKeyboard() {
  const viewport = window.visualViewport;
  if (!viewport || panel.hidden) return;
  panel.style.setProperty("--visible-height", `${Math.round(viewport.height)}px`);
  panel.style.setProperty("--visible-top", `${Math.round(viewport.offsetTop)}px`);
}
