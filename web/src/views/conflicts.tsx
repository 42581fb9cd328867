import { useState } from "react";
import { address, useApi } from "../lib/api";
import { t } from "../lib/i18n";
import type { Conflict, Page } from "../lib/types";
import { Link, threadHref, usePlace } from "../lib/url";
import { Choice, Empty, Head, More, Shown } from "../parts/ui";
import { ConflictCard } from "./thread";

export default function Conflicts() {
  const place = usePlace();
  const mode = place.get("reconciled") === "true" ? "all" : "open";
  const [limit, setLimit] = useState(30);
  const found = useApi<Page<Conflict>>(address("/conflicts", { reconciled: mode === "all", limit }));
  return (
    <>
      <Head title={t("nav.conflicts")} lead={t("conflicts.lead")}>
        <Choice
          label={t("conflicts.which")}
          value={mode}
          of={[
            ["open", t("conflicts.open")],
            ["all", t("conflicts.all")],
          ]}
          onChange={(next) => place.set({ reconciled: next === "all" ? "true" : null })}
        />
      </Head>
      <Shown of={found}>
        {(data) =>
          data.total === 0 ? (
            <Empty title={t("conflicts.none")}>
              <p>{t("conflicts.none_hint")}</p>
            </Empty>
          ) : (
            <>
              {data.items.map((one, n) => (
                <ConflictCard
                  key={n}
                  one={one}
                  title={
                    <Link data-item href={threadHref(one.thread)}>
                      <strong>{one.title}</strong>
                    </Link>
                  }
                />
              ))}
              <More shown={data.items.length} total={data.total} onMore={() => setLimit(limit + 40)} />
            </>
          )
        }
      </Shown>
    </>
  );
}
