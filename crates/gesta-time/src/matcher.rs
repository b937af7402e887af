//! Runs the rules over the atoms of a sentence, from left to right, the longest match first.

use gesta_syntax::{Parsed, Upos};
use gesta_text::TokenId;

use crate::atom::Atom;
use crate::class::Class;
use crate::expr::Expr;
use crate::guard;
use crate::make::make;
use crate::number::Numbers;
use crate::pattern::{Capture, Inst, Nested};
use crate::rules::{Knowledge, Make, Rule};

/// How deep expressions nest: "the end of the second week of May".
const DEPTH: u8 = 3;

/// A match: the rule, its expression and its extent in atoms.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) rule: &'static str,
    pub(crate) expr: Expr,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Extent of the second expression of a pair.
    pub(crate) second: Option<(usize, usize)>,
}

/// Matches rules in one sentence.
#[derive(Copy, Clone)]
pub(crate) struct Matcher<'a> {
    pub(crate) knowledge: &'static Knowledge,
    pub(crate) parsed: &'a Parsed,
    pub(crate) atoms: &'a [Atom],
    /// By rule, whether the sentence holds what it needs.
    pub(crate) active: &'a [bool],
    /// Where a paragraph begins with a time of day that looks like a year, in bytes.
    pub(crate) minutes: &'a [u32],
}

impl<'a> Matcher<'a> {
    /// All matches, in order, without overlap; expressions that are no time are left out.
    pub(crate) fn all(self) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.atoms.len() {
            match self.best(at, None, 0) {
                Some(m) => {
                    at = m.second.map_or(m.end, |s| s.1).max(at + 1);
                    if m.expr != Expr::Nothing {
                        found.push(m);
                    }
                }
                None => at += 1,
            }
        }
        found
    }

    /// The longest match that begins at `at`; of equals the one whose rule comes first.
    fn best(self, at: usize, nested: Option<Nested>, depth: u8) -> Option<Found> {
        let atom = self.atoms.get(at)?;
        let mut best: Option<(usize, Found)> = None;
        for &index in self.knowledge.candidates(atom.word, atom.digits > 0) {
            let Some(rule) = self.knowledge.rules.get(index as usize) else { continue };
            if !self.active.get(index as usize).is_some_and(|active| *active) || !fits(rule, nested) {
                continue;
            }
            let mut captures = Vec::new();
            let Some(end) = self.run(rule, 0, at, &mut captures, depth) else { continue };
            if best.as_ref().is_some_and(|(longest, _)| *longest >= end) {
                continue;
            }
            let (start, close, second) = extents(&captures, at, end);
            let last = second.map_or(close, |(_, end)| end);
            if close <= start || !guard::allows(self, rule, start, last, &captures, nested.is_some()) {
                continue;
            }
            if let Some(expr) = make(rule, &captures) {
                best = Some((end, Found { rule: rule.name, expr, start, end: close, second }));
            }
        }
        best.map(|(_, found)| found)
    }

    /// Runs a pattern from instruction `pc` at atom `at`; the end of the match, with its captures.
    fn run(
        self,
        rule: &Rule,
        mut pc: usize,
        mut at: usize,
        captures: &mut Vec<Capture>,
        depth: u8,
    ) -> Option<usize> {
        loop {
            match rule.pattern.code.get(pc)? {
                Inst::Accept => return Some(at),
                Inst::Jump(to) => {
                    pc = *to;
                    continue;
                }
                Inst::Split(first, second) => {
                    let kept = captures.len();
                    if let Some(end) = self.run(rule, *first, at, captures, depth) {
                        return Some(end);
                    }
                    captures.truncate(kept);
                    pc = *second;
                    continue;
                }
                Inst::Open => captures.push(Capture::Open(at)),
                Inst::Close => captures.push(Capture::Close(at)),
                Inst::Word(word, glued) => {
                    let atom = self.atoms.get(at)?;
                    if atom.word != *word || (*glued && !atom.glued) {
                        return None;
                    }
                    at += 1;
                }
                Inst::Class(class, glued) => {
                    let atom = self.atoms.get(at)?;
                    if *glued && !atom.glued {
                        return None;
                    }
                    if let Some(entry) = self.knowledge.lexicon.entry(atom.word, *class) {
                        if entry.capital && !atom.capital {
                            return None;
                        }
                        captures.push(Capture::Class {
                            class: *class,
                            number: entry.number,
                            text: entry.text,
                            weak: entry.weak,
                        });
                        at += 1;
                        if entry.dotted && self.is_dot(at) {
                            at += 1;
                        }
                    } else {
                        let number = self.numbers().read(*class, at)?;
                        captures.push(Capture::Class {
                            class: *class,
                            number: number.value,
                            text: "",
                            weak: false,
                        });
                        at = number.end;
                    }
                }
                Inst::Nested(kind) => {
                    if depth >= DEPTH {
                        return None;
                    }
                    let found = self.best(at, Some(*kind), depth + 1)?;
                    if found.start != at {
                        return None;
                    }
                    at = found.end;
                    captures.push(Capture::Nested(Box::new(found.expr)));
                }
            }
            pc += 1;
        }
    }

    fn is_dot(self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|a| a.glued && a.span.of(self.parsed.text()) == ".")
    }

    fn numbers(self) -> Numbers<'a> {
        Numbers { atoms: self.atoms, text: self.parsed.text(), lexicon: &self.knowledge.lexicon }
    }

    /// True when the word of an atom has the class.
    pub(crate) fn is(self, atom: &Atom, class: Class) -> bool {
        self.knowledge.lexicon.entry(atom.word, class).is_some()
    }

    /// The tag of the token an atom lies in.
    pub(crate) fn tag(self, at: usize) -> Option<Upos> {
        self.atoms.get(at).map(|a| self.parsed.upos(TokenId(a.token)))
    }
}

fn fits(rule: &Rule, nested: Option<Nested>) -> bool {
    match nested {
        None => !rule.nested,
        Some(_) if rule.alone => false,
        Some(Nested::Length) => matches!(rule.make, Make::Length | Make::Window | Make::Share),
        Some(Nested::Day) if rule.make == Make::Clock => false,
        Some(Nested::Date | Nested::Day) => {
            use Make::*;
            matches!(
                rule.make,
                Calendar
                    | Impossible
                    | Deictic
                    | Shift
                    | Offset
                    | Part
                    | DayPart
                    | Clock
                    | Feast
                    | WeekOf
                    | Within
                    | NamedOf
                    | YearEnd
                    | UnitEnd
            )
        }
    }
}

/// The extent that the marks of a pattern give, and that of the second expression.
fn extents(captures: &[Capture], at: usize, end: usize) -> (usize, usize, Option<(usize, usize)>) {
    let mut opens = captures.iter().filter_map(|c| if let Capture::Open(at) = c { Some(*at) } else { None });
    let mut closes =
        captures.iter().filter_map(|c| if let Capture::Close(at) = c { Some(*at) } else { None });
    let start = opens.next().unwrap_or(at);
    let close = closes.next().unwrap_or(end);
    (start, close, opens.next().zip(closes.next()))
}
