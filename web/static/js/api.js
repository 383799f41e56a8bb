/** The server's HTTP interface: the chat and the logins, with every refusal as a Problem. */

const TIMEOUT = 20_000;
const LOGINS = "/api/sls/v1/logins";
const CARDS = "/api/sls/v1/online-cards";

/** A refusal or a failure: `code` is stable, `status` 0 means that no answer came. */
export class Problem extends Error {
  constructor(code, status, retryAfter = 0, details = {}) {
    super(code);
    Object.assign(this, { code, status, retryAfter, details });
  }
}

/** Reads the problem out of an answer that is not 2xx. */
export async function problemOf(answer) {
  const details = await answer.json().catch(() => ({}));
  const wait = Number.parseInt(answer.headers.get("Retry-After") ?? "", 10);
  return new Problem(details.code ?? `http_${answer.status}`, answer.status, wait || 0, details);
}

/** A name for one message, so that sending it twice counts once. */
export function newClientId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The chat. */
export const chat = {
  open: (language, login) => send("POST", "/api/chat/sessions", { body: { language, identity: null, login } }),
  say: (bearer, message) => send("POST", "/api/chat/messages", { bearer, body: message }),
  history: (bearer) => send("GET", "/api/chat/events?after=0&wait=0", { bearer }).then(eventsOf),
  poll: (bearer, after, signal) =>
    send("GET", `/api/chat/events?after=${encodeURIComponent(after)}&wait=20`, { bearer, signal, timeout: 40_000 })
      .then(eventsOf),
  transcript: (bearer) => request("GET", "/api/chat/transcript", { bearer }).then((answer) => answer.blob()),
};

/** The logins. */
export const logins = {
  begin: (username, password, language) =>
    send("POST", LOGINS, { body: { username, password, platform: "client_portal", language } }),
  choose: (login, factor) => send("POST", `${of(login)}/factor`, { body: { factor } }),
  sendCode: (login, channel) => send("POST", `${of(login)}/code`, { body: { channel } }),
  look: (login) => send("GET", of(login)),
  verify: (login, response) => send("POST", `${of(login)}/verify`, { body: { response } }),
};

/** The online security code card of a login. */
export const cards = {
  request: (login) => send("POST", CARDS, { body: { login } }),
  ask: (card, login) => send("POST", `${CARDS}/${encodeURIComponent(card)}/activate`, { body: { login } }),
  prove: (card, login, response) =>
    send("POST", `${CARDS}/${encodeURIComponent(card)}/verify`, { body: { login, response } }),
};

const of = (login) => `${LOGINS}/${encodeURIComponent(login)}`;

const eventsOf = (body) => (Array.isArray(body) ? body : (body.events ?? []));

async function send(method, path, options = {}) {
  const answer = await request(method, path, options);
  return answer.json();
}

async function request(method, path, { body, bearer, signal, timeout = TIMEOUT } = {}) {
  const headers = {};
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  if (body) headers["Content-Type"] = "application/json";
  const limit = AbortSignal.timeout(timeout);
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      signal: signal && AbortSignal.any ? AbortSignal.any([signal, limit]) : (signal ?? limit),
    });
  } catch {
    throw new Problem("network", 0);
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}
