// News from the server, read with fetch so that it resumes where it broke off.

const FIRST_DELAY = 500;
const LONGEST_DELAY = 8000;

export async function follow(onChange, onConnection) {
  let lastId = "";
  let delay = FIRST_DELAY;
  for (;;) {
    try {
      const answer = await fetch("/standin/events", { headers: lastId ? { "Last-Event-ID": lastId } : {}, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      onConnection(true);
      delay = FIRST_DELAY;
      for await (const event of events(answer.body)) {
        lastId = event.id;
        onChange(JSON.parse(event.data));
      }
    } catch {
      onConnection(false);
      await new Promise((resolve) => setTimeout(resolve, delay));
      delay = Math.min(delay * 2, LONGEST_DELAY);
    }
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const event = Object.fromEntries(block.split("\n").map((line) => line.split(/: ?(.*)/s, 2)));
      if (event.data) yield event;
    }
  }
}
