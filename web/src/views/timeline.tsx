import { useMemo, useState } from "react";
import { address, useApi } from "../lib/api";
import { day, number, oneLine, span, tick } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { TimelineAnswer, TimelineItem } from "../lib/types";
import { go, Link, placeHref, threadHref, usePlace } from "../lib/url";
import { Chart, type Option } from "../parts/chart";
import { colours, typeface, useTheme } from "../parts/theme";
import { Choice, Day, Empty, Head, KindTag, More, Shown } from "../parts/ui";

type Lane = "kind" | "actor" | "key";
const ms = (iso: string) => Date.parse(`${iso}T00:00:00Z`);
const iso = (value: number) => new Date(value).toISOString().slice(0, 10);
const DAY = 86_400_000;

export default function Timeline() {
  const place = usePlace();
  const lane = (place.get("lane") ?? "key") as Lane;
  const [since, until] = [place.get("since"), place.get("until")];
  const planned = place.get("planned") === "true";
  const found = useApi<TimelineAnswer>(address("/timeline", { lane, since, until, planned, known: place.get("known") }));
  return (
    <>
      <Head title={t("nav.timeline")} lead={t("timeline.lead")} />
      <div className="filters">
        <Choice label={t("timeline.lanes")} value={lane} of={[["key", t("timeline.key")], ["actor", t("timeline.actor")], ["kind", t("timeline.kind")]]} onChange={(value) => place.set({ lane: value })} />
        <Day label={t("changes.from")} value={since ?? ""} onChange={(value) => place.set({ since: value, zoom: null })} />
        <Day label={t("changes.to")} value={until ?? ""} onChange={(value) => place.set({ until: value, zoom: null })} />
        <label className="check">
          <input type="checkbox" checked={planned} onChange={(event) => place.set({ planned: event.target.checked ? "true" : null })} />
          {t("timeline.planned")}
        </label>
        {(since || until) && (
          <button type="button" className="quiet" onClick={() => place.set({ since: null, until: null, zoom: null })}>
            {t("timeline.whole")}
          </button>
        )}
      </div>
      <Shown of={found}>
        {(data) =>
          data.total === 0 ? (
            <Empty title={t("timeline.none")}>
              <p>{t("timeline.none_hint")}</p>
            </Empty>
          ) : (
            <Lanes data={data} lane={lane} />
          )
        }
      </Shown>
    </>
  );
}

const laneName = (lane: Lane, name: string, id: string) => (lane === "kind" ? word("kind", id) : name);

function Lanes({ data, lane }: { data: TimelineAnswer; lane: Lane }) {
  const place = usePlace();
  const theme = useTheme();
  const [zoom, setZoom] = useState<[number, number] | null>(() => {
    const [start, end] = (place.get("zoom") ?? "").split("..");
    return start && end ? [ms(start), ms(end)] : null;
  });
  const narrow = window.innerWidth < 640;
  const option = useMemo(() => chartOf(data, lane, zoom, narrow), [data, lane, theme, narrow]);
  const pick = (picked: unknown) => {
    const { href } = picked as { href?: string };
    if (href) go(href);
  };
  return (
    <>
      <Chart
        option={option}
        height={Math.max(220, 76 + 34 * (data.lanes.length + (data.due.length ? 1 : 0)))}
        label={t("timeline.chart", { total: number(data.total), lanes: data.lanes.length })}
        onPick={pick}
        onZoom={(start, end) => {
          setZoom([start, end]);
          place.set({ zoom: `${iso(start)}..${iso(end)}` });
        }}
      />
      {data.items.length ? (
        <List items={data.items} zoom={zoom} />
      ) : (
        <Counts data={data} lane={lane} onMonth={(start) => place.set({ since: start, until: iso(ms(start) + 31 * DAY), zoom: null })} />
      )}
    </>
  );
}

/** Return the chart: a lane a row; each thing a dot at its day, or a bar over its days; many as a count a month. */
function chartOf(data: TimelineAnswer, lane: Lane, zoom: [number, number] | null, narrow: boolean): Option {
  const colour = colours();
  const names = data.lanes.map((one) => laneName(lane, one.name, one.id));
  const rows = new Map(data.lanes.map((one, n) => [one.id, n]));
  const dueRow = names.length;
  if (data.due.length) names.push(t("nav.due"));
  const taken = new Map<string, number>();
  const crowd = new Map<string, number>();
  for (const item of data.items) for (const id of item.lanes) crowd.set(`${id}${item.start}`, (crowd.get(`${id}${item.start}`) ?? 0) + 1);
  const points = data.items.flatMap((item) =>
    item.lanes.map((id) => {
      const slot = `${id}${item.start}`;
      const above = taken.get(slot) ?? 0;
      taken.set(slot, above + 1);
      const long = ms(item.end) - ms(item.start) > 5 * DAY;
      return { value: [ms(item.start), rows.get(id) ?? 0, ms(item.end), above, long ? 1 : 0, crowd.get(slot) ?? 1], href: placeHref(item.document, item.claim), name: `${span([item.start, item.end])}  ${word(item.kind === "event" ? "event" : "status", item.label)}\n${wrapped(item.quote)}`, itemStyle: { color: colour[item.kind] } };
    }),
  );
  const most = Math.max(1, ...data.buckets.map((one) => one.count));
  const counts = data.buckets.map((one) => ({ value: [ms(one.start) + 15 * DAY, rows.get(one.lane) ?? 0, one.count], name: `${one.start.slice(0, 7)}: ${one.count}`, symbolSize: 5 + 21 * Math.sqrt(one.count / most), itemStyle: { color: colour.accent, opacity: 0.6 } }));
  const due = data.due.map((item) => ({ value: [ms(item.last_day), dueRow], href: threadHref(item.thread), name: `${span(item.due)}\n${item.title}`, symbol: "diamond", symbolSize: 10, itemStyle: { color: item.past_due ? colour.late : colour.commitment } }));
  const all = [...data.items.flatMap((item) => [ms(item.start), ms(item.end)]), ...data.buckets.map((one) => ms(one.start)), ...data.due.map((item) => ms(item.last_day))].sort((a, b) => a - b);
  const high = all[all.length - 1] ?? Date.now();
  const low = Math.max(all[Math.floor(all.length * 0.08)] ?? high, (all[Math.floor(all.length * 0.9)] ?? high) - 6 * 365 * DAY);
  const start = zoom?.[0] ?? low - 40 * DAY;
  const end = zoom?.[1] ?? Math.min(high, Date.now() + 3 * 365 * DAY) + 40 * DAY;
  const text = { color: colour.soft, fontFamily: typeface(), fontSize: 12 };
  return {
    animation: false,
    useUTC: true,
    aria: { enabled: true },
    grid: { left: narrow ? 92 : 170, right: 16, top: 30, bottom: 54 },
    tooltip: { trigger: "item", renderMode: "richText", confine: true, backgroundColor: colour.paper, borderColor: colour.line, textStyle: { color: colour.ink, fontSize: 13, lineHeight: 19 }, formatter: (p: { name: string }) => p.name },
    xAxis: { type: "time", position: "top", min: Math.min(all[0] ?? start, start), max: Math.max(high, end), axisLabel: { ...text, hideOverlap: true, formatter: tick }, axisLine: { lineStyle: { color: colour.line } }, splitLine: { show: true, lineStyle: { color: colour.line, opacity: 0.5 } } },
    yAxis: { type: "category", inverse: true, data: names, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { ...text, color: colour.ink, width: narrow ? 84 : 156, overflow: "truncate" }, splitArea: { show: true, areaStyle: { color: ["transparent", `${colour.line}33`] } } },
    dataZoom: [
      { type: "slider", startValue: start, endValue: end, bottom: 8, height: 24, brushSelect: false, borderColor: colour.line, fillerColor: `${colour.accent}22`, handleStyle: { color: colour.accent }, moveHandleSize: 0, dataBackground: { lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 } }, textStyle: text, labelFormatter: (value: number) => iso(value).slice(0, 7) },
      { type: "inside", startValue: start, endValue: end, zoomOnMouseWheel: "ctrl" },
    ],
    series: [
      { type: "custom", data: points, renderItem: bar, encode: { x: [0, 2], y: 1 }, clip: true, progressive: 2000 },
      { type: "scatter", data: counts },
      { type: "scatter", data: due, markLine: { silent: true, symbol: "none", lineStyle: { color: colour.late, type: "dashed" }, label: { formatter: t("slider.today"), color: colour.soft }, data: [{ xAxis: Date.now() }] } },
    ],
  };
}

interface Api { value: (n: number) => number; coord: (at: number[]) => number[]; visual: (name: string) => string }

function bar(_: unknown, api: Api) {
  const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
  const [x2 = 0] = api.coord([api.value(2), api.value(1)]);
  const crowd = api.value(5);
  const shift = ((crowd - 1) / 2 - api.value(3)) * Math.min(9, 22 / Math.max(1, crowd - 1));
  const fill = api.visual("color");
  if (api.value(4) === 1) return { type: "rect", shape: { x, y: y - 1.5 + shift, width: Math.max(4, x2 - x), height: 3, r: 1.5 }, style: { fill, opacity: 0.75 } };
  return { type: "circle", shape: { cx: x, cy: y + shift, r: 4.5 }, style: { fill, stroke: "rgba(255,255,255,.75)", lineWidth: 0.8 } };
}

function wrapped(text: string): string {
  const line = oneLine(text);
  const cut = line.length > 96 ? `${line.slice(0, 95)}…` : line;
  return cut.match(/.{1,32}/gu)?.join("\n") ?? "";
}

function List({ items, zoom }: { items: TimelineItem[]; zoom: [number, number] | null }) {
  const [count, setCount] = useState(40);
  const inside = zoom ? items.filter((item) => ms(item.end) >= zoom[0] && ms(item.start) <= zoom[1]) : items;
  const latest = [...inside].reverse();
  return (
    <section className="section" aria-labelledby="listed">
      <h2 id="listed">
        {t("timeline.list")}
        <small>{number(inside.length)}</small>
      </h2>
      <ol className="timeline-list">
        {latest.slice(0, count).map((item) => (
          <li key={item.claim}>
            <time>{span([item.start, item.end])}</time>
            <div>
              <span className="row">
                <KindTag kind={item.kind} />
                <strong>{word(item.kind === "event" ? "event" : "status", item.label)}</strong>
                {item.known === "published" && <small>{t("thread.reported")}</small>}
                {item.sources > 1 && <small>{t("sources", { count: item.sources })}</small>}
                {item.thread && <Link href={threadHref(item.thread)}>{t("claim.thread")}</Link>}
              </span>
              <Link data-item className="quote-link" href={placeHref(item.document, item.claim)} title={t("to_place")}>
                <q className="words" dir="auto">
                  {oneLine(item.quote)}
                </q>
              </Link>
            </div>
          </li>
        ))}
      </ol>
      <More shown={Math.min(count, inside.length)} total={inside.length} onMore={() => setCount(count + 60)} />
    </section>
  );
}

/** The counts as a table; a month opens it. */
function Counts({ data, lane, onMonth }: { data: TimelineAnswer; lane: Lane; onMonth: (start: string) => void }) {
  const months = [...new Set(data.buckets.map((one) => one.start))].sort().reverse();
  const cells = new Map(data.buckets.map((one) => [`${one.lane} ${one.start}`, one.count]));
  return (
    <section className="section">
      <p className="fine">{t("timeline.many", { total: number(data.total) })}</p>
      <div className="scroll-x">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("month_column")}</th>
              {data.lanes.map((one) => (
                <th scope="col" key={one.id}>
                  {laneName(lane, one.name, one.id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.slice(0, 60).map((month) => (
              <tr key={month}>
                <th scope="row">
                  <button type="button" className="quiet" onClick={() => onMonth(month)} title={day(month)}>
                    {month.slice(0, 7)}
                  </button>
                </th>
                {data.lanes.map((one) => (
                  <td key={one.id}>{cells.get(`${one.id} ${month}`) ?? ""}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
