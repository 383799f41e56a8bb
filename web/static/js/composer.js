/** The field one writes in: Enter sends, Shift+Enter breaks the line, an input method is never interrupted. */

const form = document.getElementById("chat-form");
const input = document.getElementById("chat-input");
const TALLEST = 132;
const COMPOSING = 229;

/** Calls `onSend(text)` for each message written. */
export function wireComposer(onSend) {
  let endedAt = -Infinity;
  input.addEventListener("compositionend", (event) => { endedAt = event.timeStamp; });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    // Safari ends the composition before it reports the Enter that committed it.
    const commits = event.isComposing || event.keyCode === COMPOSING || event.timeStamp - endedAt < 30;
    if (commits) return;
    event.preventDefault();
    form.requestSubmit();
  });
  input.addEventListener("input", grow);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    input.value = "";
    grow();
    onSend(text);
    input.focus();
  });
}

function grow() {
  input.style.height = "auto";
  input.style.height = `${Math.min(TALLEST, input.scrollHeight)}px`;
}
