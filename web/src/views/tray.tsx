import { useState } from "react";
import { address, useApi } from "../lib/api";
import { label, oneLine } from "../lib/format";
import { t, word } from "../lib/i18n";
import { useKeys } from "../lib/keys";
import type { Tray } from "../lib/types";
import { Link, placeHref } from "../lib/url";
import { ClaimCard } from "../parts/claim";
import { ReviewBar, useReview, WhoField } from "../parts/review";
import { Empty, Head, KindTag, Shown, SourceLine } from "../parts/ui";
import { source } from "./search";

export default function TrayView() {
  const [skipped, skip] = useState<string[]>([]);
  const [turn, setTurn] = useState(0);
  const found = useApi<Tray>(`${address("/tray", { limit: 30 + skipped.length })}&turn=${turn}`);
  const items = found.data?.items.filter((item) => !skipped.includes(item.claim.record.id)) ?? [];
  const first = items[0];
  const review = useReview();
  const press = (name: string) => document.querySelector<HTMLButtonElement>(name)?.click();
  useKeys({
    a: () => press(".review .accept"),
    r: () => press(".review .reject"),
    e: () => press(".review .edit"),
    i: () => press(".review .important"),
    p: () => press(".review .private"),
    n: () => press(".review .note"),
    s: () => first && skip([...skipped, first.claim.record.id]),
    u: () => void review.undo().then(() => setTurn((n) => n + 1)),
  });
  return (
    <>
      <Head title={t("nav.tray")} lead={found.data ? t("tray.lead", { waiting: found.data.waiting, doubtful: found.data.doubtful }) : t("tray.hint")}>
        <WhoField />
      </Head>
      <Shown of={found}>
        {(data) =>
          !first ? (
            <Empty title={data.waiting ? t("tray.skipped") : t("tray.empty")}>
              {skipped.length > 0 && (
                <button type="button" onClick={() => skip([])}>
                  {t("tray.again")}
                </button>
              )}
              <p>
                <Link href="/">{t("nav.board")}</Link>
              </p>
            </Empty>
          ) : (
            <div className="tray">
              <div key={first.claim.record.id}>
                <p className="row tray-head">
                  <span className="badge">{word("weight", first.weight)}</span>
                  <SourceLine quote={{ source: first.claim.source, tier: first.claim.record.document.tier, published: first.claim.record.document.published, document: first.claim.record.document.id, claim: first.claim.record.id }} />
                </p>
                <ClaimCard claim={first.claim} around={[first.before, first.after]} on={<span className="fine">{t("tray.of", { count: items.length })}</span>} />
                <ReviewBar
                  claim={first.claim}
                  keys
                  onDone={(verb) => {
                    if (["note", "important", "private"].includes(verb)) setTurn((n) => n + 1);
                    else skip([...skipped, first.claim.record.id]);
                  }}
                />
                <p className="row fine">
                  <button type="button" className="quiet" onClick={() => skip([...skipped, first.claim.record.id])}>
                    {t("tray.skip")} <kbd aria-hidden="true">s</kbd>
                  </button>
                  <button type="button" className="quiet" onClick={() => void review.undo().then(() => setTurn((n) => n + 1))}>
                    {t("review.undo")} <kbd aria-hidden="true">u</kbd>
                  </button>
                </p>
              </div>
              <aside aria-label={t("tray.next")}>
                <h2>{t("tray.next")}</h2>
                <ol className="claim-rows">
                  {items.slice(1, 12).map(({ claim }) => (
                    <li key={claim.record.id} className="claim-row">
                      <Link data-item href={placeHref(claim.record.document.id, claim.record.id)} title={source(claim.source)}>
                        <span className="row">
                          <KindTag kind={claim.record.kind} />
                          <strong>{label(claim)}</strong>
                        </span>
                        <span className="words" dir="auto">
                          {oneLine(claim.quote)}
                        </span>
                      </Link>
                    </li>
                  ))}
                </ol>
              </aside>
            </div>
          )
        }
      </Shown>
    </>
  );
}
