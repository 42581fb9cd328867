"""Fit the weights by which candidates become claims: ``python tools/fit_weights.py [--folds 5] [--write]``.

Reads the annotated texts (the project's own rules half and sample, and the real documents of ``../shared`` where they
lie), labels every candidate by the scorer's own matching, fits an L2-regularised logistic model a kind, and chooses
the threshold with the best F1 in cross-validation by document. ``--write`` stores the result beside the pack.
The held half of the corpus is never read here.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from communique.extraction import document_candidates
from communique.extraction.building import Builder
from communique.ingest.dating import infer_date
from communique.model import Document
from communique.packs import load_pack
from communique.reading import read_path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
KINDS = ("event", "commitment", "position", "figure", "assessment")
SETS = (
    (SHARED / "seeds", SHARED / "gold"),
    (ROOT / "tests/corpus/rules", ROOT / "tests/corpus/rules/gold"),
    (ROOT / "src/communique/sample/documents", ROOT / "tests/corpus/sample/gold"),
)


def scorer() -> Any:
    """Load the scorer as a module, so that labels are given by the very matching that judges."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "score" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def labelled() -> list[dict[str, Any]]:
    """Return every candidate with its document, kind, features and label (1, 0, or None where gold is optional)."""
    score, pack = scorer(), load_pack()
    rows: list[dict[str, Any]] = []
    for texts, golds in SETS:
        for gold_path in sorted(golds.glob("*.jsonl")):
            path = next(p for p in sorted(texts.iterdir()) if p.stem.split("_")[0] == gold_path.stem)
            raw = path.read_text(encoding="utf-8")
            squeezed, origins = score.squeeze(raw)
            gold = [json.loads(line) for line in gold_path.read_text(encoding="utf-8").splitlines() if line.strip()]
            spans: dict[str, list[tuple[int, int, dict[str, Any]]]] = defaultdict(list)
            for claim in gold:
                at = raw.find(claim["evidence"])
                left = int(np.searchsorted(origins, at))
                right = int(np.searchsorted(origins, at + len(claim["evidence"])))
                spans[claim["kind"]].append((left, right, claim))
            document = dated(path)
            builder = Builder(document, pack)
            for candidate in document_candidates(document, pack):
                built = builder.build(candidate)
                if built is None:
                    continue
                start, end = built.start, built.end
                if len(document.text) != len(raw):
                    raise SystemExit(f"{path}: offsets of the frozen text are not those of the file")
                left, right = int(np.searchsorted(origins, start)), int(np.searchsorted(origins, end))
                rows.append(label(candidate, built, spans[candidate.kind], left, right, gold_path.stem))
    return rows


def dated(path: Path) -> Document:
    """Read a text and date it as the ledger does where it does not say when it was published."""
    document = read_path(path)
    if document.published is None:
        document = replace(document, published=infer_date(document, date.today()))
    return document


def label(candidate: Any, built: Any, golds: list[Any], left: int, right: int, doc: str) -> dict[str, Any]:
    """Label one candidate by the gold claims of its kind that share its evidence."""
    required = optional = False
    for start, end, claim in golds:
        part = min(right, end) - max(left, start)
        if part < 0.5 * max(1, min(right - left, end - start)):
            continue
        if candidate.kind == "event" and claim["type"] != built.type.value:
            continue
        if candidate.kind == "figure" and abs(claim["value"] - built.value) > 0.005 * abs(claim["value"]):
            continue
        required, optional = required or not claim.get("optional"), optional or bool(claim.get("optional"))
    value = 1 if required else None if optional else 0
    return {"doc": doc, "kind": candidate.kind, "features": candidate.features, "label": value, "text": candidate.view.text, "view": (doc, candidate.view.number)}


def fit(x: np.ndarray, y: np.ndarray, w: np.ndarray, strength: float) -> np.ndarray:
    """Fit a logistic regression by L-BFGS-like Newton steps with an L2 penalty (the first column, the bias, is free)."""
    beta = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], strength)
    penalty[0] = 1e-6
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (w * (p - y)) + penalty * beta
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        beta -= step
        if np.abs(step).max() < 1e-5:
            break
    return beta


def main() -> None:
    """Fit, report, and write on demand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--strength", type=float, default=4.0)
    parser.add_argument("--least", type=int, default=4, help="how often a feature must occur")
    parser.add_argument("--show", choices=KINDS, help="list the misses and false alarms of a kind")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    rows = labelled()
    thresholds: dict[str, float] = {}
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(KINDS))
    for number_of_kind, kind in enumerate(KINDS):
        mine = [r for r in rows if r["kind"] == kind]
        seen: dict[str, set[object]] = defaultdict(set)
        for number, row in enumerate(mine):
            for feature in row["features"]:
                seen[feature].add(row["doc"] if feature.startswith("g:") else number)
        names = ["bias", *sorted(f for f, n in seen.items() if len(n) >= args.least and f != "bias")]
        index = {f: i for i, f in enumerate(names)}
        x = np.zeros((len(mine), len(names)))
        for i, row in enumerate(mine):
            for feature in row["features"]:
                if feature in index:
                    x[i, index[feature]] = 1
        y = np.array([1.0 if r["label"] != 0 else 0.0 for r in mine])
        w = np.array([0.3 if r["label"] is None else 1.0 for r in mine])
        docs = sorted({r["doc"] for r in mine})
        fold = {d: i % args.folds for i, d in enumerate(docs)}
        folds = np.array([fold[r["doc"]] for r in mine])
        p = np.zeros(len(mine))
        for f in range(args.folds):
            train, test = folds != f, folds == f
            beta = fit(x[train], y[train], w[train], args.strength)
            p[test] = 1 / (1 + np.exp(-np.clip(x[test] @ beta, -30, 30)))
        required = np.array([r["label"] == 1 for r in mine])
        false = np.array([r["label"] == 0 for r in mine])
        best = max(
            ((f1(p, required, false, t), t) for t in np.arange(0.1, 0.9, 0.02)), key=lambda row: row[0]
        )
        print(f"{kind:<11} candidates {len(mine):>5}  positive {int(required.sum()):>4}  cross-validated F1 {best[0]:.3f} at {best[1]:.2f}")
        if args.show == kind:
            for row, chance in sorted(zip(mine, p, strict=True), key=lambda pair: -abs(pair[1] - best[1])):
                if row["label"] is not None and (row["label"] == 1) != (chance >= best[1]):
                    print(f"  {'miss ' if row['label'] else 'alarm'} {chance:.2f} {row['doc']} {row['text']}")
        beta = fit(x, y, w, args.strength)
        thresholds[kind] = round(float(best[1]), 2)
        for name, value in zip(names, beta, strict=True):
            if abs(value) >= 0.02:
                weights[name][number_of_kind] = round(float(value), 3)
    if args.write:
        target = ROOT / "src/communique/packs/indopacific/weights.json"
        rows_out = ",\n".join(f"{json.dumps(f, ensure_ascii=False)}: {json.dumps(weights[f])}" for f in sorted(weights))
        text = f'{{"thresholds": {json.dumps(thresholds)},\n"weights": {{\n{rows_out}\n}}}}\n'
        target.write_text(text, encoding="utf-8")
        print(f"written: {target}", file=sys.stderr)


def f1(p: np.ndarray, required: np.ndarray, false: np.ndarray, threshold: float) -> float:
    """Return the F1 of candidates over a threshold; optional ones count neither way."""
    said = p >= threshold
    hit, alarm = (said & required).sum(), (said & false).sum()
    return float(2 * hit / max(1, hit + alarm + required.sum()))


if __name__ == "__main__":
    main()
