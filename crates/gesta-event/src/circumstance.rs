//! When and where: the time and the place that the syntax attaches to an act.

use gesta_place::PlaceId;
use gesta_syntax::Dep;
use gesta_text::{TokenId, TokenSpan};
use gesta_time::{Interval, TimexType};

use crate::argument::Sources;
use crate::grammar::{case_is, clause_head};
use crate::lemma::lemma;
use crate::lexicon::lexicon;

impl Sources<'_> {
    /// The days of the time expression that is nearest to the act in the tree of its own clause. What is only planned,
    /// threatened or demanded (not `actual`) does not take the time of the clause that says so, nor does a clause with a
    /// conjunction of its own ("four months after he had promised …").
    pub(crate) fn date_of(&self, trigger: TokenId, actual: bool) -> Option<Interval> {
        let sentence = self.parsed.sentence_of(trigger).tokens;
        let dated = self.times.within(sentence).filter(|(_, t)| {
            matches!(t.kind, TimexType::Date | TimexType::Time)
                && (t.phrase_days.start.is_some() || t.phrase_days.end.is_some())
        });
        let near = dated.filter_map(|(_, time)| {
            let head = self.parsed.head_of(time.tokens)?;
            // "a budget for the period of 2030", "scheduled for June"
            let nominal = |t: TokenId| matches!(self.parsed.dep(t), Dep::Nmod | Dep::Compound);
            let mut phrase =
                std::iter::successors(Some(head), |&t| self.parsed.head(t).filter(|_| nominal(t))).take(3);
            let purpose = phrase.any(|t| t > trigger && case_is(self.parsed, t, "for"));
            let own = self.in_own_clause(trigger, head, actual);
            let distance = Some(head).filter(|_| own && !purpose).and_then(|h| self.distance(trigger, h));
            Some((distance?, time.phrase_days))
        });
        near.min_by_key(|(distance, _)| *distance).map(|(_, days)| days)
    }

    /// True unless the way up from the act to what governs the word leaves a clause that has its own time.
    fn in_own_clause(&self, trigger: TokenId, word: TokenId, actual: bool) -> bool {
        let parsed = self.parsed;
        let mut clauses = std::iter::once(trigger).chain(parsed.ancestors(trigger)).take(12);
        let mut below = clauses.by_ref().take_while(|&t| !parsed.is_within(word, t));
        below.all(|t| match parsed.dep(t) {
            Dep::Advcl => actual && parsed.children_by(t, Dep::Mark).all(|m| parsed.lower(m) == "to"),
            Dep::Xcomp | Dep::Acl => actual,
            _ => true,
        })
    }

    /// The place that a locative preposition puts next to the act, the nearest in its clause first.
    pub(crate) fn place_of(&self, trigger: TokenId) -> Option<PlaceId> {
        let sentence = self.parsed.sentence_of(trigger).tokens;
        let near = sentence.iter().filter_map(|token| {
            let place = self.places.at(token)?;
            // "criticised France over Syria" tells no place, "flew over Syria" does
            let flying = || {
                self.parsed.head(token).is_some_and(|h| lexicon().in_class("flying", &lemma(self.parsed, h)))
            };
            // "in the capital Nairobi"
            let apposed = matches!(self.parsed.dep(token), Dep::Appos | Dep::Compound | Dep::Flat);
            let head = self.parsed.head(token).filter(|_| apposed);
            let cases =
                [Some(token), head].into_iter().flatten().flat_map(|t| self.parsed.children_by(t, Dep::Case));
            let located = cases.into_iter().any(|c| {
                let preposition = self.parsed.lower(c);
                lexicon().in_class("locative", &preposition) && (preposition != "over" || flying())
            });
            located.then(|| self.distance(trigger, token)).flatten().map(|d| (d, place))
        });
        near.min_by_key(|(distance, _)| *distance).map(|(_, place)| place)
    }

    /// Steps in the tree between the act and a word of the same clause; `None` when another clause lies between.
    fn distance(&self, trigger: TokenId, word: TokenId) -> Option<usize> {
        let parsed = self.parsed;
        // up from the word until something that governs the trigger, or the trigger itself, is met
        let mut up = 0;
        let mut at = word;
        while !parsed.is_within(trigger, at) {
            if up > 0 && parsed.dep(at).is_clausal() || up > 12 {
                return None;
            }
            at = parsed.head(at)?;
            up += 1;
        }
        let clause = clause_head(parsed, trigger);
        let down = std::iter::once(trigger).chain(parsed.ancestors(trigger)).position(|t| t == at)?;
        let crossing = std::iter::once(trigger)
            .chain(parsed.ancestors(trigger))
            .take(down)
            .any(|t| t == clause && parsed.dep(t) != Dep::Advcl && parsed.dep(t) != Dep::Xcomp);
        (!crossing).then_some(up + down)
    }

    /// The words of the clause around the act: its subtree without coordinated clauses, and its governor up to the
    /// head of the clause.
    pub(crate) fn clause_words(&self, trigger: TokenId) -> TokenSpan {
        let parsed = self.parsed;
        let head = clause_head(parsed, trigger);
        let mut words = TokenSpan::one(head).cover(TokenSpan::one(trigger));
        for child in parsed.children(head) {
            let apart = matches!(
                parsed.dep(child),
                Dep::Conj | Dep::Parataxis | Dep::Punct | Dep::Cc | Dep::Discourse
            );
            if !apart {
                words = words.cover(parsed.subtree(child));
            }
        }
        words
    }
}
