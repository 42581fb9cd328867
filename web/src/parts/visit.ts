// When a reader was here last: the board begins with what changed since then.

interface Visit { at: string; edition: string }

const key = (ledger: string) => `communique.visit.${ledger}`;

/** Return the visit before this one, and note this one. A visit lasts as long as the browser's tab. */
export function lastVisit(ledger: string, now: string, edition: string): Visit | null {
  const session = `${key(ledger)}.before`;
  let before = sessionStorage.getItem(session);
  if (before === null) {
    before = localStorage.getItem(key(ledger)) ?? "";
    sessionStorage.setItem(session, before);
  }
  localStorage.setItem(key(ledger), JSON.stringify({ at: now, edition } satisfies Visit));
  try {
    return before ? (JSON.parse(before) as Visit) : null;
  } catch {
    return null;
  }
}
