//! Does a wording name this action, and is it told as done?
//!
//! An action is its head, a verb with its particle, and its objects. Another wording names the same action when it has that
//! head, or one of its class (`synonyms.tsv`), and shares an object. Two commitments of one debtor, a cue and a commitment, a
//! sentence and a commitment: all are compared in this way. An action named by a noun ("sanctions", "a ceasefire") has the
//! verbs for its head by which such things are done: sanctions are imposed, a ceasefire begins.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use super::occasions::Occasion;
use super::places::Map;
use super::wording::{Token, is, tokens};
use crate::words::{is_invariant, is_past, stem};

/// The wordings of verbs, `stem` or `stem-particle`, to the first verb of their class.
static SYNONYMS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let table = include_str!("../../../../knowledge/en/followup/synonyms.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split('\t').next());
    let wording = |verb: &str| match verb.split_once('-') {
        Some((verb, particle)) => format!("{}-{particle}", stem(verb)),
        None => stem(verb),
    };
    rows.flat_map(|row| {
        let verbs: Vec<String> = row.split_whitespace().map(wording).collect();
        let first = verbs.first().cloned().unwrap_or_default();
        verbs.into_iter().map(move |v| (v, first.clone()))
    })
    .collect()
});

/// Verbs by which things are done that nouns name, by the first of their class.
const SUPPORT: [&str; 2] = ["hold", "begin"];
/// The class of verbs that tell where somebody goes.
pub(super) const TRAVEL: &str = "visit";
/// Classes of verbs for which a town stands for its country and a country for its towns.
const PLACED: [&str; 3] = [TRAVEL, "meet", "hold"];
/// Words before the verb of a headline.
const HEADLINE: usize = 4;
/// Words after a verb that may hold its object, and before a passive one.
const REACH: (usize, usize) = (12, 8);

/// The first verb of a class, to that of the class by which one does not do it: who does not attend boycotts.
static OPPOSITES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let table = include_str!("../../../../knowledge/en/followup/opposites.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split('\t').next());
    rows.filter_map(|row| row.split_once(' ')).map(|(verb, other)| (stem(verb), stem(other))).collect()
});

/// The class of the verb at `at`, and its particle where the class is not that of both.
pub(super) fn class(tokens: &[Token], at: usize) -> Option<(String, Option<&str>)> {
    let verb = &tokens.get(at)?.stem;
    let next = tokens.get(at + 1).map(|t| t.word.as_str());
    if let Some(class) = next.and_then(|next| SYNONYMS.get(&format!("{verb}-{next}"))) {
        return Some((class.clone(), None));
    }
    let class = SYNONYMS.get(verb).unwrap_or(verb).clone();
    Some((class, next.filter(|word| is(word, "particle"))))
}

/// What is done, as wordings of it are compared.
#[derive(Debug)]
pub(super) struct Action {
    /// A class of verbs; the first of [`SUPPORT`] stands for both when a noun names the action.
    pub(super) head: String,
    particle: Option<String>,
    objects: BTreeSet<String>,
    /// The object that must be named: what is held or imposed is all that tells such verbs apart.
    needed: Option<String>,
    /// Named by a noun, which is among the objects.
    noun: bool,
    /// All that it is done to is a name beside the verb: "leave Mali".
    direct: bool,
    /// False when what it is done to is said with function words only ("stop this"): it could be anything.
    clear: bool,
}

/// A verb that tells an action.
#[derive(Copy, Clone, PartialEq, Debug)]
pub(super) struct Deed {
    /// The word.
    pub(super) at: usize,
    /// "Did not".
    pub(super) denied: bool,
    /// Told of its object: "were withdrawn".
    pub(super) passive: bool,
    /// The objects that are named.
    pub(super) named: Named,
}

/// How many of an action's objects a sentence names.
#[derive(Copy, Clone, PartialEq, PartialOrd, Debug)]
pub(super) struct Named {
    named: usize,
    of: usize,
}

impl Named {
    /// Their share; of many, three are all.
    pub(super) fn share(self) -> f64 {
        (self.named as f64 / self.of.clamp(1, 3) as f64).min(1.0)
    }

    /// True when no more than one object is named.
    pub(super) fn is_single(self) -> bool {
        self.named <= 1
    }

    /// Enough to tell this action from others of its class: two, or one of two.
    pub(super) fn clear(self) -> bool {
        self.of > 0 && self.named >= self.of.div_ceil(2).min(2)
    }
}

impl Action {
    /// `None` when it has no word but function words.
    pub(super) fn read(text: &str) -> Option<Action> {
        // Quotation marks in an action part nothing.
        let tokens = tokens(&text.replace(['"', '“', '”'], " "));
        let start = tokens.iter().position(|t| !is(&t.word, "light"))?;
        // "Promised reforms": what was promised, not that it was.
        let promised = is(&tokens[start].word, "plan") && is_past(&tokens[start].word);
        let start = start + usize::from(promised && start + 1 < tokens.len());
        // "Elections will be held": the head is the last verb.
        let passive = (start + 1..tokens.len().saturating_sub(1)).find(|at| {
            let modal = tokens
                .get(at.wrapping_sub(1))
                .is_some_and(|t| matches!(t.word.as_str(), "will" | "to" | "would"));
            tokens[*at].word == "be" && modal && is_past(&tokens[at + 1].word)
        });
        let determined = tokens[..start].iter().any(|t| is(&t.word, "determiner"));
        let (verb, rest) = match passive {
            Some(be) => (be + 1, &tokens[start..be - 1]),
            None => (start, tokens.get(start + 1..).unwrap_or(&[])),
        };
        if is(&tokens[verb].word, "empty") {
            return None;
        }
        let (head, particle) = class(&tokens, verb)?;
        let known = SYNONYMS.values().any(|c| *c == head);
        let plural = tokens[verb].word.ends_with('s')
            && !["ss", "us", "is"].iter().any(|e| tokens[verb].word.ends_with(e));
        let noun = passive.is_none() && !known && (determined || plural || promised);
        // "Extradited": what it is done to stands before it, and is not in the action's words.
        let partial = passive.is_none() && !noun && tokens[verb].word.ends_with("ed") && start == 0;
        let rest = if noun { &tokens[start..] } else { rest };
        // What stands after a comma is another clause.
        let length = rest.iter().skip(1).take_while(|t| !t.parted).count() + 1;
        let rest = rest.get(..length).unwrap_or(rest);
        let content = |t: &&Token| {
            let long = t.capital || t.word.chars().count() > 2;
            long && !["light", "time", "preposition"].iter().any(|class| is(&t.word, class))
        };
        let stems =
            |named| rest.iter().filter(content).filter(move |t| named || !t.capital).map(|t| t.stem.clone());
        // A country is named in every sentence: what is not a name tells more, unless the name is all that is acted on.
        let named = rest.iter().skip_while(|t| is(&t.word, "light")).take_while(|t| t.capital).count();
        let alone = rest.iter().skip_while(|t| is(&t.word, "light")).nth(named);
        let mut objects: BTreeSet<String> = stems(false).collect();
        let ends = |t: &Token| t.word != "of" && (is(&t.word, "light") || is(&t.word, "time"));
        let direct = named > 0 && alone.is_none_or(ends) && !PLACED.contains(&head.as_str());
        if named > 0 && alone.is_none_or(ends) {
            let names = rest.iter().skip_while(|t| is(&t.word, "light")).take(named);
            objects = names.map(|t| t.stem.clone()).collect();
        } else if objects.is_empty() {
            objects = stems(true).collect();
        }
        if partial {
            objects.clear();
        }
        let needed = heading(rest, &objects).filter(|_| noun || SUPPORT.contains(&head.as_str()));
        let clear = !partial && (rest.is_empty() || particle.is_some() || !objects.is_empty());
        let particle = particle.map(str::to_owned).filter(|_| !noun);
        let head = if noun { SUPPORT[0].to_owned() } else { head };
        Some(Action { head, particle, objects, needed, noun, direct, clear })
    }

    /// True when both have a head of one class and the same particle.
    pub(super) fn same_head(&self, other: &Action) -> bool {
        let nouns = self.noun && other.noun;
        nouns
            || (self.is_done_by(&other.head) || other.is_done_by(&self.head))
                && self.particle == other.particle
    }

    /// True when both have an object in common, or neither has any.
    pub(super) fn same_object(&self, other: &Action) -> bool {
        let alike = |o: &String| other.objects.iter().any(|p| akin(o, p));
        (self.objects.is_empty() && other.objects.is_empty()) || self.objects.iter().any(alike)
    }

    /// True when all objects of one are among those of the other.
    pub(super) fn covers(&self, other: &Action) -> bool {
        let all = |a: &Action, b: &Action| a.objects.iter().all(|o| b.objects.iter().any(|p| akin(o, p)));
        !self.is_bare() && !other.is_bare() && (all(self, other) || all(other, self))
    }

    /// True when verbs of this class are its head.
    pub(super) fn is_done_by(&self, class: &str) -> bool {
        self.head == class || (self.noun && SUPPORT.contains(&class))
    }

    /// The classes of verbs under which it is looked up.
    pub(super) fn heads(&self) -> impl Iterator<Item = &str> {
        let others = SUPPORT.into_iter().filter(|c| self.noun && *c != self.head);
        std::iter::once(self.head.as_str()).chain(others)
    }

    /// The objects that the words name; where one goes or meets, a town stands for its country and a country for its towns.
    fn named(&self, tokens: &[Token], map: &Map) -> Named {
        let told = |object: &str| {
            let class = class_of(object);
            let akin = |t: &Token| one_family(&t.stem, object) || (class.is_some() && t.class == class);
            let there = |t: &Token| PLACED.contains(&self.head.as_str()) && map.within(&t.stem, object);
            // "Left the country", not "left a gap in the country".
            let apart = |at: usize| {
                let before = at.checked_sub(1).and_then(|i| tokens.get(i));
                self.direct && before.is_some_and(|t| matches!(t.word.as_str(), "in" | "at"))
            };
            tokens.iter().enumerate().any(|(at, t)| (akin(t) && !apart(at)) || there(t))
        };
        let named = self.objects.iter().filter(|o| told(o)).count();
        let itself = |needed: &str| tokens.iter().any(|t| one_family(&t.stem, needed));
        let named = if self.needed.as_deref().is_none_or(itself) { named } else { 0 };
        Named { named, of: self.objects.len() }
    }

    /// The action by which one does not do this, where a verb names it.
    pub(super) fn opposite(&self) -> Option<Action> {
        let head = OPPOSITES.get(&self.head)?.clone();
        let objects = self.objects.clone();
        Some(Action {
            head,
            particle: None,
            objects,
            needed: None,
            noun: false,
            direct: self.direct,
            clear: self.clear,
        })
    }

    /// True when a noun says what is to be done.
    pub(super) fn is_named(&self) -> bool {
        self.needed.is_some()
    }

    /// True for what takes place again and again: meetings and visits.
    pub(super) fn recurs(&self) -> bool {
        let meeting = |stem: &String| class_of(stem).is_some_and(|class| PLACED[..2].contains(&class));
        PLACED[..2].contains(&self.head.as_str()) || self.objects.iter().any(meeting)
    }

    /// True when only its verb is said.
    pub(super) fn is_bare(&self) -> bool {
        self.objects.is_empty()
    }

    /// True when the first content words are this action: nothing but light words, degrees and names before its head.
    pub(super) fn begins(&self, tokens: &[Token]) -> bool {
        let skipped = skipped(tokens);
        let told =
            self.named(clause(tokens, skipped), &Map::default()).clear() || self.alone(tokens, skipped);
        told && self.head_at(tokens, skipped)
    }

    /// True when the verb at `at` is all that is said of an action that is only a verb: "resigned", not "resigned its seat".
    fn alone(&self, tokens: &[Token], at: usize) -> bool {
        let bare = self.is_bare() && self.clear;
        let object = |t: &&Token| {
            let adverb = is(&t.word, "light") || is(&t.word, "time") || t.word.ends_with("ly");
            !adverb || is(&t.word, "determiner")
        };
        let before_preposition =
            clause(tokens, at).iter().take(3).take_while(|t| !is(&t.word, "preposition"));
        bare && (self.particle.is_some() || !before_preposition.into_iter().any(|t| object(&t)))
    }

    fn head_at(&self, tokens: &[Token], at: usize) -> bool {
        let same = |(class, particle): (String, Option<&str>)| {
            self.is_done_by(&class) && (self.noun || particle == self.particle.as_deref())
        };
        class(tokens, at).is_some_and(same)
    }

    /// True when the words name an object of the action, of which there must be one.
    pub(super) fn object_in(&self, tokens: &[Token]) -> bool {
        self.named(tokens, &Map::default()).named > 0
    }

    /// The deed when the verb at `at`, which is told as something that was or was not done, tells this action.
    pub(super) fn told(&self, tokens: &[Token], at: usize, map: &Map) -> Option<Deed> {
        if !self.head_at(tokens, at) {
            return None;
        }
        let before = &tokens[at.saturating_sub(REACH.1)..at];
        let (active, passive) = (self.named(clause(tokens, at), map), self.named(before, map));
        let named = if passive > active { passive } else { active };
        let near = &tokens[at.saturating_sub(4)..at];
        let denied = near.iter().any(|t| is(&t.word, "negation"));
        let told = named.named > 0 || self.alone(tokens, at);
        told.then_some(Deed { at, denied, passive: passive > active, named })
    }

    /// The deed when the noun at `at` tells this action as something that took place.
    pub(super) fn took_place(
        &self,
        tokens: &[Token],
        at: usize,
        occasion: &Occasion,
        map: &Map,
    ) -> Option<Deed> {
        let noun = &tokens[at];
        let itself = !noun.capital && self.needed.as_deref().is_some_and(|n| one_family(&noun.stem, n));
        let by_noun = self.particle.is_none() && occasion.verbs.contains(&self.head);
        if !(itself && occasion.held || by_noun) {
            return None;
        }
        let from = at.saturating_sub(REACH.1);
        let about = tokens.get(from..=at + clause(tokens, at).len())?;
        // One visits a place by talks in it, not by talks on it.
        let travels = class(tokens, at).is_some_and(|(class, _)| class == TRAVEL && !occasion.held);
        let word = at - from;
        let there = |object: &str| {
            let place = |t: &Token| akin(&t.stem, object) || map.within(&t.stem, object);
            let direct = |i: usize| travels && word < i && i <= word + 2;
            (1..about.len()).any(|i| place(&about[i]) && (reached(&about[..i]) || direct(i)))
        };
        let named = self.named(about, map);
        let told = named.named > 0 && (self.head != TRAVEL || self.objects.iter().all(|o| there(o)));
        told.then_some(Deed { at, denied: false, passive: false, named })
    }
}

/// True when the last preposition before a place says that one is or goes there.
fn reached(before: &[Token]) -> bool {
    let near = before.iter().rev().take(4).find(|t| is(&t.word, "preposition"));
    near.is_some_and(|t| matches!(t.word.as_str(), "in" | "at" | "to"))
}

/// Letters that tell a family of words: "produce" and "production".
const ROOT: usize = 6;

/// The first verb of the class that a stem belongs to.
pub(super) fn class_of(stem: &str) -> Option<&'static str> {
    SYNONYMS.get(stem).map(String::as_str)
}

/// True when two stems are of one family, or of one class.
fn akin(a: &str, b: &str) -> bool {
    one_family(a, b) || class_of(a).is_some_and(|class| class_of(b) == Some(class))
}

/// True when two stems are one, or have one root.
fn one_family(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    a == b || (short.len() >= ROOT && long.starts_with(short))
}

/// The last object before a preposition: what an "urgent summit on fishing" is.
fn heading(words: &[Token], objects: &BTreeSet<String>) -> Option<String> {
    let named: Vec<bool> = words.iter().map(|t| objects.contains(&t.stem)).collect();
    let first = named.iter().position(|n| *n)?;
    let end = (first..words.len()).find(|i| is(&words[*i].word, "preposition")).unwrap_or(words.len());
    let last = named[..end].iter().rposition(|n| *n)?;
    words.get(last).map(|t| t.stem.clone())
}

/// The first word that may be the head of an action: after light words, degrees and names.
pub(super) fn skipped(tokens: &[Token]) -> usize {
    tokens.iter().take(8).take_while(|t| (is(&t.word, "light") || t.capital) && !t.parted).count()
}

/// The words after `at` up to the next comma, at most so many as reach an object.
fn clause(tokens: &[Token], at: usize) -> &[Token] {
    let rest = tokens.get(at + 1..).unwrap_or(&[]);
    let length = rest.iter().take(REACH.0).take_while(|t| !t.parted).count();
    &rest[..length]
}

/// True when the verb at `at` is told as something that was or was not done: a past or perfect form, a progressive one, what
/// somebody began to do, a headline's present among the first words.
pub(super) fn finite(tokens: &[Token], at: usize) -> bool {
    let verb = tokens[at].word.as_str();
    let before = |word: &str| tokens[at.saturating_sub(3)..at].iter().any(|t| t.word == word);
    let begun = |at: usize| tokens.get(at).is_some_and(|t| is(&t.word, "begun"));
    if at > 1 && tokens[at - 1].word == "to" && (begun(at - 2) || voted(&tokens[..at - 1])) {
        return true;
    }
    if ["to", "be"].into_iter().any(before) {
        return false;
    }
    if verb.ends_with("ing") {
        let auxiliary = (0..at).rev().find(|i| !tokens[*i].word.ends_with("ly"));
        let progressive =
            |i: usize| matches!(tokens[i].word.as_str(), "is" | "are" | "was" | "were" | "been");
        auxiliary.is_some_and(|i| progressive(i) || begun(i))
    } else {
        // "Exiles set up a council", not "to leave and set up", "the cut in prices".
        let no_verb = |t: &Token| is(&t.word, "light") || is(&t.word, "determiner") || t.word == "or";
        let object = |t: &Token| !t.parted && !is(&t.word, "preposition") && t.word != "backs";
        let invariant = is_invariant(verb)
            && at > 0
            && !tokens[at].parted
            && !no_verb(&tokens[at - 1])
            && tokens.get(at + 1).is_some_and(object);
        is_past(verb)
            || invariant
            || before("did")
            || (at <= HEADLINE && verb.ends_with('s') && !verb.ends_with("ss"))
    }
}

/// True when a vote stands before the "to" of a verb: "voted on Friday to extend".
fn voted(before: &[Token]) -> bool {
    let near = before.iter().rev().take(REACH.1).take_while(|t| !is_past(&t.word) || is(&t.word, "voted"));
    near.into_iter().any(|t| is(&t.word, "voted"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_of_a_class_name_one_action() {
        let table = include_str!("../../../../knowledge/en/followup/synonyms.tsv");
        for row in table.lines().filter(|l| !l.starts_with('#')) {
            let (_, wordings) = row.split_once('\t').unwrap_or_default();
            let (a, b) = wordings.split_once(" => ").unwrap_or_default();
            let same = Action::read(a).zip(Action::read(b)).is_some_and(|(a, b)| a.same_head(&b));
            assert!(same, "{row}");
        }
        let (a, b) = (Action::read("step down"), Action::read("step up attacks"));
        assert!(!a.zip(b).is_some_and(|(a, b)| a.same_head(&b)));
    }

    /// Checks whether a sentence tells an action; `None` when it does not, else whether it denies it.
    fn check(action: &str, sentence: &str, expect: Option<bool>) {
        let (action, tokens) = (Action::read(action), tokens(sentence));
        let mut verbs = (0..tokens.len()).filter(|at| finite(&tokens, *at));
        let told = action.and_then(|a| verbs.find_map(|at| a.told(&tokens, at, &Map::default())));
        assert_eq!(told.map(|d| d.denied), expect, "{sentence}");
    }

    #[test]
    fn who_does_the_opposite_does_not() {
        let table = include_str!("../../../../knowledge/en/followup/opposites.tsv");
        for row in table.lines().filter(|l| !l.starts_with('#')) {
            let (_, wordings) = row.split_once('\t').unwrap_or_default();
            let (a, b) = wordings.split_once(" => ").unwrap_or_default();
            let opposite = Action::read(a).and_then(|a| a.opposite());
            assert!(opposite.zip(Action::read(b)).is_some_and(|(a, b)| a.same_head(&b)), "{row}");
        }
    }

    #[test]
    fn objects_are_what_is_acted_on() {
        for (action, objects) in [
            ("a ceasefire and a power-sharing government", "ceasefir government power shar"),
            ("hold more talks with the rebels", "rebel talk"),
            ("impose sanctions on Mali", "sanction"),
            ("visit Kano next week for talks", "kano"),
            ("promised reforms", "reform"),
            ("extradited to stand trial", ""),
        ] {
            let found = Action::read(action).map(|a| a.objects.into_iter().collect::<Vec<_>>().join(" "));
            assert_eq!(found.as_deref(), Some(objects), "{action}");
        }
    }

    #[test]
    fn sentences_tell_actions() {
        check("free the five sailors", "Chad released five sailors.", Some(false));
        check("free the five sailors", "Chad did not free the five sailors.", Some(true));
        check("free the five sailors", "Five sailors were freed in Chad.", Some(false));
        check("free the five sailors", "Chad wants to free the sailors.", None);
        check("free the five sailors", "The sailors are to be freed.", None);
        check("free the five sailors", "Chad began freeing the sailors.", Some(false));
        check("free the five sailors", "Chad has started to free the sailors.", Some(false));
        check("free the five sailors", "Chad wants to begin to free the sailors.", None);
        check("take full control of the mission", "Togo has taken command of the operation.", Some(false));
        check("free the five sailors", "Chad freed, at last, the goats.", None);
        check("pull back its tanks", "Mali has withdrawn tanks from the town.", Some(false));
        check("sanctions", "Ghana imposed tough sanctions on Mali.", Some(false));
        check("a ceasefire", "The ceasefire began at dawn.", Some(false));
        check("a cease-fire with the rebels", "The army held a parade against the rebels.", None);
        check("withdraw its troops", "The army's forces were pulled out.", Some(false));
        check("send a ship", "They are talking about sending a ship.", None);
        check("have a ship sent", "They had a ship.", None);
        check("renew the mandate", "The council voted on Friday to renew the mandate.", Some(false));
        check("renew the mandate", "The council voted not to renew the mandate.", Some(true));
        check("renew the mandate", "The council voted and asked to renew the mandate.", None);
        check("leave Mali", "He left Mali.", Some(false));
        check("leave Mali", "He left a gap in Mali.", None);
        check("set up a council", "Exiles set up a council.", Some(false));
        check("visit Kano on Monday for talks with business leaders", "He went to Kano.", Some(false));
        check("visit Kano on Monday for talks with business leaders", "He went to Lagos.", None);
        check("resume oil production, which had stopped", "Gabon has restarted producing oil.", Some(false));
        check("a presidential election will be held", "Togo held its presidential election.", Some(false));
        check(
            "a presidential election will be held",
            "The election has been taking place since dawn.",
            Some(false),
        );
    }
}
