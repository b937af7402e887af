//! When and where: the time and the place that the syntax attaches to an act.

use gesta_place::{PlaceId, PlaceKind};
use gesta_syntax::{Dep, Tense, VerbForm};
use gesta_text::{TokenId, TokenSpan};
use gesta_time::{Interval, TimexType};

use crate::EventType;
use crate::argument::{Argument, Sources};
use crate::grammar::{case_is, clause_head};
use crate::lemma::lemma;
use crate::lexicon::lexicon;

impl Sources<'_> {
    /// The days of the time expression that is nearest to the act in the tree of its own clause. What is only planned,
    /// threatened or demanded (not `actual`) does not take the time of the clause that says so, nor does a clause with a
    /// conjunction of its own ("four months after he had promised …"), nor what is told as past history.
    pub(crate) fn date_of(&self, trigger: TokenId, actual: bool) -> Option<Interval> {
        let sentence = self.parsed.sentence_of(trigger).tokens;
        let dated = self.times.within(sentence).filter(|(_, t)| {
            matches!(t.kind, TimexType::Date | TimexType::Time)
                && (t.phrase_days.start.is_some() || t.phrase_days.end.is_some())
        });
        let near = dated.filter_map(|(_, time)| {
            let head = self.parsed.head_of(time.tokens)?;
            // "the 1973 War Powers Resolution" says nothing of when it was broken
            let named = matches!(self.parsed.dep(head), Dep::Compound | Dep::Nummod | Dep::Amod)
                && self.parsed.head(head).is_some_and(|h| h != trigger);
            if named {
                return None;
            }
            // "a budget for the period of 2030", "scheduled for June"
            let nominal = |t: TokenId| matches!(self.parsed.dep(t), Dep::Nmod | Dep::Compound);
            let mut phrase =
                std::iter::successors(Some(head), |&t| self.parsed.head(t).filter(|_| nominal(t))).take(3);
            let purpose = phrase.any(|t| t > trigger && case_is(self.parsed, t, "for"));
            let own = self.in_own_clause(trigger, head, actual)
                && (!self.is_history(trigger) || self.parsed.is_within(head, trigger));
            let distance = Some(head).filter(|_| own && !purpose).and_then(|h| self.distance(trigger, h));
            Some((distance?, time.phrase_days))
        });
        let days = near.min_by_key(|(distance, _)| *distance).map(|(_, days)| days);
        // What has happened did not happen after the news of it.
        let ahead = |days: &Interval| {
            actual && days.start.zip(self.times.published).is_some_and(|(start, told)| start > told)
        };
        days.filter(|days| !ahead(days))
    }

    /// True unless the way up from the act to what governs the word leaves a clause that has its own time.
    fn in_own_clause(&self, trigger: TokenId, word: TokenId, actual: bool) -> bool {
        let parsed = self.parsed;
        let mut clauses = std::iter::once(trigger).chain(parsed.ancestors(trigger)).take(12);
        let mut below = clauses.by_ref().take_while(|&t| !parsed.is_within(word, t));
        below.all(|t| match parsed.dep(t) {
            Dep::Advcl => {
                // "said on Tuesday as he urged them": at the same time
                let mut marks = parsed.children_by(t, Dep::Mark);
                actual && marks.all(|m| matches!(parsed.lower(m).as_str(), "to" | "as" | "while"))
            }
            Dep::Xcomp | Dep::Acl => actual,
            _ => true,
        })
    }

    /// True for the past perfect and for a past participle beside another clause ("had fled", "jailed in an earlier
    /// trial, he …"): such an act is older than what its sentence dates.
    fn is_history(&self, trigger: TokenId) -> bool {
        let parsed = self.parsed;
        let perfect = parsed.children_by(trigger, Dep::Aux).any(|a| parsed.lower(a) == "had");
        let morph = parsed.morph(trigger);
        let participle = morph.verb_form == Some(VerbForm::Part) && morph.tense == Some(Tense::Past);
        perfect || (participle && matches!(parsed.dep(trigger), Dep::Advcl | Dep::Acl))
    }

    /// The place that a locative preposition puts next to the act, the nearest in its clause first.
    pub(crate) fn place_of(&self, trigger: TokenId, kind: EventType) -> Option<PlaceId> {
        let sentence = self.parsed.sentence_of(trigger).tokens;
        let near = sentence.iter().filter_map(|token| {
            let place = self.places.at(token)?;
            let located = self.is_located(token, trigger, kind) && self.shares_scene(trigger, token);
            located.then(|| self.distance(trigger, token)).flatten().map(|d| (d, place))
        });
        near.min_by_key(|(distance, _)| *distance).map(|(_, place)| place)
    }

    /// The town that is attacked or seized: there it takes place.
    pub(crate) fn place_attacked(&self, target: Option<&Argument>, kind: EventType) -> Option<PlaceId> {
        if !matches!(kind, EventType::Assault | EventType::Coerce) {
            return None;
        }
        let inner = |&head: &TokenId| {
            let within = self.parsed.children(head).filter(|&c| {
                matches!(self.parsed.dep(c), Dep::Appos | Dep::Flat) || case_is(self.parsed, c, "of")
            });
            std::iter::once(head).chain(within).find_map(|t| self.places.at(t))
        };
        let [head] = target?.heads.as_slice() else { return None };
        inner(head).filter(|&id| {
            self.places.get(id).is_some_and(|p| !matches!(p.kind, PlaceKind::Country | PlaceKind::Continent))
        })
    }

    /// False where a clause of another time and reason lies between: "met in Oslo after bombing the port".
    fn shares_scene(&self, trigger: TokenId, place: TokenId) -> bool {
        let parsed = self.parsed;
        let mut below = std::iter::once(trigger).chain(parsed.ancestors(trigger)).take(12);
        let mut below = below.by_ref().take_while(|&t| !parsed.is_within(place, t));
        below.all(|t| {
            let mut marks = parsed.children(t).filter(|&m| matches!(parsed.dep(m), Dep::Mark | Dep::Case));
            // "after fierce fighting" is a noun whatever its tag
            let clause = parsed.dep(t) == Dep::Advcl && parsed.child(t, Dep::Amod).is_none();
            !clause || !marks.any(|m| lexicon().in_class("apart", &parsed.lower(m)))
        })
    }

    /// True when the preposition of a place tells where the act was done, not what it is about ("talks on Syria") nor
    /// where those live or work whom it concerns ("praised the army in Mali", "the embassy in Chad protested").
    fn is_located(&self, token: TokenId, trigger: TokenId, kind: EventType) -> bool {
        let parsed = self.parsed;
        let is = |class: &str, t: TokenId| lexicon().in_class(class, &lemma(parsed, t));
        // "in the capital Nairobi", not "in Syria talks"
        let apposed = |h: &TokenId| match parsed.dep(token) {
            Dep::Appos | Dep::Flat => true,
            Dep::Compound => *h < token || is("territory", *h),
            _ => false,
        };
        let head = parsed.head(token).filter(apposed);
        [Some(token), head].into_iter().flatten().any(|noun| {
            let Some(governor) = parsed.head(noun) else { return false };
            let beside = parsed.is_within(trigger, governor);
            let inside = match kind {
                EventType::Support
                | EventType::Accuse
                | EventType::Request
                | EventType::Reject
                | EventType::Threaten => false,
                EventType::Assault | EventType::Coerce | EventType::Protest | EventType::Mobilize => true,
                _ => !parsed.dep(governor).is_subject(),
            };
            let attacked = matches!(kind, EventType::Assault | EventType::Coerce | EventType::Mobilize)
                && parsed.dep(noun) == Dep::Nmod;
            (beside || inside)
                && parsed.children_by(noun, Dep::Case).any(|c| match parsed.lower(c).as_str() {
                    "on" => attacked,
                    "over" => is("flying", governor),
                    "to" | "from" => beside && is("motion", governor),
                    preposition => lexicon().in_class("locative", preposition),
                })
        })
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
        let crossing = std::iter::once(trigger).chain(parsed.ancestors(trigger)).take(down).any(|t| {
            let shared = matches!(parsed.dep(t), Dep::Advcl | Dep::Xcomp) || self.goes_on(t, word);
            t == clause && !shared
        });
        (!crossing).then_some(up + down)
    }

    /// True for a clause that goes on from one with a time or place at its head: "on Friday they took the town and burned the mill".
    fn goes_on(&self, clause: TokenId, word: TokenId) -> bool {
        let parsed = self.parsed;
        let first = parsed.head(clause).filter(|_| parsed.dep(clause) == Dep::Conj);
        let past = |t: TokenId| parsed.morph(t).tense == Some(Tense::Past);
        let told = |first: TokenId| past(first) && past(clause) && parsed.child(clause, Dep::Aux).is_none();
        first.is_some_and(|first| parsed.head(word) == Some(first) && word < clause && told(first))
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
