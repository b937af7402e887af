"""Makes treebank text look like typeset news, without moving a sentence boundary."""
from __future__ import annotations

import random
import re

END = "\x1f"
DASHES = (" — ", " – ", "—", " -- ")


def curly(text: str) -> str:
    """Straight quotation marks and apostrophes as typeset ones."""
    text = re.sub(r'(^|[\s(\[—–-])"(?=\S)', r"\1“", text)
    text = text.replace('"', "”")
    text = re.sub(r"(^|[\s(\[—–“-])'(?=\w)", r"\1‘", text)
    return text.replace("'", "’")


def as_news(text: str, rng: random.Random) -> str:
    """A random mixture of typesetting habits; sentence marks stay where they are."""
    if rng.random() < 0.7:
        text = curly(text)
    dash = rng.choice(DASHES)
    text = re.sub(r" -- | - ", dash, text)
    if rng.random() < 0.3:
        text = text.replace("...", "…")
    if rng.random() < 0.5:
        # Sentences that end in an abbreviation of letters: "... in the U.S. The ..."
        short = rng.choice(("U.S.", "U.N.", "D.C.", "E.U.", "a.m.", "p.m."))
        text = re.sub(r"\b(?:America|Washington|country|city|day)\." + END, short + END, text)
    return text
