/** The page of the online card: its button prints it. */

const button = document.getElementById("card-print");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
