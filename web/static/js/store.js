/** What this tab remembers while it lives: the chat session, whether the panel was open, a login half done. */

const CHAT = "sls.chat";
const LOGIN = "sls.login";

const read = (key) => {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
};

const write = (key, value) => {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage may be switched off; then a reload starts anew and nothing else changes.
  }
};

/** {bearer, login, open}: the session, the login it is bound to, and whether the panel is open. */
export const chatMemory = {
  get: () => read(CHAT) ?? {},
  set: (changes) => write(CHAT, { ...(read(CHAT) ?? {}), ...changes }),
  forget: () => write(CHAT, null),
};

/** The login that waits for its second factor, so that a reload on a phone does not lose it. */
export const loginMemory = {
  get: () => read(LOGIN),
  set: (login) => write(LOGIN, login),
  forget: () => write(LOGIN, null),
};
