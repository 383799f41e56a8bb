// Filters the list while one types; without it the form asks the server, which compares alike.
const field = document.querySelector("#search-words");
const count = document.querySelector("#search-count");
const none = document.querySelector("#search-none");
const entries = [...document.querySelectorAll("[data-words]")];
const shelves = [...document.querySelectorAll(".shelf")];

const fold = (text) => text.normalize("NFKC").toLowerCase();
const shown = () => entries.filter((entry) => !entry.hidden);

function filter() {
  const words = fold(field.value).split(/\s+/).filter(Boolean);
  for (const entry of entries) {
    const text = fold(entry.dataset.words);
    entry.hidden = !words.every((word) => text.includes(word));
  }
  for (const shelf of shelves) shelf.hidden = shelf.querySelector("li:not([hidden])") === null;
  none.hidden = shown().length > 0;
  count.textContent = count.dataset.text.replace("{count}", shown().length);
}

field.addEventListener("input", filter);
// Enter opens the only one that is left.
field.form.addEventListener("submit", (event) => {
  const [entry, ...others] = shown();
  if (entry === undefined || others.length > 0) return;
  event.preventDefault();
  entry.querySelector("a").click();
});
