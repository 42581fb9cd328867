import { useState } from "react";
import { address, useApi } from "../lib/api";
import { interval, number } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { Comparison, Counted, DocumentRow, Facets, Page, Place, Run } from "../lib/types";
import { Link, placeHref, spanHref, usePlace } from "../lib/url";
import { Choice, Empty, Head, More, Runs, Select, Shown } from "../parts/ui";
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
  const [limit, setLimit] = useState(10);
  const ready = mode === "documents" ? before && after && before !== after : who;
  const found = useApi<Page<Comparison>>(ready ? address("/compare", mode === "documents" ? { before, after } : { who, topic, limit }) : null);
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
            data.total === 0 ? (
              <Empty title={t("compare.none")}>
                <p>{t("compare.none_hint")}</p>
              </Empty>
            ) : (
              <>
                {data.items.map((one, n) => (
                  <Pairs key={n} of={one} />
                ))}
                <More shown={data.items.length} total={data.total} onMore={() => setLimit(Math.min(100, limit + 20))} />
              </>
            )
          }
        </Shown>
      )}
    </>
  );
}

/** One side's name: the day on which it was said, where it was said on another day than it was told, and the source. */
function Side({ name, document }: { name: string; document: string | null }) {
  const [lead = "", ...rest] = name.split(": ");
  const said = /^[\d./-]*\d{4}[\d./-]*$/.test(lead);
  const cited = source(said ? rest.join(": ") : name);
  return (
    <>
      {said && <time>{interval(lead)}</time>}
      <small>{document ? <Link href={`/document/${document}`}>{cited}</Link> : cited}</small>
    </>
  );
}

/** One side's words, which lead to their place. */
function Words({ runs, at, document, as }: { runs: Run[]; at: Place | null; document: string | null; as: "ins" | "del" }) {
  if (!runs.length) return <span className="fine" aria-label={t("compare.nothing")}>—</span>;
  const words = <Runs runs={runs} as={as} />;
  if (!document || !at) return words;
  return (
    <Link data-item className="quote-link" title={t("to_place")} href={at.claim ? placeHref(document, at.claim) : spanHref(document, at.start, at.end)}>
      {words}
    </Link>
  );
}

function Pairs({ of }: { of: Comparison }) {
  const place = usePlace();
  const shown = new Set((place.get("show") ?? "stronger,weaker,reworded,new,dropped").split(","));
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
              place.set({ show: CHANGES.filter((one) => next.has(one)).join(",") || "none" });
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
            <th scope="col">
              <Side name={of.before} document={of.documents[0] ?? null} />
            </th>
            <th scope="col">
              <Side name={of.after} document={of.documents[1] ?? null} />
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair, n) => (
            <tr key={n} className={`row-${pair.change}`}>
              <th scope="row">
                <span className={`change-tag change-${pair.change}`}>{word("change", pair.change)}</span>
                {pair.why && <small>{pair.why}</small>}
              </th>
              <td data-side={t("compare.before")} className={pair.before.length ? undefined : "nothing"}>
                <Words runs={pair.before} at={pair.place_before} document={of.documents[0] ?? null} as="del" />
              </td>
              <td data-side={t("compare.after")} className={pair.after.length ? undefined : "nothing"}>
                <Words runs={pair.after} at={pair.place_after} document={of.documents[1] ?? null} as="ins" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {pairs.length === 0 && <p className="fine">{t("compare.all_same")}</p>}
    </section>
  );
}
