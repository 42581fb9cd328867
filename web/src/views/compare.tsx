import { useState } from "react";
import { address, useApi } from "../lib/api";
import { number } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { Comparison, Counted, DocumentRow, Facets, Page } from "../lib/types";
import { Link, usePlace } from "../lib/url";
import { Choice, Empty, Head, Runs, Select, Shown } from "../parts/ui";
import { source } from "./search";

type Mode = "documents" | "statements";
const CHANGES = ["stronger", "weaker", "reworded", "new", "dropped", "same"];

export default function Compare() {
  const place = usePlace();
  const [before, after, who, topic] = ["before", "after", "who", "topic"].map((name) => place.get(name));
  const mode: Mode = place.get("mode") === "statements" || who ? "statements" : "documents";
  const documents = useApi<Page<DocumentRow>>(address("/documents", { limit: 500 }));
  const facets = useApi<Facets>(address("/board/facets"));
  const topics = useApi<Counted[]>(mode === "statements" ? address("/topics") : null);
  const ready = mode === "documents" ? before && after && before !== after : who;
  const found = useApi<Comparison[]>(ready ? address("/compare", mode === "documents" ? { before, after } : { who, topic }) : null);
  const named = (documents.data?.items ?? []).map((one) => ({ value: one.id, name: `${one.published ?? "—"} ${one.publisher ?? ""} ${one.title ?? one.path?.split("/").pop() ?? ""}` }));
  const both = [...(facets.data?.actors ?? []), ...(facets.data?.keys ?? [])].map((one) => ({ value: one.id, name: one.name }));
  return (
    <>
      <Head title={t("nav.compare")} lead={t("compare.lead")} />
      <div className="filters wide-selects">
        <Choice
          label={t("compare.mode")}
          value={mode}
          of={[["documents", t("compare.documents")], ["statements", t("compare.statements")]]}
          onChange={(value) => place.set({ mode: value, before: null, after: null, who: null, topic: null })}
        />
        {mode === "documents" ? (
          <>
            <Select label={t("compare.before")} any={t("compare.choose")} value={before ?? ""} of={named} onChange={(value) => place.set({ before: value })} />
            <Select label={t("compare.after")} any={t("compare.choose")} value={after ?? ""} of={named} onChange={(value) => place.set({ after: value })} />
          </>
        ) : (
          <>
            <Select label={t("compare.who")} any={t("compare.choose")} value={who ?? ""} of={both} onChange={(value) => place.set({ who: value })} />
            <Select label={t("positions.topic")} any={t("any")} value={topic ?? ""} of={(topics.data ?? []).map((one) => ({ value: one.name, name: one.name }))} onChange={(value) => place.set({ topic: value })} />
          </>
        )}
      </div>
      {!ready ? (
        <Empty title={t("compare.start")}>
          <p>{before && before === after ? t("compare.same_document") : t("compare.start_hint")}</p>
        </Empty>
      ) : (
        <Shown of={found}>
          {(data) =>
            data.length === 0 ? (
              <Empty title={t("compare.none")}>
                <p>{t("compare.none_hint")}</p>
              </Empty>
            ) : (
              <>
                {data.map((one, n) => (
                  <Pairs key={n} of={one} />
                ))}
              </>
            )
          }
        </Shown>
      )}
    </>
  );
}

const titled = (name: string): string => {
  const [lead, ...rest] = name.split(": ");
  return /^\d{4}-\d{2}-\d{2}$/.test(lead ?? "") ? `${lead} · ${source(rest.join(": "))}` : source(name);
};

function Pairs({ of }: { of: Comparison }) {
  const [shown, setShown] = useState<Set<string>>(() => new Set(CHANGES.filter((change) => change !== "same")));
  const pairs = of.clauses.filter((pair) => shown.has(pair.change));
  return (
    <section className="section comparison">
      {of.warnings.length > 0 && <p className="notice">{t("compare.warning")}</p>}
      <div className="legend" role="group" aria-label={t("compare.show")}>
        {CHANGES.filter((change) => of.counts[change]).map((change) => (
          <button
            key={change}
            type="button"
            aria-pressed={shown.has(change)}
            onClick={() => {
              const next = new Set(shown);
              if (!next.delete(change)) next.add(change);
              setShown(next);
            }}
          >
            <span className={`change-tag change-${change}`}>{word("change", change)}</span> <b>{number(of.counts[change] ?? 0)}</b>
          </button>
        ))}
      </div>
      <table className="aligned">
        <thead>
          <tr>
            <th scope="col">{t("compare.change")}</th>
            <th scope="col">{of.documents[0] ? <Link href={`/document/${of.documents[0]}`}>{titled(of.before)}</Link> : titled(of.before)}</th>
            <th scope="col">{of.documents[1] ? <Link href={`/document/${of.documents[1]}`}>{titled(of.after)}</Link> : titled(of.after)}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair, n) => (
            <tr key={n} className={`row-${pair.change}`}>
              <th scope="row">
                <span className={`change-tag change-${pair.change}`}>{word("change", pair.change)}</span>
                {pair.why && <small>{pair.why}</small>}
              </th>
              <td>{pair.before.length > 0 ? <Runs runs={pair.before} as="del" /> : <span className="fine" aria-label={t("compare.nothing")}>—</span>}</td>
              <td>{pair.after.length > 0 ? <Runs runs={pair.after} as="ins" /> : <span className="fine" aria-label={t("compare.nothing")}>—</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pairs.length === 0 && <p className="fine">{t("compare.all_same")}</p>}
    </section>
  );
}
