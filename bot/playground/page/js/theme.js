/** Light or dark: the system's choice until the person switches. */

const KEY = "goodword.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

export function setUpTheme(button) {
  const apply = () => {
    const wanted = localStorage.getItem(KEY) ?? (dark.matches ? "dark" : "light");
    document.documentElement.dataset.theme = wanted;
    const next = wanted === "dark" ? "light" : "dark";
    button.setAttribute("aria-label", `Switch to the ${next} theme`);
    button.title = `Switch to the ${next} theme`;
    return next;
  };
  apply();
  dark.addEventListener("change", apply);
  button.addEventListener("click", () => {
    const now = document.documentElement.dataset.theme;
    localStorage.setItem(KEY, now === "dark" ? "light" : "dark");
    apply();
  });
}
