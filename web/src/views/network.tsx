import cytoscape, { type Core } from "cytoscape";
import { useEffect, useMemo, useRef, useState } from "react";
import { address, useApi } from "../lib/api";
import { number } from "../lib/format";
import { t, word } from "../lib/i18n";
import type { Claim, Edge, Network, Page } from "../lib/types";
import { entryHref, Link, usePlace } from "../lib/url";
import { ClaimRow } from "../parts/claim";
import { typeface, useTheme } from "../parts/theme";
import { Choice, Day, Empty, Head, More, Shown } from "../parts/ui";

export default function NetworkView() {
  const place = usePlace();
  const [on, focus] = [place.get("on"), place.get("focus")];
  const days = place.get("days") ?? "730";
  const found = useApi<Network>(address("/network", { on, focus, days, limit: window.innerWidth < 640 ? 24 : null }));
  return (
    <>
      <Head title={t("nav.network")} lead={t("network.lead")}>
        <Day label={t("clock.on")} value={on ?? ""} onChange={(value) => place.set({ on: value })} />
        <Choice label={t("network.days")} value={days} of={[["365", t("network.1y")], ["730", t("network.2y")], ["36500", t("network.ever")]]} onChange={(value) => place.set({ days: value })} />
        {focus && (
          <button type="button" className="quiet" onClick={() => place.set({ focus: null, edge: null })}>
            {t("network.whole")}
          </button>
        )}
      </Head>
      <Shown of={found}>
        {(data) =>
          data.edges.length === 0 ? (
            <Empty title={t("network.none")}>
              <p>{t("network.none_hint")}</p>
            </Empty>
          ) : (
            <Graph data={data} />
          )
        }
      </Shown>
    </>
  );
}

// cytoscape adds a style element unless one of this id is there; the page's policy allows none, and views.css has its rule
const SHEET = "__________cytoscape_stylesheet";
if (!document.getElementById(SHEET)) {
  const sheet = document.createElement("meta");
  sheet.id = SHEET;
  document.head.append(sheet);
}

const edgeKey = (edge: Edge) => `${edge.one}~${edge.other}~${edge.type}`;

function Graph({ data }: { data: Network }) {
  const place = usePlace();
  const names = useMemo(() => new Map(data.nodes.map((node) => [node.id, node.name])), [data]);
  const chosen = data.edges.find((edge) => edgeKey(edge) === place.get("edge"));
  const edges = useMemo(() => [...data.edges].sort((a, b) => b.claims - a.claims), [data]);
  const [count, setCount] = useState(30);
  return (
    <div className="network">
      <div className="graph-holder">
        <Canvas data={data} chosen={chosen ? edgeKey(chosen) : null} onEdge={(edge) => place.set({ edge })} onNode={(focus) => place.set({ focus, edge: null }, false)} />
        {data.left_out > 0 && <p className="fine">{t("network.left_out", { count: number(data.left_out) })}</p>}
      </div>
      <aside aria-label={t("network.edges")}>
        {chosen && <Evidence edge={chosen} names={names} onClose={() => place.set({ edge: null })} />}
        <h2>{t("network.edges")}</h2>
        <ul className="ties edges">
          {edges.slice(0, count).map((edge) => (
            <li key={edgeKey(edge)}>
              <button type="button" data-item aria-pressed={edge === chosen} onClick={() => place.set({ edge: edgeKey(edge) })}>
                {names.get(edge.one)} {edge.type === "claims" ? "—" : "→"} {names.get(edge.other)}
                <small>{edge.type === "claims" ? t("claims", { count: edge.claims }) : word("relation", edge.type)}</small>
              </button>
            </li>
          ))}
        </ul>
        <More shown={Math.min(count, edges.length)} total={edges.length} onMore={() => setCount(count + 60)} />
      </aside>
    </div>
  );
}

/** The claims that name both ends; of a relation of the register its type and dates as well. */
function Evidence({ edge, names, onClose }: { edge: Edge; names: Map<string, string>; onClose: () => void }) {
  const [limit, setLimit] = useState(12);
  const found = useApi<Page<Claim>>(address("/claims", { actor: edge.one, other: edge.other, limit }));
  return (
    <section className="evidence" aria-live="polite">
      <header>
        <h2>
          <Link href={entryHref(edge.one)}>{names.get(edge.one)}</Link> {edge.type === "claims" ? "—" : "→"} <Link href={entryHref(edge.other)}>{names.get(edge.other)}</Link>
        </h2>
        <button type="button" className="close" aria-label={t("close")} onClick={onClose}>
          ×
        </button>
      </header>
      {edge.type !== "claims" && (
        <p>
          {word("relation", edge.type)} {edge.since || edge.until ? `${edge.since ?? "?"} – ${edge.until ?? ""}` : ""}
        </p>
      )}
      <Shown of={found}>
        {(data) =>
          data.total === 0 ? (
            <p className="fine">{t("network.no_claims")}</p>
          ) : (
            <>
              <ol className="claim-rows">
                {data.items.map((claim) => (
                  <ClaimRow key={claim.record.id} claim={claim} />
                ))}
              </ol>
              <More shown={data.items.length} total={data.total} onMore={() => setLimit(limit + 30)} />
            </>
          )
        }
      </Shown>
    </section>
  );
}

interface CanvasProps { data: Network; chosen: string | null; onEdge: (key: string) => void; onNode: (id: string) => void }

function Canvas({ data, chosen, onEdge, onNode }: CanvasProps) {
  const holder = useRef<HTMLDivElement>(null);
  const graph = useRef<Core | null>(null);
  const theme = useTheme();
  const calls = useRef({ onEdge, onNode });
  calls.current = { onEdge, onNode };
  useEffect(() => {
    if (!holder.current) return;
    const style = getComputedStyle(document.documentElement);
    const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
    const most = Math.max(1, ...data.nodes.map((node) => node.weight));
    const busiest = Math.max(1, ...data.edges.map((edge) => edge.claims));
    const made = cytoscape({
      container: holder.current,
      elements: [
        ...data.nodes.map((node) => ({ data: { id: node.id, label: node.name, size: 14 + 34 * Math.sqrt(node.weight / most), type: node.type ?? "actor" } })),
        ...data.edges.map((edge) => ({ data: { id: edgeKey(edge), source: edge.one, target: edge.other, width: edge.type === "claims" ? 1 + 5 * (edge.claims / busiest) : 1.2, kind: edge.type } })),
      ],
      style: [
        { selector: "node", style: { label: "data(label)", width: "data(size)", height: "data(size)", "background-color": of("accent-soft"), "border-width": 1.5, "border-color": of("accent"), color: of("ink"), "font-size": 22, "font-family": typeface(), "text-valign": "bottom", "text-margin-y": 4, "text-outline-width": 2.5, "text-outline-color": of("ground"), "text-max-width": "190px", "text-wrap": "ellipsis", "min-zoomed-font-size": 8 } },
        { selector: 'node[type = "state"], node[type = "territory"]', style: { "background-color": of("accent"), "font-weight": 700, "font-size": 26 } },
        { selector: 'node[type = "person"]', style: { shape: "ellipse", "background-color": of("k-event-soft"), "border-color": of("k-event") } },
        { selector: 'node[type = "body"], node[type = "organisation"], node[type = "office"]', style: { shape: "round-rectangle" } },
        { selector: "edge", style: { width: "data(width)", "line-color": of("line-strong"), "curve-style": "bezier", opacity: 0.75 } },
        { selector: 'edge[kind != "claims"]', style: { "line-style": "dashed", "line-color": of("k-position"), "target-arrow-shape": "triangle", "target-arrow-color": of("k-position"), "arrow-scale": 0.7 } },
        { selector: "edge.chosen", style: { "line-color": of("late"), opacity: 1, width: 5 } },
      ],
      layout: { name: "cose", animate: false, randomize: false, nodeRepulsion: () => 30000, idealEdgeLength: () => 70, nodeOverlap: 20, nodeDimensionsIncludeLabels: true, padding: 24, numIter: 600 },
      minZoom: 0.2,
      maxZoom: 3,
    });
    made.on("tap", "edge", (event) => calls.current.onEdge(event.target.id()));
    made.on("tap", "node", (event) => calls.current.onNode(event.target.id()));
    graph.current = made;
    const size = new ResizeObserver(() => {
      made.resize();
      made.fit(undefined, 24);
    });
    size.observe(holder.current);
    return () => {
      size.disconnect();
      made.destroy();
    };
  }, [data, theme]);
  useEffect(() => {
    graph.current?.edges().removeClass("chosen");
    if (chosen) graph.current?.getElementById(chosen).addClass("chosen");
  }, [chosen, data, theme]);
  return <div ref={holder} className="graph" role="img" aria-label={t("network.graph", { nodes: data.nodes.length, edges: data.edges.length })} />;
}
