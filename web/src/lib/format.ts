import { language, t, word } from "./i18n";
import type { BoardItem, Claim, Days } from "./types";

const locale = () => ({ "zh-Hant": "zh-TW", ja: "ja-JP", en: "en-GB" })[language()];

/** Return a day (ISO) as a reader writes it. */
export function day(iso: string | null | undefined): string {
  if (!iso) return t("no_date");
  const [year, month, date] = iso.slice(0, 10).split("-").map(Number);
  const value = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, date ?? 1));
  const options = { year: "numeric", month: language() === "en" ? "short" : "numeric", day: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale(), options).format(value);
}

function month(iso: string): string {
  const value = new Date(`${iso.slice(0, 7)}-01T00:00:00Z`);
  const options = { year: "numeric", month: language() === "en" ? "short" : "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale(), options).format(value);
}

const lastOf = (year: number, monthNumber: number) => new Date(Date.UTC(year, monthNumber, 0)).getUTCDate();

/** Return an interval as precisely as it was given: a day, a month, a year, or from and to. */
export function span(days: Days | null | undefined): string {
  const [first, last] = days ?? [];
  if (!first && !last) return "";
  if (!first) return t("until_day", { day: day(last) });
  if (!last) return t("since_day", { day: day(first) });
  if (first === last) return day(first);
  const [y1, m1, d1] = first.split("-").map(Number) as [number, number, number];
  const [y2, m2, d2] = last.split("-").map(Number) as [number, number, number];
  const ends = d1 === 1 && d2 === lastOf(y2, m2);
  if (ends && y1 === y2 && m1 === 1 && m2 === 12) return t("year", { year: y1 });
  if (ends && y1 === y2 && m1 === m2) return month(first);
  if (ends && m1 === 1 && m2 === 12) return t("years", { first: y1, last: y2 });
  return `${day(first)} – ${day(last)}`;
}

/** Return a moment on an axis: the year at its first day, else the month, or the day where the axis shows days. */
export function tick(value: number): string {
  const at = new Date(value);
  const [first, january] = [at.getUTCDate() === 1, at.getUTCMonth() === 0];
  if (first && january) return String(at.getUTCFullYear());
  const options = first ? ({ month: "short" } as const) : ({ month: "numeric", day: "numeric" } as const);
  return new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" }).format(at);
}

export const number = (value: number): string => new Intl.NumberFormat(locale()).format(value);

/** Return a large figure readably: 1 兆, 3.5 trillion. */
export function figure(value: number, unit: string): string {
  const compact = Math.abs(value) >= 10_000;
  const options = compact ? ({ notation: "compact", maximumFractionDigits: 3, compactDisplay: "long" } as const) : { maximumFractionDigits: 4 };
  return `${new Intl.NumberFormat(locale(), options).format(value)} ${word("unit", unit)}`.trim();
}

/** Return one line for what a claim says of its kind: its type, move, stance or value. */
export function label(claim: Claim): string {
  const r = claim.record;
  switch (r.kind) {
    case "event":
      return word("event", r.type ?? "");
    case "commitment":
      return word("status", r.status ?? "");
    case "position":
      return word("stance", r.stance ?? "");
    case "figure": {
      const about = r.approximate ? t("about") : "";
      const upper = r.high != null ? ` – ${figure(r.high, "")}` : "";
      return `${about}${figure(r.value ?? 0, upper ? "" : (r.unit ?? ""))}${upper}${upper ? ` ${word("unit", r.unit ?? "")}` : ""}`;
    }
    default:
      return word("kind", r.kind);
  }
}

/** Return what is to be said of a due date: when, moved from when, passed in silence. */
export function schedule(item: Pick<BoardItem, "due" | "moved_due_from" | "past_due">): string {
  if (!item.due) return t("due.none");
  const parts = [t("due.on", { day: span(item.due) })];
  if (item.moved_due_from) parts.push(t("due.moved", { day: span(item.moved_due_from) }));
  if (item.past_due) parts.push(t("due.silent"));
  return parts.join(t("comma"));
}

const by = (days: Days): string => (days[1] && days[0] !== days[1] && !/^(\d{4})-01-01,\1-12-31$/.test(days.join()) ? t("until_day", { day: day(days[1]) }) : span(days));

/** Return the same in a few words, for a card: by when, and from when it was moved. */
export function briefly(item: Pick<BoardItem, "due" | "moved_due_from" | "past_due">): string {
  if (!item.due) return "";
  const when = t("due.on", { day: by(item.due) });
  const moved = item.moved_due_from ? t("due.was", { day: by(item.moved_due_from) }) : "";
  return `${when}${moved}${item.past_due ? `${t("comma")}${t("due.late")}` : ""}`;
}

/** Return what two sources differ in, in the reader's words. */
export function difference(text: string): string {
  const moved = /^moved from (\S+) to (\S+)$/.exec(text);
  if (moved) return t("difference.moved", { from: interval(moved[1] ?? ""), to: interval(moved[2] ?? "") });
  const sides = text.split(" against ");
  if (sides.length !== 2) return text;
  const side = (one: string) => {
    const value = /^(?:about )?([\d,.]+) ([A-Za-z_]+)$/.exec(one);
    return value ? figure(Number((value[1] ?? "").replace(/,/g, "")), value[2] ?? "") : interval(one);
  };
  return t("difference.against", { one: side(sides[0] ?? ""), other: side(sides[1] ?? "") });
}

/** Return how sure the program is of something. */
export const percent = (confidence: number): string => `${Math.round(confidence * 100)} %`;

/** Return a move's effect or a change's detail in the reader's language; what is not known stays as it is. */
export function told(text: string): string {
  const unsure = /^(.*?)\s*\(?unreviewed, ([\d.]+)\)?(.*)$/.exec(text);
  if (unsure) return [told(`${unsure[1]}${unsure[3]}`), t("doubt", { confidence: percent(Number(unsure[2])) })].filter(Boolean).join(t("comma"));
  const axis = /^([a-z ]+): (.+) → (.+)$/.exec(text);
  if (axis) return `${word("axis", axis[1] ?? "")}${t("colon")}${value(axis[2] ?? "")} → ${value(axis[3] ?? "")}`;
  if (value(text) !== text) return value(text);
  return text
    .split(", ")
    .map((part) => {
      const moved = /^moves the due date to (.+)$/.exec(part);
      if (moved) return t("effect.moves_due", { day: interval(moved[1] ?? "") });
      const due = /^due (.+)$/.exec(part);
      if (due) return t("due.on", { day: interval(due[1] ?? "") });
      const firm = /^makes it a (\w+)$/.exec(part);
      if (firm) return t("effect.firmer", { firmness: word("firmness", firm[1] ?? "") });
      const from = /^moved from (.+)$/.exec(part);
      if (from) return t("due.moved", { day: interval(from[1] ?? "") });
      if (/: due date passed/.test(part)) return `${told(part.split(": ")[0] ?? "")}${t("comma")}${t("due.silent")}`;
      return word("effect", part) !== part ? word("effect", part) : value(part);
    })
    .join(t("comma"));
}

/** Return an interval as the ledger writes it (2025, 2025-03, ../2025-03-31) as a reader does. */
export function interval(text: string): string {
  if (/^\d{4}$/.test(text)) return t("year", { year: text });
  if (/^\d{4}-\d{2}$/.test(text)) return month(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return day(text);
  const [first, last] = text.split("/");
  if (last !== undefined) return span([first === ".." || !first ? null : first, last === ".." || !last ? null : last]);
  return text;
}

function value(text: string): string {
  const measured = /^([\d,.]+) ([A-Za-z_]+)$/.exec(text);
  if (measured) return figure(Number((measured[1] ?? "").replace(/,/g, "")), measured[2] ?? "");
  for (const group of ["column", "progress", "firmness", "status", "event", "stance", "value"]) {
    const found = word(group, text);
    if (found !== text) return found;
  }
  if (/^[\d./-]+$/.test(text)) return interval(text);
  const stance = /^(.+): (\w+)$/.exec(text);
  if (stance) return `${stance[1]}${t("colon")}${word("stance", stance[2] ?? "")}`;
  return text;
}

/** Return why a claim is on its thread, in the reader's language where that is one of the usual reasons. */
export function reason(text: string): string {
  if (text === "the first of its thread") return t("why.first");
  const speaks = /^its words speak of (.+?)(?: \([^()]*\))?$/.exec(text);
  if (speaks) return t("why.speaks", { name: speaks[1] ?? "" });
  const value = /^a value of (.+?) in the unit (\S+)/.exec(text);
  if (value) return t("why.value", { name: value[1] ?? "" });
  return text;
}

const HAN = /[\u2e80-\u303e\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]/;

const TAGS = /<\/?[A-Za-z][^<>]*>|<!--.*?-->|(?<=\])\([^()\s]*\)/g;

/** Return words on one line, as they are quoted, without tags; blanks between Chinese characters are what a page's line ends left. */
export const oneLine = (text: string): string =>
  text.replace(TAGS, "").replace(/\s+/g, (gap, at: number) => {
    const [before, after] = [text[at - 1] ?? "", text[at + gap.length] ?? ""];
    if (HAN.test(before) && HAN.test(after)) return "";
    return gap.includes("\n") && (HAN.test(before) || HAN.test(after)) ? "" : " ";
  });

/** Return the ledger's measure of a document's source: publisher, title; without day and tier. */
export const sourceName = (source: string): string => source.split(" · ").slice(0, -2).map(fileName).join(" · ") || source;

/** Return a path's last part, for a document that has no title; other words as they are. */
export const fileName = (text: string): string => (/^\S+\/[^/\s]+\.\w{2,5}$/.test(text) ? text.slice(text.lastIndexOf("/") + 1) : text);
