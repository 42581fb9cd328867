import { createContext, useContext, useState, type ReactNode } from "react";
import { address, Fault, post, tell } from "../lib/api";
import { t, word } from "../lib/i18n";
import type { Claim, Decided, Kind, Verdict } from "../lib/types";

/** What a reviewer says; see `POST /api/decisions`. */
export interface Said {
  verb: "accept" | "reject" | "edit" | "note" | "important" | "private" | "add";
  claim?: string; fields?: Record<string, string>; text?: string; on?: boolean; document?: string; block?: number;
  start?: number; end?: number; kind?: string;
}

interface Reviewing {
  who: string;
  rename: (who: string) => void;
  /** Store a decision; null where it could not be, which is shown. */
  decide: (said: Said) => Promise<Decided | null>;
  undo: () => Promise<boolean>;
}

const Context = createContext<Reviewing | null>(null);

export function useReview(): Reviewing {
  const found = useContext(Context);
  if (!found) throw new Error("no reviewer here");
  return found;
}

/** Keep who decides and what was decided last, and say so below with a way to take it back. */
export function Reviewer({ login, reload, children }: { login: string; reload: () => void; children: ReactNode }) {
  const [who, setWho] = useState(localStorage.getItem("communique.reviewer") ?? login);
  const [done, setDone] = useState<Decided[]>([]);
  const [said, say] = useState<{ text: string; fault?: boolean } | null>(null);
  const attempt = async (action: () => Promise<Decided>): Promise<Decided | null> => {
    try {
      const made = await action();
      reload();
      return made;
    } catch (fault) {
      say({ text: fault instanceof Fault && fault.code === "gone" ? t("gone.title") : (fault as Error).message, fault: true });
      return null;
    }
  };
  const decide = async (what: Said) => {
    const made = await attempt(() => tell<Decided>(address("/decisions"), { who, ...what }));
    if (made) {
      setDone((all) => [...all, made]);
      say({ text: t(`said.${what.verb}`, { who }) });
    }
    return made;
  };
  const undo = async () => {
    const last = done.at(-1);
    if (!last) return false;
    const made = await attempt(() => post<Decided>(address(`/decisions/${last.id}/undo`, { who })));
    if (made) {
      setDone((all) => all.slice(0, -1));
      say({ text: t("said.undo") });
    }
    return made !== null;
  };
  const rename = (name: string) => {
    localStorage.setItem("communique.reviewer", name);
    setWho(name);
  };
  return (
    <Context.Provider value={{ who, rename, decide, undo }}>
      {children}
      {said && (
        <div className={`toast${said.fault ? " late" : ""}`} role="status">
          <span>{said.text}</span>
          {!said.fault && done.length > 0 && (
            <button type="button" className="quiet" onClick={() => void undo()}>
              {t("review.undo")}
            </button>
          )}
          <button type="button" className="close" aria-label={t("close")} onClick={() => say(null)}>
            ×
          </button>
        </div>
      )}
    </Context.Provider>
  );
}

/** What reviewers have said, in a word each. */
export function VerdictLine({ of }: { of: Verdict | null }) {
  if (!of) return null;
  const said = Object.entries(of.verdicts).map(([who, verb]) => `${who}${t("colon")}${word("verdict", verb)}`);
  const marks = [of.important && t("review.is_important"), of.private && t("review.is_private"), of.changed && t("review.changed"), of.notes > 0 && t("review.notes", { count: of.notes })];
  const parts = [...said, ...marks.filter((one) => typeof one === "string")];
  return parts.length ? <p className={`verdict verdict-${of.verdict ?? "none"}`}>{parts.join(" · ")}</p> : null;
}

const CHOICES: Partial<Record<string, [string, string[]]>> = {
  status: ["status", ["proposed", "agreed", "reaffirmed", "under_way", "completed", "accelerated", "delayed", "expanded", "reduced", "suspended", "reversed"]],
  stance: ["stance", ["support", "oppose", "condemn", "concern", "welcome", "demand", "deny", "affirm", "no_position"]],
  factuality: ["factuality", ["actual", "planned", "possible", "conditional", "negated"]],
  type: ["event", ["meeting", "call", "visit", "statement", "agreement", "exercise", "deployment", "incursion", "incident", "protest", "establishment", "procurement", "investment", "sanction", "policy", "appointment", "conflict", "other"]],
};
const FIELDS: Record<Kind, string[]> = {
  event: ["type", "agents", "participants", "targets", "time", "factuality"],
  commitment: ["status", "agents", "targets", "time", "due", "factuality"],
  position: ["stance", "topic", "agents", "targets", "time"],
  figure: ["measure", "value", "high", "unit", "time"],
  assessment: ["agents", "time"],
};

const days = (value: (string | null)[] | null | undefined): string => (value ? (value[0] === value[1] ? (value[0] ?? "") : `${value[0] ?? ""}/${value[1] ?? ""}`) : "");

/** Return a claim's fields as a reviewer would write them. */
function written(claim: Claim): Record<string, string> {
  const r = claim.record;
  const of = (role: string) => claim.actors.filter((one) => one.role === role).map((one) => one.surface).join("、");
  return {
    type: r.type ?? "", status: r.status ?? "", stance: r.stance ?? "", factuality: r.factuality, topic: r.topic ?? "",
    measure: r.measure ?? "", value: r.value?.toString() ?? "", high: r.high?.toString() ?? "", unit: r.unit ?? "",
    time: days(r.time), due: days(r.due), agents: of("agent"), targets: of("target"), participants: of("participant"),
  };
}

interface FieldsProps { kind: Kind; values: Record<string, string>; onSave: (changed: Record<string, string>) => void; onCancel: () => void; save: string }

/** The fields of a kind of claim to be filled in; only those that were changed are handed on. */
export function FieldsForm({ kind, values, onSave, onCancel, save }: FieldsProps) {
  const [now, set] = useState(values);
  return (
    <form
      className="fields-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(Object.fromEntries(FIELDS[kind].filter((name) => (now[name] ?? "") !== (values[name] ?? "")).map((name) => [name, now[name] ?? ""])));
      }}
    >
      {FIELDS[kind].map((name) => {
        const choice = CHOICES[name];
        return (
          <label key={name} className="field">
            <span>{t(`field.${name}`)}</span>
            {choice ? (
              <select value={now[name] ?? ""} onChange={(event) => set({ ...now, [name]: event.target.value })}>
                {!now[name] && <option value="">—</option>}
                {choice[1].map((value) => (
                  <option key={value} value={value}>
                    {word(choice[0], value)}
                  </option>
                ))}
              </select>
            ) : (
              <input type="text" value={now[name] ?? ""} onChange={(event) => set({ ...now, [name]: event.target.value })} />
            )}
          </label>
        );
      })}
      <p className="row">
        <button type="submit">{save}</button>
        <button type="button" className="quiet" onClick={onCancel}>
          {t("cancel")}
        </button>
      </p>
    </form>
  );
}

/** Accept, reject, edit, mark, note: on the card of a claim. */
export function ReviewBar({ claim, onDone, keys = false }: { claim: Claim; onDone?: (verb: string) => void; keys?: boolean }) {
  const review = useReview();
  const [mode, setMode] = useState<"edit" | "note" | null>(null);
  const [text, setText] = useState("");
  const id = claim.record.id;
  const say = async (said: Said) => {
    if (await review.decide({ claim: id, ...said })) {
      setMode(null);
      onDone?.(said.verb);
    }
  };
  const hint = (key: string) => (keys ? <kbd aria-hidden="true">{key}</kbd> : null);
  return (
    <div className="review" role="group" aria-label={t("review.label")}>
      <VerdictLine of={claim.review} />
      <p className="row review-row">
        <button type="button" className="accept" onClick={() => void say({ verb: "accept" })}>
          {t("review.accept")} {hint("a")}
        </button>
        <button type="button" className="reject" onClick={() => void say({ verb: "reject" })}>
          {t("review.reject")} {hint("r")}
        </button>
        <button type="button" className="quiet edit" aria-expanded={mode === "edit"} onClick={() => setMode(mode === "edit" ? null : "edit")}>
          {t("review.edit")} {hint("e")}
        </button>
        <button type="button" className="quiet important" aria-pressed={claim.review?.important ?? false} onClick={() => void say({ verb: "important", on: !claim.review?.important })}>
          {t("review.important")} {hint("i")}
        </button>
        <button type="button" className="quiet private" aria-pressed={claim.review?.private ?? false} onClick={() => void say({ verb: "private", on: !claim.review?.private })}>
          {t("review.private")} {hint("p")}
        </button>
        <button type="button" className="quiet note" aria-expanded={mode === "note"} onClick={() => setMode(mode === "note" ? null : "note")}>
          {t("review.note")} {hint("n")}
        </button>
      </p>
      {mode === "edit" && <FieldsForm kind={claim.record.kind} values={written(claim)} save={t("review.save")} onSave={(fields) => void say({ verb: "edit", fields })} onCancel={() => setMode(null)} />}
      {mode === "note" && (
        <form
          className="fields-form"
          onSubmit={(event) => {
            event.preventDefault();
            void say({ verb: "note", text }).then(() => setText(""));
          }}
        >
          <label className="field">
            <span>{t("review.note")}</span>
            <textarea rows={3} value={text} onChange={(event) => setText(event.target.value)} />
          </label>
          <p className="row">
            <button type="submit" disabled={!text.trim()}>
              {t("review.save")}
            </button>
          </p>
        </form>
      )}
    </div>
  );
}

/** Who decides, to be changed in place. */
export function WhoField() {
  const { who, rename } = useReview();
  return (
    <label className="field">
      <span>{t("review.who")}</span>
      <input type="text" value={who} maxLength={100} onChange={(event) => rename(event.target.value)} />
    </label>
  );
}
