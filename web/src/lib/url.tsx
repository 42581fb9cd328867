import { useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from "react";

// The address is the state: a view reads its parameters from it and writes them back, so that it can be shared.

const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

interface Entry { id: number; from?: string; label?: string }
let count = 0;

function entry(): Entry {
  return (history.state as Entry | null) ?? { id: 0 };
}

function remember(): void {
  sessionStorage.setItem(`scroll.${entry().id}`, String(window.scrollY));
}

if (typeof window !== "undefined") {
  history.scrollRestoration = "manual";
  count = entry().id;
  window.addEventListener("popstate", () => {
    tell();
    restore();
  });
  window.addEventListener("pagehide", remember);
  let waiting = 0;
  window.addEventListener("scroll", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(remember, 120);
  });
}

/** Scroll to where the reader was on this page, as soon as it is long enough again. */
function restore(): void {
  const wanted = Number(sessionStorage.getItem(`scroll.${entry().id}`) ?? 0);
  const began = performance.now();
  const attempt = () => {
    const room = document.documentElement.scrollHeight - window.innerHeight;
    if (room >= wanted || performance.now() - began > 1500) window.scrollTo(0, wanted);
    else requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
}

/** Go to an address of this application; the page it came from is remembered for the way back. */
export function go(href: string, options: { replace?: boolean; label?: string } = {}): void {
  remember();
  const from = location.pathname + location.search;
  if (options.replace) {
    history.replaceState(entry(), "", href);
  } else {
    count += 1;
    history.pushState({ id: count, from, label: options.label ?? document.title } satisfies Entry, "", href);
  }
  tell();
  if (!options.replace && new URL(href, location.href).pathname !== new URL(from, location.href).pathname) {
    window.scrollTo(0, 0);
  }
}

/** Where this page was come to from, if from within. */
export function cameFrom(): { href: string; label: string } | null {
  const { from, label } = entry();
  return from ? { href: from, label: label ?? from } : null;
}

const snapshot = () => location.pathname + location.search;
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export interface Place {
  path: string;
  get: (name: string) => string | null;
  /** Set parameters (null removes one); `replace` makes no step in the history. */
  set: (values: Record<string, string | number | null | undefined>, replace?: boolean) => void;
  href: string;
}

export function usePlace(): Place {
  const href = useSyncExternalStore(subscribe, snapshot);
  const url = new URL(href, location.origin);
  return {
    href,
    path: url.pathname,
    get: (name) => url.searchParams.get(name),
    set: (values, replace = true) => {
      const next = new URL(location.href);
      for (const [name, value] of Object.entries(values)) {
        if (value === null || value === undefined || value === "") next.searchParams.delete(name);
        else next.searchParams.set(name, String(value));
      }
      go(next.pathname + next.search, { replace });
    },
  };
}

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string };

/** An anchor that stays inside the application; opening it in a new tab works as ever. */
export function Link({ href, onClick, ...rest }: LinkProps) {
  const click = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(href);
  };
  return <a href={href} onClick={click} {...rest} />;
}

export const threadHref = (id: string, clocks: { on?: string | null; known?: string | null } = {}): string => {
  const params = new URLSearchParams();
  if (clocks.on) params.set("on", clocks.on);
  if (clocks.known) params.set("known", clocks.known);
  const query = params.toString();
  return `/thread/${encodeURIComponent(id)}${query ? `?${query}` : ""}`;
};
export const placeHref = (document: string, claim?: string): string =>
  `/document/${document}${claim ? `?claim=${encodeURIComponent(claim)}` : ""}`;
/** The way to words that are no claim: from one code point of the document's text to another. */
export const spanHref = (document: string, start: number, end: number): string => `/document/${document}?words=${start}-${end}`;
export const entryHref = (id: string): string => `/register/${encodeURIComponent(id)}`;
