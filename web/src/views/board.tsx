import { useMemo, useRef, useState } from "react";
import type { ViewProps } from "../app";
import { address, useApi } from "../lib/api";
import { briefly, day, number, oneLine, told } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { BoardAnswer, BoardColumn, BoardItem, Changes, Facets } from "../lib/types";
import { Link, threadHref, usePlace } from "../lib/url";
import { ClockFields, TimeSlider, type Clocks } from "../parts/clocks";
import { ColumnTag, Doubtful, Empty, Select, Shown, slug, Tier } from "../parts/ui";
import { lastVisit } from "../parts/visit";

const FIRST = 12;
const today = () => new Date().toISOString().slice(0, 10);

export default function Board({ status }: ViewProps) {
  const place = usePlace();
  const clocks: Clocks = { on: place.get("on"), known: place.get("known") };
  const filters = { actor: place.get("actor"), key: place.get("key"), publisher: place.get("publisher"), tier: place.get("tier") };
  const facets = useApi<Facets>(address("/board/facets"));
  const limit = Number(place.get("limit") ?? FIRST);
  const since = { since_on: place.get("from"), since_known: place.get("from_known") };
  const board = useApi<BoardAnswer>(address("/board", { ...clocks, ...filters, ...since, limit }));
  const filtered = Object.values(filters).some(Boolean);
  const before = useRef(clocks);
  const [open, setOpen] = useState(window.innerWidth > 820);

  const turn = (next: Clocks) => {
    const was = before.current;
    before.current = next;
    place.set({ ...next, from: was.on ?? today(), from_known: was.known });
  };
  return (
    <div className="board-view">
      <header className="head">
        <div>
          <h1>{t("nav.board")}</h1>
          <p className="lead">{clocks.on || clocks.known ? point(clocks) : t("board.lead")}</p>
        </div>
      </header>
      {!clocks.on && !clocks.known && !filtered && <SinceLast status={status} />}
      {facets.data && <TimeSlider facets={facets.data} clocks={clocks} onChange={turn} />}
      {facets.data && (
        <button type="button" className="quiet filters-button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("filters.open")}
          {(filtered || clocks.known) && " ●"}
        </button>
      )}
      {facets.data && open && (
        <div className="filters board-filters" role="group" aria-label={t("filters")}>
          <ClockFields facets={facets.data} clocks={clocks} onChange={turn} />
          {(
            [
              ["actor", facets.data.actors],
              ["key", facets.data.keys],
              ["publisher", facets.data.publishers],
              ["tier", facets.data.tiers],
            ] as const
          ).map(([name, of]) => (
            <Select
              key={name}
              label={t(`filter.${name}`)}
              any={t("any")}
              value={filters[name] ?? ""}
              of={of.map((one) => ({ value: one.id, name: `${name === "tier" ? word("tier", one.id) : one.name} (${one.count})` }))}
              onChange={(value) => place.set({ [name]: value })}
            />
          ))}
          {filtered && (
            <button type="button" className="quiet" onClick={() => place.set({ actor: null, key: null, publisher: null, tier: null })}>
              {t("filters.clear")}
            </button>
          )}
        </div>
      )}
      <Shown of={board}>
        {(data) =>
          data.total === 0 ? (
            <Empty title={filtered || clocks.on ? t("board.none") : t("board.nothing")}>
              <p>{filtered || clocks.on ? t("board.none_hint") : t("board.nothing_hint")}</p>
              {(filtered || clocks.on) && (
                <button type="button" onClick={() => place.set({ actor: null, key: null, publisher: null, tier: null, on: null, known: null, from: null, from_known: null })}>
                  {t("filters.clear")}
                </button>
              )}
            </Empty>
          ) : (
            <Columns data={data} clocks={clocks} busy={board.busy} compared={since.since_on !== null} onMore={() => place.set({ limit: limit + 25 })} />
          )
        }
      </Shown>
      {status.waiting > 0 && (
        <p className="fine waiting">
          <Link href="/tray">{t("board.waiting", { count: number(status.waiting) })}</Link>
          {!filtered && (board.data?.hidden ?? 0) > 0 && ` ${t("board.hidden", { count: number(board.data?.hidden ?? 0) })}`}
        </p>
      )}
    </div>
  );
}

const point = (clocks: Clocks): string =>
  [t("board.on", { day: clocks.on ? day(clocks.on) : t("slider.today") }), clocks.known ? t("board.known", { day: day(clocks.known) }) : t("board.known_now")].join(t("comma"));

interface ColumnsProps { data: BoardAnswer; clocks: Clocks; busy: boolean; compared: boolean; onMore: () => void }

function Columns({ data, clocks, busy, compared, onMore }: ColumnsProps) {
  const place = usePlace();
  const used = data.columns.filter((column) => column.total > 0);
  const empty = data.columns.filter((column) => column.total === 0);
  const chosen = used.find((column) => slug(column.column) === place.get("column")) ?? [...used].sort((a, b) => b.total - a.total)[0];
  const moved = used.reduce((sum, column) => sum + column.moved, 0);
  return (
    <>
      {compared && (
        <p className="moved-note" aria-live="polite">
          {moved ? t("board.moved", { count: moved }) : t("board.unmoved")}
        </p>
      )}
      <div className="column-tabs" role="tablist" aria-label={t("board.columns")}>
        {used.map((column) => (
          <button key={column.column} type="button" role="tab" aria-selected={column === chosen} onClick={() => place.set({ column: slug(column.column) })}>
            <ColumnTag column={column.column} /> {column.total}
          </button>
        ))}
      </div>
      <div className={`columns${busy ? " busy" : ""}`} data-columns={used.length}>
        {used.map((column) => (
          <Column key={column.column} column={column} clocks={clocks} compared={compared} chosen={column === chosen} onMore={onMore} />
        ))}
      </div>
      {empty.length > 0 && (
        <p className="fine">
          {t("board.empty_columns")}
          {empty.map((column) => (
            <ColumnTag key={column.column} column={column.column} />
          ))}
        </p>
      )}
    </>
  );
}

function Column({ column, clocks, compared, chosen, onMore }: { column: BoardColumn; clocks: Clocks; compared: boolean; chosen: boolean; onMore: () => void }) {
  return (
    <section className={`column col-${slug(column.column)}${chosen ? " chosen" : ""}`} aria-label={word("column", column.column)}>
      <h2>
        <i aria-hidden="true" />
        {word("column", column.column)}
        <span className="count">{column.total}</span>
        {compared && column.moved > 0 && <span className="badge-moved">+{column.moved}</span>}
      </h2>
      <ol>
        {column.items.map((item) => (
          <li key={item.thread}>
            <Card item={item} clocks={clocks} />
          </li>
        ))}
      </ol>
      {column.items.length < column.total && (
        <button type="button" className="quiet wide" onClick={onMore}>
          {t("more", { count: column.total - column.items.length })}
        </button>
      )}
    </section>
  );
}

function Card({ item, clocks }: { item: BoardItem; clocks: Clocks }) {
  const actors = item.actors.map((one) => one.name).filter((name) => name !== item.title);
  const move = item.last_move;
  return (
    <Link data-item className={`card${item.moved ? " moved" : ""}`} href={threadHref(item.thread, clocks)}>
      {item.moved && (
        <span className="badge-moved">
          {item.moved === "new" ? t("moved.new") : item.was && item.was !== item.column ? t("moved.from", { column: word("column", item.was) }) : t("moved.changed")}
        </span>
      )}
      <strong className="card-title">{item.title}</strong>
      {actors.length > 0 && <span className="card-actors">{actors.join(t("list"))}</span>}
      {move && (
        <span className="card-move">
          <span>
            {word("status", move.status)}
            {move.at && <time>{day(move.at)}</time>}
          </span>
          <span className="words" dir="auto">
            {oneLine(move.quote)}
          </span>
        </span>
      )}
      {item.due && <span className={`card-due${item.past_due ? " late" : ""}`}>{briefly(item)}</span>}
      <Doubts of={item} />
      <span className="card-foot">
        <span>{t("sources", { count: item.sources })}</span>
        {item.tiers.slice(0, 2).map((tier) => (
          <Tier key={tier} tier={tier} />
        ))}
        {item.beside.length > 0 && <span className="beside">{t("beside", { count: item.beside.length })}</span>}
      </span>
    </Link>
  );
}

/** What of a card rests on unsure claims alone; said once where both its column and its due date do. */
function Doubts({ of }: { of: BoardItem }) {
  const both = of.doubt !== null && of.due_doubt?.claim === of.doubt.claim;
  return (
    <>
      <Doubtful of={of.doubt} />
      {!both && <Doubtful of={of.due_doubt} as="doubt.due" />}
    </>
  );
}

const ORDER = ["moved", "due date passed", "new commitment", "event", "stance", "figure"];

/** What changed since the last visit; at the first one, what the latest reading brought. */
function SinceLast({ status }: { status: ViewProps["status"] }) {
  const visit = useMemo(() => lastVisit(status.ledger, status.now, status.edition), [status.ledger]);
  const unchanged = visit !== null && visit.edition === status.edition;
  const found = useApi<Changes>(address("/changes", visit ? { since: visit.at, limit: 3 } : { since_last: true, limit: 3 }));
  const [open, setOpen] = useState(true);
  const when = visit ? new Date(visit.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }) : "";
  if (!found.data) return null;
  const { counts, items, total } = found.data;
  return (
    <section className="since" aria-label={t("since.label")}>
      <header>
        <h2>{visit ? t("since.visit", { when }) : t("since.reading")}</h2>
        <p>
          {total === 0
            ? unchanged ? t("since.nothing") : t("since.nothing_moved")
            : ORDER.filter((what) => counts[what]).map((what) => (
                <span key={what} className="since-count">
                  <b>{counts[what]}</b> {word("what", what)}
                </span>
              ))}
        </p>
        {total > 0 && (
          <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t("hide") : t("show")}
          </button>
        )}
      </header>
      {open && total > 0 && (
        <>
          <ul>
            {items.map((change) => (
              <li key={`${change.what}${change.thread}`}>
                <Link data-item href={threadHref(change.thread)}>
                  <span className={`what what-${slug(change.what)}`}>{word("happened", change.what)}</span>
                  <strong>{change.title}</strong>
                  <span className="since-details">{change.details.slice(0, 2).map(told).join(t("comma"))}</span>
                </Link>
              </li>
            ))}
          </ul>
          {total > items.length && (
            <p className="fine">
              <Link href={visit ? `/changes?since=${encodeURIComponent(visit.at)}` : "/changes"}>{t("since.all", { count: total })}</Link>
            </p>
          )}
        </>
      )}
    </section>
  );
}
