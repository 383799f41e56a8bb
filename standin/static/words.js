// The page's words, as the server chose them: nothing a person reads is written in this code.

const main = document.getElementById("phones");

export const words = JSON.parse(main.dataset.words);
export const people = JSON.parse(main.dataset.people);
export const pageLanguage = main.dataset.language;
export const pageCode = main.dataset.code;
export const onlyPhone = main.dataset.phone;

export function say(id, values = {}) {
  const text = words[id] ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function has(id) {
  return id in words;
}

// Voices and fonts are found under zh-CN; Twilio's cmn-CN names the same language.
export function spokenLanguage(language, text = "") {
  if (!language) return /[\u3400-\u9fff]/.test(text) ? "zh-CN" : "en-US";
  return language.replace(/^cmn(-Hans)?(-CN)?$/i, "zh-CN").replace(/^cmn-/i, "zh-");
}

const clock = new Intl.DateTimeFormat(pageLanguage, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export function timeOf(moment) {
  return clock.format(new Date(moment));
}
