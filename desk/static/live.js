// Keeps the lists of a page as they are now: asks for the page again, and puts in what has changed.
// A list is marked `data-live`, each of its entries has an id. Without this a reload does the same.

const PERIOD = 1000;
const page = document.querySelector("[data-live-page]");
const lost = document.querySelector("[data-live-lost]");
const news = document.querySelector("[data-live-news]");
const FOCUSABLE = "a[href], button, input, select, summary";
// What an entry was when it came: the page may have been touched since.
const written = new WeakMap();
let shown = null;
let isHeld = false;

const lists = (within) => [...within.querySelectorAll("[data-live]")];

// Where in its entry the keyboard stands, so that it finds the same place in the entry's successor.
function place() {
  const active = document.activeElement;
  const entry = active?.closest("[data-live] > [id]");
  if (!entry) return null;
  return { id: entry.id, at: [...entry.querySelectorAll(FOCUSABLE)].indexOf(active), top: entry.getBoundingClientRect().top };
}

// Without the keyboard, what stays where it is is the first entry that can be seen.
function anchor() {
  const entry = [...document.querySelectorAll("[data-live] > [id]")].find((each) => each.getBoundingClientRect().bottom > 0);
  return entry && scrollY > 0 ? { id: entry.id, at: -1, top: entry.getBoundingClientRect().top } : null;
}

function putBack({ id, at, top }, hadFocus) {
  const entry = document.getElementById(id);
  if (!entry) {
    if (hadFocus) document.getElementById("main").focus({ preventScroll: true });
    return;
  }
  if (hadFocus && !entry.contains(document.activeElement)) {
    const target = entry.querySelectorAll(FOCUSABLE)[at] ?? entry;
    if (target === entry) entry.tabIndex = -1;
    target.focus({ preventScroll: true });
  }
  scrollBy(0, entry.getBoundingClientRect().top - top);
}

function renew(list, fresh) {
  const before = new Map([...list.children].map((child) => [child.id, child]));
  let next = list.firstElementChild;
  for (const child of [...fresh.children]) {
    const old = before.get(child.id);
    const isSame = old && written.get(old) === child.outerHTML;
    const entry = isSame ? old : remember(document.adoptNode(child));
    if (entry === next) next = next.nextElementSibling;
    else list.insertBefore(entry, next);
    if (old && !isSame) {
      if (old === next) next = next.nextElementSibling;
      old.remove();
    }
    before.delete(child.id);
  }
  for (const gone of before.values()) gone.remove();
}

function remember(entry) {
  written.set(entry, entry.outerHTML);
  return entry;
}

function hasMore(fresh) {
  return [...fresh.querySelectorAll("[data-live] > [data-entry]")].some((entry) => !document.getElementById(entry.id));
}

// Another page than this one, such as one to log in, lacks a list: then nothing is put in.
function pairs(fresh) {
  const renewed = new Map(lists(fresh).map((list) => [list.dataset.live, list]));
  const found = lists(document).map((list) => [list, renewed.get(list.dataset.live)]);
  if (found.some(([, list]) => !list)) throw new Error("another page");
  return found;
}

function show(html) {
  if (html === shown) return;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const focus = place();
  const stay = focus ?? anchor();
  const isNews = hasMore(fresh);
  for (const [list, renewed] of pairs(fresh)) renew(list, renewed);
  document.title = fresh.title;
  if (stay) putBack(stay, focus !== null);
  if (isNews) tell();
  shown = html;
}

// A status that says the same again is only read again if it was empty in between.
function tell() {
  news.textContent = "";
  setTimeout(() => (news.textContent = news.dataset.liveNews), 100);
}

async function look() {
  try {
    const answer = await fetch(page.dataset.livePage, { cache: "no-cache" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const html = await answer.text();
    if (!isHeld) show(html);
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  setTimeout(look, PERIOD);
}

// Between pressing and letting go a button must stay the same one, or the press is lost.
const hold = () => (isHeld = true);
const letGo = () => setTimeout(() => (isHeld = false));
for (const start of ["pointerdown", "keydown"]) addEventListener(start, hold);
for (const end of ["pointerup", "pointercancel", "keyup", "blur"]) addEventListener(end, letGo);
addEventListener("pointermove", (event) => event.buttons === 0 && letGo());
for (const list of lists(document)) for (const entry of list.children) remember(entry);
look();
document.documentElement.dataset.ready = "";
