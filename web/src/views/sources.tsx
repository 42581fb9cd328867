import { useState } from "react";
import type { ViewProps } from "../app";
import { address, useApi } from "../lib/api";
import { day, number } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { DocumentRow, Facets, Failure, Page } from "../lib/types";
import { Link, usePlace } from "../lib/url";
import { Empty, Head, More, Select, Shown, Tier, WordsField } from "../parts/ui";
import { KINDS } from "./reader";

export default function Sources({ status }: ViewProps) {
  const place = usePlace();
  const [q, publisher, tier] = [place.get("q"), place.get("publisher"), place.get("tier")];
  const [limit, setLimit] = useState(50);
  const found = useApi<Page<DocumentRow>>(address("/documents", { q, publisher, tier, limit }));
  const facets = useApi<Facets>(address("/board/facets"));
  return (
    <>
      <Head title={t("nav.sources")} lead={t("sources.lead", { documents: number(status.documents), claims: number(status.claims) })} />
      <div className="filters">
        <WordsField label={t("sources.find")} value={q ?? ""} onChange={(value) => place.set({ q: value })} />
        <Select label={t("filter.publisher")} any={t("any")} value={publisher ?? ""} of={(facets.data?.publishers ?? []).map((one) => ({ value: one.id, name: `${one.name} (${one.count})` }))} onChange={(value) => place.set({ publisher: value })} />
        <Select label={t("filter.tier")} any={t("any")} value={tier ?? ""} of={(facets.data?.tiers ?? []).map((one) => ({ value: one.id, name: `${word("tier", one.id)} (${one.count})` }))} onChange={(value) => place.set({ tier: value })} />
      </div>
      <Shown of={found}>
        {(data) =>
          data.total === 0 ? (
            <Empty title={t("sources.none")}>
              <p>{t("board.none_hint")}</p>
            </Empty>
          ) : (
            <>
              <ol className="documents">
                {data.items.map((one) => (
                  <DocumentItem key={one.id} one={one} />
                ))}
              </ol>
              <More shown={data.items.length} total={data.total} onMore={() => setLimit(limit + 50)} />
            </>
          )
        }
      </Shown>
      {status.failures > 0 && <Failures />}
    </>
  );
}

function DocumentItem({ one }: { one: DocumentRow }) {
  const all = KINDS.reduce((sum, kind) => sum + (one.claims[kind] ?? 0), 0);
  return (
    <li>
      <Link data-item href={`/document/${one.id}`}>
        <strong dir="auto">{one.title ?? one.path?.split("/").pop() ?? one.id.slice(0, 12)}</strong>
        <span className="source-line">
          <time>{day(one.published)}</time>
          {one.published_how === "inferred" && <span className="fine">{t("reader.inferred")}</span>}
          {one.publisher && <bdi>{one.publisher}</bdi>}
          <Tier tier={one.tier} />
          <span className="fine">{one.language}</span>
          {one.source !== one.id && <span className="beside">{t("sources.copy")}</span>}
        </span>
        <span className="kinds" role="img" aria-label={KINDS.filter((k) => one.claims[k]).map((k) => `${word("kind", k)} ${one.claims[k]}`).join(", ") || t("sources.no_claims")}>
          {KINDS.map((kind) => one.claims[kind] ? <i key={kind} className={`kind-${kind}`} style={{ flexGrow: one.claims[kind] }} /> : null)}
          <b>{all ? t("claims", { count: all }) : t("sources.no_claims")}</b>
        </span>
      </Link>
    </li>
  );
}

function Failures() {
  const found = useApi<Page<Failure>>(address("/failures", { limit: 100 }));
  return (
    <section className="section" aria-labelledby="failures">
      <h2 id="failures">{t("sources.failures")}</h2>
      <p className="fine">{t("sources.failures_hint")}</p>
      <Shown of={found}>
        {(data) => (
          <ul className="failures">
            {data.items.map((one) => (
              <li key={one.path}>
                <code>{one.path}</code>
                <p>{one.reason}</p>
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </section>
  );
}
