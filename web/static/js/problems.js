/** What the chat says when a message was not taken. */

const SENTENCES = {
  slow_down: "web.chat.problem.slow_down",
  assistant_unavailable: "web.chat.problem.assistant_unavailable",
  closed: "web.chat.problem.closed",
  text_or_option: "web.chat.problem.text_or_option",
  option_unknown: "web.chat.problem.option_unknown",
  network: "web.chat.problem.network",
};
const FINAL = new Set(["closed", "text_or_option", "option_unknown"]);
const USUAL_WAIT = 5;

/** The id of the sentence with its values, and whether trying again is of no use. */
export function sentenceFor({ code, retryAfter }) {
  return {
    reason: SENTENCES[code] ?? "web.chat.problem.other",
    values: { seconds: retryAfter || USUAL_WAIT },
    isFinal: FINAL.has(code),
  };
}
