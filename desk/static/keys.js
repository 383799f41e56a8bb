// Keys of the runner: 1 to 9 choose, Enter and → go on, ← goes back. Links work without them.
const follow = (selector, index = 0) => document.querySelectorAll(selector)[index]?.click();

const isBusy = (target) =>
  target.closest("input, textarea, select, [contenteditable], .map-scroll") !== null;

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
  if (event.defaultPrevented || isBusy(event.target)) return;
  const key = event.key;
  if (/^[1-9]$/.test(key)) follow("[data-choice]", Number(key) - 1);
  else if (key === "ArrowRight") follow("[data-next]");
  else if (key === "ArrowLeft") follow("[data-back]");
  else if (key === "Enter" && event.target.closest("a, button, summary") === null) follow("[data-next]");
});

document.documentElement.dataset.ready = "";
