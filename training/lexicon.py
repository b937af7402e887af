"""`lemmas.tsv`: lemmas of frequent words, looked up by lower-cased form and UPOS before the edit script is asked."""
from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from corpora import Sentence

MIN_COUNT, MIN_SHARE = 2, 0.9


def build(sents: list[Sentence]) -> dict[tuple[str, str], str]:
    """Words of letters, proper nouns excepted, that were seen often enough with nearly always the same lemma."""
    counts = defaultdict(Counter)
    for s in sents:
        for word, upos, lemma in zip(s.words, s.upos, s.lemmas):
            if upos != "PROPN" and word.isalpha() and lemma.isalpha() and lemma.islower():
                counts[word.lower(), upos][lemma] += 1
    out = {}
    for key, lemmas in sorted(counts.items()):
        lemma, n = lemmas.most_common(1)[0]
        if n >= MIN_COUNT and n >= MIN_SHARE * lemmas.total():
            out[key] = lemma
    return out


def write(lexicon: dict[tuple[str, str], str], path: Path) -> None:
    path.write_text("".join(f"{form}\t{upos}\t{lemma}\n" for (form, upos), lemma in lexicon.items()), encoding="utf8")
