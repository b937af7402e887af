//! Patterns: what a rule looks for, as a small regular language over atoms.
//!
//! | element | matches |
//! |---|---|
//! | `word` | the word, in any case; also a mark such as `,` or `-` |
//! | `CLASS` | a word or figure of the [`Class`], captured |
//! | `<date>`, `<length>` | another expression, of a point or a length of time |
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

/// A pattern, ready to run.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    pub(crate) code: Vec<Inst>,
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
        compiler.choice()?;
        if compiler.at < tokens.len() {
            return Err(format!("unbalanced bracket in {source:?}"));
        }
        let mut code = compiler.code;
        code.push(Inst::Accept);
        Ok(Pattern { code })
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
    /// choice = sequence { "|" sequence }
    fn choice(&mut self) -> Result<(), String> {
        let start = self.code.len();
        self.sequence()?;
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
            self.sequence()?;
        }
        let end = self.code.len();
        for exit in exits {
            self.code[exit] = Inst::Jump(end);
        }
        Ok(())
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

    fn sequence(&mut self) -> Result<(), String> {
        while let Some(&token) = self.tokens.get(self.at) {
            if matches!(token, "|" | ")" | ")?") {
                break;
            }
            self.at += 1;
            let start = self.code.len();
            let optional = if token == "(" {
                self.choice()?;
                let close = self.tokens.get(self.at).ok_or("bracket not closed")?;
                self.at += 1;
                *close == ")?"
            } else {
                let optional = token.len() > 1 && token.ends_with('?');
                self.element(token.strip_suffix('?').filter(|_| optional).unwrap_or(token))?;
                optional
            };
            if optional {
                self.insert(start);
                let end = self.code.len();
                self.code[start] = Inst::Split(start + 1, end);
            }
        }
        Ok(())
    }

    fn element(&mut self, token: &str) -> Result<(), String> {
        let (glued, name) = match token.strip_prefix('~') {
            Some(name) => (true, name),
            None => (false, token),
        };
        let inst = match name {
            "[" => Inst::Open,
            "]" => Inst::Close,
            "<date>" => Inst::Nested(Nested::Date),
            "<length>" => Inst::Nested(Nested::Length),
            _ if name.bytes().all(|b| b.is_ascii_uppercase()) => {
                Inst::Class(Class::parse(name).ok_or_else(|| format!("unknown class {name}"))?, glued)
            }
            _ => Inst::Word(self.lexicon.intern(name), glued),
        };
        self.code.push(inst);
        Ok(())
    }
}
