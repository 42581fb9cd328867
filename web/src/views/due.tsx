import { useMemo, useState } from "react";
import { address, useApi } from "../lib/api";
import { number, span, day } from "../lib/format";
import { language, t, word } from "../lib/i18n";
import type { DueItem, DuePage } from "../lib/types";
import { Link, threadHref, usePlace } from "../lib/url";
import { Choice, Day, Doubtful, Empty, Head, More, Quoted, Shown } from "../parts/ui";

type Mode = "list" | "calendar";

export default function Due() {
  const place = usePlace();
  const on = place.get("on");
  const within = place.get("within") ?? "";
  const mode: Mode = place.get("as") === "calendar" ? "calendar" : "list";
  const [limit, setLimit] = useState(60);
  const found = useApi<DuePage>(address("/due", { on, within, limit: mode === "calendar" ? 500 : limit }));
  return (
    <>
      <Head title={t("nav.due")} lead={t("due.lead")}>
        <Day label={t("clock.on")} value={on ?? ""} onChange={(value) => place.set({ on: value })} />
        <Choice label={t("due.within")} value={within} of={[["90", t("due.90")], ["365", t("due.365")], ["", t("due.all")]]} onChange={(value) => place.set({ within: value })} />
        <Choice label={t("due.as")} value={mode} of={[["list", t("due.list")], ["calendar", t("due.calendar")]]} onChange={(value) => place.set({ as: value === "list" ? null : value })} />
      </Head>
      <Shown of={found}>
        {(data) =>
          data.total === 0 ? (
            <Empty title={t("due.nothing")}>
              <p>{t("due.nothing_hint")}</p>
            </Empty>
          ) : mode === "calendar" ? (
            <Calendar items={data.items} on={data.on} />
          ) : (
            <List data={data} onMore={() => setLimit(limit + 60)} />
          )
        }
      </Shown>
    </>
  );
}

function List({ data, onMore }: { data: DuePage; onMore: () => void }) {
  const past = data.items.filter((item) => item.past_due);
  const coming = data.items.filter((item) => !item.past_due);
  return (
    <>
      {past.length > 0 && (
        <section className="section" aria-labelledby="past">
          <h2 id="past">
            {t("due.past")}
            <small>{number(data.past)}</small>
          </h2>
          <ol className="due-list late">{past.map((item) => <Item key={item.thread} item={item} />)}</ol>
        </section>
      )}
      {coming.length > 0 && (
        <section className="section" aria-labelledby="coming">
          <h2 id="coming">
            {t("due.coming")}
            <small>{number(data.total - data.past)}</small>
          </h2>
          <ol className="due-list">{coming.map((item) => <Item key={item.thread} item={item} />)}</ol>
        </section>
      )}
      <More shown={data.items.length} total={data.total} onMore={onMore} />
    </>
  );
}

function Item({ item }: { item: DueItem }) {
  const ago = item.days < 0;
  return (
    <li>
      <div className="due-when">
        <time dateTime={item.last_day}>{span(item.due)}</time>
        <small>{ago ? t("due.ago", { days: number(-item.days) }) : t("due.in", { days: number(item.days) })}</small>
      </div>
      <div>
        <Link data-item href={threadHref(item.thread)}>
          <strong>{item.title}</strong>
        </Link>
        <span className="fine">
          {word("progress", item.progress)} · {word("firmness", item.firmness)}
          {item.last_report && ` · ${t("due.last", { day: day(item.last_report) })}`}
        </span>
        <Doubtful of={item.doubt} />
        {item.doubt?.claim !== item.due_doubt?.claim && <Doubtful of={item.due_doubt} as="doubt.due" />}
        <Quoted quote={item.evidence} />
      </div>
    </li>
  );
}

/** Years in rows, months in cells: due dates are years apart, not days. */
function Calendar({ items, on }: { items: DueItem[]; on: string }) {
  const cells = useMemo(() => {
    const made = new Map<string, DueItem[]>();
    for (const item of items) made.set(item.last_day.slice(0, 7), [...(made.get(item.last_day.slice(0, 7)) ?? []), item]);
    return made;
  }, [items]);
  const years = [...new Set([...items.map((item) => Number(item.last_day.slice(0, 4))), Number(on.slice(0, 4))])].sort((a, b) => a - b);
  const months = Array.from({ length: 12 }, (_, n) => new Intl.DateTimeFormat(language() === "zh-Hant" ? "zh-TW" : language(), { month: "short", timeZone: "UTC" }).format(new Date(Date.UTC(2024, n, 1))));
  return (
    <div className="scroll-x">
      <table className="calendar">
        <caption className="visually-hidden">{t("due.calendar")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("year_column")}</th>
            {months.map((month) => (
              <th scope="col" key={month}>
                {month}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {years.map((year) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {months.map((month, n) => {
                const key = `${year}-${String(n + 1).padStart(2, "0")}`;
                return (
                  <td key={month} className={key === on.slice(0, 7) ? "now" : ""}>
                    {(cells.get(key) ?? []).map((item) => (
                      <Link data-item key={item.thread} className={item.past_due ? "late" : ""} href={threadHref(item.thread)} title={`${span(item.due)} ${item.title}`}>
                        {item.title}
                      </Link>
                    ))}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
