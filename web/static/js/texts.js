/** The words of the page: the catalogue of the current language, and how it changes in place. */

const root = document.documentElement;
const COOKIE = "sls_language";
const YEAR = 365 * 24 * 60 * 60;
let current = root.dataset.language;
let catalogue = await fetchCatalogue(current);

/** The language of the page, as the server names it ("en", "zh_CN"). */
export const language = () => current;

/** The same language, or another one, as HTML and Intl name it. */
export const tongue = (code = current) => code.replace("_", "-");

/** The text of an id; `values` fill its {placeholders}. */
export function t(id, values = {}) {
  const raw = catalogue[id] ?? id;
  return raw.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Puts a text into an element in such a way that it follows a later change of language. */
export function put(element, id, values = null) {
  element.dataset.t = id;
  if (values) element.dataset.tValues = JSON.stringify(values);
  else delete element.dataset.tValues;
  element.textContent = t(id, values ?? {});
  return element;
}

/** Gives an element its accessible name. */
export function name(element, id) {
  element.dataset.tLabel = id;
  element.setAttribute("aria-label", t(id));
  return element;
}

/** Speaks another language from now on: fetches it, rewrites the page, remembers it. */
export async function change(code) {
  if (code === current) return;
  catalogue = await fetchCatalogue(code);
  current = code;
  root.lang = tongue();
  root.dataset.language = code;
  document.cookie = `${COOKIE}=${code}; path=/; max-age=${YEAR}; samesite=lax`;
  const address = new URL(location.href);
  if (address.searchParams.has("lang")) {
    address.searchParams.set("lang", code);
    history.replaceState(null, "", address);
  }
  rewrite();
  document.dispatchEvent(new CustomEvent("sls:language", { detail: { language: code } }));
}

/** Lets every language link on the page change the language in place. */
export function wireSwitches() {
  for (const link of document.querySelectorAll("[data-language-choice]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      change(link.dataset.languageChoice).catch(() => location.assign(link.href));
    });
  }
}

async function fetchCatalogue(code) {
  const answer = await fetch(`/static/texts/${code}.json`);
  if (!answer.ok) throw new Error(`texts ${answer.status}`);
  return answer.json();
}

function rewrite() {
  for (const element of document.querySelectorAll("[data-t]")) {
    element.textContent = t(element.dataset.t, JSON.parse(element.dataset.tValues ?? "{}"));
  }
  for (const element of document.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.dataset.tLabel));
  }
  for (const element of document.querySelectorAll("[data-t-placeholder]")) {
    element.placeholder = t(element.dataset.tPlaceholder);
  }
  for (const link of document.querySelectorAll("[data-language-href]")) {
    link.href = `${link.dataset.languageHref}?lang=${current}`;
  }
  for (const link of document.querySelectorAll("[data-language-choice]")) {
    if (link.dataset.languageChoice === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}
