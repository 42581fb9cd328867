import { useEffect, useState } from "react";

const dark = window.matchMedia("(prefers-color-scheme: dark)");

/** What was chosen here: light, dark, or auto, which follows the system. */
export const chosenTheme = (): string => localStorage.getItem("communique.theme") ?? "auto";

/** Choose light, dark or auto, from now on. */
export function chooseTheme(theme: string): void {
  localStorage.setItem("communique.theme", theme);
  paint();
}

/** Show the page light or dark as chosen, and follow the system where it is to. */
export function followTheme(): void {
  dark.addEventListener("change", paint);
  paint();
}

function paint(): void {
  const theme = chosenTheme();
  document.documentElement.dataset.theme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
  window.dispatchEvent(new Event("themechange"));
}

/** The colours of the page, for what is painted instead of styled. */
export function colours(): Record<"ink" | "soft" | "line" | "paper" | "accent" | "late" | "event" | "commitment" | "position" | "figure" | "assessment", string> {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: of("ink"), soft: of("ink-soft"), line: of("line"), paper: of("paper"), accent: of("accent"), late: of("late"),
    event: of("k-event"), commitment: of("k-commitment"), position: of("k-position"), figure: of("k-figure"), assessment: of("k-assessment"),
  };
}

/** The page's typeface, for what is painted. */
export const typeface = (): string => getComputedStyle(document.body).fontFamily;

/** A number that changes when light turns dark: charts are painted anew. */
export function useTheme(): number {
  const [turn, set] = useState(0);
  useEffect(() => {
    const next = () => set((n) => n + 1);
    window.addEventListener("themechange", next);
    return () => window.removeEventListener("themechange", next);
  }, []);
  return turn;
}
