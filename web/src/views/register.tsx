import { useState } from "react";
import type { ViewProps } from "../app";
import { address, useApi } from "../lib/api";
import { number } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { Card, EntryOut, EntryRow, Named, Page, Term, Tie } from "../lib/types";
import { entryHref, Link, threadHref, usePlace } from "../lib/url";
import { ClaimRow } from "../parts/claim";
import { Choice, ColumnTag, Day, Empty, Head, KindTag, More, Select, Shown, WordsField } from "../parts/ui";

const TYPES = ["state", "territory", "organisation", "body", "office", "person", "mechanism", "programme", "topic", "obligation", "document", "weapon", "place", "measure", "company", "media", "think_tank"];

export default function Register({ id }: ViewProps) {
  return id ? <Entry id={id} /> : <List />;
}

function List() {
  const place = usePlace();
  const [q, type] = [place.get("q"), place.get("type")];
  const all = place.get("all") === "1" ? "all" : "spoken";
  const [limit, setLimit] = useState(90);
  const found = useApi<Page<EntryRow>>(address("/register", { q, type, limit }) + `&spoken=${all === "spoken"}`);
  return (
    <>
      <Head title={t("nav.register")} lead={t("register.lead")} />
      <div className="filters">
        <WordsField label={t("register.find")} value={q ?? ""} onChange={(words) => place.set({ q: words })} />
        <Select label={t("register.type")} any={t("any")} value={type ?? ""} of={TYPES.map((one) => ({ value: one, name: word("type", one) }))} onChange={(value) => place.set({ type: value })} />
        <Choice label={t("register.which")} value={all} of={[["spoken", t("register.spoken")], ["all", t("register.all")]]} onChange={(value) => place.set({ all: value === "all" ? 1 : null })} />
      </div>
      <Shown of={found}>
        {(data) =>
          data.total === 0 ? (
            <Empty title={t("register.none")}>
              <p>{t("register.none_hint")}</p>
            </Empty>
          ) : (
            <>
              <ul className="entries">
                {data.items.map((one) => (
                  <li key={one.id}>
                    <Link data-item href={entryHref(one.id)}>
                      <strong>{one.name}</strong>
                      <small>
                        {word("type", one.type ?? "actor")}
                        {one.claims > 0 && ` · ${t("claims", { count: number(one.claims) })}`}
                      </small>
                    </Link>
                  </li>
                ))}
              </ul>
              <More shown={data.items.length} total={data.total} onMore={() => setLimit(Math.min(500, limit + 120))} />
            </>
          )
        }
      </Shown>
    </>
  );
}

function Entry({ id }: { id: string }) {
  const place = usePlace();
  const on = place.get("on");
  const found = useApi<EntryOut>(address(`/register/${encodeURIComponent(id)}`, { on }));
  return (
    <Shown of={found}>
      {(data) => {
        const commitments = data.threads.filter((one) => one.state !== null);
        const open = commitments.filter((one) => !["completed", "stopped"].includes(one.state?.column ?? ""));
        const closed = commitments.filter((one) => !open.includes(one));
        const others = data.threads.filter((one) => one.state === null);
        return (
          <>
            <Head
              title={data.name}
              lead={
                <>
                  <span className="badge">{word("type", data.card?.type ?? "actor")}</span>
                  <span>{t("claims", { count: number(data.claims) })}</span>
                  <Link href={`/network?focus=${encodeURIComponent(id)}`}>{t("nav.network")}</Link>
                </>
              }
            >
              <Day label={t("clock.on")} value={on ?? ""} onChange={(value) => place.set({ on: value })} />
            </Head>
            <div className="entry">
              <div>
                <ThreadsSection title={t("register.open")} of={open} />
                <ThreadsSection title={t("register.closed")} of={closed} />
                {data.meetings.length > 0 && (
                  <section className="section">
                    <h2>{t("register.meetings")}</h2>
                    <ol className="claim-rows">
                      {data.meetings.map((claim) => (
                        <ClaimRow key={claim.record.id} claim={claim} />
                      ))}
                    </ol>
                  </section>
                )}
                <ThreadsSection title={t("register.other")} of={others} />
                {data.threads.length + data.meetings.length === 0 && (
                  <Empty title={t("register.silent")}>
                    <p>{t("register.silent_hint")}</p>
                  </Empty>
                )}
              </div>
              <aside>
                {data.card && <CardFacts card={data.card} labels={data.labels} />}
                {data.surfaces.length > 0 && (
                  <section className="section">
                    <h2>{t("register.surfaces")}</h2>
                    <p>{data.surfaces.join("、")}</p>
                  </section>
                )}
              </aside>
            </div>
          </>
        );
      }}
    </Shown>
  );
}

function ThreadsSection({ title, of }: { title: string; of: EntryOut["threads"] }) {
  const [all, setAll] = useState(false);
  if (!of.length) return null;
  const shown = all ? of : of.slice(0, 8);
  return (
    <section className="section">
      <h2>
        {title}
        <small>{number(of.length)}</small>
      </h2>
      <ul className="thread-list">
        {shown.map((one) => (
          <li key={one.id}>
            <Link data-item href={threadHref(one.id)}>
              {one.state ? <ColumnTag column={one.state.column} /> : <KindTag kind={one.kind} />}
              <strong>{one.title}</strong>
              <small>{t("claims", { count: one.claims })}</small>
            </Link>
          </li>
        ))}
      </ul>
      {shown.length < of.length && (
        <button type="button" className="quiet" onClick={() => setAll(true)}>
          {t("more", { count: of.length - shown.length })}
        </button>
      )}
    </section>
  );
}

const dates = (from: string | null, until: string | null): string => (from || until ? `${from ?? "?"} – ${until ?? ""}` : "");

function CardFacts({ card, labels }: { card: Card; labels: Record<string, Named> }) {
  const named = (id: string) => labels[id]?.name ?? id;
  const groups = new Map<string, Tie[]>();
  for (const tie of card.relations) groups.set(tie.type, [...(groups.get(tie.type) ?? []), tie]);
  return (
    <>
      <section className="section">
        <h2>{t("register.names")}</h2>
        <dl className="facts names-list">
          {Object.entries(card.names).map(([script, names]) =>
            names.length ? (
              <div key={script}>
                <dt>{word("script", script)}</dt>
                <dd lang={script === "hant" ? "zh-Hant" : script === "hans" ? "zh-Hans" : script}>{names.join("、")}</dd>
              </div>
            ) : null,
          )}
          {(card.from || card.until) && (
            <div>
              <dt>{t("register.exists")}</dt>
              <dd>{dates(card.from, card.until)}</dd>
            </div>
          )}
          <div>
            <dt>{t("register.sure")}</dt>
            <dd>{word("sure", card.sure)}</dd>
          </div>
        </dl>
        {card.definition && <p className="fine">{card.definition}</p>}
        {card.disputed && <p className="notice">{card.disputed}</p>}
      </section>
      <Terms title={t("register.offices")} of={card.offices} name={(term) => [term.office, named(term.office)]} />
      <Terms title={t("register.holders")} of={card.holders} name={(term) => [term.person, named(term.person)]} />
      {card.seats.length > 0 && (
        <section className="section">
          <h2>{t("register.seats")}</h2>
          <ul className="ties">
            {card.seats.map((seat) => (
              <li key={seat.office}>
                <Link href={entryHref(seat.office)}>{named(seat.office)}</Link>
                <span>{seat.holders.map((person) => <Link key={person} href={entryHref(person)}>{named(person)}</Link>)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {groups.size > 0 && (
        <section className="section">
          <h2>{t("register.relations")}</h2>
          {[...groups].map(([type, ties]) => (
            <details key={type} className="tie-group" open={ties.length <= 6}>
              <summary>
                {word("relation", type)} <small>{ties.length}</small>
              </summary>
              <ul className="ties">
                {ties.map((tie, n) => (
                  <li key={n}>
                    <Link href={entryHref(tie.other)}>{named(tie.other)}</Link>
                    <small>
                      {dates(tie.from, tie.until)}
                      {tie.sure !== "certain" && ` ${word("sure", tie.sure)}`}
                    </small>
                    {tie.documents.length > 0 && (
                      <Link className="fine" href={`/document/${tie.documents[0]}`}>
                        {t("register.both", { count: tie.documents.length })}
                      </Link>
                    )}
                  </li>
                ))}
              </ul>
            </details>
          ))}
        </section>
      )}
    </>
  );
}

function Terms({ title, of, name }: { title: string; of: Term[]; name: (term: Term) => [string, string] }) {
  if (!of.length) return null;
  return (
    <section className="section">
      <h2>{title}</h2>
      <ul className="ties">
        {of.map((term, n) => {
          const [id, shown] = name(term);
          return (
            <li key={n}>
              <Link href={entryHref(id)}>{shown}</Link>
              <small>
                {dates(term.from, term.until)}
                {term.acting && ` ${t("register.acting")}`}
                {term.sure !== "certain" && ` ${word("sure", term.sure)}`}
              </small>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
