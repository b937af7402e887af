//! A document with its syntax: tags, lemmas, a dependency tree for each sentence, named entities.

use std::borrow::Cow;

use gesta_text::{Document, Sentence, SentenceId, SentenceKind, Span, TokenId, TokenSpan};

use crate::{ActShares, Dep, EntityKind, Morph, Upos};

/// What the model says of one token.
#[derive(Clone, PartialEq, Debug)]
pub struct Analysis {
    /// Universal part of speech.
    pub upos: Upos,
    /// UD features as CoNLL-U spells them, `_` when there are none.
    pub feats: Box<str>,
    /// Dictionary form.
    pub lemma: Box<str>,
    /// The governor; `None` for the root of a sentence. Always in the same sentence.
    pub head: Option<TokenId>,
    /// Relation to the governor; [`Dep::Root`] exactly when there is none.
    pub dep: Dep,
}

impl Default for Analysis {
    /// That of a token that is not there.
    fn default() -> Analysis {
        Analysis { upos: Upos::X, feats: "".into(), lemma: "".into(), head: None, dep: Dep::Unspecified }
    }
}

/// A named entity.
#[derive(Copy, Clone, PartialEq, Debug)]
pub struct Entity {
    /// Its tokens, within one sentence.
    pub tokens: TokenSpan,
    /// Person, organisation, location or other.
    pub kind: EntityKind,
}

/// A document and its analysis. Read-only; all navigation is by [`TokenId`].
///
/// A token past the end is read as a word without text, tag or neighbours, so that a rule that looks one word too far
/// finds nothing rather than failing.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    document: Document,
    tokens: Vec<Analysis>,
    /// What a token past the end reads as.
    nothing: Analysis,
    morphs: Vec<Morph>,
    entities: Vec<Entity>,
    entity_of: Vec<u32>,
    /// Children in compressed rows: those of token `t` are `children[child_start[t]..child_start[t + 1]]`.
    child_start: Vec<u32>,
    children: Vec<TokenId>,
    yields: Vec<TokenSpan>,
    acts: Vec<ActShares>,
}

const NO_ENTITY: u32 = u32::MAX;

/// The sentence of a token past the end.
static NOWHERE: Sentence = Sentence {
    span: Span { start: 0, end: 0 },
    tokens: TokenSpan { start: 0, end: 0 },
    paragraph: 0,
    kind: SentenceKind::Furniture,
};

impl Parsed {
    /// Joins a document with the analysis of its tokens; heads that leave their sentence, or cycles, become roots.
    ///
    /// # Panics
    /// When `tokens` has not one analysis for each token of `document`.
    pub fn new(document: Document, mut tokens: Vec<Analysis>, mut entities: Vec<Entity>) -> Parsed {
        assert_eq!(document.tokens().len(), tokens.len(), "one analysis for each token");
        break_bad_heads(&document, &mut tokens);
        entities.retain(|e| !e.tokens.is_empty() && e.tokens.end as usize <= tokens.len());
        entities.sort_by_key(|e| (e.tokens.start, e.tokens.end));
        let mut entity_of = vec![NO_ENTITY; tokens.len()];
        for (i, e) in entities.iter().enumerate() {
            entity_of[e.tokens.range()].fill(i as u32);
        }
        let (child_start, children) = child_rows(&tokens);
        let yields = subtree_yields(&tokens, &child_start, &children);
        let morphs = tokens.iter().map(|t| Morph::parse(&t.feats)).collect();
        let nothing = Analysis::default();
        let acts = Vec::new();
        Parsed { document, tokens, nothing, morphs, entities, entity_of, child_start, children, yields, acts }
    }

    /// Adds which acts the words name, one for each token, or none at all.
    pub(crate) fn with_acts(mut self, acts: Vec<ActShares>) -> Parsed {
        debug_assert!(acts.is_empty() || acts.len() == self.tokens.len(), "one for each token");
        self.acts = acts;
        self
    }

    /// Which act the model takes a word for; `None` if it does not say.
    pub fn acts(&self, token: TokenId) -> Option<ActShares> {
        self.acts.get(token.index()).copied()
    }

    /// The document with its text, sentences and tokens.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The caller's text.
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// The words of a range of tokens as the text has them.
    pub fn text_of(&self, tokens: TokenSpan) -> &str {
        self.document.span_of(tokens).of(self.text())
    }

    /// The extent of a range of tokens in bytes.
    pub fn span_of(&self, tokens: TokenSpan) -> Span {
        self.document.span_of(tokens)
    }

    /// All sentences with their ids, furniture included.
    pub fn sentences(&self) -> impl DoubleEndedIterator<Item = (SentenceId, &Sentence)> + ExactSizeIterator {
        self.document.sentences().iter().enumerate().map(|(i, s)| (SentenceId(i as u32), s))
    }

    /// The sentence that holds a token.
    pub fn sentence_of(&self, token: TokenId) -> &Sentence {
        let sentence = self.document.tokens().get(token.index()).map(|t| t.sentence);
        sentence.and_then(|s| self.document.sentences().get(s.index())).unwrap_or(&NOWHERE)
    }

    /// All tokens, in text order.
    pub fn all_tokens(&self) -> TokenSpan {
        TokenSpan::new(0, self.tokens.len() as u32)
    }

    fn at(&self, token: TokenId) -> &Analysis {
        self.tokens.get(token.index()).unwrap_or(&self.nothing)
    }

    /// The token as written.
    pub fn form(&self, token: TokenId) -> Cow<'_, str> {
        self.document.form(token)
    }

    /// The token in lower case.
    pub fn lower(&self, token: TokenId) -> String {
        self.form(token).to_lowercase()
    }

    /// Dictionary form, lower-cased except for proper nouns.
    pub fn lemma(&self, token: TokenId) -> &str {
        &self.at(token).lemma
    }

    /// Part of speech.
    pub fn upos(&self, token: TokenId) -> Upos {
        self.at(token).upos
    }

    /// UD features as CoNLL-U spells them.
    pub fn feats(&self, token: TokenId) -> &str {
        &self.at(token).feats
    }

    /// The features that later stages ask for.
    pub fn morph(&self, token: TokenId) -> Morph {
        self.morphs.get(token.index()).copied().unwrap_or_default()
    }

    /// Relation to the governor.
    pub fn dep(&self, token: TokenId) -> Dep {
        self.at(token).dep
    }

    /// The governor, `None` at the root.
    pub fn head(&self, token: TokenId) -> Option<TokenId> {
        self.at(token).head
    }

    /// The dependents of a token, in text order.
    pub fn children(
        &self,
        token: TokenId,
    ) -> impl DoubleEndedIterator<Item = TokenId> + ExactSizeIterator + '_ {
        let rows = self.child_start.get(token.index()..token.index().saturating_add(2));
        let children = match rows {
            Some(&[start, end]) => self.children.get(start as usize..end as usize),
            _ => None,
        };
        children.unwrap_or(&[]).iter().copied()
    }

    /// The dependents that stand in relation `dep`.
    pub fn children_by(&self, token: TokenId, dep: Dep) -> impl DoubleEndedIterator<Item = TokenId> + '_ {
        self.children(token).filter(move |&c| self.dep(c) == dep)
    }

    /// The first dependent that stands in relation `dep`.
    pub fn child(&self, token: TokenId, dep: Dep) -> Option<TokenId> {
        self.children_by(token, dep).next()
    }

    /// The governors of a token from the nearest to the root.
    pub fn ancestors(&self, token: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        std::iter::successors(self.head(token), move |&t| self.head(t))
    }

    /// True when `token` is `top` or below it.
    pub fn is_within(&self, token: TokenId, top: TokenId) -> bool {
        token == top || self.ancestors(token).any(|t| t == top)
    }

    /// From the first to the last token below `token`, itself included.
    pub fn subtree(&self, token: TokenId) -> TokenSpan {
        self.yields.get(token.index()).copied().unwrap_or_default()
    }

    /// The token and all conjuncts that hang on it ("A, B and C" from "A"), in text order.
    pub fn conjuncts(&self, token: TokenId) -> Vec<TokenId> {
        let mut all = vec![token];
        all.extend(self.children_by(token, Dep::Conj));
        all
    }

    /// The head of a coordination: climbs `conj` from a later conjunct to the first.
    pub fn first_conjunct(&self, mut token: TokenId) -> TokenId {
        while self.dep(token) == Dep::Conj {
            match self.head(token) {
                Some(head) => token = head,
                None => break,
            }
        }
        token
    }

    /// The noun phrase headed by `token` without relative clauses, appositions, coordination and outer punctuation:
    /// "the Iraqi prime minister" of "the Iraqi prime minister, who took office in 2020, and his cabinet".
    pub fn noun_phrase(&self, token: TokenId) -> TokenSpan {
        let mut span = TokenSpan::one(token);
        for child in self.children(token) {
            use Dep::*;
            let inside = match self.dep(child) {
                Det | DetPredet | Amod | Compound | Nummod | NmodPoss | Flat | Fixed | Goeswith
                | NmodDesc => true,
                Advmod => child < token,
                _ => false,
            };
            if inside {
                span = span.cover(self.subtree(child));
            }
        }
        // "at least 43 people": "at" may hang on the noun like a preposition of its own
        let first = TokenId(span.start);
        if let Some(before) = span.start.checked_sub(1).map(TokenId)
            && matches!(self.lemma(first), "least" | "most" | "little")
            && self.lemma(before) == "at"
            && self.sentence_of(token).tokens.has(before)
        {
            span.start = before.0;
        }
        span
    }

    /// As [`Parsed::noun_phrase`], with prepositional modifiers ("the president of the commission").
    pub fn full_noun_phrase(&self, token: TokenId) -> TokenSpan {
        let mut span = self.noun_phrase(token);
        for child in self.children_by(token, Dep::Nmod) {
            span = span.cover(self.full_noun_phrase(child));
            for case in self.children_by(child, Dep::Case) {
                span = span.cover(TokenSpan::one(case));
            }
        }
        span
    }

    /// True when the clause headed by `token` is negated ("not", "n't", "never", "no longer").
    pub fn is_negated(&self, token: TokenId) -> bool {
        self.children(token).any(|c| {
            self.dep(c) == Dep::Advmod && matches!(self.lemma(c), "not" | "never" | "n't" | "no" | "hardly")
        })
    }

    /// True when the verb is passive: a passive auxiliary or subject, or a bare passive participle.
    pub fn is_passive(&self, token: TokenId) -> bool {
        self.children(token).any(|c| matches!(self.dep(c), Dep::AuxPass | Dep::NsubjPass | Dep::CsubjPass))
            || (self.morph(token).passive && self.child(token, Dep::Nsubj).is_none())
    }

    /// Named entities, in text order, never overlapping.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The named entity that covers a token.
    pub fn entity_at(&self, token: TokenId) -> Option<&Entity> {
        self.entities.get(*self.entity_of.get(token.index())? as usize)
    }

    /// The token of a range on which all others of the range depend, directly or not: the one whose governor lies
    /// outside. The last such token where the range is no constituent; `None` for an empty range.
    pub fn head_of(&self, tokens: TokenSpan) -> Option<TokenId> {
        let outside = |t: &TokenId| self.head(*t).is_none_or(|h| !tokens.has(h));
        tokens
            .iter()
            .filter(|t| self.upos(*t) != Upos::Punct)
            .find(outside)
            .or_else(|| tokens.iter().next_back())
    }
}

fn break_bad_heads(document: &Document, tokens: &mut [Analysis]) {
    for sentence in document.sentences() {
        // 0 unknown, 1 on the current path, 2 known to reach a root
        let mut state = vec![0u8; sentence.tokens.len()];
        for start in sentence.tokens.iter() {
            let mut path = Vec::new();
            let mut at = start;
            loop {
                let slot = (at.0 - sentence.tokens.start) as usize;
                if state[slot] == 2 {
                    break;
                }
                state[slot] = 1;
                path.push(slot);
                let analysis = &mut tokens[at.index()];
                let next = analysis.head.filter(|h| sentence.tokens.has(*h));
                let cyclic = next.is_some_and(|h| state[(h.0 - sentence.tokens.start) as usize] == 1);
                match next {
                    Some(h) if !cyclic => at = h,
                    _ => {
                        analysis.head = None;
                        analysis.dep = Dep::Root;
                        break;
                    }
                }
            }
            for slot in path {
                state[slot] = 2;
            }
        }
    }
}

fn child_rows(tokens: &[Analysis]) -> (Vec<u32>, Vec<TokenId>) {
    let mut start = vec![0u32; tokens.len() + 1];
    for token in tokens {
        if let Some(head) = token.head {
            start[head.index() + 1] += 1;
        }
    }
    for i in 0..tokens.len() {
        start[i + 1] += start[i];
    }
    let mut next = start.clone();
    let mut children = vec![TokenId(0); start.last().copied().unwrap_or(0) as usize];
    for (i, token) in tokens.iter().enumerate() {
        if let Some(head) = token.head {
            children[next[head.index()] as usize] = TokenId(i as u32);
            next[head.index()] += 1;
        }
    }
    (start, children)
}

fn subtree_yields(tokens: &[Analysis], child_start: &[u32], children: &[TokenId]) -> Vec<TokenSpan> {
    let mut yields: Vec<TokenSpan> = (0..tokens.len()).map(|i| TokenSpan::one(TokenId(i as u32))).collect();
    // An order in which every token comes after its governor; walked backwards, children come first.
    let mut order: Vec<TokenId> = Vec::with_capacity(tokens.len());
    order.extend(tokens.iter().enumerate().filter(|(_, t)| t.head.is_none()).map(|(i, _)| TokenId(i as u32)));
    let mut at = 0;
    while at < order.len() {
        let t = order[at].index();
        order.extend_from_slice(&children[child_start[t] as usize..child_start[t + 1] as usize]);
        at += 1;
    }
    for &token in order.iter().rev() {
        if let Some(head) = tokens[token.index()].head {
            yields[head.index()] = yields[head.index()].cover(yields[token.index()]);
        }
    }
    yields
}
