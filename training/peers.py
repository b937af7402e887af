"""Words a second of a peer on one core, for BENCHMARKS.md:  python peers.py CORPORA STORIES.jsonl [--steps N]

spaCy's small CPU pipeline (hashed embeddings and a CNN; tagger, morphologizer, lemmas, parser, entities), trained here on EWT with
its own tools, briefly: the time of a reading hardly depends on how long a model was trained. Needs `pip install spacy`.
"""
from __future__ import annotations

import argparse
import json
import os
import random
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"


def spacy_speed(train: Path, texts: list[str], steps: int) -> None:
    import spacy
    from spacy.training import Example
    from spacy.training.converters import conllu_to_docs

    nlp = spacy.blank("en")
    for pipe in ("tok2vec", "tagger", "morphologizer", "trainable_lemmatizer", "parser", "ner"):
        config = {} if pipe == "tok2vec" else {"model": listening(nlp, pipe)}
        nlp.add_pipe(pipe, config=config)
    docs = list(conllu_to_docs(train.read_text(encoding="utf8"), n_sents=10, no_print=True))
    for d in docs:  # EWT has no entities: proper nouns stand in, so that the component has something to do
        d.ents = [spacy.tokens.Span(d, i, i + 1, label="NAME") for i, t in enumerate(d) if t.pos_ == "PROPN"]
    examples = [Example(nlp.make_doc(d.text), d) for d in docs]
    rng = random.Random(1)
    optimizer = nlp.initialize(lambda: examples[:200])
    for _ in range(steps):
        nlp.update(rng.sample(examples, 8), sgd=optimizer)
    list(nlp.pipe(texts[:5]))
    start, words = time.perf_counter(), 0
    for doc in nlp.pipe(texts, batch_size=64):
        words += sum(not t.is_space for t in doc)
    seconds = time.perf_counter() - start
    print(f"spaCy {spacy.__version__}, CNN pipeline: {words} words, {words / seconds:.0f} words/s")


def listening(nlp, pipe: str) -> dict:
    """The component's default model on the shared layer."""
    model = dict(nlp.get_factory_meta(pipe).default_config["model"])
    model["tok2vec"] = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    return model


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("corpora", type=Path)
    cli.add_argument("stories", type=Path)
    cli.add_argument("--steps", type=int, default=150, help="training steps of spaCy")
    a = cli.parse_args()
    train = a.corpora / "syntax/ewt/en_ewt-ud-train.conllu"
    texts = [json.loads(line)["text"] for line in open(a.stories, encoding="utf8")]
    spacy_speed(train, texts, a.steps)


if __name__ == "__main__":
    main()
