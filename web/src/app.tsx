import { Component, lazy, Suspense, useEffect, useRef, useState, type ReactNode } from "react";
import { address, Fault, forget, useFresh } from "./lib/api";
import { LANGUAGES, language, speak, t, type Language } from "./lib/i18n";
import { step, useKeys } from "./lib/keys";
import type { Status } from "./lib/types";
import { go, Link, usePlace } from "./lib/url";
import { Reviewer } from "./parts/review";
import { chooseTheme, chosenTheme } from "./parts/theme";
import { Empty, FaultBox, Loading } from "./parts/ui";

const views: Record<string, React.LazyExoticComponent<React.ComponentType<ViewProps>>> = {
  "": lazy(() => import("./views/board")),
  changes: lazy(() => import("./views/changes")),
  timeline: lazy(() => import("./views/timeline")),
  due: lazy(() => import("./views/due")),
  conflicts: lazy(() => import("./views/conflicts")),
  thread: lazy(() => import("./views/thread")),
  document: lazy(() => import("./views/reader")),
  search: lazy(() => import("./views/search")),
  sources: lazy(() => import("./views/sources")),
  positions: lazy(() => import("./views/positions")),
  figures: lazy(() => import("./views/figures")),
  compare: lazy(() => import("./views/compare")),
  register: lazy(() => import("./views/register")),
  network: lazy(() => import("./views/network")),
  tray: lazy(() => import("./views/tray")),
  read: lazy(() => import("./views/read")),
};

export interface ViewProps { id: string | null; status: Status; reload: () => void }

const GROUPS: [string, string[]][] = [
  ["nav.ledger", ["", "changes", "timeline", "due", "conflicts"]],
  ["nav.analysis", ["positions", "figures", "compare", "register", "network"]],
  ["nav.evidence", ["search", "sources", "tray", "read"]],
];
const ICONS: Record<string, string> = {
  "": "M2 3h3v10H2zM6.5 3h3v7h-3zM11 3h3v5h-3z",
  changes: "M2 8h3l2-5 3 10 2-5h2",
  timeline: "M2 5h7M5 8h8M3 11h6",
  due: "M3 4h10v9H3zM3 7h10M6 2v3M10 2v3",
  conflicts: "M3 8h10M6 5L3 8l3 3M10 5l3 3-3 3",
  positions: "M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z",
  figures: "M2 13V3M2 13h12M4 10l3-3 2 2 4-5",
  compare: "M3 3h4v10H3zM9 3h4v10H9z",
  register: "M4 2h9v12H4a1.5 1.5 0 010-3h9M4 2v9",
  network: "M4 4l8 3-5 6zM4 4h.01M12 7h.01M7 13h.01",
  search: "M7 2.5a4.5 4.5 0 110 9 4.5 4.5 0 010-9zM10.5 10.5L14 14",
  sources: "M4 2h6l2.5 2.5V14H4zM6 7h5M6 10h5",
  tray: "M2 9l2.5-6h7L14 9v4H2zM2 9h3.5l1 2h3l1-2H14",
  read: "M8 2v8M5 7l3 3 3-3M2 13h12",
  more: "M3 5h10M3 8h10M3 11h10",
};
const Icon = ({ name }: { name: string }) => (
  <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d={ICONS[name]} />
  </svg>
);
const href = (name: string) => `/${name}`;
const title = (name: string) => t(`nav.${name || "board"}`);

class Safe extends Component<{ children: ReactNode; at: string }, { fault: Error | null; at: string }> {
  override state = { fault: null as Error | null, at: this.props.at };
  static getDerivedStateFromError(fault: Error) {
    return { fault };
  }
  static getDerivedStateFromProps(props: { at: string }, state: { fault: Error | null; at: string }) {
    return props.at === state.at ? null : { fault: null, at: props.at };
  }
  override render() {
    if (!this.state.fault) return this.props.children;
    // a view's code that does not come is a server that does not answer
    if (/import|module|fetch|preload/i.test(this.state.fault.message)) {
      return <FaultBox fault={new Fault("gone", "")} again={() => location.reload()} />;
    }
    return (
      <Empty title={t("fault.title")}>
        <p>{this.state.fault.message}</p>
        <button type="button" onClick={() => location.reload()}>
          {t("again")}
        </button>
      </Empty>
    );
  }
}

function SearchBox() {
  const place = usePlace();
  const input = useRef<HTMLInputElement>(null);
  const asked = place.path === "/search" ? (place.get("q") ?? "") : "";
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = asked;
  }, [asked]);
  return (
    <form
      role="search"
      className="top-search"
      onSubmit={(event) => {
        event.preventDefault();
        const words = input.current?.value.trim() ?? "";
        if (words) go(`/search?q=${encodeURIComponent(words)}`);
        input.current?.blur();
      }}
    >
      <Icon name="search" />
      <input ref={input} id="search" type="search" defaultValue={asked} aria-label={t("search.label")} placeholder={t("search.placeholder")} />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}

function Preferences({ onLanguage, onGone }: { onLanguage: () => void; onGone: () => void }) {
  const [theme, setTheme] = useState(chosenTheme());
  return (
    <div className="preferences">
      <label>
        <span className="visually-hidden">{t("language")}</span>
        <select
          value={language()}
          onChange={async (event) => {
            const next = event.target.value as Language;
            localStorage.setItem("communique.language", next);
            try {
              await speak(next);
            } catch {
              onGone();
              return;
            }
            onLanguage();
          }}
        >
          {Object.entries(LANGUAGES).map(([tag, name]) => (
            <option key={tag} value={tag} lang={tag}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="visually-hidden">{t("theme")}</span>
        <select
          value={theme}
          onChange={(event) => {
            setTheme(event.target.value);
            chooseTheme(event.target.value);
          }}
        >
          {["auto", "light", "dark"].map((name) => (
            <option key={name} value={name}>
              {t(`theme.${name}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

const Keys = ({ of }: { of: string[][] }) => (
  <dl>
    {of.map(([key, name]) => (
      <div key={key}>
        <dt>
          <kbd>{key}</kbd>
        </dt>
        <dd>{t(name as string)}</dd>
      </div>
    ))}
  </dl>
);

function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  const rows = [["/", "help.search"], ["j", "help.next"], ["k", "help.previous"], ["Enter", "help.open"], ["b", "help.board"], ["t", "help.timeline"], ["d", "help.due"], ["?", "help.help"], ["Esc", "help.close"]];
  const inTray = [["a", "review.accept"], ["r", "review.reject"], ["e", "review.edit"], ["i", "review.important"], ["p", "review.private"], ["n", "review.note"], ["s", "tray.skip"], ["u", "review.undo"]];
  return (
    <dialog ref={dialog} className="help" onClose={onClose} aria-labelledby="help-title">
      <h2 id="help-title">{t("help.title")}</h2>
      <Keys of={rows} />
      <h3>{t("nav.tray")}</h3>
      <Keys of={inTray} />
      <form method="dialog">
        <button>{t("close")}</button>
      </form>
    </dialog>
  );
}

export function App() {
  const place = usePlace();
  const [, redraw] = useState(0);
  const [help, setHelp] = useState(false);
  const [menu, setMenu] = useState(false);
  const [gone, setGone] = useState(false);
  const [turn, setTurn] = useState(0);
  const status = useFresh<Status>(address("/status"), `${place.path} ${turn}`);
  const [name = "", id = null] = place.path.slice(1).split("/").map(decodeURIComponent);
  const View = views[name];
  const edition = useRef<string | null>(null);
  const reload = () => {
    edition.current = null;
    forget();
    setTurn((n) => n + 1);
  };
  useEffect(() => {
    const now = status.data?.edition ?? null;
    if (now !== null && edition.current !== null && now !== edition.current) forget();
    if (now !== null) edition.current = now;
  }, [status.data]);
  useEffect(() => setMenu(false), [place.path]);
  useKeys({
    "/": (event) => {
      event.preventDefault();
      document.getElementById("search")?.focus();
    },
    "?": () => setHelp(true),
    j: () => step(1),
    k: () => step(-1),
    b: () => go("/"),
    t: () => go("/timeline"),
    d: () => go("/due"),
    Escape: () => setMenu(false),
  });
  const item = (one: string) => (
    <Link key={one} href={href(one)} aria-current={name === one || (one === "register" && name === "register") ? "page" : undefined}>
      <Icon name={one} />
      <span>{title(one)}</span>
      {one === "tray" && status.data && status.data.waiting > 0 && <b className="rail-count">{status.data.waiting}</b>}
    </Link>
  );
  const preferences = { onLanguage: () => redraw((n) => n + 1), onGone: () => setGone(true) };
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <header className="top">
        <Link href="/" className="brand">
          <img src="/icon.svg" alt="" width="26" height="26" />
          <span>communique</span>
        </Link>
        <SearchBox />
        <Preferences {...preferences} />
        <button type="button" className="help-button" aria-label={t("help.title")} onClick={() => setHelp(true)}>
          ?
        </button>
      </header>
      <nav className={`rail${menu ? " open" : ""}`} aria-label={t("nav.label")}>
        {GROUPS.map(([group, names]) => (
          <div key={group}>
            <p>{t(group)}</p>
            {names.map(item)}
          </div>
        ))}
        <Preferences {...preferences} />
        {status.data && (
          <p className="rail-foot" title={status.data.ledger}>
            {t("rail.size", { documents: status.data.documents, claims: status.data.claims })}
          </p>
        )}
      </nav>
      <main id="main" tabIndex={-1} key={language()}>
        {status.data?.behind && <p className="notice">{t("behind")}</p>}
        {gone ? (
          <FaultBox fault={new Fault("gone", "")} again={() => location.reload()} />
        ) : status.fault ? (
          <FaultBox fault={status.fault} again={status.again} />
        ) : !status.data ? (
          <Loading />
        ) : !View ? (
          <Empty title={t("missing.title")}>
            <Link href="/">{t("nav.board")}</Link>
          </Empty>
        ) : status.data.documents === 0 && name !== "read" ? (
          <EmptyLedger />
        ) : (
          <Safe at={place.path}>
            <Reviewer login={status.data.reviewer ?? ""} reload={reload}>
              <Suspense fallback={<Loading />}>
                <View key={`${name}/${id}`} id={id} status={status.data} reload={reload} />
              </Suspense>
            </Reviewer>
          </Safe>
        )}
      </main>
      <nav className="tabs" aria-label={t("nav.short")}>
        {["", "timeline", "due", "search"].map(item)}
        <button type="button" aria-expanded={menu} onClick={() => setMenu(!menu)}>
          <Icon name="more" />
          <span>{t("nav.more")}</span>
        </button>
      </nav>
      <Help open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

function EmptyLedger() {
  return (
    <Empty title={t("empty.ledger")}>
      <p>{t("empty.ledger_hint")}</p>
      <p>
        <Link className="button" href="/read">
          {t("nav.read")}
        </Link>
      </p>
      <pre>communique read statement.txt news/</pre>
    </Empty>
  );
}
