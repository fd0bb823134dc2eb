// Copies the text of the page. Without it the text is selected and copied by hand: the button is only shown here.
const text = document.getElementById("text");
const button = document.getElementById("copy");
const said = document.getElementById("copied");
button.hidden = false;
button.addEventListener("click", async () => {
  text.focus();
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
  } catch {
    if (!document.execCommand("copy")) return;
  }
  said.hidden = false;
});
