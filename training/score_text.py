"""Scores tokens, words and sentences against treebanks from raw text, as the CoNLL 2018 shared task did.

    python score_text.py --corpora ../../shared/data --binary ../target/release/examples/tokens

Characters other than white space are aligned; a token, word or sentence counts when both its ends agree.
"""
from __future__ import annotations

import argparse
import json
import subprocess
from pathlib import Path

from text_corpora import NEWS_GENRES, Document, gum, read, text_of


def gold_spans(documents: list[Document]) -> tuple[set, set, set]:
    """Tokens, words and sentences as spans over the non-white characters of all documents."""
    tokens, words, sentences, at = set(), set(), set(), 0
    for document in documents:
        for paragraph in document.paragraphs:
            for sentence in paragraph:
                start = at
                for form, _, parts in sentence:
                    tokens.add((at, at + width(form)))
                    inner = at
                    for part in parts:
                        words.add((inner, inner + width(part)))
                        inner += width(part)
                    at += width(form)
                sentences.add((start, at))
    return tokens, words, sentences


def width(form: str) -> int:
    return len("".join(form.split()))


def system_spans(binary: str, documents: list[Document]) -> tuple[set, set, set]:
    """The same for what the program finds."""
    tokens, words, sentences, base = set(), set(), set(), 0
    for document in documents:
        text = text_of(document)
        data = text.encode()
        lines = subprocess.run([binary], input=data, capture_output=True, check=True).stdout.decode().splitlines()
        offset, count, at = [], 0, 0
        for char in text:
            offset += [count] * len(char.encode())
            count += not char.isspace()
        offset.append(count)
        start = end = None
        token = None
        for line in lines:
            if line.startswith("S\t"):
                if start is not None:
                    sentences.add((start, end))
                start = None
                continue
            if line[:2] in ("F\t", "W\t"):
                continue
            a, b, _, mark = line.split("\t")
            a, b = base + offset[int(a)], base + offset[int(b) - 1] + 1
            words.add((a, b))
            if mark and token:
                tokens.discard(token)
                token = (token[0], b)
            else:
                token = (a, b)
            tokens.add(token)
            start, end = (a if start is None else start), b
        if start is not None:
            sentences.add((start, end))
        base += count
    return tokens, words, sentences


def f1(gold: set, system: set) -> dict[str, float]:
    right = len(gold & system)
    p, r = right / max(len(system), 1), right / max(len(gold), 1)
    return {"p": round(100 * p, 2), "r": round(100 * r, 2), "f1": round(200 * p * r / max(p + r, 1e-9), 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--binary", default="../target/release/examples/tokens")
    parser.add_argument("--split", default="dev", choices=["dev", "test"])
    parser.add_argument("--errors", action="store_true", help="list the sentence boundaries that differ")
    args = parser.parse_args()
    syntax = args.corpora / "syntax"
    treebank = gum(syntax / "gum", args.split)
    sets = {"ewt": read(syntax / "ewt" / f"en_ewt-ud-{args.split}.conllu"), "gum": treebank,
            "gum-news": [d for d in treebank if d.id.startswith(NEWS_GENRES)]}
    for name, documents in ((n, d) for n, d in sets.items() if d):
        gold, system = gold_spans(documents), system_spans(args.binary, documents)
        rows = {layer: f1(g, s) for layer, g, s in zip(("tokens", "words", "sentences"), gold, system)}
        print(json.dumps({"set": name, "documents": len(documents), **rows}))


if __name__ == "__main__":
    main()
