// The API's answers, as `/api/openapi.json` describes them.

export type Days = (string | null)[];
export type Kind = "event" | "commitment" | "position" | "figure" | "assessment";

export interface Page<T> { total: number; offset: number; items: T[] }
export interface Named { id: string; name: string; type: string | null }
export interface Counted extends Named { count: number }
export interface Status {
  version: string; ledger: string; edition: string; now: string; documents: number; claims: number; threads: number;
  failures: number; behind: boolean; waiting: number; reviewer: string | null; published: Days;
}
export interface Quote {
  claim: string; document: string; source: string; tier: string; published: string | null; quote: string;
  start: number; end: number;
}
export interface LastMove { status: string; at: string | null; quote: string; claim: string; document: string; effect: string }
export interface Doubt { claim: string; confidence: number }
export interface BoardItem {
  thread: string; title: string; key: string; actors: Named[]; on: string; column: string; firmness: string;
  progress: string; since: string | null; due: Days | null; moved_due_from: Days | null; past_due: boolean;
  schedule: string; sources: number; tiers: string[]; beside: string[]; last_report: string | null; claims: number;
  named: boolean; doubt: Doubt | null; due_doubt: Doubt | null; moved: "new" | "moved" | null; was: string | null; last_move: LastMove | null;
}
export interface BoardColumn { column: string; total: number; moved: number; items: BoardItem[] }
export interface BoardAnswer { on: string; known: string | null; total: number; hidden: number; columns: BoardColumn[] }
export interface Facets {
  actors: Counted[]; keys: Counted[]; publishers: Counted[]; tiers: Counted[]; months: { month: string; moves: number }[];
}
export interface Change { what: string; thread: string; title: string; details: string[]; evidence: Quote[] }
export interface Changes extends Page<Change> { since: string | null; counts: Record<string, number> }
export interface Actor { id: string; role: string; surface: string; name: string }
export interface ClaimRecord {
  id: string; kind: Kind; document: { id: string; title: string | null; published: string | null; tier: string };
  evidence: { quote: string; start: number; end: number }[]; time: Days | null; factuality: string; said_by: string[];
  thread: string | null; repeat_of: string | null; confidence: number; extractor: string; frame: string;
  type?: string; place?: string[]; action?: string; subject?: string; status?: string; due?: Days | null;
  stance?: string; topic?: string; measure?: string; value?: number; high?: number | null; unit?: string;
  approximate?: boolean;
}
export interface Claim {
  record: ClaimRecord; source: string; quote: string; actors: Actor[]; about: Named[]; thread_title: string | null;
  why: string | null; effect: string | null; review: Verdict | null;
}
export interface Conflict {
  matter: string; reconciled: boolean; why: string; thread: string; title: string; one: Quote; other: Quote;
}
export interface Run { text: string; marked: boolean }
export interface Wording { before: Quote; after: Quote; change: string; why: string; runs_before: Run[]; runs_after: Run[] }
export interface ThreadRow { id: string; kind: Kind; title: string; key: string; claims: number; state: BoardItem | null }
export interface Thread {
  id: string; kind: Kind; title: string; key: string; about: Named | null; names: string[]; state: BoardItem | null;
  sources: number; claims: Page<Claim>; conflicts: Conflict[]; wordings: Wording[];
}
export interface DocumentRow {
  id: string; title: string | null; publisher: string | null; published: string | null; published_how: string;
  language: string; tier: string; path: string | null; url: string | null; source: string; cited: string;
  claims: Partial<Record<Kind, number>>;
}
export interface DocumentOut extends DocumentRow {
  author: string | null; encoding: string; media_type: string; paths: string[]; length: number; blocks: number; copies: string[];
}
export interface Mark { claim: string; kind: Kind; start: number; end: number }
export interface Block { n: number; role: string; start: number; text: string; gaps: [number, number][]; marks: Mark[] }
export interface Blocks extends Page<Block> { claims: Record<string, Claim> }
export interface Failure { path: string; fault: string; reason: string; at: string }
export interface SearchHit { document: string; cited: string; role: string; start: number; end: number; runs: Run[]; claims: string[] }
export interface SearchAnswer { names: Named[]; threads: ThreadRow[]; more: boolean; offset: number; items: SearchHit[] }
export interface DueItem {
  thread: string; title: string; due: Days; last_day: string; days: number; past_due: boolean; progress: string;
  firmness: string; last_report: string | null; doubt: Doubt | null; due_doubt: Doubt | null;
  evidence: Quote;
}
export interface DuePage extends Page<DueItem> { on: string; past: number }
export interface TimelineItem {
  start: string; end: string; known: string; kind: Kind; label: string; quote: string; claim: string;
  thread: string | null; document: string; sources: number; lanes: string[];
}
export interface TimelineAnswer {
  total: number; lanes: Counted[]; items: TimelineItem[]; buckets: { lane: string; start: string; count: number }[]; due: DueItem[];
}
export interface FigurePoint {
  measure: string; thread: string; value: number; high: number | null; unit: string; approximate: boolean;
  at_least: number | null; at_most: number | null; time: Days | null; sources: number; evidence: Quote;
}
export interface Stand {
  topic: string; thread: string; holder: string; state: string; channel: string; day: string | null; stance: string;
  time: Days | null; negated: boolean; strength: number | null; words: string[]; evidence: Quote;
}
export interface EntryRow extends Named { country: string | null; claims: number }
export interface Term {
  person: string; person_name: string | null; office: string; office_name: string | null; from: string | null;
  until: string | null; acting: boolean; sure: string;
}
export interface Tie {
  type: string; other: string; name: string | null; other_type: string | null; from: string | null; until: string | null;
  sure: string; disputed: string | null; documents: string[];
}
export interface Card {
  id: string; type: string; country: string | null; definition: string | null; sure: string; disputed: string | null;
  names: Record<string, string[]>; from: string | null; until: string | null; holders: Term[]; offices: Term[];
  seats: { office: string; name: string; holders: string[] }[]; relations: Tie[]; documents: string[] | null;
}
export interface EntryOut {
  id: string; name: string; card: Card | null; surfaces: string[]; labels: Record<string, Named>; threads: ThreadRow[];
  claims: number; meetings: Claim[];
}
export interface Edge {
  one: string; other: string; type: string; claims: number; kinds: string[]; since: string | null; until: string | null;
}
export interface Network {
  on: string; nodes: (Named & { country: string | null; weight: number })[]; edges: Edge[]; left_out: number;
}
export interface Place { start: number; end: number; claim: string | null }
export interface Comparison {
  before: string; after: string; documents: (string | null)[]; warnings: string[]; counts: Record<string, number>;
  clauses: {
    change: string; why: string; likeness: number; before: Run[]; after: Run[]; place_before: Place | null; place_after: Place | null;
  }[];
}
export interface ReadResult {
  name: string; outcome: "new" | "reread" | "known" | "failed"; document: string | null; claims: number; threads: number;
  message: string | null;
}
export interface Verdict {
  verdict: string | null; by: string | null; edited: boolean; added: boolean; private: boolean; important: boolean;
  changed: boolean; notes: number; verdicts: Record<string, string>;
}
export interface TrayItem { claim: Claim; weight: string; before: string; after: string }
export interface Tray { waiting: number; doubtful: number; items: TrayItem[] }
export interface Decided { id: string; verb: string; who: string; at: string }
