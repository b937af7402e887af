//! Patterns: what a rule looks for, as a small regular language over atoms.
//!
//! | element | matches |
//! |---|---|
//! | `word` | the word, in any case; also a mark such as `,` or `-` |
//! | `CLASS` | a word or figure of the [`Class`], captured |
//! | `<date>`, `<day>`, `<length>` | another expression: a point of time, one that is no clock time, a length of time |
//! | `( a b \| c )` | a choice |
//! | `x?`, `( … )?` | the element or nothing, rather the element |
//! | `~x` | the element without white space before it |
//! | `[` `]` | limits of the extent, where it is not the whole match |

use crate::class::Class;
use crate::expr::Expr;
use crate::lexicon::{Lexicon, WordId};

/// What a nested element asks for.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Nested {
    /// A point or stretch of the calendar.
    Date,
    /// The same, but no clock time.
    Day,
    /// A length of time.
    Length,
}

/// An instruction of the matcher.
#[derive(Clone, Debug)]
pub(crate) enum Inst {
    Word(WordId, bool),
    Class(Class, bool),
    Nested(Nested),
    /// Try the first, then the second.
    Split(usize, usize),
    Jump(usize),
    Open,
    Close,
    Accept,
}

/// A captured class or nested expression.
#[derive(Clone, Debug)]
pub(crate) enum Capture {
    /// A word or a figure.
    Class {
        /// Its class.
        class: Class,
        /// Its value as a number.
        number: f64,
        /// Its value as the lexicon spells it.
        text: &'static str,
        /// It is a weak word or a figure of its own: see [`crate::lexicon::Entry::weak`].
        weak: bool,
    },
    /// An expression.
    Nested(Box<Expr>),
    /// The extent begins at this atom.
    Open(usize),
    /// The extent ends before this atom.
    Close(usize),
}

/// What every match of a pattern holds: one of these classes or words.
#[derive(Clone, Default, Debug)]
pub(crate) struct Need {
    classes: u64,
    words: Vec<WordId>,
}

/// The classes and words of a sentence.
#[derive(Clone, Default, Debug)]
pub(crate) struct Present {
    classes: u64,
    words: Vec<u64>,
}

impl Present {
    /// Adds a word with the bits of its classes.
    pub(crate) fn add(&mut self, word: WordId, classes: u64) {
        self.classes |= classes;
        let (at, bit) = (usize::from(word.0) / 64, u64::from(word.0) % 64);
        if self.words.len() <= at {
            self.words.resize(at + 1, 0);
        }
        if let Some(words) = self.words.get_mut(at) {
            *words |= 1 << bit;
        }
    }

    fn has(&self, word: WordId) -> bool {
        self.words.get(usize::from(word.0) / 64).is_some_and(|words| words >> (word.0 % 64) & 1 == 1)
    }

    fn meets(&self, need: &Need) -> bool {
        need.classes & self.classes != 0 || need.words.iter().any(|w| self.has(*w))
    }
}

/// A pattern, ready to run.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    pub(crate) code: Vec<Inst>,
    needs: Vec<Need>,
}

/// Where matching can begin.
#[derive(Default, Debug)]
pub(crate) struct Starts {
    /// Words it can begin with.
    pub(crate) words: Vec<WordId>,
    /// It can begin with a digit.
    pub(crate) digit: bool,
}

impl Pattern {
    /// Compiles a pattern; unknown words become words of the lexicon.
    ///
    /// # Errors
    /// A message for the rule's author.
    pub(crate) fn compile(source: &str, lexicon: &mut Lexicon) -> Result<Pattern, String> {
        let spaced = source.replace('(', " ( ").replace(')', " ) ").replace('|', " | ").replace(") ?", ")?");
        let tokens: Vec<&str> = spaced.split_whitespace().collect();
        let mut compiler = Compiler { tokens: &tokens, at: 0, code: Vec::new(), lexicon };
        let needs = compiler.choice()?;
        if compiler.at < tokens.len() {
            return Err(format!("unbalanced bracket in {source:?}"));
        }
        let mut code = compiler.code;
        code.push(Inst::Accept);
        Ok(Pattern { code, needs })
    }

    /// False where a sentence lacks what every match must hold.
    pub(crate) fn can_match(&self, present: &Present) -> bool {
        self.needs.iter().all(|need| present.meets(need))
    }

    /// The words and figures it can begin with.
    pub(crate) fn starts(&self, lexicon: &Lexicon) -> Starts {
        let mut starts = Starts::default();
        let mut todo = vec![0];
        let mut seen = vec![false; self.code.len()];
        while let Some(pc) = todo.pop() {
            if std::mem::replace(&mut seen[pc], true) {
                continue;
            }
            match &self.code[pc] {
                Inst::Word(word, _) => starts.words.push(*word),
                Inst::Class(class, _) => {
                    starts.words.extend(lexicon.words_of(*class));
                    for words in class.begins_with_words() {
                        starts.words.extend(lexicon.words_of(*words));
                    }
                    starts.digit |= class.begins_with_digit();
                }
                Inst::Split(a, b) => todo.extend([*a, *b]),
                Inst::Jump(to) => todo.push(*to),
                Inst::Open | Inst::Close => todo.push(pc + 1),
                Inst::Nested(_) | Inst::Accept => {}
            }
        }
        starts
    }
}

struct Compiler<'a> {
    tokens: &'a [&'a str],
    at: usize,
    code: Vec<Inst>,
    lexicon: &'a mut Lexicon,
}

impl Compiler<'_> {
    /// choice = sequence { "|" sequence }; what each of its matches holds.
    fn choice(&mut self) -> Result<Vec<Need>, String> {
        let start = self.code.len();
        let mut branches = vec![self.sequence()?];
        let mut exits = Vec::new();
        let mut branch = start;
        while self.tokens.get(self.at) == Some(&"|") {
            self.at += 1;
            // Make room for a split before the branch just compiled and a jump after it.
            self.insert(branch);
            exits.push(self.code.len());
            self.code.push(Inst::Jump(0));
            let next = self.code.len();
            self.code[branch] = Inst::Split(branch + 1, next);
            branch = next;
            branches.push(self.sequence()?);
        }
        let end = self.code.len();
        for exit in exits {
            self.code[exit] = Inst::Jump(end);
        }
        if let [_] = branches.as_slice() {
            return Ok(branches.pop().unwrap_or_default());
        }
        // One need of each branch, the last: patterns say what they are about at their end.
        let mut either = Need::default();
        for mut branch in branches {
            let Some(need) = branch.pop() else { return Ok(Vec::new()) };
            either.classes |= need.classes;
            either.words.extend(need.words);
        }
        Ok(vec![either])
    }

    /// Inserts a place at `at` and moves the targets behind it.
    fn insert(&mut self, at: usize) {
        for inst in &mut self.code[at..] {
            match inst {
                Inst::Split(a, b) => {
                    *a += 1;
                    *b += 1;
                }
                Inst::Jump(to) => *to += 1,
                _ => {}
            }
        }
        self.code.insert(at, Inst::Jump(0));
    }

    fn sequence(&mut self) -> Result<Vec<Need>, String> {
        let mut needs = Vec::new();
        while let Some(&token) = self.tokens.get(self.at) {
            if matches!(token, "|" | ")" | ")?") {
                break;
            }
            self.at += 1;
            let start = self.code.len();
            let held;
            let optional = if token == "(" {
                held = self.choice()?;
                let close = self.tokens.get(self.at).ok_or("bracket not closed")?;
                self.at += 1;
                *close == ")?"
            } else {
                let optional = token.len() > 1 && token.ends_with('?');
                held = self.element(token.strip_suffix('?').filter(|_| optional).unwrap_or(token))?;
                optional
            };
            if !optional {
                needs.extend(held);
            } else {
                self.insert(start);
                let end = self.code.len();
                self.code[start] = Inst::Split(start + 1, end);
            }
        }
        Ok(needs)
    }

    fn element(&mut self, token: &str) -> Result<Vec<Need>, String> {
        let (glued, name) = match token.strip_prefix('~') {
            Some(name) => (true, name),
            None => (false, token),
        };
        let inst = match name {
            "[" => Inst::Open,
            "]" => Inst::Close,
            "<date>" => Inst::Nested(Nested::Date),
            "<day>" => Inst::Nested(Nested::Day),
            "<length>" => Inst::Nested(Nested::Length),
            _ if name.bytes().all(|b| b.is_ascii_uppercase()) => {
                Inst::Class(Class::parse(name).ok_or_else(|| format!("unknown class {name}"))?, glued)
            }
            _ => Inst::Word(self.lexicon.intern(name), glued),
        };
        let need = match &inst {
            Inst::Word(word, _) => vec![Need { classes: 0, words: vec![*word] }],
            Inst::Class(class, _) => vec![Need { classes: class.bits(), words: Vec::new() }],
            _ => Vec::new(),
        };
        self.code.push(inst);
        Ok(need)
    }
}
