// The page with the devices: PIN and challenge in, response out; a printed card shows its cells.

const CELL_LENGTH = 3;
const main = document.getElementById("devices");
const words = JSON.parse(main.dataset.words);

async function ask(device, body) {
  const path = `/standin/devices/${device.dataset.username}/${device.dataset.kind}`;
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.code);
  return told.response;
}

function show(device, text, isTrouble = false) {
  const display = device.querySelector(".shown");
  display.textContent = text;
  display.classList.toggle("is-trouble", isTrouble);
}

function tell(device, error) {
  const known = { challenge_not_six_digits: "standin.device.six_digits", pin_missing: "standin.device.pin_missing" };
  show(device, words[known[error.message] ?? "standin.page.trouble"], true);
}

async function respond(device, form) {
  const { pin, challenge } = form.elements;
  try {
    const response = await ask(device, { challenge: challenge.value.trim(), pin: pin?.value ?? null });
    show(device, `${response.slice(0, 4)} ${response.slice(4)}`);
  } catch (error) {
    tell(device, error);
  }
}

async function layOut(device, list) {
  if (list.children.length) return;
  const numbers = Array.from({ length: Number(list.dataset.count) }, (_, index) => String(index + 1));
  try {
    const cells = await ask(device, { challenge: numbers });
    list.replaceChildren(...numbers.map((number, index) => cellOf(number, cells.substr(index * CELL_LENGTH, CELL_LENGTH))));
  } catch (error) {
    tell(device, error);
  }
}

function cellOf(number, value) {
  const cell = document.createElement("div");
  const index = document.createElement("dt");
  const text = document.createElement("dd");
  index.textContent = number;
  text.textContent = value;
  cell.append(index, text);
  return cell;
}

for (const device of main.querySelectorAll(".device")) {
  device.querySelector(".asks")?.addEventListener("submit", (event) => {
    event.preventDefault();
    respond(device, event.target);
  });
  const card = device.querySelector(".cells");
  card?.addEventListener("toggle", () => card.open && layOut(device, card.querySelector("dl")));
}
