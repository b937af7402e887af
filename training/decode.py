"""Scores to structures: a single-rooted maximum spanning tree, and the best well-formed BIOES sequence."""
from __future__ import annotations

import numpy as np

from corpora import NER

NEVER = -1e9


def spanning_tree(scores: np.ndarray) -> np.ndarray:
    """Chu-Liu-Edmonds. `scores[dependent, head]`, node 0 is the root; returns the head of every node."""
    n = len(scores)
    scores = scores.copy()
    np.fill_diagonal(scores, NEVER)
    heads = scores.argmax(1)
    heads[0] = 0
    seen, cycle = np.zeros(n, int), None
    for i in range(1, n):
        path, j = [], i
        while j and not seen[j]:
            seen[j] = i
            path.append(j)
            j = heads[j]
        if j and seen[j] == i:
            cycle = np.array(path[path.index(j):])
            break
    if cycle is None:
        return heads
    rest = np.array([i for i in range(n) if i not in set(cycle.tolist())])
    m = len(rest)
    small = np.full((m + 1, m + 1), NEVER)  # the cycle becomes node m
    small[:m, :m] = scores[np.ix_(rest, rest)]
    leaving = scores[np.ix_(rest, cycle)]
    small[:m, m], leave_at = leaving.max(1), leaving.argmax(1)
    own = scores[cycle, heads[cycle]]
    entering = scores[np.ix_(cycle, rest)] - own[:, None]
    small[m, :m], enter_at = entering.max(0) + own.sum(), entering.argmax(0)
    sub, out = spanning_tree(small), heads.copy()
    for a, i in enumerate(rest):
        if i:
            out[i] = cycle[leave_at[a]] if sub[a] == m else rest[sub[a]]
    out[cycle[enter_at[sub[m]]]] = rest[sub[m]]
    return out


def tree(scores: np.ndarray) -> np.ndarray:
    """The best tree with exactly one child of the root; without one, the word whose root score leads most is it."""
    n = len(scores)
    if n <= 1:
        return np.zeros(n, int)
    roots = np.where(scores[1:].argmax(1) == 0)[0] + 1
    if len(roots) == 1:
        root = roots[0]
    else:
        root = 1 + (scores[1:, 0] - scores[1:, 1:].max(1)).argmax()
    scores = scores.copy()
    kept = scores[root, 0]
    scores[1:, 0] -= 1e8
    scores[root, 0] = kept if len(roots) == 1 else 1e8
    return spanning_tree(scores)


def _transitions():
    n = len(NER)
    step, start, end = np.full((n, n), NEVER), np.zeros(n), np.zeros(n)
    for i, a in enumerate(NER):
        start[i] = NEVER if a[0] in "IE" else 0
        end[i] = NEVER if a[0] in "BI" else 0
        for j, b in enumerate(NER):
            closed = a[0] in "OES" and b[0] in "OBS"
            inside = a[0] in "BI" and b[0] in "IE" and a[2:] == b[2:]
            step[i, j] = 0 if closed or inside else NEVER
    return step, start, end


STEP, START, END = _transitions()


def entity_tags(log_probs: np.ndarray, lengths: list[int]) -> list[list[str]]:
    """Viterbi over `[B,W,tags]` log probabilities under the BIOES constraints."""
    b, w, t = log_probs.shape
    best, back = [log_probs[:, 0] + START], np.zeros((b, w, t), int)
    for i in range(1, w):
        scores = best[-1][:, :, None] + STEP[None]
        back[:, i] = scores.argmax(1)
        best.append(scores.max(1) + log_probs[:, i])
    out = []
    for k, n in enumerate(lengths):
        tag = int((best[n - 1][k] + END).argmax())
        path = [tag]
        for i in range(n - 1, 0, -1):
            tag = int(back[k, i, tag])
            path.append(tag)
        out.append([NER[p] for p in path[::-1]])
    return out


def spans(tags: list[str]) -> set[tuple[int, int, str]]:
    """Entities (first word, last word, type) of a BIOES sequence."""
    out, start = set(), None
    for i, tag in enumerate(tags):
        if tag[0] in "BS":
            start = i
        if tag[0] in "ES" and start is not None:
            out.add((start, i, tag[2:]))
            start = None
    return out
