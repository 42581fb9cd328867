import { useEffect, useId, useRef, type ReactNode } from "react";
import type { Fault, Loaded } from "../lib/api";
import { day, oneLine, percent, sourceName } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { Doubt, Kind, Named, Quote, Run } from "../lib/types";
import { entryHref, Link, placeHref } from "../lib/url";

/** The heading of a page, with what can be done on it. */
export function Head({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · communique`;
  }, [title]);
  return (
    <header className="head">
      <div>
        <h1>{title}</h1>
        {lead && <p className="lead">{lead}</p>}
      </div>
      {children && <div className="head-tools">{children}</div>}
    </header>
  );
}

/** What there is instead of a list: what it means, and what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty" role="status">
      <p className="empty-title">{title}</p>
      {children && <div className="empty-more">{children}</div>}
    </div>
  );
}

export function FaultBox({ fault, again }: { fault: Fault; again?: () => void }) {
  const gone = fault.code === "gone";
  return (
    <div className="fault" role="alert">
      <p className="empty-title">{gone ? t("gone.title") : fault.status === 404 ? t("missing.title") : t("fault.title")}</p>
      <p>{gone ? t("gone.hint") : fault.message}</p>
      {gone && <pre>communique serve</pre>}
      <p className="row">
        {again && (
          <button type="button" onClick={again}>
            {t("again")}
          </button>
        )}
        <Link href="/">{t("nav.board")}</Link>
      </p>
    </div>
  );
}

export function Loading() {
  return (
    <div className="loading" role="status" aria-label={t("loading")}>
      <span />
      <span />
      <span />
    </div>
  );
}

/** Show what was loaded, else that it loads or why it could not be. */
export function Shown<T>({ of, children }: { of: Loaded<T>; children: (data: T) => ReactNode }) {
  if (of.fault) return <FaultBox fault={of.fault} again={of.again} />;
  if (of.data === undefined) return <Loading />;
  return <>{children(of.data)}</>;
}

export const Tier = ({ tier }: { tier: string }) => <span className={`tier tier-${tier}`}>{word("tier", tier)}</span>;

export const KindTag = ({ kind }: { kind: Kind }) => (
  <span className={`kind kind-${kind}`}>
    <i aria-hidden="true" />
    {word("kind", kind)}
  </span>
);

export const ColumnTag = ({ column }: { column: string }) => (
  <span className={`column-tag col-${slug(column)}`}>
    <i aria-hidden="true" />
    {word("column", column)}
  </span>
);

/** What is said where a column, or a due date, rests on unsure claims alone. */
export const Doubtful = ({ of, as = "doubt" }: { of: Doubt | null; as?: "doubt" | "doubt.due" }) =>
  of && (
    <span className="doubt" title={t("doubt.hint")}>
      {t(as, { confidence: percent(of.confidence) })}
    </span>
  );

export const slug = (text: string): string => text.replace(/[^a-z]+/g, "-");

/** The words of a document in the field's quotation marks; they are text and nothing else. */
export const Words = ({ text }: { text: string }) => (
  <q className="words" dir="auto">
    {oneLine(text)}
  </q>
);

/** A source in one line, and the way to the place in its text. */
export function SourceLine({ quote }: { quote: Pick<Quote, "source" | "tier" | "published" | "document" | "claim"> }) {
  return (
    <span className="source-line">
      <time dateTime={quote.published ?? undefined}>{day(quote.published)}</time>
      <bdi>{sourceName(quote.source)}</bdi>
      <Tier tier={quote.tier} />
      <Link className="to-place" href={placeHref(quote.document, quote.claim)}>
        {t("to_place")}
      </Link>
    </span>
  );
}

export function Quoted({ quote }: { quote: Quote }) {
  return (
    <blockquote className="quoted">
      <Link href={placeHref(quote.document, quote.claim)} className="quote-link" title={t("to_place")}>
        <Words text={quote.quote} />
      </Link>
      <footer>
        <SourceLine quote={quote} />
      </footer>
    </blockquote>
  );
}

export const Runs = ({ runs, as: Tag }: { runs: Run[]; as: "mark" | "ins" | "del" }) => (
  <span dir="auto">
    {runs.map((run, n) => (run.marked ? <Tag key={n}>{oneLine(run.text)}</Tag> : <span key={n}>{oneLine(run.text)}</span>))}
  </span>
);

export const Names = ({ of }: { of: Named[] }) => (
  <span className="names">
    {of.map((one) => (
      <Link key={one.id} href={entryHref(one.id)}>
        {one.name}
      </Link>
    ))}
  </span>
);

/** A choice of a few, all of them seen. */
export function Choice<T extends string>(props: { label: string; value: T; of: readonly (readonly [T, string])[]; onChange: (value: T) => void }) {
  return (
    <div className="choice" role="group" aria-label={props.label}>
      {props.of.map(([value, name]) => (
        <button key={value} type="button" aria-pressed={value === props.value} onClick={() => props.onChange(value)}>
          {name}
        </button>
      ))}
    </div>
  );
}

export function Select(props: {
  label: string; value: string; any: string; of: { value: string; name: string }[]; onChange: (value: string | null) => void;
}) {
  return (
    <label className={`field${props.value ? " field-set" : ""}`}>
      <span>{props.label}</span>
      <select value={props.value} onChange={(event) => props.onChange(event.target.value || null)}>
        <option value="">{props.any}</option>
        {props.of.map((one) => (
          <option key={one.value} value={one.value}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Day(props: { label: string; value: string; onChange: (value: string | null) => void }) {
  return (
    <label className={`field${props.value ? " field-set" : ""}`}>
      <span>{props.label}</span>
      <input type="date" value={props.value} onChange={(event) => props.onChange(event.target.value || null)} />
    </label>
  );
}

export function WordsField({ label, value, onChange, placeholder }: { label: string; value: string; onChange: (value: string) => void; placeholder?: string }) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = value;
  }, [value]);
  return (
    <form
      className="field field-words"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(input.current?.value.trim() ?? "");
      }}
    >
      <label htmlFor={id}>{label}</label>
      <input ref={input} id={id} type="search" defaultValue={value} placeholder={placeholder} />
      <button type="submit">{t("find")}</button>
    </form>
  );
}

export function More({ shown, total, onMore }: { shown: number; total: number; onMore: () => void }) {
  if (shown >= total) return null;
  return (
    <p className="more">
      <button type="button" onClick={onMore}>
        {t("more", { count: total - shown })}
      </button>
    </p>
  );
}
