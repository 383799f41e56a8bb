/** The events of one chat session: a stream read with fetch, and the long poll where no stream holds. */

import { chat, Problem, problemOf } from "./api.js";

const SILENCE = 40_000;
const LONGEST_WAIT = 15_000;
const STREAM_FAILURES_BEFORE_POLL = 2;
const POLLS_BEFORE_STREAM = 15;

/**
 * Follows the events of a session until `stop()`.
 * `onEvent({id, event, data})`, `onConnection(connected)`, `onRefused(problem)` when the session is no more.
 */
export class Events {
  constructor(bearer, after, { onEvent, onConnection, onRefused }) {
    Object.assign(this, { bearer, after, onEvent, onConnection, onRefused });
    this.abort = new AbortController();
    this.failures = 0;
    this.pollsLeft = 0;
  }

  stop() {
    this.abort.abort();
  }

  async run() {
    while (!this.abort.signal.aborted) {
      try {
        if (this.pollsLeft > 0) await this.#poll();
        else await this.#stream();
      } catch (error) {
        if (this.abort.signal.aborted) return;
        if (error instanceof Problem && error.status === 401) return this.onRefused(error);
        await this.#recover(error);
      }
    }
  }

  async #recover(error) {
    this.failures += 1;
    const isFull = error instanceof Problem && error.status === 503;
    if (isFull || this.failures >= STREAM_FAILURES_BEFORE_POLL) this.pollsLeft = POLLS_BEFORE_STREAM;
    if (isFull && this.failures === 1) return;
    this.onConnection(false);
    const wait = Math.min(LONGEST_WAIT, 500 * 2 ** this.failures);
    await this.#sleep(wait * (0.75 + Math.random() / 2));
  }

  #connected() {
    this.failures = 0;
    this.onConnection(true);
  }

  async #poll() {
    const events = await chat.poll(this.bearer, this.after, this.abort.signal);
    this.#connected();
    this.pollsLeft -= 1;
    for (const { id, event, type, data } of events) this.#tell({ id, event: event ?? type, data });
  }

  async #stream() {
    const silence = new AbortController();
    const stop = () => silence.abort();
    this.abort.signal.addEventListener("abort", stop);
    let timer = setTimeout(stop, SILENCE);
    try {
      const answer = await fetch("/api/chat/events", { headers: this.#headers(), signal: silence.signal });
      if (!answer.ok) throw await problemOf(answer);
      this.#connected();
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      const parser = new Parser((event) => this.#tell(event));
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        clearTimeout(timer);
        timer = setTimeout(stop, SILENCE);
        parser.feed(value);
      }
      await this.#sleep(500);
    } finally {
      clearTimeout(timer);
      this.abort.signal.removeEventListener("abort", stop);
    }
  }

  #headers() {
    return {
      Accept: "text/event-stream",
      Authorization: `Bearer ${this.bearer}`,
      "Last-Event-ID": String(this.after),
    };
  }

  #tell({ id, event, data }) {
    if (id !== undefined && id !== "") this.after = id;
    this.onEvent({ id, event, data });
  }

  #sleep(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.abort.signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
    });
  }
}

/** Cuts a text/event-stream into events; comments (the heartbeat) pass silently. */
export class Parser {
  constructor(onEvent) {
    this.onEvent = onEvent;
    this.rest = "";
  }

  feed(chunk) {
    const blocks = (this.rest + chunk).replaceAll("\r\n", "\n").split("\n\n");
    this.rest = blocks.pop();
    for (const block of blocks) this.#block(block);
  }

  #block(block) {
    const fields = { event: "message", data: [] };
    for (const line of block.split("\n")) {
      const [, field, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
      if (field === "data") fields.data.push(value);
      else if (field === "id" || field === "event") fields[field] = value;
    }
    if (fields.data.length === 0) return;
    try {
      this.onEvent({ ...fields, data: JSON.parse(fields.data.join("\n")) });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
}
