import { useMemo } from "react";
import { address, useApi } from "../lib/api";
import { day, number, oneLine } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { Counted, Page, Stand } from "../lib/types";
import { Link, placeHref, usePlace } from "../lib/url";
import { Choice, Empty, Head, Select, Shown, Tier, WordsField } from "../parts/ui";

type By = "holder" | "channel";

export default function Positions() {
  const place = usePlace();
  const topics = useApi<Counted[]>(address("/topics"));
  const topic = place.get("topic") ?? topics.data?.[0]?.id ?? "";
  const by = (place.get("by") ?? "holder") as By;
  const found = useApi<Page<Stand>>(topic ? address("/positions", { topic, by, known: place.get("known") }) : null);
  const known = topics.data?.some((one) => one.id === topic);
  return (
    <>
      <Head title={t("nav.positions")} lead={t("positions.lead")} />
      <div className="filters">
        {topics.data && (
          <Select
            label={t("positions.topic")}
            any={t("positions.choose")}
            value={known ? topic : ""}
            of={topics.data.map((one) => ({ value: one.id, name: `${one.name} (${number(one.count)})` }))}
            onChange={(value) => place.set({ topic: value }, false)}
          />
        )}
        <WordsField label={t("positions.words")} value={known ? "" : topic} onChange={(words) => place.set({ topic: words }, false)} />
        <Choice label={t("positions.by")} value={by} of={[["holder", t("positions.holder")], ["channel", t("positions.channel")]]} onChange={(value) => place.set({ by: value })} />
      </div>
      {topic ? (
        <Shown of={found}>
          {(data) =>
            data.total === 0 ? (
              <Empty title={t("positions.none")}>
                <p>{t("positions.none_hint")}</p>
              </Empty>
            ) : (
              <Matrix stands={data.items} by={by} />
            )
          }
        </Shown>
      ) : (
        topics.data && (
          <Empty title={t("positions.none")}>
            <p>{t("positions.none_hint")}</p>
          </Empty>
        )
      )}
    </>
  );
}

const SIDES: Record<string, string> = { support: "for", welcome: "for", affirm: "for", demand: "for", oppose: "against", condemn: "against", concern: "against", deny: "against", no_position: "none" };

/** Rows are holders (or channels) by the state they speak for, columns the months in which anything was said. */
function Matrix({ stands, by }: { stands: Stand[]; by: By }) {
  const months = useMemo(() => [...new Set(stands.map((one) => one.day?.slice(0, 7) ?? ""))].sort(), [stands]);
  const rows = useMemo(() => {
    const made = new Map<string, { state: string; name: string; cells: Map<string, Stand[]> }>();
    for (const one of stands) {
      const name = by === "channel" ? one.channel : one.holder;
      const key = `${one.state}\n${name}`;
      const row = made.get(key) ?? { state: one.state, name, cells: new Map<string, Stand[]>() };
      const month = one.day?.slice(0, 7) ?? "";
      row.cells.set(month, [...(row.cells.get(month) ?? []), one]);
      made.set(key, row);
    }
    return [...made.values()];
  }, [stands, by]);
  return (
    <div className="scroll-x matrix-holder" tabIndex={0} role="region" aria-label={t("positions.matrix")}>
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">{t(`positions.${by}`)}</th>
            {months.map((month) => (
              <th scope="col" key={month}>
                {month || t("no_date")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.state} ${row.name}`}>
              <th scope="row">
                {row.name === "government" ? t("positions.government") : row.name}
                {row.state !== row.name && row.state !== "—" && <small>{row.state}</small>}
              </th>
              {months.map((month) => (
                <td key={month} className={row.cells.has(month) ? "" : "nothing"}>
                  {(row.cells.get(month) ?? []).map((one) => (
                    <Cell key={one.evidence.claim + one.holder} stand={one} />
                  ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ stand }: { stand: Stand }) {
  return (
    <Link data-item className={`stand side-${stand.negated ? "none" : (SIDES[stand.stance] ?? "none")}`} href={placeHref(stand.evidence.document, stand.evidence.claim)}>
      <span className="row">
        <strong>
          {stand.negated && t("not")}
          {word("stance", stand.stance)}
        </strong>
        {stand.words.length > 0 && <em>{stand.words.join(" ")}</em>}
        <time>{day(stand.day)}</time>
      </span>
      <span className="words" dir="auto">
        {oneLine(stand.evidence.quote)}
      </span>
      <Tier tier={stand.evidence.tier} />
    </Link>
  );
}
