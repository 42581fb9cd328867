import { useMemo } from "react";
import { address, useApi } from "../lib/api";
import { figure, number, span, tick } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { FigurePoint, Page, ThreadRow } from "../lib/types";
import { usePlace } from "../lib/url";
import { Chart, type Option } from "../parts/chart";
import { colours, typeface, useTheme } from "../parts/theme";
import { Empty, Head, Quoted, Shown, WordsField } from "../parts/ui";

export default function Figures() {
  const place = usePlace();
  const q = place.get("q") ?? "";
  const measures = useApi<Page<ThreadRow>>(address("/figures/measures", { q, limit: 200 }));
  const chosen = place.get("thread") ?? measures.data?.items[0]?.id ?? null;
  return (
    <>
      <Head title={t("nav.figures")} lead={t("figures.lead")} />
      <Shown of={measures}>
        {(data) =>
          data.total === 0 && !q ? (
            <Empty title={t("figures.none")}>
              <p>{t("figures.none_hint")}</p>
            </Empty>
          ) : (
            <div className="two">
              <aside className="picker" aria-label={t("figures.measures")}>
                <WordsField label={t("figures.find")} value={q} onChange={(words) => place.set({ q: words, thread: null })} />
                {data.total === 0 && <p className="fine">{t("search.none", { words: q })}</p>}
                <ul>
                  {data.items.map((one) => (
                    <li key={one.id}>
                      <button type="button" data-item aria-pressed={one.id === chosen} onClick={() => place.set({ thread: one.id }, false)}>
                        {one.title}
                        <small>{number(one.claims)}</small>
                      </button>
                    </li>
                  ))}
                </ul>
              </aside>
              {chosen && <Series thread={chosen} title={data.items.find((one) => one.id === chosen)?.title ?? ""} />}
            </div>
          )
        }
      </Shown>
    </>
  );
}

const at = (point: FigurePoint): string => point.time?.[0] ?? point.time?.[1] ?? point.evidence.published ?? "";

/** Return a value as a document gives it: about, at least, at most, from–to. */
function shown(point: FigurePoint): string {
  const lead = point.at_most === null ? t("at_least") : point.at_least === null ? t("at_most") : point.approximate ? t("about") : "";
  const upper = point.high !== null ? `–${figure(point.high, "")}` : "";
  return upper ? `${lead}${figure(point.value, "")}${upper} ${word("unit", point.unit)}` : `${lead}${figure(point.value, point.unit)}`;
}

function Series({ thread, title }: { thread: string; title: string }) {
  const found = useApi<FigurePoint[]>(address("/figures", { thread }));
  const theme = useTheme();
  const option = useMemo(() => (found.data ? chartOf(found.data) : null), [found.data, theme]);
  return (
    <section className="section series" aria-label={title}>
      <h2>{title}</h2>
      <Shown of={found}>
        {(points) => (
          <>
            {option && points.length > 1 && <Chart option={option} height={260} label={t("figures.chart", { measure: title, count: points.length })} />}
            <ol className="figure-list">
              {points.map((point) => (
                <li key={point.evidence.claim}>
                  <div className="figure-value">
                    <strong>{shown(point)}</strong>
                    <time>{point.time ? span(point.time) : t("figures.reported", { day: span([at(point), at(point)]) })}</time>
                    {point.sources > 1 && <small>{t("sources", { count: point.sources })}</small>}
                  </div>
                  <Quoted quote={point.evidence} />
                </li>
              ))}
            </ol>
          </>
        )}
      </Shown>
    </section>
  );
}

function chartOf(points: FigurePoint[]): Option {
  const colour = colours();
  const text = { color: colour.soft, fontFamily: typeface(), fontSize: 12 };
  const dated = points.filter((point) => at(point));
  const value = (point: FigurePoint) => [Date.parse(`${at(point)}T00:00:00Z`), point.value, point.high ?? point.value];
  return {
    animation: false,
    useUTC: true,
    aria: { enabled: true },
    grid: { left: 70, right: 24, top: 24, bottom: 32 },
    tooltip: { trigger: "item", renderMode: "richText", confine: true, backgroundColor: colour.paper, borderColor: colour.line, textStyle: { color: colour.ink }, formatter: (p: { name: string }) => p.name },
    xAxis: { type: "time", boundaryGap: ["6%", "6%"], axisLabel: { ...text, hideOverlap: true, formatter: tick }, axisLine: { lineStyle: { color: colour.line } } },
    yAxis: { type: "value", scale: true, axisLabel: { ...text, formatter: (n: number) => figure(n, "") }, splitLine: { lineStyle: { color: colour.line } } },
    series: [
      {
        type: "custom",
        data: dated.filter((point) => point.high !== null).map(value),
        renderItem: (_: unknown, api: { value: (n: number) => number; coord: (at: number[]) => number[] }) => {
          const [x = 0, low = 0] = api.coord([api.value(0), api.value(1)]);
          const [, high = 0] = api.coord([api.value(0), api.value(2)]);
          return { type: "rect", shape: { x: x - 3, y: high, width: 6, height: Math.max(2, low - high) }, style: { fill: colour.figure, opacity: 0.45 } };
        },
      },
      {
        type: "scatter",
        symbolSize: 11,
        data: dated.map((point) => ({ value: value(point), name: `${shown(point)}\n${span(point.time ?? [at(point), at(point)])}\n${point.evidence.source}`, symbol: point.approximate ? "emptyCircle" : "circle", itemStyle: { color: colour.figure } })),
      },
    ],
  };
}
