// The account's reach: which countries may be called and written to, and how fast messages leave.

import { pageLanguage, say } from "./words.js";

const OTHERS = "others";
const panel = document.getElementById("network");
const limits = [...panel.querySelectorAll("[data-limit]")];
const adding = panel.querySelector(".geo-add");
const rows = panel.querySelector(".geo tbody");
const count = panel.querySelector(".panel-count");
const names = new Intl.DisplayNames([pageLanguage], { type: "region" });

const nameOf = (country) => (country === OTHERS ? say("standin.geo.others") : names.of(country));

async function ask(what, method, body) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`/standin/${what}`, { method, headers, body: body && JSON.stringify(body) });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.code);
  if (what === "geo") showTable(told);
  else showLimits(told);
}

function showTable({ others, countries }) {
  const listed = Object.entries(countries).sort(([one], [other]) => nameOf(one).localeCompare(nameOf(other), pageLanguage));
  const entries = [[OTHERS, others], ...listed];
  const at = [...rows.querySelectorAll("input")].indexOf(document.activeElement);
  const focused = at >= 0 && rows.querySelectorAll("input")[at].dataset;
  rows.replaceChildren(...entries.map(([country, permits]) => row(country, permits)));
  if (focused) rows.querySelector(`[data-country="${focused.country}"][data-channel="${focused.channel}"]`)?.focus();
  const restricted = entries.filter(([, permits]) => !permits.voice || !permits.sms).length;
  count.textContent = restricted ? say("standin.geo.restricted", { count: restricted }) : "";
}

function row(country, permits) {
  const line = document.createElement("tr");
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = nameOf(country);
  line.append(name, cell(country, "voice", permits.voice), cell(country, "sms", permits.sms));
  return line;
}

function cell(country, channel, isPermitted) {
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", checked: isPermitted });
  Object.assign(box.dataset, { country, channel });
  const label = channel === "voice" ? "standin.geo.calls_to" : "standin.geo.messages_to";
  box.setAttribute("aria-label", say(label, { country: nameOf(country) }));
  const around = document.createElement("td");
  around.append(box);
  return around;
}

function showLimits(now) {
  for (const one of limits) {
    const value = String(now[one.dataset.limit] ?? "");
    if (![...one.options].some((option) => option.value === value)) one.add(new Option(value, value));
    one.value = value;
  }
}

function wanted(one) {
  if (!one.value) return null;
  return one.value === "by_sender" ? one.value : Number(one.value);
}

export const network = {
  read() {
    ask("geo", "GET").catch(() => {});
    ask("limits", "GET").catch(() => {});
  },

  listen(onProblem) {
    const attempt = (...request) => ask(...request).catch((error) => onProblem(error.message));
    const options = [...adding.options].slice(1);
    for (const option of options) option.textContent = nameOf(option.value);
    options.sort((one, other) => one.text.localeCompare(other.text, pageLanguage));
    adding.append(...options);
    rows.addEventListener("change", ({ target }) =>
      attempt("geo", "POST", { country: target.dataset.country, [target.dataset.channel]: target.checked }),
    );
    adding.addEventListener("change", () => {
      if (adding.value) attempt("geo", "POST", { country: adding.value, voice: true, sms: true });
      adding.value = "";
    });
    for (const one of limits) {
      one.addEventListener("change", () => attempt("limits", "POST", { [one.dataset.limit]: wanted(one) }));
    }
    panel.querySelector(".panel-off").addEventListener("click", () => {
      attempt("geo", "DELETE");
      attempt("limits", "DELETE");
    });
    panel.addEventListener("toggle", () => panel.open && this.read());
  },
};
