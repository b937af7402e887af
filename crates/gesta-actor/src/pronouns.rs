//! Pronouns: what each may refer to, and the antecedent that fits best.

use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::{Sentence, TokenId, TokenSpan};

use crate::candidate::Candidate;
use crate::clusters::Resolver;
use crate::grammar;
use crate::quotes::{self, Quote};
use crate::tables::{Sex, TABLES};
use crate::{ActorKind, MentionForm};

/// How many candidates back an antecedent is looked for.
const LOOK_BACK: usize = 60;
/// How many sentences back, for persons and for all else.
const SENTENCES: (u32, u32) = (6, 3);

/// How many words back a thing may be that is the better antecedent.
const THINGS: u32 = 60;
/// How many words a quotation has that is a speech of its own.
const WHOLE_QUOTE: usize = 6;

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

/// The gender that a pronoun tells.
pub(crate) fn sex(form: &str) -> Option<Sex> {
    match class(form)? {
        Class::He => Some(Sex::Male),
        Class::She => Some(Sex::Female),
        _ => None,
    }
}

/// The pronouns of one sentence.
pub(crate) fn find(parsed: &Parsed, sentence: &Sentence) -> Vec<Candidate> {
    let personal = |t: &TokenId| {
        matches!(parsed.upos(*t), Upos::Pron | Upos::Det)
            && (parsed.dep(*t) != Dep::Expl || orders(parsed, *t))
    };
    let found = sentence.tokens.iter().filter(personal).filter(|t| class(&parsed.lower(*t)).is_some());
    found.map(|t| Candidate::new(parsed, TokenSpan::one(t), MentionForm::Pronoun)).collect()
}

/// "it ordered that …": the parser takes "it" for a filler, but it is all the subject that an active verb of saying has.
fn orders(parsed: &Parsed, filler: TokenId) -> bool {
    parsed.head(filler).is_some_and(|verb| {
        filler < verb
            && parsed.upos(verb) == Upos::Verb
            && !parsed.is_passive(verb)
            && TABLES.speech_verbs.contains(parsed.lemma(verb))
            && grammar::subject_of(parsed, verb).is_none()
    })
}

/// What the clause of a pronoun tells of its antecedent, in clusters.
struct Bound {
    /// What it cannot be: the other arguments of its verb, the speaker of its quotation.
    barred: Vec<usize>,
    /// Who says or thinks the clause: "the bank said it would lend".
    reporters: Vec<usize>,
    /// For a possessive, the subject of its clause: "Norway withdrew its ships".
    owners: Vec<usize>,
    /// True when the pronoun is a subject.
    subject: bool,
}

impl Bound {
    fn of(resolver: &Resolver<'_>, pronoun: &Candidate) -> Bound {
        let parsed = resolver.parsed;
        let clusters = |heads: Vec<TokenId>| -> Vec<usize> {
            heads.into_iter().filter_map(|h| resolver.cluster_at(h)).collect()
        };
        let possessive = parsed.dep(pronoun.head) == Dep::NmodPoss;
        let reflexive = parsed.lower(pronoun.head).contains("sel");
        let free = possessive || reflexive;
        // Whoever is quoted speaks of himself as "I"; a few quoted words may be told from outside.
        let quote = quotes::at(&resolver.quotes, pronoun.head);
        let whole = |q: &&Quote| {
            let capital = parsed.form(TokenId(q.tokens.start)).starts_with(char::is_uppercase);
            capital && q.tokens.len() >= WHOLE_QUOTE
        };
        let mut barred = if free { Vec::new() } else { clusters(grammar::rivals(parsed, pronoun.head)) };
        barred.extend(quote.filter(whole).and_then(|q| q.speaker).and_then(|t| resolver.cluster_at(t)));
        let owner = grammar::predicate(parsed, pronoun.head).filter(|_| free);
        Bound {
            barred,
            reporters: clusters(grammar::reporter(parsed, pronoun.head)),
            owners: owner.map_or(Vec::new(), |v| clusters(grammar::subjects(parsed, v))),
            subject: parsed.dep(pronoun.head).is_subject(),
        }
    }
}

impl Resolver<'_> {
    /// The cluster that a pronoun takes up: the best antecedent, unless a thing fits better.
    pub(crate) fn antecedent(&self, at: usize) -> Option<usize> {
        let parsed = self.parsed;
        let pronoun = self.candidates.get(at)?;
        let class = class(&parsed.lower(pronoun.head))?;
        if class == Class::Speaker {
            return self.speaker(at);
        }
        let bound = Bound::of(self, pronoun);
        let reach = match class {
            Class::He | Class::She => SENTENCES.0,
            _ => SENTENCES.1,
        };
        let back = (0..at).rev().take(LOOK_BACK);
        let earlier = back.take_while(|i| {
            self.candidates.get(*i).is_some_and(|c| self.distance(c.sentence, pronoun.sentence) <= reach)
        });
        // "In his speech, the minister said": a possessive before the subject may point forward.
        let forward = (at + 1..self.candidates.len()).take(4).filter(|i| {
            self.candidates.get(*i).is_some_and(|c| {
                c.sentence == pronoun.sentence
                    && c.form == MentionForm::Name
                    && parsed.dep(c.head).is_subject()
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
            if bound.barred.contains(&cluster)
                || !self.agrees(class, cluster, candidate)
                || self.is_barred(pronoun, candidate)
            {
                continue;
            }
            let mut score = self.salience(pronoun, candidate, class);
            if bound.reporters.contains(&cluster) && candidate.sentence == pronoun.sentence {
                score += if bound.subject { 20 } else { 6 };
            }
            if bound.owners.contains(&cluster) && candidate.sentence == pronoun.sentence {
                score += 6;
            }
            if self.is_joined(pronoun, candidate) {
                score += 30;
            }
            if i > at {
                score -= 15;
            }
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, cluster));
            }
        }
        let (score, cluster) = best.filter(|(score, _)| *score >= self.least(pronoun, class))?;
        (!self.is_outdone(pronoun, class, score)).then_some(cluster)
    }

    /// What an antecedent must come to: "it" and "they" often mean things, and "it is late" means nothing.
    fn least(&self, pronoun: &Candidate, class: Class) -> i32 {
        let parsed = self.parsed;
        let predicate = parsed.head(pronoun.head).filter(|_| parsed.dep(pronoun.head).is_subject());
        let said = predicate.is_some_and(|p| parsed.child(p, Dep::Cop).is_some());
        match class {
            Class::He | Class::She => i32::MIN,
            Class::It if said => 12,
            Class::It if parsed.dep(pronoun.head) == Dep::Obj => 5,
            _ => 2,
        }
    }

    /// True when a thing that is no actor is the better antecedent of "it" or "they".
    fn is_outdone(&self, pronoun: &Candidate, class: Class, score: i32) -> bool {
        let parsed = self.parsed;
        let plural = match class {
            Class::It => false,
            Class::They => true,
            _ => return false,
        };
        let acts = grammar::predicate(parsed, pronoun.head)
            .filter(|v| parsed.head(pronoun.head) == Some(*v) && parsed.dep(pronoun.head) == Dep::Nsubj)
            .is_some_and(|v| {
                TABLES.speech_verbs.contains(parsed.lemma(v))
                    || TABLES.metonymy.contains(&("subject", parsed.lemma(v)))
            });
        if acts {
            return false;
        }
        let first = parsed.sentence_of(pronoun.head).tokens.start;
        let start = first.checked_sub(1).map_or(first, |t| parsed.sentence_of(TokenId(t)).tokens.start);
        let start = start.max(pronoun.head.0.saturating_sub(THINGS));
        let governor = parsed.head(pronoun.head);
        let rivals = grammar::rivals(parsed, pronoun.head);
        (start..pronoun.head.0).map(TokenId).any(|thing| {
            let noun = parsed.upos(thing) == Upos::Noun
                && !self.by_head.contains_key(&thing)
                && (parsed.morph(thing).plural == Some(true)) == plural
                && !rivals.contains(&thing)
                && governor != Some(thing);
            noun && self.prominence(pronoun, thing, MentionForm::Nominal) > score
        })
    }

    /// Who says "I" or "we" in a quotation.
    pub(crate) fn speaker(&self, at: usize) -> Option<usize> {
        let pronoun = self.candidates.get(at).filter(|c| c.form == MentionForm::Pronoun)?;
        if class(&self.parsed.lower(pronoun.head)) != Some(Class::Speaker) {
            return None;
        }
        self.cluster_at(quotes::at(&self.quotes, pronoun.head)?.speaker?)
    }

    /// "the army and its allies": the owner right before the "and".
    fn is_joined(&self, pronoun: &Candidate, candidate: &Candidate) -> bool {
        let parsed = self.parsed;
        let gap = pronoun.head.0.checked_sub(candidate.tokens.end);
        parsed.dep(pronoun.head) == Dep::NmodPoss
            && gap == Some(1)
            && parsed.upos(TokenId(candidate.tokens.end)) == Upos::Cconj
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
            // A plural group is no "it" under any form; a plural name may be one body: "the United Nations".
            Class::It => {
                let group = cluster.kind == Some(ActorKind::Group);
                !(person || cluster.plural && (group || candidate.plural))
            }
            Class::They => !person && (cluster.plural || cluster.kind != Some(ActorKind::State)),
            Class::Speaker => false,
        }
    }

    /// True where one holds the other, so that they cannot be the same.
    fn is_barred(&self, pronoun: &Candidate, candidate: &Candidate) -> bool {
        if candidate.sentence != pronoun.sentence {
            return false;
        }
        if candidate.tokens.has(pronoun.head) || self.parsed.is_within(candidate.head, pronoun.head) {
            return true;
        }
        // "his adviser": not the adviser himself, nor what stands in apposition to him.
        if self.parsed.dep(pronoun.head) == Dep::NmodPoss {
            return self.parsed.head(pronoun.head) == Some(candidate.head);
        }
        false
    }

    fn salience(&self, pronoun: &Candidate, candidate: &Candidate, class: Class) -> i32 {
        let parsed = self.parsed;
        let top = parsed.first_conjunct(candidate.head);
        let mut score = self.prominence(pronoun, candidate.head, candidate.form);
        let cited = is_cited(parsed, candidate.head);
        let speaks = |t: TokenId| {
            cited
                || parsed
                    .head(parsed.first_conjunct(t))
                    .is_some_and(|g| TABLES.speech_verbs.contains(parsed.lemma(g)))
        };
        if (parsed.dep(top).is_subject() || cited)
            && speaks(candidate.head)
            && candidate.sentence != pronoun.sentence
        {
            score += 3;
            if speaks(pronoun.head) {
                score += 4;
            }
        }
        if class == Class::It {
            score += if candidate.kind == Some(ActorKind::State) { -1 } else { 1 };
        }
        let paragraph = |t: TokenId| parsed.sentence_of(t).paragraph;
        if matches!(class, Class::It | Class::They) && paragraph(candidate.head) != paragraph(pronoun.head) {
            score -= 3;
        }
        if class == Class::They {
            let plural = self
                .cluster_at(candidate.head)
                .and_then(|id| self.clusters.get(id))
                .is_some_and(|c| c.plural);
            score += if candidate.plural {
                8
            } else if plural {
                0
            } else {
                -2
            };
        }
        let quote = quotes::at(&self.quotes, pronoun.head);
        let other = quotes::at(&self.quotes, candidate.head);
        if quote.is_none() && other.is_some() {
            score -= 8;
        }
        score
    }

    /// What the place of a word says for it as an antecedent: how near it is, and its role in its clause.
    fn prominence(&self, pronoun: &Candidate, head: TokenId, form: MentionForm) -> i32 {
        let parsed = self.parsed;
        let sentence = parsed.document().token(head).sentence;
        let distance = self.distance(sentence, pronoun.sentence) as i32;
        let mut score = -12 * distance;
        let top = parsed.first_conjunct(head);
        let governor = parsed.head(top);
        score += match parsed.dep(top) {
            Dep::Nsubj | Dep::NsubjPass | Dep::NsubjOuter => 10,
            Dep::Obj | Dep::Iobj | Dep::OblAgent => 3,
            Dep::NmodPoss => 2,
            Dep::Root | Dep::Appos => 2,
            _ if is_cited(parsed, head) => 14,
            _ => 0,
        };
        // The subject of the main clause of the sentence before is what the text is about.
        if governor.is_some_and(|g| parsed.head(g).is_none()) && parsed.dep(top).is_subject() {
            score += 4;
        }
        score += match form {
            MentionForm::Name => 3,
            MentionForm::Pronoun => 4,
            MentionForm::Nominal => 0,
        };
        // "the assembly (Majlis)": what stands in brackets is said in passing.
        if head.0 > 0 && parsed.form(TokenId(head.0 - 1)) == "(" {
            score -= 10;
        }
        if sentence == pronoun.sentence {
            score -= (pronoun.head.0.abs_diff(head.0) / 8) as i32;
        }
        score
    }
}

/// "According to Ann Cole, …": as good as a subject.
fn is_cited(parsed: &Parsed, head: TokenId) -> bool {
    parsed.children_by(head, Dep::Case).any(|c| parsed.lower(c) == "according")
}
