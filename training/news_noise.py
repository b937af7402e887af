"""Makes treebank text look like typeset news, without moving a sentence boundary."""
from __future__ import annotations

import random
import re

END = "\x1f"
MONTHS = (("January", "Jan."), ("February", "Feb."), ("August", "Aug."), ("September", "Sept."),
          ("October", "Oct."), ("November", "Nov."), ("December", "Dec."))
DASHES = (" — ", " – ", "—", " -- ")


def curly(text: str) -> str:
    """Straight quotation marks and apostrophes as typeset ones."""
    text = re.sub(r'(^|[\s(\[—–-])"(?=\S)', r"\1“", text)
    text = text.replace('"', "”")
    text = re.sub(r"(^|[\s(\[—–“-])'(?=\w)", r"\1‘", text)
    return text.replace("'", "’")


def abbreviate(text: str, rng: random.Random) -> str:
    """Puts abbreviations where news has them: inside sentences before capitals, and at the end of sentences."""
    def some(pattern: str, choices: tuple[str, ...], share: float, text: str) -> str:
        return re.sub(pattern, lambda m: m.expand(rng.choice(choices)) if rng.random() < share else m[0], text)

    # "the American embassy" becomes "the U.S. embassy", "President Diaz" "Gen. Diaz", "Ana Diaz" "Ana J. Diaz".
    text = some(r"(?<=[a-z,] )(?:American|British|Iraqi|Iranian|Indian|Chinese|European|Arab|National|Federal)(?= \w)",
                ("U.S.", "U.N.", "U.K.", "E.U."), 0.5, text)
    text = some(r"\b(?:President|Senator|General|Minister|Mr\.|Mrs\.|Doctor)(?= [A-Z][a-z])",
                ("Sen.", "Gov.", "Gen.", "Lt. Col.", "Rep.", "Maj. Gen.", "Dr.", "Adm.", "Prof.", "Gen. A.",
                 "Lt. Col. J. P."), 0.5, text)
    text = some(r"\b([A-Z][a-z]+) ([A-Z][a-z]+)\b(?!\.)", (r"\1 J. \2", r"\1 W. \2", r"\1 R.K. \2"), 0.06, text)
    for full, short in MONTHS:
        text = some(rf"\b{full}(?= \d)", (short,), 0.5, text)
    # "... in the U.S." at the end of a sentence.
    short = rng.choice(("U.S.", "U.N.", "D.C.", "E.U.", "a.m.", "p.m.", "Co.", "Inc.", "Corp.", "Ltd.", "Calif.", "Mo.",
                        "Va.", "Fla.", "Jr."))
    return re.sub(r"\b(?:America|Washington|country|city|day|company|state|government|today|morning)\." + END,
                  short + END, text)


def as_news(text: str, rng: random.Random) -> str:
    """A random mixture of typesetting habits; sentence marks stay where they are."""
    if rng.random() < 0.7:
        text = curly(text)
    text = re.sub(r" -- | - ", rng.choice(DASHES), text)
    if rng.random() < 0.3:
        text = text.replace("...", "…")
    return abbreviate(text, rng)
