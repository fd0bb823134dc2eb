/** Light or dark: the system's choice until the person switches. */

const KEY = "goodword.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

/** @param {HTMLElement[]} buttons */
export function setUpTheme(buttons) {
  const apply = () => {
    const wanted = localStorage.getItem(KEY) ?? (dark.matches ? "dark" : "light");
    document.documentElement.dataset.theme = wanted;
    const next = wanted === "dark" ? "light" : "dark";
    for (const button of buttons) {
      button.setAttribute("aria-label", `Switch to the ${next} theme`);
      button.title = `Switch to the ${next} theme`;
    }
    return next;
  };
  apply();
  dark.addEventListener("change", apply);
  for (const button of buttons) button.addEventListener("click", () => {
    const now = document.documentElement.dataset.theme;
    localStorage.setItem(KEY, now === "dark" ? "light" : "dark");
    apply();
  });
}
