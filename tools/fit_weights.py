"""Fit the weights by which candidates become claims: ``python tools/fit_weights.py [--folds 5] [--write]``.

Reads the annotated texts (the project's own rules half and sample, and the real documents of ``../shared`` where they
lie), labels every candidate by the scorer's own matching, fits the models of ``communique.extraction.scoring`` with an
L2 penalty, and chooses each threshold by F1 in cross-validation by document. ``--write`` stores the result beside the
pack. The held half of the corpus is never read here.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from communique.extraction import document_candidates
from communique.extraction.building import Builder
from communique.extraction.candidates import Candidate
from communique.extraction.scoring import KINDS
from communique.extraction.voice import voice_of
from communique.ingest.dating import infer_date
from communique.model import Document
from communique.packs import load_pack
from communique.reading import read_path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SETS = (
    (SHARED / "seeds", SHARED / "gold"),
    (ROOT / "tests/corpus/rules", ROOT / "tests/corpus/rules/gold"),
    (ROOT / "src/communique/sample/documents", ROOT / "tests/corpus/sample/gold"),
)
WEIGHTS = ROOT / "src/communique/packs/indopacific/weights.json"
# what a clause counts: of a real document, of the demonstration, of a text written for the corpus
WEIGHT = {"shared": 5.0, "sample": 3.0, "corpus": 1.0}
_NEARLY = 0.015  # summed F1 that is as good as the best
Row = dict[str, Any]
Golds = tuple[list[str], list[str]]  # ids of the required and of the optional gold claims that a candidate meets


def scorer() -> Any:
    """Load the scorer as a module, so that labels are given by the very matching that judges."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "score" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_spans(gold: Path, raw: str, score: Any) -> tuple[dict[str, list[tuple[int, int, Row]]], list[int]]:
    """Return a text's gold claims by kind with their places in the squeezed text, and where its characters stood."""
    _, origins = score.squeeze(raw)
    spans: dict[str, list[tuple[int, int, Row]]] = defaultdict(list)
    for line in gold.read_text(encoding="utf-8").splitlines():
        claim = json.loads(line)
        at = raw.find(claim["evidence"])
        ends = np.searchsorted(origins, [at, at + len(claim["evidence"])])
        spans[claim["kind"]].append((int(ends[0]), int(ends[1]), claim))
    return spans, origins


def dated(path: Path) -> Document:
    """Read a text and date it as the ledger does where it does not say when it was published."""
    document = read_path(path)
    if document.published is None:
        document = replace(document, published=infer_date(document, date.today()))
    return document


def labelled() -> tuple[list[Row], list[Row], list[Row]]:
    """Return clauses, event types and figures, each with document, features and labels.

    A label is 1 (a required gold claim is met), 0 (none is) or None (only an optional one is).
    """
    score, pack = scorer(), load_pack()
    clauses: list[Row] = []
    events: list[Row] = []
    figures: list[Row] = []
    for texts, golds in SETS:
        for gold_path in sorted(golds.glob("*.jsonl")):
            path = next(p for p in sorted(texts.iterdir()) if p.stem.split("_")[0] == gold_path.stem)
            spans, origins = gold_spans(gold_path, path.read_text(encoding="utf-8"), score)
            document = dated(path)
            builder = Builder(document, pack)
            told_clauses = document_candidates(document, pack)
            builder.voice = voice_of(document, pack, [c.view for c in told_clauses])

            def met(
                candidate: Candidate, builder: Builder = builder, spans: Any = spans, origins: Any = origins
            ) -> Any:
                built = builder.build(candidate)
                left, right = (int(x) for x in np.searchsorted(origins, [built.start, built.end]))
                return label(candidate, built, spans[candidate.kind], left, right)

            for clause in told_clauses:
                view, golds_met = clause.view, {}
                for kind in KINDS[1:]:
                    golds_met[kind] = met(Candidate(kind, view))[0]
                told = [met(event) for event in clause.events]
                golds_met["event"] = told[0][0]
                labels = {kind: label_of(golds_met[kind]) for kind in KINDS}
                base: Row = {"doc": gold_path.stem, "text": view.text, "weight": WEIGHT[texts.parent.name]}
                clauses.append({**base, "features": clause.features, "labels": labels, "golds": golds_met})
                for event, (_, typed) in zip(clause.events, told, strict=True):
                    if labels["event"] != 0:
                        events.append({**base, "features": event.own, "label": label_of(typed), "golds": typed})
                for figure in clause.figures:
                    counted = met(figure)[1]
                    figures.append({**base, "features": figure.own, "label": label_of(counted), "golds": counted})
    return clauses, events, figures


def label_of(golds: Golds) -> int | None:
    """Return 1 where a required gold claim is met, None where only an optional one is, 0 where none is."""
    return 1 if golds[0] else None if golds[1] else 0


def label(candidate: Candidate, built: Any, golds: list[Any], left: int, right: int) -> tuple[Golds, Golds]:
    """Return the gold claims that share a candidate's evidence: of its kind, and of its type or value too."""
    found: Golds = ([], [])
    typed: Golds = ([], [])
    for start, end, claim in golds:
        if min(right, end) - max(left, start) < 0.5 * max(1, min(right - left, end - start)):
            continue
        place = 1 if claim.get("optional") else 0
        found[place].append(claim["id"])
        if candidate.kind == "event" and claim["type"] != built.type.value:
            continue
        if candidate.kind == "figure" and abs(claim["value"] - built.value) > 0.005 * abs(claim["value"]):
            continue
        typed[place].append(claim["id"])
    return found, typed


def matrix(rows: list[Row], least: int) -> tuple[csr_matrix, list[str]]:
    """Return the rows' features as a matrix of zeros and ones; rare ones left out (character pairs: by texts)."""
    seen: dict[str, set[object]] = defaultdict(set)
    for number, row in enumerate(rows):
        for feature in row["features"]:
            seen[feature].add(row["doc"] if feature.startswith("g:") else number)
    names = ["bias", *sorted(f for f, n in seen.items() if len(n) >= least and f != "bias")]
    index = {f: i for i, f in enumerate(names)}
    columns = [sorted({0, *(index[f] for f in row["features"] if f in index)}) for row in rows]
    ends = np.cumsum([0, *map(len, columns)])
    flat = [column for one in columns for column in one]
    x = csr_matrix((np.ones(len(flat), dtype=np.float32), flat, ends), shape=(len(rows), len(names)))
    return x, names


def fit_softmax(x: csr_matrix, y: np.ndarray, w: np.ndarray, strength: float, steps: int = 100) -> np.ndarray:
    """Fit a softmax by accelerated gradient descent with an L2 penalty."""
    u = np.ones(x.shape[1], dtype=np.float32)
    for _ in range(12):
        u = x.T @ (x @ u)
        norm = np.linalg.norm(u)
        u /= norm
    rate = 1 / (norm / 2 + strength)
    beta = np.zeros((x.shape[1], y.shape[1]), dtype=np.float32)
    ahead, t = beta, 1.0
    for _ in range(steps):
        gradient = x.T @ (w[:, None] * (chances(x, ahead) - y)).astype(np.float32) + strength * ahead
        after = ahead - rate * gradient
        t, before = (1 + np.sqrt(1 + 4 * t * t)) / 2, t
        ahead, beta = after + (before - 1) / t * (after - beta), after
    return beta


def chances(x: csr_matrix, beta: np.ndarray) -> np.ndarray:
    """Return the softmax of the rows."""
    sums = x @ beta
    shares = np.exp(sums - sums.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def folds_of(rows: list[Row], folds: int) -> np.ndarray:
    """Return each row's fold: whole documents, so that no text is judged by itself."""
    order = {d: i % folds for i, d in enumerate(sorted({row["doc"] for row in rows}))}
    return np.array([order[row["doc"]] for row in rows])


def f1(p: np.ndarray, golds: list[Golds], threshold: float) -> float:
    """Return the F1 of candidates over a threshold, as the scorer would see it.

    A gold claim is met once; a second telling of it is a false alarm; an optional one excuses two.
    """
    met: set[str] = set()
    excused: dict[str, int] = defaultdict(int)
    alarms = 0
    for chance, (required, optional) in zip(p, golds, strict=True):
        if chance < threshold:
            continue
        if free := [one for one in required if one not in met]:
            met.add(free[0])
        elif free := [one for one in optional if excused[one] < 2]:
            excused[free[0]] += 1
        else:
            alarms += 1
    owed = len({one for required, _ in golds for one in required})
    return 2 * len(met) / max(1, len(met) + alarms + owed)


def choose(p: np.ndarray, golds: list[Golds], real: np.ndarray) -> tuple[float, float]:
    """Return the F1 and the threshold that serves all texts and the real documents among them together.

    The middle of the thresholds that are nearly the best: the very best one is chance.
    """
    some = [gold for gold, one in zip(golds, real, strict=True) if one]
    scores = {t: f1(p, golds, t) + (f1(p[real], some, t) if some else 0.0) for t in np.arange(0.14, 0.8, 0.02)}
    good = [t for t, score in scores.items() if score >= max(scores.values()) - _NEARLY]
    middle = round(float(np.mean(good)), 2)
    return f1(p, golds, middle), middle


def targets(rows: list[Row]) -> tuple[np.ndarray, np.ndarray]:
    """Return the clauses' target shares (KINDS and nothing) and weights."""
    y = np.zeros((len(rows), len(KINDS) + 1))
    w = np.ones(len(rows))
    for i, row in enumerate(rows):
        wanted = [k for k, kind in enumerate(KINDS) if row["labels"][kind] == 1]
        maybe = [k for k, kind in enumerate(KINDS) if row["labels"][kind] is None]
        if not wanted and maybe:
            w[i] = 0.4
        w[i] *= row["weight"]
        for k in wanted or maybe or [len(KINDS)]:
            y[i, k] = 1 / len(wanted or maybe or [0])
    return y, w


def keep_heads(rows: list[Row]) -> None:
    """Of a gold claim told over several clauses keep the first as its clause; the others count as told with it."""
    for kind in KINDS:
        told: set[tuple[str, str]] = set()
        for row in rows:
            required, optional = row["golds"][kind]
            fresh = [one for one in required if (kind, one) not in told]
            told.update((kind, one) for one in required)
            if required and not fresh and not optional:
                row["labels"][kind] = 0


def fit_kinds(rows: list[Row], args: argparse.Namespace) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Fit the clause model; print its cross-validated figures."""
    keep_heads(rows)
    x, names = matrix(rows, args.least)
    y, w = targets(rows)
    folds = folds_of(rows, args.folds)
    p = np.zeros(y.shape)
    for f in range(args.folds):
        p[folds == f] = chances(x[folds == f], fit_softmax(x[folds != f], y[folds != f], w[folds != f], args.strength))
    thresholds: dict[str, float] = {}
    real = np.array([row["weight"] == WEIGHT["shared"] for row in rows])
    for k, kind in enumerate(KINDS):
        labels = [row["labels"][kind] for row in rows]
        score, thresholds[kind] = choose(p[:, k], [row["golds"][kind] for row in rows], real)
        print(f"{kind:<11} clauses {len(rows)}  required {labels.count(1)}  F1 {score:.3f} from {thresholds[kind]}")
        if args.show == kind:
            for row, chance in sorted(zip(rows, p[:, k], strict=True), key=lambda pair: -pair[1]):
                if row["labels"][kind] is not None and (row["labels"][kind] == 1) != (chance >= thresholds[kind]):
                    print(f"  {'miss ' if row['labels'][kind] else 'alarm'} {chance:.2f} {row['doc']} {row['text']}")
    beta = fit_softmax(x, y, w, args.strength)
    weights = {
        n: [round(float(b), 3) for b in row] for n, row in zip(names, beta, strict=True) if abs(row).max() >= 0.02
    }
    return weights, thresholds


def fit_single(rows: list[Row], args: argparse.Namespace, name: str, strength: float) -> tuple[dict[str, float], float]:
    """Fit a yes-or-no model; print its cross-validated figures."""
    x, names = matrix(rows, 2)
    labels = [row["label"] for row in rows]
    yes = np.array([one != 0 for one in labels], dtype=float)
    y, w = np.stack([yes, 1 - yes], axis=1), np.array([0.4 if one is None else 1.0 for one in labels])
    folds = folds_of(rows, args.folds)
    real = np.array([row["weight"] == WEIGHT["shared"] for row in rows])
    p = np.zeros(len(rows))
    for f in range(args.folds):
        beta = fit_softmax(x[folds != f], y[folds != f], w[folds != f], strength)
        p[folds == f] = chances(x[folds == f], beta)[:, 0]
    score, threshold = choose(p, [row["golds"] for row in rows], real)
    print(f"{name:<11} candidates {len(rows)}  required {labels.count(1)}  F1 {score:.3f} from {threshold}")
    beta = fit_softmax(x, y, w, strength)
    return {n: round(float(b[0] - b[1]), 3) for n, b in zip(names, beta, strict=True)}, threshold


def write(weights: dict[str, Any]) -> None:
    """Write the weights beside the pack, a feature a line."""
    parts = [f'"thresholds": {json.dumps(weights["thresholds"], sort_keys=True)}']
    for name in ("event", "figure", "kinds"):
        lines = ",\n".join(
            f"{json.dumps(f, ensure_ascii=False)}: {json.dumps(w)}" for f, w in sorted(weights.get(name, {}).items())
        )
        parts.append(f'"{name}": {{\n{lines}\n}}')
    WEIGHTS.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")


def main() -> None:
    """Fit, report, and write on demand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--strength", type=float, default=20.0)
    parser.add_argument("--least", type=int, default=3, help="how often a feature must occur")
    parser.add_argument("--show", choices=KINDS, help="list the misses and false alarms of a kind")
    parser.add_argument(
        "--threshold", action="append", default=[], metavar="KIND=VALUE", help="set one instead of choosing it by F1"
    )
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    clauses, events, figures = labelled()
    kinds, thresholds = fit_kinds(clauses, args)
    event, _ = fit_single(events, args, "event type", 2.0)
    figure, thresholds["figure"] = fit_single(figures, args, "figure", 2.0)
    for given in args.threshold:
        kind, _, value = given.partition("=")
        thresholds[kind] = float(value)
    if args.write:
        write({"thresholds": thresholds, "event": event, "figure": figure, "kinds": kinds})


if __name__ == "__main__":
    main()
