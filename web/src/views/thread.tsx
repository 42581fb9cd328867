import { useState } from "react";
import type { ViewProps } from "../app";
import { address, useApi } from "../lib/api";
import { day, difference, label, oneLine, reason, schedule, span, told } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { BoardItem, Claim, Conflict, Thread, Wording } from "../lib/types";
import { entryHref, Link, placeHref, usePlace } from "../lib/url";
import { ColumnTag, Day, Doubtful, Empty, Head, KindTag, Quoted, Runs, Shown, slug, SourceLine, Tier } from "../parts/ui";

export default function ThreadView({ id }: ViewProps) {
  const place = usePlace();
  const clocks = { on: place.get("on"), known: place.get("known") };
  const thread = useApi<Thread>(id ? address(`/threads/${encodeURIComponent(id)}`, clocks) : null);
  return (
    <Shown of={thread}>
      {(data) => (
        <>
          <Head
            title={data.title}
            lead={
              <>
                <KindTag kind={data.kind} />
                {data.about && <Link href={entryHref(data.about.id)}>{t("thread.register")}</Link>}
                {data.names.filter((name) => name !== data.title).slice(0, 3).map((name) => (
                  <span key={name} className="alias">
                    {name}
                  </span>
                ))}
              </>
            }
          >
            <Day label={t("clock.on")} value={clocks.on ?? ""} onChange={(on) => place.set({ on })} />
            <Day label={t("clock.known")} value={clocks.known ?? ""} onChange={(known) => place.set({ known })} />
          </Head>
          {data.state ? <StateBox state={data.state} /> : data.kind === "commitment" && <p className="notice">{t("thread.before")}</p>}
          <Contradictions of={data.conflicts} />
          <Ladder thread={data} />
          <Wordings of={data.wordings} />
        </>
      )}
    </Shown>
  );
}

const STEPS = ["not begun", "under way", "done"];

function StateBox({ state }: { state: BoardItem }) {
  const stopped = ["suspended", "reversed"].includes(state.progress);
  const reached = STEPS.indexOf(state.progress);
  return (
    <section className={`state col-${slug(state.column)}`} aria-label={t("thread.state")}>
      <div className="state-lead">
        <ColumnTag column={state.column} />
        {state.doubt && (
          <a href={`#claim-${state.doubt.claim}`}>
            <Doubtful of={state.doubt} />
          </a>
        )}
        <small>{t("board.on", { day: day(state.on) })}</small>
      </div>
      <ol className="progress" aria-label={t("axis.progress")}>
        {STEPS.map((step, n) => (
          <li key={step} className={!stopped && n <= reached ? "reached" : ""} aria-current={!stopped && n === reached ? "step" : undefined}>
            {word("progress", step)}
          </li>
        ))}
        {stopped && (
          <li className="reached stopped" aria-current="step">
            {word("progress", state.progress)}
          </li>
        )}
      </ol>
      <dl className="axes">
        <div>
          <dt>{t("axis.firmness")}</dt>
          <dd>{word("firmness", state.firmness)}</dd>
        </div>
        <div>
          <dt>{t("axis.since")}</dt>
          <dd>{state.since ? day(state.since) : "—"}</dd>
        </div>
        <div className={state.past_due ? "late" : ""}>
          <dt>{t("axis.schedule")}</dt>
          <dd>
            {schedule(state)} <Doubtful of={state.due_doubt} />
          </dd>
        </div>
        <div>
          <dt>{t("axis.agreement")}</dt>
          <dd>
            {t("sources", { count: state.sources })}{" "}
            {state.tiers.map((tier) => (
              <Tier key={tier} tier={tier} />
            ))}
            {state.beside.length > 0 && <span className="beside">{t("beside", { count: state.beside.length })}</span>}
          </dd>
        </div>
      </dl>
    </section>
  );
}

const again = (claim: Claim) => claim.record.repeat_of !== null || /^(repeats|tells)/.test(claim.effect ?? "");
const when = (claim: Claim) => claim.record.time?.[0] ?? claim.record.time?.[1] ?? claim.record.document.published ?? "";

function Ladder({ thread }: { thread: Thread }) {
  const place = usePlace();
  const [all, setAll] = useState(place.get("all") === "1");
  if (thread.claims.total === 0) return <Empty title={t("thread.unknown")} />;
  const ordered = [...thread.claims.items].sort((a, b) => (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : 0));
  const shown = all ? ordered : ordered.filter((claim) => !again(claim));
  const rest = ordered.length - shown.length;
  return (
    <section className="section" aria-labelledby="ladder">
      <h2 id="ladder">
        {thread.kind === "commitment" ? t("thread.moves") : t("thread.told")}
        <small>{t("thread.size", { sources: thread.sources, claims: thread.claims.total })}</small>
      </h2>
      <ol className="ladder">
        {shown.map((claim) => (
          <Rung key={claim.record.id} claim={claim} />
        ))}
      </ol>
      {(rest > 0 || all) && (
        <button
          type="button"
          className="quiet"
          onClick={() => {
            setAll(!all);
            place.set({ all: all ? null : 1 });
          }}
        >
          {all ? t("thread.fewer") : t("thread.again", { count: rest })}
        </button>
      )}
    </section>
  );
}

function Rung({ claim }: { claim: Claim }) {
  const r = claim.record;
  const stated = r.time !== null;
  return (
    <li className={`rung kind-${r.kind}${again(claim) ? " again" : ""}${claim.effect === "beside" ? " is-beside" : ""}`} id={`claim-${r.id}`}>
      <time className="rung-when">
        {stated ? span(r.time) : day(r.document.published)}
        {!stated && <small>{t("thread.reported")}</small>}
      </time>
      <div className="rung-body">
        <p className="rung-head">
          <strong>{label(claim)}</strong>
          {claim.actors.length > 0 && <span>{claim.actors.filter((a) => a.role !== "target").map((a) => a.name).join(t("list"))}</span>}
          {claim.effect && <em>{told(claim.effect)}</em>}
          {r.factuality !== "actual" && <em>{word("factuality", r.factuality)}</em>}
          {r.due && <em>{t("due.on", { day: span(r.due) })}</em>}
        </p>
        <Link data-item className="quote-link" href={placeHref(r.document.id, r.id)} title={t("to_place")}>
          <q className="words" dir="auto">
            {oneLine(claim.quote)}
          </q>
        </Link>
        <p className="rung-foot">
          <SourceLine quote={{ source: claim.source, tier: r.document.tier, published: r.document.published, document: r.document.id, claim: r.id }} />
        </p>
        {claim.why && (
          <details>
            <summary>{t("thread.why")}</summary>
            <p>{reason(claim.why)}</p>
          </details>
        )}
      </div>
    </li>
  );
}

export function Contradictions({ of }: { of: Conflict[] }) {
  const [all, setAll] = useState(false);
  const open = of.filter((one) => !one.reconciled);
  const shown = all ? of : open;
  if (!of.length) return null;
  return (
    <section className="section" aria-labelledby="contradictions">
      <h2 id="contradictions">
        {t("nav.conflicts")}
        <small>{open.length ? t("conflicts.count", { count: open.length }) : t("conflicts.explained_only", { count: of.length })}</small>
      </h2>
      {shown.map((one, n) => (
        <ConflictCard key={n} one={one} />
      ))}
      {of.length > open.length && (
        <button type="button" className="quiet" onClick={() => setAll(!all)}>
          {all ? t("hide") : t("conflicts.explained", { count: of.length - open.length })}
        </button>
      )}
    </section>
  );
}

export function ConflictCard({ one, title }: { one: Conflict; title?: React.ReactNode }) {
  return (
    <article className={`conflict${one.reconciled ? " reconciled" : ""}`}>
      <header>
        <span className="conflict-matter">{word("matter", one.matter)}</span>
        {title}
        <span className="fine">{one.reconciled && `${t("conflicts.reconciled")}${t("colon")}`}{difference(one.why)}</span>
      </header>
      <div className="beside-pair">
        <Quoted quote={one.one} />
        <Quoted quote={one.other} />
      </div>
    </article>
  );
}

function Wordings({ of }: { of: Wording[] }) {
  if (!of.length) return null;
  return (
    <section className="section" aria-labelledby="wording">
      <h2 id="wording">{t("thread.wording")}</h2>
      <ol className="wordings">
        {of.map((one, n) => (
          <li key={n}>
            <p className="wording-head">
              <span className={`change-tag change-${one.change}`}>{word("change", one.change)}</span>
              <time>{day(one.before.published)}</time> → <time>{day(one.after.published)}</time>
              {one.why && <span className="fine">{one.why}</span>}
            </p>
            <div className="beside-pair">
              <Link className="words quote-link" href={placeHref(one.before.document, one.before.claim)}>
                <Runs runs={one.runs_before} as="del" />
              </Link>
              <Link className="words quote-link" href={placeHref(one.after.document, one.after.claim)}>
                <Runs runs={one.runs_after} as="ins" />
              </Link>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
