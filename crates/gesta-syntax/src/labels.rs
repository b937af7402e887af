//! The label sets of Universal Dependencies that the later stages match on.

use std::fmt;

/// Defines an enum of labels with their spelling in CoNLL-U.
macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? } else $other:ident) => {
        $(#[$doc])*
        #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[allow(missing_docs)] // each variant is the UD label that it spells
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every label, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The label as CoNLL-U spells it.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            /// Reads a label as CoNLL-U spells it; an unknown one is the generic label.
            pub fn parse(text: &str) -> $name {
                match text { $($text => $name::$variant,)+ _ => $name::$other }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

labels! {
    /// Universal parts of speech.
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
        Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT",
        Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
    } else X
}

labels! {
    /// Dependency relations of the English UD treebanks, with their subtypes.
    Dep {
        Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl", Advmod = "advmod",
        Amod = "amod", Appos = "appos", Aux = "aux", AuxPass = "aux:pass", Case = "case", Cc = "cc",
        CcPreconj = "cc:preconj", Ccomp = "ccomp", Compound = "compound", CompoundPrt = "compound:prt",
        Conj = "conj", Cop = "cop", Csubj = "csubj", CsubjOuter = "csubj:outer", CsubjPass = "csubj:pass",
        Unspecified = "dep", Det = "det", DetPredet = "det:predet", Discourse = "discourse",
        Dislocated = "dislocated", Expl = "expl", Fixed = "fixed", Flat = "flat", Goeswith = "goeswith",
        Iobj = "iobj", List = "list", Mark = "mark", Nmod = "nmod", NmodDesc = "nmod:desc",
        NmodPoss = "nmod:poss", NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj", NsubjOuter = "nsubj:outer",
        NsubjPass = "nsubj:pass", Nummod = "nummod", Obj = "obj", Obl = "obl", OblAgent = "obl:agent",
        OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis", Punct = "punct",
        Reparandum = "reparandum", Root = "root", Vocative = "vocative", Xcomp = "xcomp",
    } else Unspecified
}

labels! {
    /// Types of named entities.
    EntityKind { Per = "PER", Org = "ORG", Loc = "LOC", Misc = "MISC" } else Misc
}

labels! {
    /// The acts that a word can name: the sixteen event types of PLOVER, or none of them.
    Act {
        None = "none", Agree = "AGREE", Consult = "CONSULT", Support = "SUPPORT", Concede = "CONCEDE",
        Cooperate = "COOPERATE", Aid = "AID", Retreat = "RETREAT", Request = "REQUEST", Accuse = "ACCUSE",
        Reject = "REJECT", Threaten = "THREATEN", Protest = "PROTEST", Sanction = "SANCTION",
        Mobilize = "MOBILIZE", Coerce = "COERCE", Assault = "ASSAULT",
    } else None
}

impl Dep {
    /// Subjects of a clause, active, passive, clausal or outer.
    pub fn is_subject(self) -> bool {
        use Dep::*;
        matches!(self, Nsubj | NsubjPass | NsubjOuter | Csubj | CsubjPass | CsubjOuter)
    }

    /// Relations whose dependent is a clause of its own.
    pub fn is_clausal(self) -> bool {
        use Dep::*;
        matches!(
            self,
            Acl | AclRelcl | Advcl | AdvclRelcl | Ccomp | Csubj | CsubjOuter | CsubjPass | Parataxis | Xcomp
        )
    }
}

/// Morphological features that later stages ask for; the full UD string is in
/// [`Parsed::feats`](crate::Parsed::feats).
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Morph {
    /// `Tense`.
    pub tense: Option<Tense>,
    /// `Mood`.
    pub mood: Option<Mood>,
    /// `VerbForm`.
    pub verb_form: Option<VerbForm>,
    /// True with `Voice=Pass`.
    pub passive: bool,
    /// `Number`: true for plural, false for singular.
    pub plural: Option<bool>,
    /// `Person`, 1 to 3.
    pub person: Option<u8>,
    /// `Gender`: `Masc`, `Fem` or `Neut`.
    pub gender: Option<Gender>,
}

/// `Tense` of UD.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Tense {
    /// Past.
    Past,
    /// Present.
    Pres,
}

/// `Mood` of UD.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Mood {
    /// Indicative.
    Ind,
    /// Imperative.
    Imp,
    /// Subjunctive.
    Sub,
}

/// `VerbForm` of UD.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum VerbForm {
    /// Finite.
    Fin,
    /// Infinitive.
    Inf,
    /// Participle.
    Part,
    /// Gerund.
    Ger,
}

/// `Gender` of UD.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Gender {
    /// Masculine.
    Masc,
    /// Feminine.
    Fem,
    /// Neuter.
    Neut,
}

impl Morph {
    /// Reads a FEATS string such as `Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin`.
    pub fn parse(feats: &str) -> Morph {
        let mut morph = Morph::default();
        for feat in feats.split('|') {
            match feat {
                "Tense=Past" => morph.tense = Some(Tense::Past),
                "Tense=Pres" => morph.tense = Some(Tense::Pres),
                "Mood=Ind" => morph.mood = Some(Mood::Ind),
                "Mood=Imp" => morph.mood = Some(Mood::Imp),
                "Mood=Sub" => morph.mood = Some(Mood::Sub),
                "VerbForm=Fin" => morph.verb_form = Some(VerbForm::Fin),
                "VerbForm=Inf" => morph.verb_form = Some(VerbForm::Inf),
                "VerbForm=Part" => morph.verb_form = Some(VerbForm::Part),
                "VerbForm=Ger" => morph.verb_form = Some(VerbForm::Ger),
                "Voice=Pass" => morph.passive = true,
                "Number=Sing" => morph.plural = Some(false),
                "Number=Plur" | "Number=Ptan" => morph.plural = Some(true),
                "Person=1" => morph.person = Some(1),
                "Person=2" => morph.person = Some(2),
                "Person=3" => morph.person = Some(3),
                "Gender=Masc" => morph.gender = Some(Gender::Masc),
                "Gender=Fem" => morph.gender = Some(Gender::Fem),
                "Gender=Neut" => morph.gender = Some(Gender::Neut),
                _ => {}
            }
        }
        morph
    }
}
