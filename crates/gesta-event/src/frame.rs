//! The small language of frames: which dependents of a trigger are source and target.
//!
//! `"subj > obj|against"` reads: the source is the logical subject, the target the logical object or, failing that,
//! what "against" governs. `<>` in place of `>` makes the act mutual ("met with"): a coordinated source without a
//! target then acts on itself. A word that names no grammatical function is a preposition; `_` joins the words of a
//! complex one (`in_front_of`).

use std::fmt;

/// A place in the syntax around a trigger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Slot {
    /// Logical subject: the subject of an active verb, the by-agent of a passive one.
    Subj,
    /// Logical object: the object of an active verb, the subject of a passive one.
    Obj,
    /// Indirect object.
    Iobj,
    /// Subject of a complement clause ("demanded that X resign", "called for X to resign").
    Ccomp,
    /// The finite complement clause itself.
    Clause,
    /// The infinitive or gerund that completes the trigger.
    Xcomp,
    /// Possessor of a noun.
    Poss,
    /// An actor as modifier of a noun ("a rebel attack").
    Modifier,
    /// The logical subject of the light verb that governs a noun ("launched an attack").
    Light,
    /// The subject of a verb of undergoing that governs a noun ("came under attack").
    Undergoer,
    /// The verb that governs a noun.
    Governor,
    /// The trigger itself, for conditions.
    Trigger,
    /// What this preposition governs.
    Prep(String),
}

impl Slot {
    /// Reads the name of a slot.
    pub fn parse(name: &str) -> Slot {
        match name {
            "subj" => Slot::Subj,
            "obj" => Slot::Obj,
            "iobj" => Slot::Iobj,
            "ccomp" => Slot::Ccomp,
            "clause" => Slot::Clause,
            "xcomp" => Slot::Xcomp,
            "poss" => Slot::Poss,
            "mod" => Slot::Modifier,
            "light" => Slot::Light,
            "undergoer" => Slot::Undergoer,
            "governor" => Slot::Governor,
            "trigger" => Slot::Trigger,
            preposition => Slot::Prep(preposition.replace('_', " ")),
        }
    }
}

/// Who is source and who is target.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Frame {
    /// Where the source stands; the first slot that is filled wins.
    pub source: Vec<Slot>,
    /// Where the target stands.
    pub target: Vec<Slot>,
    /// True for mutual acts.
    pub mutual: bool,
}

impl Frame {
    /// Reads a frame; `None` when it has not exactly one arrow.
    pub fn parse(text: &str) -> Option<Frame> {
        let (mutual, arrow) = if text.contains("<>") { (true, "<>") } else { (false, ">") };
        let (left, right) = text.split_once(arrow)?;
        if right.contains('>') {
            return None;
        }
        let slots =
            |side: &str| side.split('|').map(str::trim).filter(|s| !s.is_empty()).map(Slot::parse).collect();
        Some(Frame { source: slots(left), target: slots(right), mutual })
    }
}

/// What must or must not fill one of some slots: `obj:attack|@agreement|+actor|*`, `on|against:+actor`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition {
    /// The slots; one that is filled so is enough.
    pub slots: Vec<Slot>,
    /// Alternatives.
    pub any_of: Vec<Filler>,
}

/// One thing that may fill a slot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filler {
    /// This lemma.
    Lemma(String),
    /// A word of this class of `lexicon/classes.toml`.
    Class(String),
    /// An actor, named or not.
    Actor,
    /// A named place.
    Place,
    /// An actor of this PLOVER sector: `+JRN`.
    Sector(String),
    /// A clause of obligation: "must", "should".
    Must,
    /// A clause that tells what is to be done, not what is or was: "insisted that they leave".
    Directive,
    /// What a pronoun makes somebody's own: "its ambassador".
    Own,
    /// Something negated: "do not want".
    Negated,
    /// A counted noun or a number that stands for one: "nine trainees", "nine".
    Counted,
    /// A verb in the passive.
    Passive,
    /// Anything.
    Anything,
}

impl Condition {
    /// Reads a condition; `None` without a colon or an alternative.
    pub fn parse(text: &str) -> Option<Condition> {
        let (slots, fillers) = text.split_once(':')?;
        let slots: Vec<Slot> = slots.split('|').map(|s| Slot::parse(s.trim())).collect();
        let any_of: Vec<Filler> =
            fillers.split('|').map(str::trim).filter(|f| !f.is_empty()).map(Filler::parse).collect();
        (!any_of.is_empty()).then_some(Condition { slots, any_of })
    }
}

impl Filler {
    fn parse(text: &str) -> Filler {
        match text {
            "*" => Filler::Anything,
            "+actor" => Filler::Actor,
            "+place" => Filler::Place,
            "+counted" => Filler::Counted,
            "+passive" => Filler::Passive,
            "+must" => Filler::Must,
            "+directive" => Filler::Directive,
            "+own" => Filler::Own,
            "+negated" => Filler::Negated,
            _ => match (text.strip_prefix('@'), text.strip_prefix('+')) {
                (Some(class), _) => Filler::Class(class.to_owned()),
                (_, Some(sector)) => Filler::Sector(sector.to_owned()),
                _ => Filler::Lemma(text.to_owned()),
            },
        }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Slot::Subj => "subj",
            Slot::Obj => "obj",
            Slot::Iobj => "iobj",
            Slot::Ccomp => "ccomp",
            Slot::Clause => "clause",
            Slot::Xcomp => "xcomp",
            Slot::Poss => "poss",
            Slot::Modifier => "mod",
            Slot::Light => "light",
            Slot::Undergoer => "undergoer",
            Slot::Governor => "governor",
            Slot::Trigger => "trigger",
            Slot::Prep(preposition) => return f.write_str(&preposition.replace(' ', "_")),
        })
    }
}

impl fmt::Display for Filler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Filler::Lemma(lemma) => f.write_str(lemma),
            Filler::Class(class) => write!(f, "@{class}"),
            Filler::Actor => f.write_str("+actor"),
            Filler::Place => f.write_str("+place"),
            Filler::Sector(sector) => write!(f, "+{sector}"),
            Filler::Must => f.write_str("+must"),
            Filler::Directive => f.write_str("+directive"),
            Filler::Own => f.write_str("+own"),
            Filler::Negated => f.write_str("+negated"),
            Filler::Counted => f.write_str("+counted"),
            Filler::Passive => f.write_str("+passive"),
            Filler::Anything => f.write_str("*"),
        }
    }
}

impl fmt::Display for Frame {
    /// The frame as [`Frame::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arrow = if self.mutual { "<>" } else { ">" };
        let frame = format!("{} {arrow} {}", joined(&self.source), joined(&self.target));
        f.write_str(frame.trim())
    }
}

impl fmt::Display for Condition {
    /// The condition as [`Condition::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", joined(&self.slots), joined(&self.any_of))
    }
}

fn joined(parts: &[impl fmt::Display]) -> String {
    let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
    parts.join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames() {
        let frame = Frame::parse("subj > obj|in_front_of").unwrap();
        assert_eq!(frame.source, [Slot::Subj]);
        assert_eq!(frame.target, [Slot::Obj, Slot::Prep("in front of".into())]);
        assert!(!frame.mutual);
        assert!(Frame::parse("subj <> with").unwrap().mutual);
        assert_eq!(Frame::parse("subj >").unwrap().target, []);
        assert_eq!(Frame::parse("subj"), None);
        assert_eq!(Frame::parse("a > b > c"), None);
    }

    #[test]
    fn conditions() {
        let condition = Condition::parse("obj:@pact|treaty|+actor|*").unwrap();
        assert_eq!(condition.slots, [Slot::Obj]);
        assert_eq!(
            condition.any_of,
            [Filler::Class("pact".into()), Filler::Lemma("treaty".into()), Filler::Actor, Filler::Anything]
        );
        let either = Condition::parse("on|against:*").unwrap();
        assert_eq!(either.slots, [Slot::Prep("on".into()), Slot::Prep("against".into())]);
        assert_eq!(Condition::parse("obj"), None);
        assert_eq!(Condition::parse("obj:"), None);
    }

    #[test]
    fn what_is_written_reads_the_same() {
        for text in ["subj > obj|in_front_of", "light|poss <> with", "obj > subj", "subj >"] {
            assert_eq!(Frame::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "obj:@pact|treaty|+actor|*",
            "on|against:+counted",
            "clause:+must",
            "trigger:+negated|+passive",
            "obj:+JRN|+place|+own",
            "clause:+directive",
        ] {
            assert_eq!(Condition::parse(text).unwrap().to_string(), text);
        }
    }
}
