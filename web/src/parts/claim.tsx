import { figure, label, oneLine, percent, reason, span } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { Claim } from "../lib/types";
import { entryHref, Link, placeHref, threadHref } from "../lib/url";
import { KindTag, Names } from "./ui";

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** Everything that the ledger holds about one claim. */
export function ClaimFacts({ claim }: { claim: Claim }) {
  const r = claim.record;
  return (
    <dl className="facts">
      {claim.actors.length > 0 && (
        <Fact name={t("claim.actors")}>
          {claim.actors.map((actor, n) => (
            <span key={n} className="actor">
              <Link href={entryHref(actor.id)}>{actor.name}</Link>
              <small>
                {word("role", actor.role)}
                {actor.surface !== actor.name && ` · ${actor.surface}`}
              </small>
            </span>
          ))}
        </Fact>
      )}
      {r.time && <Fact name={t("claim.time")}>{span(r.time)}</Fact>}
      {r.due && <Fact name={t("claim.due")}>{span(r.due)}</Fact>}
      {r.kind === "figure" && <Fact name={t("claim.value")}>{`${claim.thread_title ?? r.measure ?? ""} ${figure(r.value ?? 0, r.unit ?? "")}`.trim()}</Fact>}
      {r.topic && <Fact name={t("claim.topic")}>{r.topic}</Fact>}
      {r.place && r.place.length > 0 && <Fact name={t("claim.place")}>{r.place.join(t("list"))}</Fact>}
      {r.factuality !== "actual" && <Fact name={t("claim.factuality")}>{word("factuality", r.factuality)}</Fact>}
      {r.said_by.length > 0 && <Fact name={t("claim.said_by")}>{r.said_by.join(t("list"))}</Fact>}
      {claim.about.length > 0 && (
        <Fact name={t("claim.about")}>
          <Names of={claim.about} />
        </Fact>
      )}
      <Fact name={t("claim.confidence")}>{percent(r.confidence)}</Fact>
    </dl>
  );
}

/** A claim as a card beside the document in which it stands. */
export function ClaimCard({ claim, on, around }: { claim: Claim; on?: React.ReactNode; around?: [string, string] }) {
  const r = claim.record;
  return (
    <article className={`claim-card edge-${r.kind}`} aria-label={t("claim.card")}>
      <header>
        <KindTag kind={r.kind} />
        <strong>{label(claim)}</strong>
        {on}
      </header>
      <p className="words-block" dir="auto">
        {around?.[0] && <span className="around">{oneLine(around[0])}</span>}
        {around ? <mark>{oneLine(claim.quote)}</mark> : oneLine(claim.quote)}
        {around?.[1] && <span className="around">{oneLine(around[1])}</span>}
      </p>
      <ClaimFacts claim={claim} />
      {r.thread && (
        <p className="claim-thread">
          <small>{t("claim.thread")}</small>
          <Link href={threadHref(r.thread)}>{claim.thread_title ?? r.thread}</Link>
        </p>
      )}
      {claim.why && <p className="why">{reason(claim.why)}</p>}
      {r.repeat_of && <p className="why">{t("claim.repeat")}</p>}
      <p className="fine">{t("claim.found", { extractor: r.extractor, frame: r.frame })}</p>
    </article>
  );
}

/** A claim in a list. */
export function ClaimRow({ claim }: { claim: Claim }) {
  const r = claim.record;
  return (
    <li className="claim-row">
      <Link data-item href={placeHref(r.document.id, r.id)}>
        <span className="row">
          <KindTag kind={r.kind} />
          <strong>{label(claim)}</strong>
          {r.time && <time>{span(r.time)}</time>}
        </span>
        <span className="words" dir="auto">
          {oneLine(claim.quote)}
        </span>
      </Link>
    </li>
  );
}
