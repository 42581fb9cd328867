import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { language } from "./i18n";

/** What went wrong: `gone` means that the server does not answer at all. */
export class Fault extends Error {
  constructor(readonly code: string, message: string, readonly status = 0) {
    super(message);
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

/** Return an endpoint's address with its query; empty values are left out. */
export function address(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "" && value !== false) params.set(name, String(value));
  }
  params.set("lang", language());
  return `/api${path}?${params}`;
}

async function answer(response: Response): Promise<unknown> {
  if (response.ok) return response.json();
  let told: { error?: string; message?: string } = {};
  try {
    told = await response.json();
  } catch {
    // an answer without JSON is described by its status alone
  }
  throw new Fault(told.error ?? "http", told.message ?? `HTTP ${response.status}`, response.status);
}

async function request(url: string, init?: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === "AbortError") throw fault;
    throw new Fault("gone", "");
  }
  return answer(response);
}

export const get = <T>(url: string, signal?: AbortSignal): Promise<T> => request(url, { signal }) as Promise<T>;

/** Send bytes to be read. */
export const send = <T>(url: string, body: Blob): Promise<T> =>
  request(url, { method: "POST", body, headers: { "Content-Type": "application/octet-stream" } }) as Promise<T>;

/** Send what a reviewer says. */
export const tell = <T>(url: string, body: unknown): Promise<T> =>
  request(url, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }) as Promise<T>;

export const post = <T>(url: string): Promise<T> => request(url, { method: "POST" }) as Promise<T>;

export interface Loaded<T> {
  data: T | undefined;
  fault: Fault | undefined;
  busy: boolean;
  again: () => void;
}

const kept = new Map<string, unknown>();
const MOST = 60;
let forgotten = 0;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Forget answers, and ask again for those that are on the page: the ledger has changed. */
export function forget(): void {
  kept.clear();
  forgotten += 1;
  for (const listener of listeners) listener();
}

/** Load an address; while the next one loads, the answer of the one before stays. `null` loads nothing. */
export function useApi<T>(url: string | null): Loaded<T> {
  const ledger = useSyncExternalStore(subscribe, () => forgotten);
  const [state, set] = useState<{ url: string | null; data?: T; fault?: Fault }>(() => ({
    url,
    data: url !== null ? (kept.get(url) as T | undefined) : undefined,
  }));
  const [turn, setTurn] = useState(0);
  const [busy, setBusy] = useState(false);
  const last = useRef<T | undefined>(state.data);
  useEffect(() => {
    if (url === null) return;
    const known = kept.get(url) as T | undefined;
    if (known !== undefined) {
      last.current = known;
      set({ url, data: known });
      return;
    }
    const abort = new AbortController();
    setBusy(true);
    get<T>(url, abort.signal)
      .then((data) => {
        if (kept.size > MOST) kept.delete(kept.keys().next().value as string);
        kept.set(url, data);
        last.current = data;
        set({ url, data });
        setBusy(false);
      })
      .catch((fault: unknown) => {
        if (abort.signal.aborted) return;
        set({ url, data: undefined, fault: fault instanceof Fault ? fault : new Fault("page", String(fault)) });
        setBusy(false);
      });
    return () => abort.abort();
  }, [url, turn, ledger]);
  const again = () => setTurn((n) => n + 1);
  return { data: state.fault && state.url === url ? undefined : (state.data ?? last.current), fault: state.url === url ? state.fault : undefined, busy, again };
}

/** Load an address whenever `visit` changes, and never from what is kept: is the server there, has the ledger changed? */
export function useFresh<T>(url: string, visit: string): Loaded<T> {
  const [state, set] = useState<{ data?: T; fault?: Fault }>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    get<T>(url, abort.signal)
      .then((data) => set({ data }))
      .catch((fault: unknown) => {
        if (!abort.signal.aborted) set((old) => ({ ...old, fault: fault instanceof Fault ? fault : new Fault("page", String(fault)) }));
      });
    return () => abort.abort();
  }, [url, visit, turn]);
  return { ...state, data: state.data, fault: state.fault, busy: false, again: () => setTurn((n) => n + 1) };
}
