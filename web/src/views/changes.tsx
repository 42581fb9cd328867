import { useState } from "react";
import { address, useApi } from "../lib/api";
import { day, told } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { Changes } from "../lib/types";
import { Link, threadHref, usePlace } from "../lib/url";
import { Day, Empty, Head, More, Quoted, Shown, slug } from "../parts/ui";

export default function ChangesView() {
  const place = usePlace();
  const [from, to, since] = [place.get("from"), place.get("to"), place.get("since")];
  const [limit, setLimit] = useState(40);
  const query = from ? { from, to, limit } : since ? { since, limit } : { since_last: true, limit };
  const found = useApi<Changes>(address("/changes", query));
  const lead = from
    ? t("changes.between", { from: day(from), to: to ? day(to) : t("slider.today") })
    : since
      ? t("since.visit", { when: new Date(since).toLocaleString(document.documentElement.lang) })
      : t("since.reading");
  return (
    <>
      <Head title={t("nav.changes")} lead={lead}>
        <Day label={t("changes.from")} value={from ?? ""} onChange={(value) => place.set({ from: value, since: null })} />
        <Day label={t("changes.to")} value={to ?? ""} onChange={(value) => place.set({ to: value, since: null })} />
      </Head>
      <Shown of={found}>
        {(data) =>
          data.total === 0 ? (
            <Empty title={t("changes.none")}>
              <p>{t("changes.none_hint")}</p>
            </Empty>
          ) : (
            <>
              <ol className="rows">
                {data.items.map((change, n) => (
                  <li key={n} className="change">
                    <div className="change-head">
                      <span className={`what what-${slug(change.what)}`}>{word("happened", change.what)}</span>
                      <Link data-item href={threadHref(change.thread)}>
                        <strong>{change.title}</strong>
                      </Link>
                      <span className="change-details">{change.details.map(told).join(t("semicolon"))}</span>
                    </div>
                    {change.evidence.slice(0, 1).map((quote) => (
                      <Quoted key={quote.claim} quote={quote} />
                    ))}
                  </li>
                ))}
              </ol>
              <More shown={data.items.length} total={data.total} onMore={() => setLimit(limit + 60)} />
            </>
          )
        }
      </Shown>
    </>
  );
}
