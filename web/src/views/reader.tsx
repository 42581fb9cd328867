import { useEffect, useMemo, useRef, useState } from "react";
import type { ViewProps } from "../app";
import { address, useApi } from "../lib/api";
import { day, fileName, label, number } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { Block, Blocks, Claim, DocumentOut, Kind, Mark } from "../lib/types";
import { cameFrom, Link, usePlace } from "../lib/url";
import { ClaimCard } from "../parts/claim";
import { AddClaim } from "../parts/adding";
import { ReviewBar } from "../parts/review";
import { Empty, FaultBox, KindTag, Loading, Shown, Tier } from "../parts/ui";

export const KINDS: Kind[] = ["event", "commitment", "position", "figure", "assessment"];
const PAGE = 80;

/** What a document is called: its title, else its file's name. */
const called = (of: DocumentOut): string => of.title ?? (of.path ? fileName(of.path) : t("reader.untitled"));

export default function Reader({ id }: ViewProps) {
  const document_ = useApi<DocumentOut>(id ? address(`/documents/${id}`) : null);
  return <Shown of={document_}>{(data) => <Sheet of={data} />}</Shown>;
}

/** The pages of a document's blocks that have been loaded, the one with the wanted claim first. */
function usePages(id: string, wanted: string | null, words: Words | null, blocks: number) {
  const [range, setRange] = useState<[number, number] | null>(null);
  const first = useApi<Blocks>(address(`/documents/${id}/blocks`, { limit: PAGE, at: wanted, place: wanted ? null : words?.start, ...(wanted || words ? {} : { offset: 0 }) }));
  const start = range?.[0] ?? first.data?.offset ?? 0;
  const end = range?.[1] ?? start + PAGE;
  const whole = useApi<Blocks>(range ? address(`/documents/${id}/blocks`, { offset: start, limit: Math.min(500, end - start) }) : null);
  const data = range ? (whole.data ?? first.data) : first.data;
  return {
    fault: first.fault ?? whole.fault,
    data,
    earlier: start > 0 ? () => setRange([Math.max(0, start - PAGE), end]) : null,
    later: end < blocks ? () => setRange([end - start >= 480 ? end - PAGE : start, end + PAGE]) : null,
  };
}

function Sheet({ of }: { of: DocumentOut }) {
  const place = usePlace();
  const wanted = place.get("claim");
  const [first] = useState(wanted);
  const hidden = useMemo(() => new Set((place.get("hide") ?? "").split(",").filter(Boolean)), [place.href]);
  const words = useMemo(() => wordsOf(place.get("words")), [place.href]);
  const pages = usePages(of.id, first, words, of.blocks);
  const claims = pages.data?.claims ?? {};
  const chosen = wanted ? claims[wanted] : undefined;
  const back = cameFrom();
  useEffect(() => {
    document.title = `${called(of)} · communique`;
  }, [of]);
  const shown = useRef<string | null>(null);
  useEffect(() => {
    const sought = wanted ?? place.get("words");
    if (!sought || !pages.data || shown.current === sought) return;
    const mark = document.querySelector(wanted ? `[data-claims~="${CSS.escape(wanted)}"]` : ".sheet .sought");
    if (!mark) return;
    shown.current = sought;
    mark.scrollIntoView({ block: window.innerWidth > 1080 ? "center" : "start" });
  }, [wanted, pages.data]);
  const choose = (claim: string | null) => {
    shown.current = claim;
    place.set({ claim });
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => event.key === "Escape" && wanted && choose(null);
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
  const toggle = (kind: Kind) => {
    const next = new Set(hidden);
    if (!next.delete(kind)) next.add(kind);
    place.set({ hide: [...next].join(",") || null });
  };
  return (
    <div className="reader">
      <article className="sheet" lang={of.language === "und" ? undefined : of.language}>
        {back && (
          <p className="back">
            <a
              href={back.href}
              onClick={(event) => {
                event.preventDefault();
                history.back();
              }}
            >
              ← {t("back", { title: back.label.replace(/ · communique$/, "") })}
            </a>
          </p>
        )}
        <header className="sheet-head">
          <p className="source-line">
            {of.publisher && <bdi>{of.publisher}</bdi>}
            <time dateTime={of.published ?? undefined}>{day(of.published)}</time>
            {of.published_how === "inferred" && <span className="fine">{t("reader.inferred")}</span>}
            <Tier tier={of.tier} />
          </p>
          {!pages.data?.items.some((block) => block.role === "title") && <h1 dir="auto">{called(of)}</h1>}
        </header>
        {pages.fault && <FaultBox fault={pages.fault} />}
        {!pages.data && !pages.fault && <Loading />}
        {pages.earlier && (
          <button type="button" className="quiet wide" onClick={pages.earlier}>
            {t("reader.earlier")}
          </button>
        )}
        {pages.data?.items.map((block) => (
          <BlockText key={block.n} block={block} claims={claims} hidden={hidden} chosen={wanted} sought={wanted ? null : words} onChoose={choose} />
        ))}
        <AddClaim document={of.id} />
        {pages.data && pages.data.items.length === 0 && <Empty title={t("reader.no_text")} />}
        {pages.later && (
          <button type="button" className="quiet wide" onClick={pages.later}>
            {t("reader.later")}
          </button>
        )}
      </article>
      <aside className={`margin${chosen ? " has-card" : ""}`} aria-label={t("reader.margin")}>
        <div className="legend" role="group" aria-label={t("reader.legend")}>
          {KINDS.filter((kind) => of.claims[kind]).map((kind) => (
            <button key={kind} type="button" aria-pressed={!hidden.has(kind)} onClick={() => toggle(kind)} className={`legend-${kind}`}>
              <KindTag kind={kind} /> <b>{number(of.claims[kind] ?? 0)}</b>
            </button>
          ))}
        </div>
        {chosen ? (
          <div className="card-holder">
            <button type="button" className="close" aria-label={t("close")} onClick={() => choose(null)}>
              ×
            </button>
            <Overlaps chosen={chosen} claims={claims} onChoose={choose} />
            <ClaimCard claim={chosen} />
            <ReviewBar key={chosen.record.id} claim={chosen} onDone={(verb) => verb === "reject" && choose(null)} />
          </div>
        ) : (
          <DocumentFacts of={of} />
        )}
      </aside>
    </div>
  );
}

/** The other claims at the place of the chosen one, to go through them. */
function Overlaps({ chosen, claims, onChoose }: { chosen: Claim; claims: Record<string, Claim>; onChoose: (id: string) => void }) {
  const pieces = chosen.record.evidence;
  const here = Object.values(claims).filter((one) => one.record.evidence.some((a) => pieces.some((b) => a.start < b.end && b.start < a.end)));
  if (here.length < 2) return null;
  return (
    <div className="overlaps" role="group" aria-label={t("reader.overlaps")}>
      {here.map((one) => (
        <button key={one.record.id} type="button" aria-pressed={one === chosen} onClick={() => onChoose(one.record.id)}>
          <i className={`dot kind-${one.record.kind}`} aria-hidden="true" />
          {label(one)}
        </button>
      ))}
    </div>
  );
}

function DocumentFacts({ of }: { of: DocumentOut }) {
  return (
    <div className="document-facts">
      <p className="fine">{t("reader.hint")}</p>
      <dl className="facts">
        <div>
          <dt>{t("sources.published")}</dt>
          <dd>
            {day(of.published)} <small>{word("how", of.published_how)}</small>
          </dd>
        </div>
        {of.author && (
          <div>
            <dt>{t("sources.author")}</dt>
            <dd>{of.author}</dd>
          </div>
        )}
        <div>
          <dt>{t("sources.language")}</dt>
          <dd>{of.language}</dd>
        </div>
        <div>
          <dt>{t("sources.file")}</dt>
          <dd className="path">{of.paths.join("\n")}</dd>
        </div>
        {of.url && (
          <div>
            <dt>{t("sources.url")}</dt>
            <dd className="path">{of.url}</dd>
          </div>
        )}
        {of.copies.length > 0 && (
          <div>
            <dt>{t("sources.copies")}</dt>
            <dd>
              {of.copies.map((copy) => (
                <Link key={copy} href={`/document/${copy}`}>
                  {copy.slice(0, 10)}
                </Link>
              ))}
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}

/** Words of the document by its code points. */
interface Words { start: number; end: number }

function wordsOf(written: string | null): Words | null {
  const found = /^(\d+)-(\d+)$/.exec(written ?? "");
  return found ? { start: Number(found[1]), end: Number(found[2]) } : null;
}

/** Return where words stand in a block, in UTF-16 units of its text; null where they do not. */
function within(block: Block, words: Words | null): [number, number] | null {
  if (!words) return null;
  const points = [...block.text];
  if (words.end <= block.start || words.start >= block.start + points.length) return null;
  const unit = (point: number) => points.slice(0, Math.max(0, point - block.start)).join("").length;
  return [unit(words.start), unit(words.end)];
}

interface Piece { text: string; at: number; claims: Mark[]; sought: boolean }
const LANES = 4;

/** Give each mark a line of its own under the words: the first that is free where it begins. */
function lanes(marks: Mark[]): Map<Mark, number> {
  const ends: number[] = [];
  const made = new Map<Mark, number>();
  for (const mark of [...marks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    let lane = ends.findIndex((end) => end <= mark.start);
    if (lane < 0) lane = Math.min(ends.length, LANES - 1);
    ends[lane] = Math.max(ends[lane] ?? 0, mark.end);
    made.set(mark, lane);
  }
  return made;
}

/** Cut a block's text wherever a claim or a gap begins or ends; a gap inside Chinese text is nothing, else a blank. */
function pieces(block: Block, hidden: Set<string>, words: Words | null): Piece[] {
  const marks = block.marks.filter((mark) => !hidden.has(mark.kind));
  const cuts = new Set([0, block.text.length]);
  for (const mark of marks) cuts.add(mark.start).add(mark.end);
  for (const [start, end] of block.gaps) cuts.add(start).add(end);
  const sought = within(block, words);
  for (const cut of sought ?? []) cuts.add(cut);
  const at = [...cuts].sort((a, b) => a - b);
  const opening = new Map<number, Mark[]>();
  for (const mark of marks) opening.set(mark.start, [...(opening.get(mark.start) ?? []), mark]);
  const gaps = new Map(block.gaps.map(([start, end]) => [start, end]));
  let open: Mark[] = [];
  let gapEnd = -1;
  const made: Piece[] = [];
  for (let n = 0; n + 1 < at.length; n += 1) {
    const [start, end] = [at[n] as number, at[n + 1] as number];
    open = [...open.filter((mark) => mark.end > start), ...(opening.get(start) ?? [])];
    const gap = gaps.get(start);
    let text = block.text.slice(start, end);
    if (gap !== undefined || start < gapEnd) {
      const latin = gap !== undefined && /[\x21-\x7e]/.test(block.text[start - 1] ?? "") && /[\x21-\x7e]/.test(block.text[gap] ?? "");
      text = latin ? " " : "";
      gapEnd = Math.max(gapEnd, gap ?? 0);
    }
    if (text) made.push({ text, at: start, claims: open, sought: sought !== null && start >= sought[0] && end <= sought[1] });
  }
  return made;
}

interface BlockProps {
  block: Block; claims: Record<string, Claim>; hidden: Set<string>; chosen: string | null; sought: Words | null; onChoose: (id: string | null) => void;
}

function BlockText({ block, claims, hidden, chosen, sought, onChoose }: BlockProps) {
  const cut = useMemo(() => pieces(block, hidden, sought), [block, hidden, sought]);
  const lane = useMemo(() => lanes(block.marks.filter((mark) => !hidden.has(mark.kind))), [block, hidden]);
  const content = cut.map((piece, n) => {
    if (!piece.claims.length) return <span key={n} data-at={piece.at} className={piece.sought ? "sought" : undefined}>{piece.text}</span>;
    const kinds = KINDS.filter((kind) => piece.claims.some((mark) => mark.kind === kind));
    const ids = piece.claims.map((mark) => mark.claim);
    const here = chosen !== null && ids.includes(chosen);
    const next = ids[(ids.indexOf(chosen ?? "") + 1) % ids.length] as string;
    const starts = piece.claims.some((mark) => mark.start <= (cut[n - 1] ? mark.start : 0)) && !cut[n - 1]?.claims.some((mark) => ids.includes(mark.claim));
    return (
      <span
        key={n}
        className={`mark${here ? " chosen" : ""}${piece.sought ? " sought" : ""}`}
        style={Object.fromEntries(piece.claims.map((mark) => [`--l${lane.get(mark) ?? 0}`, `var(--k-${mark.kind})`]))}
        data-at={piece.at}
        data-claims={ids.join(" ")}
        role="button"
        tabIndex={starts ? 0 : -1}
        data-item={starts ? "" : undefined}
        aria-label={starts ? `${piece.text} (${kinds.map((kind) => word("kind", kind)).join("、")})` : undefined}
        title={ids.map((id) => claims[id]).filter((one) => one !== undefined).map((one) => `${word("kind", one.record.kind)}${t("colon")}${label(one)}`).join("\n")}
        onClick={() => window.getSelection()?.isCollapsed !== false && onChoose(next)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          onChoose(next);
        }}
      >
        {piece.text}
      </span>
    );
  });
  if (!content.length) return null;
  const props = { className: `block block-${block.role}`, dir: "auto" as const, "data-block": block.n };
  if (block.role === "title") return <h1 {...props}>{content}</h1>;
  if (block.role === "heading") return <h2 {...props}>{content}</h2>;
  if (block.role === "quotation") return <blockquote {...props}>{content}</blockquote>;
  if (["links", "references", "boilerplate", "markup", "front_matter"].includes(block.role)) {
    return (
      <details className="block-aside">
        <summary>{word("role_of_block", block.role)}</summary>
        <p {...props}>{content}</p>
      </details>
    );
  }
  return <p {...props}>{content}</p>;
}
