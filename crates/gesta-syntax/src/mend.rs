//! Mends trees that contradict the guidelines of Universal Dependencies.
//!
//! A parser scores each arc and label on its own, so that a tree may hold combinations that the guidelines rule out.
//! Where such a combination has one likely reading, that reading takes its place, and the later stages need not know
//! of the other:
//!
//! - *called off the strike*: an `obl` is marked by a preposition, so that a bare noun phrase directly after the verb
//!   or its particle is the `obj`.
//! - *bars teachers from striking*: a verb with a mark is a clause, an `advcl` and no `obl`.
//! - *are due to meet*: "due to" is a preposition before nouns only. Before an infinitive "due" is an adjective, the
//!   predicate, and "to" marks the infinitive, its `xcomp`.
//! - *drinking water for the village*: a clause follows its noun. A participle between determiner and noun is an
//!   `amod`, and what follows the noun belongs to the noun.
//! - *word that the ship had sunk spread*: a noun with its content clause is no predicate. The verb that was taken for
//!   a part of the clause is.
//! - *"We are free," said one of them as he left*: arcs do not cross. What follows the verb of saying belongs to it and not
//!   to the clause before it.

use gesta_text::{Document, TokenId, TokenSpan};

use crate::{Analysis, Dep, Upos};

/// How far from a word its dependents are looked for. It bounds the work in sentences of any length.
const REACH: u32 = 48;
/// The longest noun phrase before its head, in words.
const PREMODIFIERS: u32 = 8;

/// Mends the trees of a document in place.
pub(crate) fn mend(document: &Document, tokens: &mut [Analysis]) {
    for sentence in document.sentences() {
        let mut tree = Tree { document, tokens, span: sentence.tokens };
        for token in sentence.tokens.iter() {
            match tree.dep(token) {
                Dep::Obl => {
                    tree.bare_object(token);
                    tree.marked_clause(token);
                }
                Dep::Mark | Dep::Case | Dep::Advmod => tree.adjective_before_infinitive(token),
                Dep::Acl | Dep::Amod => tree.premodifier(token),
                Dep::Fixed => tree.infinitive_after_adjective(token),
                Dep::Ccomp => tree.bare_participle(token),
                Dep::Root => tree.subject_for_predicate(token),
                Dep::Nsubj | Dep::NsubjPass => tree.subject_after_report(token),
                _ => {}
            }
        }
    }
}

/// The tree of one sentence.
struct Tree<'a> {
    document: &'a Document,
    tokens: &'a mut [Analysis],
    span: TokenSpan,
}

impl Tree<'_> {
    fn dep(&self, t: TokenId) -> Dep {
        self.tokens[t.index()].dep
    }

    fn head(&self, t: TokenId) -> Option<TokenId> {
        self.tokens[t.index()].head
    }

    fn upos(&self, t: TokenId) -> Upos {
        self.tokens[t.index()].upos
    }

    fn has_feature(&self, t: TokenId, feature: &str) -> bool {
        self.tokens[t.index()].feats.split('|').any(|f| f == feature)
    }

    fn reads(&self, t: TokenId, word: &str) -> bool {
        self.document.form(t).eq_ignore_ascii_case(word)
    }

    /// True for "meet" and "met", false for "meeting".
    fn is_gerund(&self, t: TokenId) -> bool {
        let participle = ["VerbForm=Ger", "VerbForm=Part"].iter().any(|f| self.has_feature(t, f));
        participle && self.document.form(t).to_lowercase().ends_with("ing")
    }

    fn hang(&mut self, t: TokenId, head: Option<TokenId>, dep: Dep) {
        let token = &mut self.tokens[t.index()];
        (token.head, token.dep) = (head, dep);
    }

    /// The word before, in the same sentence.
    fn before(&self, t: TokenId) -> Option<TokenId> {
        t.0.checked_sub(1).map(TokenId).filter(|&b| self.span.has(b))
    }

    /// The words between two words, without both.
    fn between(&self, left: TokenId, right: TokenId) -> TokenSpan {
        TokenSpan::new(left.0 + 1, right.0)
    }

    /// The dependents of `head` that are not too far from it.
    fn children(&self, head: TokenId) -> Vec<TokenId> {
        let near = TokenSpan::new(
            head.0.saturating_sub(REACH).max(self.span.start),
            head.0.saturating_add(REACH).min(self.span.end),
        );
        near.iter().filter(|&t| self.head(t) == Some(head)).collect()
    }

    fn has_child(&self, head: TokenId, is: impl Fn(TokenId) -> bool) -> bool {
        self.children(head).into_iter().any(is)
    }

    /// "called off the strike": `noun` is the object when it is bare and nothing but a particle stands between.
    fn bare_object(&mut self, noun: TokenId) {
        let Some(verb) = self.head(noun).filter(|&v| v < noun && noun.0 - v.0 <= PREMODIFIERS + 1) else {
            return;
        };
        let nominal = matches!(self.upos(noun), Upos::Noun | Upos::Propn | Upos::Pron);
        if !nominal || self.upos(verb) != Upos::Verb {
            return;
        }
        let adjacent = self.between(verb, noun).iter().all(|t| {
            let particle = self.head(t) == Some(verb) && self.dep(t) == Dep::CompoundPrt && t.0 == verb.0 + 1;
            let inside = self.head(t).is_some_and(|h| verb < h && h <= noun);
            particle || inside && self.upos(t) != Upos::Adp
        });
        let marked = |t| matches!(self.dep(t), Dep::Case | Dep::Mark);
        let complete = |t| {
            use Dep::*;
            matches!(self.dep(t), Obj | Iobj | Ccomp | Xcomp | Cop | AuxPass | NsubjPass | CsubjPass)
        };
        let passive = self.has_feature(verb, "Voice=Pass");
        if adjacent && !passive && !self.has_child(noun, marked) && !self.has_child(verb, complete) {
            self.tokens[noun.index()].dep = Dep::Obj;
        }
    }

    /// "had been due to meet" with "due" as the predicate: "to" belongs to the infinitive, and what was hung on that and
    /// stands before "due" to the predicate.
    fn infinitive_after_adjective(&mut self, to: TokenId) {
        let Some(adjective) = self.head(to).filter(|a| a.0 + 1 == to.0 && self.upos(*a) == Upos::Adj) else {
            return;
        };
        let verb = TokenId(to.0 + 1);
        let infinitive = self.span.has(verb) && self.upos(verb) == Upos::Verb && !self.is_gerund(verb);
        let hangs = self.head(verb) == Some(adjective) || self.head(verb) == self.head(adjective);
        if !infinitive || !hangs || !self.reads(to, "to") {
            return;
        }
        self.hang(to, Some(verb), Dep::Mark);
        self.hang(verb, Some(adjective), Dep::Xcomp);
        for child in self.children(verb).into_iter().filter(|&c| c < adjective) {
            self.hang(child, Some(adjective), self.dep(child));
        }
    }

    /// "…," the mayor said, urging …: a participle after a comma without subject or auxiliary is no content clause.
    fn bare_participle(&mut self, participle: TokenId) {
        let comma = self.before(participle).is_some_and(|b| self.reads(b, ","));
        let after = self.head(participle).is_some_and(|h| h < participle);
        let clause =
            |t| self.dep(t).is_subject() || matches!(self.dep(t), Dep::Aux | Dep::AuxPass | Dep::Mark);
        if comma && after && self.is_gerund(participle) && !self.has_child(participle, clause) {
            self.tokens[participle.index()].dep = Dep::Advcl;
        }
    }

    /// "bars teachers from striking": what is marked like a clause is one.
    fn marked_clause(&mut self, verb: TokenId) {
        if self.upos(verb) == Upos::Verb && self.has_child(verb, |t| self.dep(t) == Dep::Mark) {
            self.tokens[verb.index()].dep = Dep::Advcl;
        }
    }

    /// "…," said one of them: a subject right behind a verb of saying that has none is its own.
    fn subject_after_report(&mut self, subject: TokenId) {
        let Some(clause) = self.head(subject).filter(|&c| c < subject) else { return };
        let inside = |t: &TokenId| self.head(*t).is_some_and(|h| *t < h && h <= subject);
        let first = std::iter::successors(Some(subject), |&t| self.before(t).filter(inside)).last();
        let Some(verb) = first.and_then(|f| self.before(f)).filter(|&v| clause < v) else { return };
        let is_subject = |t| self.dep(t).is_subject();
        let below =
            self.head(clause) == Some(verb) && matches!(self.dep(clause), Dep::Ccomp | Dep::Parataxis);
        let above = self.head(verb) == Some(clause)
            && self.dep(verb) == Dep::Parataxis
            && self.has_child(clause, |t| is_subject(t) && t < verb);
        if self.upos(verb) != Upos::Verb || !(below || above) || self.has_child(verb, is_subject) {
            return;
        }
        let mut behind = self.children(clause);
        behind.retain(|&t| t > verb && self.upos(t) != Upos::Punct);
        for t in behind {
            let dep = if t == subject { Dep::Nsubj } else { self.dep(t) };
            self.hang(t, Some(verb), dep);
        }
    }

    /// "are due to meet": the adjective governs the infinitive that it was taken to mark.
    fn adjective_before_infinitive(&mut self, adjective: TokenId) {
        let to = TokenId(adjective.0 + 1);
        let Some(verb) = self.head(adjective).filter(|&v| v > to) else { return };
        let marks = self.span.has(to)
            && self.reads(to, "to")
            && (self.head(to) == Some(adjective) && self.dep(to) == Dep::Fixed
                || self.head(to) == Some(verb) && matches!(self.dep(to), Dep::Mark | Dep::Case));
        let infinitive = self.upos(verb) == Upos::Verb && !self.is_gerund(verb);
        if self.upos(adjective) != Upos::Adj || !marks || !infinitive {
            return;
        }
        let children = self.children(verb);
        let copula = children.iter().copied().find(|&c| {
            c < adjective
                && matches!(self.dep(c), Dep::Cop | Dep::Aux | Dep::AuxPass)
                && &*self.tokens[c.index()].lemma == "be"
        });
        let (head, dep) = (self.head(verb), self.dep(verb));
        // "the proposals, due to be published in May"
        let postposed = matches!(dep, Dep::Acl | Dep::Advcl | Dep::Appos);
        if copula.is_none() && !postposed {
            return;
        }
        self.hang(adjective, head, dep);
        self.hang(verb, Some(adjective), Dep::Xcomp);
        self.hang(to, Some(verb), Dep::Mark);
        let last = children.last().copied();
        for child in children {
            let dep = self.dep(child);
            let moves = match dep {
                Dep::Punct => child < adjective || Some(child) == last,
                // "were due to meet but were sent home"
                Dep::Conj => self.is_finite(child),
                Dep::Parataxis => true,
                _ => child < adjective,
            };
            if child == adjective || child == to || !moves {
                continue;
            }
            let dep = match dep {
                _ if Some(child) == copula => Dep::Cop,
                Dep::NsubjPass => Dep::Nsubj,
                Dep::CsubjPass => Dep::Csubj,
                dep => dep,
            };
            self.hang(child, Some(adjective), dep);
        }
    }

    /// True for a clause with a finite verb or auxiliary, or a subject.
    fn is_finite(&self, verb: TokenId) -> bool {
        let finite = |t| self.has_feature(t, "VerbForm=Fin");
        finite(verb)
            || self.has_child(verb, |c| {
                self.dep(c).is_subject() || self.dep(c) != Dep::Conj && finite(c) && self.upos(c) == Upos::Aux
            })
    }

    /// "drinking water": a participle right before its noun modifies it and governs nothing behind it.
    fn premodifier(&mut self, participle: TokenId) {
        let noun = self.head(participle).filter(|&n| participle < n && n.0 - participle.0 <= PREMODIFIERS);
        let Some(noun) = noun.filter(|_| self.upos(participle) == Upos::Verb) else { return };
        let adjacent = self.between(participle, noun).iter().all(|t| {
            let inside = self.head(t).is_some_and(|h| participle < h && h <= noun);
            inside
                && matches!(self.dep(t), Dep::Amod | Dep::Compound | Dep::Flat | Dep::Nummod | Dep::NmodDesc)
        });
        // "the officers ordering searches": a noun before the participle is what it describes
        let follows_noun = self.before(participle).is_some_and(|b| {
            let possessive = self.has_feature(b, "Poss=Yes");
            matches!(self.upos(b), Upos::Noun | Upos::Propn | Upos::Pron) && !possessive
        });
        if !adjacent || follows_noun {
            return;
        }
        self.tokens[participle.index()].dep = Dep::Amod;
        for child in self.children(participle).into_iter().filter(|&c| c > noun) {
            let dep = match self.dep(child) {
                Dep::Obl | Dep::OblAgent => Dep::Nmod,
                Dep::OblUnmarked => Dep::NmodUnmarked,
                Dep::Advcl | Dep::Xcomp | Dep::Ccomp => Dep::Acl,
                dep => dep,
            };
            self.hang(child, Some(noun), dep);
        }
    }

    /// "Word that the ship had sunk spread": the noun at the root is the subject of the verb after its clause.
    fn subject_for_predicate(&mut self, noun: TokenId) {
        if self.upos(noun) != Upos::Noun {
            return;
        }
        let children = self.children(noun);
        if children.iter().any(|&c| self.dep(c) == Dep::Cop || self.dep(c).is_subject()) {
            return;
        }
        let content = children.iter().copied().find(|&c| {
            let that = |m| m < c && self.dep(m) == Dep::Mark && self.reads(m, "that");
            c > noun
                && self.dep(c) == Dep::Acl
                && self.has_child(c, that)
                && self.has_child(c, |s| s < c && self.dep(s).is_subject())
        });
        let Some(content) = content else { return };
        let below = self.children(content);
        let predicate = children.iter().chain(&below).copied().find(|&v| self.is_loose_verb(v, content));
        let Some(predicate) = predicate else { return };
        self.hang(predicate, None, Dep::Root);
        self.hang(noun, Some(predicate), Dep::Nsubj);
        for child in children.into_iter().chain(below).filter(|&c| c > predicate) {
            self.tokens[child.index()].head = Some(predicate);
        }
    }

    /// True for a verb after a content clause that nothing ties to it: no mark, no conjunction, no subject of its own,
    /// and a relation that such a verb cannot have.
    fn is_loose_verb(&self, verb: TokenId, content: TokenId) -> bool {
        let tied = |c: TokenId| {
            use Dep::*;
            c < verb && (matches!(self.dep(c), Mark | Case | Cc | Punct | Aux) || self.dep(c).is_subject())
        };
        // "helped build", "let go", "went fishing"
        let takes_bare =
            ["help", "let", "make", "dare", "go", "come"].contains(&&*self.tokens[content.index()].lemma);
        let relation = match self.dep(verb) {
            Dep::Acl => self.head(verb) != Some(content),
            Dep::Xcomp | Dep::Advmod | Dep::Advcl | Dep::Ccomp => !takes_bare,
            _ => false,
        };
        verb > content
            && self.upos(verb) == Upos::Verb
            && relation
            && !self.is_gerund(verb)
            && !self.has_child(verb, tied)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `form/UPOS/feature/head/relation` of each word, heads counted from 1.
    fn sentence(words: &str) -> (Document, Vec<Analysis>) {
        let rows: Vec<Vec<&str>> = words.split_whitespace().map(|w| w.split('/').collect()).collect();
        let text: Vec<&str> = rows.iter().map(|r| r[0]).collect();
        let tokens = rows.iter().map(|r| Analysis {
            upos: Upos::parse(r[1]),
            feats: r[2].into(),
            lemma: match r[0] {
                "are" | "were" => "be".into(),
                form => form.into(),
            },
            head: r[3].parse::<u32>().unwrap().checked_sub(1).map(TokenId),
            dep: Dep::parse(r[4]),
        });
        (Document::read(&text.join(" ")), tokens.collect())
    }

    /// The arcs that differ after mending, as `word<relation<head`.
    fn check(words: &str, expect: &[&str]) {
        let (document, before) = sentence(words);
        assert_eq!((document.sentences().len(), document.tokens().len()), (1, before.len()), "{words}");
        let mut after = before.clone();
        mend(&document, &mut after);
        let form = |t: TokenId| document.form(t).into_owned();
        let changed = document.sentences()[0].tokens.iter().filter(|t| before[t.index()] != after[t.index()]);
        let arcs: Vec<String> = changed
            .map(|t| {
                let Analysis { dep, head, .. } = &after[t.index()];
                format!("{}<{dep}<{}", form(t), head.map_or("ROOT".into(), form))
            })
            .collect();
        assert_eq!(arcs, expect, "{words}");
        let mut again = after.clone();
        mend(&document, &mut again);
        assert_eq!(again, after, "mending once is enough: {words}");
    }

    #[test]
    fn an_infinitive_after_due_is_its_complement() {
        check(
            "They/PRON/_/4/nsubj had/AUX/_/6/aux been/AUX/_/6/cop due/ADJ/_/0/root to/PART/_/4/fixed meet/VERB/VerbForm=Inf/4/advcl",
            &["had<aux<due", "been<cop<due", "to<mark<meet", "meet<xcomp<due"],
        );
    }

    #[test]
    fn a_bare_participle_is_no_content() {
        check(
            "He/PRON/_/2/nsubj left/VERB/_/0/root ,/PUNCT/_/4/punct urging/VERB/VerbForm=Part/2/ccomp calm/NOUN/_/4/obj",
            &["urging<advcl<left"],
        );
        check("He/PRON/_/2/nsubj likes/VERB/_/0/root eating/VERB/VerbForm=Ger/2/ccomp", &[]);
    }

    #[test]
    fn a_marked_verb_is_a_clause() {
        check(
            "It/PRON/_/2/nsubj bars/VERB/_/0/root teachers/NOUN/_/2/obj from/ADP/_/5/mark striking/VERB/VerbForm=Ger/2/obl",
            &["striking<advcl<bars"],
        );
        check("They/PRON/_/2/nsubj came/VERB/_/0/root after/ADP/_/4/case dark/NOUN/_/2/obl", &[]);
    }

    #[test]
    fn a_bare_noun_after_its_verb_is_the_object() {
        check(
            "The/DET/_/2/det union/NOUN/_/3/nsubj called/VERB/_/0/root off/ADP/_/3/compound:prt the/DET/_/6/det strike/NOUN/_/3/obl",
            &["strike<obj<called"],
        );
        check("They/PRON/_/2/nsubj met/VERB/_/0/root in/ADP/_/4/case Vienna/PROPN/_/2/obl", &[]);
        // the preposition hangs elsewhere
        check(
            "They/PRON/_/2/nsubj spoke/VERB/_/0/root with/ADP/_/6/case friends/NOUN/_/2/obl and/CCONJ/_/6/cc heads/NOUN/_/4/conj",
            &[],
        );
        check(
            "Rebels/NOUN/_/3/nsubj:pass were/AUX/_/3/aux:pass told/VERB/Voice=Pass/0/root Friday/PROPN/_/3/obl",
            &[],
        );
    }

    #[test]
    fn an_adjective_before_an_infinitive_is_no_preposition() {
        check(
            "The/DET/_/2/det men/NOUN/_/6/nsubj are/AUX/VerbForm=Fin/6/cop due/ADJ/_/6/mark to/PART/_/4/fixed meet/VERB/VerbForm=Inf/0/root on/ADP/_/8/case Tuesday/PROPN/_/6/obl ./PUNCT/_/6/punct",
            &[
                "men<nsubj<due",
                "are<cop<due",
                "due<root<ROOT",
                "to<mark<meet",
                "meet<xcomp<due",
                ".<punct<due",
            ],
        );
        check(
            "They/PRON/_/5/nsubj were/AUX/VerbForm=Fin/5/cop due/ADJ/_/5/case to/ADP/_/3/fixed leave/VERB/_/0/root but/CCONJ/_/8/cc were/AUX/VerbForm=Fin/8/aux:pass stopped/VERB/_/5/conj",
            &[
                "They<nsubj<due",
                "were<cop<due",
                "due<root<ROOT",
                "to<mark<leave",
                "leave<xcomp<due",
                "stopped<conj<due",
            ],
        );
        check("Delays/NOUN/_/0/root due/ADJ/_/4/mark to/ADP/_/2/fixed flooding/VERB/VerbForm=Ger/1/acl", &[]);
    }

    #[test]
    fn what_follows_a_verb_of_saying_is_its_own() {
        check(
            "We/PRON/_/2/nsubj slept/VERB/_/4/ccomp ,/PUNCT/_/2/punct said/VERB/_/0/root one/NUM/_/2/nsubj of/ADP/_/7/case them/PRON/_/5/nmod as/SCONJ/_/10/mark he/PRON/_/10/nsubj left/VERB/_/2/advcl",
            &["one<nsubj<said", "left<advcl<said"],
        );
        check(
            "We/PRON/_/2/nsubj slept/VERB/_/0/root ,/PUNCT/_/2/punct said/VERB/_/2/parataxis the/DET/_/6/det man/NOUN/_/2/nsubj",
            &["man<nsubj<said"],
        );
        check("They/PRON/_/2/nsubj said/VERB/_/0/root it/PRON/_/4/nsubj rained/VERB/_/2/ccomp", &[]);
    }

    #[test]
    fn a_participle_before_its_noun_is_no_clause() {
        check(
            "They/PRON/_/2/nsubj pay/VERB/_/0/root for/ADP/_/5/case drinking/VERB/VerbForm=Ger/5/acl water/NOUN/_/2/obl for/ADP/_/8/case the/DET/_/8/det village/NOUN/_/4/obl",
            &["drinking<amod<water", "village<nmod<water"],
        );
        check("Generals/NOUN/_/3/nsubj ordering/VERB/VerbForm=Ger/3/acl attacks/NOUN/_/0/root", &[]);
    }

    #[test]
    fn a_noun_with_its_content_clause_is_a_subject() {
        check(
            "Word/NOUN/_/0/root that/SCONJ/_/5/mark it/PRON/_/5/nsubj had/AUX/_/5/aux sunk/VERB/_/1/acl spread/VERB/VerbForm=Inf/5/xcomp quickly/ADV/_/5/advmod ./PUNCT/_/1/punct",
            &["Word<nsubj<spread", "spread<root<ROOT", "quickly<advmod<spread", ".<punct<spread"],
        );
        check(
            "Word/NOUN/_/0/root that/SCONJ/_/4/mark it/PRON/_/4/nsubj helped/VERB/_/1/acl to/PART/_/6/mark leave/VERB/VerbForm=Inf/4/xcomp",
            &[],
        );
    }
}
