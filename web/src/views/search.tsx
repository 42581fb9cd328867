import { useEffect, useState } from "react";
import { address, useApi } from "../lib/api";
import { day, fileName } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { SearchAnswer } from "../lib/types";
import { entryHref, Link, placeHref, spanHref, threadHref, usePlace } from "../lib/url";
import { ColumnTag, Empty, Head, KindTag, Runs, Shown } from "../parts/ui";

export default function Search() {
  const place = usePlace();
  const asked = place.get("q") ?? "";
  const [limit, setLimit] = useState(20);
  useEffect(() => setLimit(20), [asked]);
  const found = useApi<SearchAnswer>(asked ? address("/search", { q: asked, limit }) : null);
  return (
    <>
      <Head title={t("nav.search")} lead={t("search.lead")} />
      {!asked ? (
        <Empty title={t("search.start")}>
          <p>{t("search.start_hint")}</p>
        </Empty>
      ) : (
        <Shown of={found}>
          {(data) =>
            data.items.length + data.names.length + data.threads.length === 0 ? (
              <Empty title={t("search.none", { words: asked })}>
                <p>{t("search.none_hint")}</p>
              </Empty>
            ) : (
              <Results data={data} onMore={() => setLimit(limit + 30)} />
            )
          }
        </Shown>
      )}
    </>
  );
}

function Results({ data, onMore }: { data: SearchAnswer; onMore: () => void }) {
  return (
    <div className="results">
      {data.names.length > 0 && (
        <section className="section" aria-label={t("nav.register")}>
          <ul className="chips">
            {data.names.map((one) => (
              <li key={one.id}>
                <Link data-item className="chip" href={entryHref(one.id)}>
                  {one.name} <small>{word("type", one.type ?? "actor")}</small>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {data.threads.length > 0 && (
        <section className="section">
          <h2>{t("search.threads")}</h2>
          <ul className="thread-list">
            {data.threads.map((one) => (
              <li key={one.id}>
                <Link data-item href={threadHref(one.id)}>
                  {one.state ? <ColumnTag column={one.state.column} /> : <KindTag kind={one.kind} />}
                  <strong>{one.title}</strong>
                  <small>{t("claims", { count: one.claims })}</small>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {data.items.length > 0 && (
        <section className="section">
          <h2>{t("search.passages")}</h2>
          <ol className="hits">
            {data.items.map((hit, n) => (
              <li key={n}>
                <Link data-item className="hit" href={hit.claims[0] ? placeHref(hit.document, hit.claims[0]) : spanHref(hit.document, hit.start, hit.end)}>
                  <span className="words">
                    <Runs runs={hit.runs} as="mark" />
                  </span>
                  <span className="fine">
                    {source(hit.cited)} {hit.role !== "body" && `· ${word("role_of_block", hit.role)}`} {hit.claims.length > 0 && `· ${t("claims", { count: hit.claims.length })}`}
                  </span>
                </Link>
              </li>
            ))}
          </ol>
          {data.more && (
            <p className="more">
              <button type="button" onClick={onMore}>
                {t("search.more")}
              </button>
            </p>
          )}
        </section>
      )}
    </div>
  );
}

/** Return a citation with its day and tier in the reader's words. */
export function source(cited: string): string {
  const parts = cited.split(" · ");
  const tier = parts.pop() ?? "";
  const published = parts.pop() ?? "";
  const inferred = published.startsWith("~");
  const shown = /^\d{4}-/.test(published.replace("~", "")) ? day(published.replace("~", "")) : t("no_date");
  return [...parts.map(fileName), inferred ? t("about_day", { day: shown }) : shown, word("tier", tier)].join(" · ");
}
