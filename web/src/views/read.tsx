import { useRef, useState, type DragEvent } from "react";
import type { ViewProps } from "../app";
import { address, Fault, post, send, useApi } from "../lib/api";
import { t, word } from "../lib/i18n";
import type { Claim, Page, ReadResult, Status } from "../lib/types";
import { Link } from "../lib/url";
import { ClaimRow } from "../parts/claim";
import { Day, Head, Select } from "../parts/ui";

interface Job { name: string; state: "waiting" | "reading" | ReadResult["outcome"]; result?: ReadResult; message?: string }
const TAKEN = ".txt,.md,.markdown,.html,.htm,.xhtml,.pdf,.docx,.eml";
const TIERS = ["official", "official_translation", "report", "commentary", "unknown"];

export default function Read({ reload }: ViewProps) {
  const [jobs, setJobs] = useState<Job[]>([]);
  const [over, setOver] = useState(false);
  const [facts, setFacts] = useState<{ published: string | null; publisher: string; tier: string | null }>({ published: null, publisher: "", tier: null });
  const [text, setText] = useState("");
  const [linking, setLinking] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const busy = linking || jobs.some((job) => job.state === "waiting" || job.state === "reading");

  const update = (at: number, change: Partial<Job>) => setJobs((all) => all.map((job, n) => (n === at ? { ...job, ...change } : job)));

  /** Send the files one after the other, so that each one's outcome shows; then put all claims on threads. */
  const read = async (files: { name: string; body: Blob }[]) => {
    if (!files.length || busy) return;
    setJobs(files.map((file) => ({ name: file.name, state: "waiting" })));
    for (const [n, file] of files.entries()) {
      update(n, { state: "reading" });
      try {
        const query = { name: file.name, published: facts.published, publisher: facts.publisher, tier: facts.tier };
        const result = await send<ReadResult>(`${address("/read", query)}&finish=false`, file.body);
        update(n, { state: result.outcome, result, message: result.message ?? undefined });
      } catch (fault) {
        const gone = fault instanceof Fault && fault.code === "gone";
        update(n, { state: "failed", message: gone ? t("gone.hint") : (fault as Error).message });
      }
    }
    setLinking(true);
    try {
      await post<Status>(address("/link"));
    } finally {
      setLinking(false);
      reload();
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void read([...event.dataTransfer.files].map((file) => ({ name: file.name, body: file })));
  };
  const done = jobs.filter((job) => !["waiting", "reading"].includes(job.state)).length;
  return (
    <>
      <Head title={t("nav.read")} lead={t("read.lead")} />
      <div className="read">
        <div
          className={`drop${over ? " over" : ""}`}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <p className="empty-title">{t("read.drop")}</p>
          <p className="fine">{t("read.types")}</p>
          <input
            ref={picker}
            type="file"
            multiple
            accept={TAKEN}
            className="visually-hidden"
            tabIndex={-1}
            aria-label={t("read.choose")}
            onChange={(event) => {
              void read([...(event.target.files ?? [])].map((file) => ({ name: file.name, body: file })));
              event.target.value = "";
            }}
          />
          <button type="button" disabled={busy} onClick={() => picker.current?.click()}>
            {t("read.choose")}
          </button>
        </div>
        <form
          className="paste"
          onSubmit={(event) => {
            event.preventDefault();
            const first = text.trim().split("\n")[0]?.slice(0, 40).replace(/[\\/:*?"<>|.]/g, " ").trim();
            void read([{ name: `${first || t("read.pasted")}.txt`, body: new Blob([text]) }]).then(() => setText(""));
          }}
        >
          <label htmlFor="pasted">{t("read.paste")}</label>
          <textarea id="pasted" rows={7} value={text} onChange={(event) => setText(event.target.value)} placeholder={t("read.placeholder")} dir="auto" />
          <button type="submit" disabled={busy || !text.trim()}>
            {t("read.go")}
          </button>
        </form>
        <fieldset className="filters">
          <legend>{t("read.facts")}</legend>
          <Day label={t("sources.published")} value={facts.published ?? ""} onChange={(published) => setFacts({ ...facts, published })} />
          <label className="field">
            <span>{t("filter.publisher")}</span>
            <input type="text" value={facts.publisher} onChange={(event) => setFacts({ ...facts, publisher: event.target.value })} />
          </label>
          <Select label={t("filter.tier")} any={t("read.itself")} value={facts.tier ?? ""} of={TIERS.map((one) => ({ value: one, name: word("tier", one) }))} onChange={(tier) => setFacts({ ...facts, tier })} />
        </fieldset>
      </div>
      {jobs.length > 0 && (
        <section className="section" aria-live="polite">
          <h2>{busy ? t("read.progress", { done, all: jobs.length }) : t("read.done")}</h2>
          <progress max={jobs.length + 1} value={linking ? jobs.length : busy ? done : jobs.length + 1} aria-label={t("read.progress", { done, all: jobs.length })} />
          {linking && <p className="fine">{t("read.linking")}</p>}
          <ol className="jobs">
            {jobs.map((job, n) => (
              <li key={n} className={`job-${job.state}`}>
                <span className="row">
                  <strong dir="auto">{job.name}</strong>
                  <span className="badge">{t(`read.${job.state}`)}</span>
                  {job.result?.document && <Link href={`/document/${job.result.document}`}>{t("claims", { count: job.result.claims })}</Link>}
                </span>
                {job.message && <p className="fine">{job.message}</p>}
                {!busy && job.result?.document && job.state !== "known" && <NewClaims document={job.result.document} />}
              </li>
            ))}
          </ol>
          {!busy && (
            <p className="row">
              <Link className="button" href="/changes">
                {t("read.changes")}
              </Link>
              <Link href="/">{t("nav.board")}</Link>
            </p>
          )}
        </section>
      )}
    </>
  );
}

function NewClaims({ document }: { document: string }) {
  const found = useApi<Page<Claim>>(address("/claims", { document, limit: 6 }));
  if (!found.data) return null;
  return (
    <ol className="claim-rows">
      {found.data.items.map((claim) => (
        <ClaimRow key={claim.record.id} claim={claim} />
      ))}
    </ol>
  );
}
