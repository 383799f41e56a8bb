// The switches for faults: what is wrong on purpose, and how many of them there are.

const panel = document.getElementById("faults");
const switches = [...panel.querySelectorAll("[data-switch]")];
const count = panel.querySelector(".panel-count");

function show(on) {
  for (const one of switches) {
    const value = on[one.dataset.switch];
    one.value = value === null ? "" : String(value.fault ?? value);
  }
  const wrong = Object.values(on).filter((value) => value !== null).length;
  count.textContent = wrong ? panel.dataset.count.replace("{count}", wrong) : "";
  panel.classList.toggle("has-faults", wrong > 0);
}

async function ask(method, body) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch("/standin/faults", { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error((await answer.json()).code);
  show(await answer.json());
}

function wanted(one) {
  if (!one.value) return null;
  return one.dataset.switch === "calls_per_second" ? Number(one.value) : one.value;
}

export const faults = {
  read() {
    ask("GET").catch(() => {});
  },

  listen(onProblem) {
    const attempt = (method, body) => ask(method, body).catch((error) => onProblem(error.message));
    for (const one of switches) {
      one.addEventListener("change", () => attempt("POST", { [one.dataset.switch]: wanted(one) }));
    }
    panel.querySelector(".panel-off").addEventListener("click", () => attempt("DELETE"));
    panel.addEventListener("toggle", () => panel.open && this.read());
  },
};
