// The interface's words, a catalogue for each language; documents speak their own.

export const LANGUAGES = { "zh-Hant": "繁體中文", ja: "日本語", en: "English" } as const;
export type Language = keyof typeof LANGUAGES;
type Catalogue = Record<string, string>;

const load: Record<Language, () => Promise<{ default: Catalogue }>> = {
  "zh-Hant": () => import("../strings/zh-Hant.json"),
  ja: () => import("../strings/ja.json"),
  en: () => import("../strings/en.json"),
};
let current: Language = "en";
let words: Catalogue = {};

/** Return the language chosen here before, else the browser's first that there is. */
export function preferred(): Language {
  const chosen = localStorage.getItem("communique.language");
  if (chosen !== null && chosen in LANGUAGES) return chosen as Language;
  for (const tag of navigator.languages) {
    if (tag.toLowerCase().startsWith("zh")) return "zh-Hant";
    if (tag.toLowerCase().startsWith("ja")) return "ja";
    if (tag.toLowerCase().startsWith("en")) return "en";
  }
  return "en";
}

export async function speak(next: Language): Promise<void> {
  words = (await load[next]()).default;
  current = next;
  document.documentElement.lang = next;
}

export const language = (): Language => current;

/** Return the words for a key; `{name}` stands for a value. Of one (`count`, `days`) there may be words of their own. */
export function t(key: string, values: Record<string, string | number> = {}): string {
  const single = String(values.count ?? values.days) === "1" ? words[`${key}.one`] : undefined;
  const text = single ?? words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Return the word for one of the ledger's own values (`status.agreed`), or the value where the catalogue has none. */
export function word(group: string, value: string): string {
  return words[`${group}.${value}`] ?? value;
}
