import { useEffect, useState } from "react";
import { t, word } from "../lib/i18n";
import type { Kind } from "../lib/types";
import { FieldsForm, useReview } from "./review";

interface Chosen { block: number; start: number; end: number; text: string }

/** Return where an end of the selection stands in its block, in UTF-16 units of the block's text. */
function offset(node: Node, at: number): { block: number; at: number } | null {
  const element = node instanceof Element ? node : node.parentElement;
  const piece = element?.closest<HTMLElement>("[data-at]");
  const block = element?.closest<HTMLElement>("[data-block]");
  if (!piece || !block) return null;
  return { block: Number(block.dataset.block), at: Number(piece.dataset.at) + (node instanceof Text ? at : 0) };
}

function chosen(): Chosen | null {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const start = offset(range.startContainer, range.startOffset);
  const end = offset(range.endContainer, range.endOffset);
  const text = selection.toString();
  if (!start || !end || start.block !== end.block || end.at <= start.at || !text.trim()) return null;
  return { block: start.block, start: start.at, end: end.at, text };
}

const KINDS: Kind[] = ["commitment", "event", "position", "figure", "assessment"];

/** Words of the document that a reader selects become a claim: its kind first, then its fields. */
export function AddClaim({ document: id }: { document: string }) {
  const [words, setWords] = useState<Chosen | null>(null);
  const [kind, setKind] = useState<Kind | null>(null);
  const review = useReview();
  useEffect(() => {
    const look = () => {
      if (!document.activeElement?.closest(".adding")) setWords((old) => chosen() ?? (kind ? old : null));
    };
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, [kind]);
  if (!words) return null;
  const close = () => {
    setWords(null);
    setKind(null);
    window.getSelection()?.removeAllRanges();
  };
  return (
    <section className="adding" aria-label={t("adding.label")}>
      <p className="words" dir="auto">
        {words.text}
      </p>
      {kind === null ? (
        <p className="row">
          <span className="fine">{t("adding.as")}</span>
          {KINDS.map((one) => (
            <button key={one} type="button" onMouseDown={(event) => event.preventDefault()} onClick={() => setKind(one)}>
              {word("kind", one)}
            </button>
          ))}
          <button type="button" className="quiet" onClick={close}>
            {t("cancel")}
          </button>
        </p>
      ) : (
        <FieldsForm
          kind={kind}
          values={{}}
          save={t("adding.save", { kind: word("kind", kind) })}
          onCancel={close}
          onSave={(fields) => {
            const { block, start, end } = words;
            void review.decide({ verb: "add", document: id, block, start, end, kind, fields }).then((made) => made && close());
          }}
        />
      )}
    </section>
  );
}
