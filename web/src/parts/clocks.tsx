import { useEffect, useMemo, useRef, useState } from "react";
import { day } from "../lib/format";
import { t } from "../lib/i18n";
import type { Facets } from "../lib/types";
import { Choice, Day } from "./ui";

export interface Clocks { on: string | null; known: string | null }

const today = (): string => new Date().toISOString().slice(0, 10);

const lastDay = (month: string): string => {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
};

/** Return the last day of each month from the first with a move to this one. */
function stops(months: Facets["months"]): string[] {
  const first = months[0]?.month;
  if (!first) return [];
  const made: string[] = [];
  const [year, month] = first.split("-").map(Number) as [number, number];
  const now = today();
  for (let n = 0; n < 1200; n += 1) {
    const last = new Date(Date.UTC(year, month + n, 0)).toISOString().slice(0, 10);
    if (last >= now) break;
    made.push(last);
  }
  made.push(now);
  return made.length > 240 ? made.slice(-240) : made;
}

/** The time slider: what was true on a day, and by what had been known. The board follows it. */
export function TimeSlider({ facets, clocks, onChange }: { facets: Facets; clocks: Clocks; onChange: (next: Clocks) => void }) {
  const days = useMemo(() => stops(facets.months), [facets.months]);
  const counts = useMemo(() => new Map(facets.months.map((one) => [one.month, one.moves])), [facets.months]);
  const most = Math.max(1, ...facets.months.map((one) => one.moves));
  const [playing, play] = useState(false);
  const timer = useRef(0);
  const found = clocks.on === null ? days.length - 1 : days.findIndex((one) => one >= (clocks.on ?? ""));
  const at = found < 0 ? days.length - 1 : found;
  const mode = clocks.known === null ? "now" : clocks.on !== null && clocks.known === clocks.on ? "then" : "day";

  const move = (next: number) => {
    const on = next >= days.length - 1 ? null : (days[next] ?? null);
    const follows = mode === "then" || (clocks.on === null && mode === "now");
    onChange({ on, known: follows && on !== null ? on : mode === "day" ? clocks.known : null });
  };
  useEffect(() => {
    if (!playing) return;
    if (at >= days.length - 1) {
      play(false);
      return;
    }
    timer.current = window.setTimeout(() => move(at + 1), 700);
    return () => window.clearTimeout(timer.current);
  });
  if (days.length < 2) return null;
  return (
    <section className="slider" aria-label={t("slider.label")}>
      <div className="slider-track">
        <button
          type="button"
          className="play"
          aria-label={playing ? t("slider.pause") : t("slider.play")}
          onClick={() => {
            if (!playing && at >= days.length - 1) move(0);
            play(!playing);
          }}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d={playing ? "M4 3h3v10H4zM9 3h3v10H9z" : "M4 2.5v11l9-5.5z"} />
          </svg>
        </button>
        <div className="slider-body">
          <div className="bars" aria-hidden="true">
            {days.map((one, n) => (
              <i key={one} className={n <= at ? "past" : ""} style={{ height: `${(100 * (counts.get(one.slice(0, 7)) ?? 0)) / most}%` }} />
            ))}
          </div>
          <input
            type="range"
            min={0}
            max={days.length - 1}
            value={at}
            aria-label={t("slider.on")}
            aria-valuetext={day(clocks.on ?? today())}
            onChange={(event) => {
              play(false);
              move(Number(event.target.value));
            }}
          />
          <div className="ends" aria-hidden="true">
            <span>{days[0]?.slice(0, 7)}</span>
            <output>{day(clocks.on ?? today())}</output>
            <span>{t("slider.today")}</span>
          </div>
        </div>
      </div>
    </section>
  );
}

/** The two clocks as fields: true on a day, and known by then, by now, or by another day. */
export function ClockFields({ facets, clocks, onChange }: { facets: Facets; clocks: Clocks; onChange: (next: Clocks) => void }) {
  const linked = clocks.on !== null && clocks.known === clocks.on;
  const mode = clocks.known === null ? "now" : linked ? "then" : "day";
  const earlier = facets.months.at(-1)?.month;
  return (
    <>
      <Day
        label={t("clock.on")}
        value={clocks.on ?? ""}
        onChange={(on) => onChange({ on, known: mode === "then" ? on : clocks.known })}
      />
      <div className="clock-known">
        <span className="field-label">{t("clock.known")}</span>
        <Choice
          label={t("clock.known")}
          value={mode}
          of={[
            ["then", t("clock.then")],
            ["now", t("clock.now")],
            ["day", t("clock.day")],
          ]}
          onChange={(next) =>
            onChange({
              on: next === "then" ? (clocks.on ?? today()) : clocks.on,
              known: next === "now" ? null : next === "then" ? (clocks.on ?? today()) : (clocks.on && earlier ? lastDay(earlier) : today()),
            })
          }
        />
        {mode === "day" && <Day label={t("clock.known_day")} value={clocks.known ?? ""} onChange={(known) => onChange({ ...clocks, known })} />}
      </div>
      {(clocks.on !== null || clocks.known !== null) && (
        <button type="button" className="quiet" onClick={() => onChange({ on: null, known: null })}>
          {t("clock.reset")}
        </button>
      )}
    </>
  );
}
