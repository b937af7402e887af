//! Pronouns: what each may refer to, and the antecedent that fits best.

use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::{Sentence, TokenId, TokenSpan};

use crate::candidate::Candidate;
use crate::clusters::Resolver;
use crate::quotes;
use crate::tables::{Sex, TABLES};
use crate::{ActorKind, MentionForm};

/// How many candidates back an antecedent is looked for.
const LOOK_BACK: usize = 60;
/// How many sentences back, for persons and for all else.
const SENTENCES: (u32, u32) = (6, 3);

/// What a pronoun can stand for.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Class {
    He,
    She,
    It,
    They,
    Speaker,
}

fn class(form: &str) -> Option<Class> {
    Some(match form {
        "he" | "him" | "his" | "himself" => Class::He,
        "she" | "her" | "hers" | "herself" => Class::She,
        "it" | "its" | "itself" => Class::It,
        "they" | "them" | "their" | "theirs" | "themselves" => Class::They,
        "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves" => Class::Speaker,
        _ => return None,
    })
}

/// The pronouns of one sentence.
pub(crate) fn find(parsed: &Parsed, sentence: &Sentence) -> Vec<Candidate> {
    let personal =
        |t: &TokenId| matches!(parsed.upos(*t), Upos::Pron | Upos::Det) && parsed.dep(*t) != Dep::Expl;
    let found = sentence.tokens.iter().filter(personal).filter(|t| class(&parsed.lower(*t)).is_some());
    found.map(|t| Candidate::new(parsed, TokenSpan::one(t), MentionForm::Pronoun)).collect()
}

impl Resolver<'_> {
    /// The cluster that a pronoun takes up.
    pub(crate) fn antecedent(&self, at: usize) -> Option<usize> {
        let pronoun = self.candidates.get(at)?;
        let class = class(&self.parsed.lower(pronoun.head))?;
        if class == Class::Speaker {
            return self.speaker(at);
        }
        let reach = if matches!(class, Class::He | Class::She) { SENTENCES.0 } else { SENTENCES.1 };
        let back = (0..at).rev().take(LOOK_BACK);
        let earlier = back.take_while(|i| {
            self.candidates.get(*i).is_some_and(|c| c.sentence.0 + reach >= pronoun.sentence.0)
        });
        // "In his speech, the minister said": a possessive before the subject may point forward.
        let forward = (at + 1..self.candidates.len()).take(4).filter(|i| {
            self.candidates.get(*i).is_some_and(|c| {
                c.sentence == pronoun.sentence
                    && c.form == MentionForm::Name
                    && self.parsed.dep(c.head).is_subject()
                    && self.is_fronted(pronoun.head, c.head)
            })
        });
        let mut best: Option<(i32, usize)> = None;
        for i in earlier.chain(forward) {
            let (Some(candidate), Some(cluster)) =
                (self.candidates.get(i), self.cluster_of.get(i).copied().flatten())
            else {
                continue;
            };
            if !self.agrees(class, cluster, candidate) || self.is_barred(pronoun, candidate) {
                continue;
            }
            let mut score = self.salience(pronoun, candidate, class);
            if i > at {
                score -= 15;
            }
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, cluster));
            }
        }
        best.map(|(_, cluster)| cluster)
    }

    /// Who says "I" or "we" in a quotation.
    pub(crate) fn speaker(&self, at: usize) -> Option<usize> {
        let pronoun = self.candidates.get(at).filter(|c| c.form == MentionForm::Pronoun)?;
        if class(&self.parsed.lower(pronoun.head)) != Some(Class::Speaker) {
            return None;
        }
        self.cluster_at(quotes::at(&self.quotes, pronoun.head)?.speaker?)
    }

    /// True when the pronoun stands in a modifier before the subject of its clause.
    fn is_fronted(&self, pronoun: TokenId, subject: TokenId) -> bool {
        let Some(verb) = self.parsed.head(subject) else { return false };
        self.parsed.is_within(pronoun, verb) && pronoun < subject && verb > subject
    }

    fn agrees(&self, class: Class, cluster: usize, candidate: &Candidate) -> bool {
        let Some(cluster) = self.clusters.get(cluster) else { return false };
        let person = cluster.kind == Some(ActorKind::Person);
        match class {
            Class::He => person && cluster.sex != Some(Sex::Female),
            Class::She => person && cluster.sex != Some(Sex::Male),
            Class::It => !(person || candidate.plural && cluster.plural),
            Class::They => !person && (cluster.plural || cluster.kind != Some(ActorKind::State)),
            Class::Speaker => false,
        }
    }

    /// True where syntax forbids that the two are the same: arguments of one verb, or one inside the other.
    fn is_barred(&self, pronoun: &Candidate, candidate: &Candidate) -> bool {
        if candidate.sentence != pronoun.sentence {
            return false;
        }
        if candidate.tokens.has(pronoun.head) || self.parsed.is_within(candidate.head, pronoun.head) {
            return true;
        }
        let reflexive = self.parsed.lower(pronoun.head).contains("sel");
        let possessive = self.parsed.dep(pronoun.head) == Dep::NmodPoss;
        if possessive {
            // "his adviser": not the adviser himself, nor what stands in apposition to him.
            return self.parsed.head(pronoun.head) == Some(candidate.head);
        }
        // The word an argument belongs to, past "of" ("both of them").
        let clause = |t: TokenId| {
            let mut top = self.parsed.first_conjunct(t);
            while self.parsed.dep(top) == Dep::Nmod {
                match self.parsed.head(top) {
                    Some(head) => top = self.parsed.first_conjunct(head),
                    None => break,
                }
            }
            self.parsed.head(top)
        };
        !reflexive && clause(pronoun.head).is_some() && clause(pronoun.head) == clause(candidate.head)
    }

    fn salience(&self, pronoun: &Candidate, candidate: &Candidate, class: Class) -> i32 {
        let parsed = self.parsed;
        let distance = pronoun.sentence.0.saturating_sub(candidate.sentence.0) as i32;
        let mut score = -12 * distance;
        let top = parsed.first_conjunct(candidate.head);
        let governor = parsed.head(top);
        score += match parsed.dep(top) {
            Dep::Nsubj | Dep::NsubjPass | Dep::NsubjOuter => 10,
            Dep::Obj | Dep::Iobj | Dep::OblAgent => 3,
            Dep::NmodPoss => 2,
            Dep::Root | Dep::Appos => 2,
            _ => 0,
        };
        // The subject of the main clause of the sentence before is what the text is about.
        if governor.is_some_and(|g| parsed.head(g).is_none()) && parsed.dep(top).is_subject() {
            score += 4;
        }
        let speaks = |t: TokenId| {
            parsed
                .head(parsed.first_conjunct(t))
                .is_some_and(|g| TABLES.speech_verbs.contains(parsed.lemma(g)))
        };
        if parsed.dep(top).is_subject() && speaks(candidate.head) && distance > 0 {
            score += 3;
            if speaks(pronoun.head) {
                score += 4;
            }
        }
        score += match candidate.form {
            MentionForm::Name => 3,
            MentionForm::Pronoun => 4,
            MentionForm::Nominal => 0,
        };
        if class == Class::It {
            score += if candidate.kind == Some(ActorKind::State) { -1 } else { 1 };
        }
        if class == Class::They && candidate.plural {
            score += 8;
        }
        // Whoever is quoted speaks of himself as "I"; whoever is spoken of does not utter the quotation.
        let quote = quotes::at(&self.quotes, pronoun.head);
        let other = quotes::at(&self.quotes, candidate.head);
        if let (Some(quote), None) = (quote, other)
            && quote.speaker == Some(candidate.head)
            && matches!(class, Class::He | Class::She)
        {
            score -= 12;
        }
        if quote.is_none() && other.is_some() {
            score -= 8;
        }
        if distance == 0 {
            score -= (pronoun.head.0.abs_diff(candidate.head.0) / 8) as i32;
        }
        score
    }
}
