//! Classes of words and figures that patterns name in capitals.

/// Defines the classes with their names in patterns and in the lexicon.
macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// What an element of a pattern can ask for.
        #[derive(Copy, Clone, PartialEq, Eq, Debug)]
        pub(crate) enum Class { $($(#[$doc])* $variant),+ }

        impl Class {
            /// Reads the name that patterns use.
            pub(crate) fn parse(name: &str) -> Option<Class> {
                match name { $($name => Some(Class::$variant),)+ _ => None }
            }
        }
    };
}

classes! {
    // Words; the value is in the lexicon.
    /// Monday = 1 … Sunday = 7.
    Weekday = "WEEKDAY",
    /// Plural weekday: "Fridays".
    Weekdays = "WEEKDAYS",
    /// January = 1 … December = 12.
    Month = "MONTH",
    /// `SP`, `SU`, `FA`, `WI`.
    Season = "SEASON",
    /// Unit in the singular: its TIMEX3 letter, `TH` for hours, `TM` for minutes.
    Unit = "UNIT",
    /// Unit in the plural.
    Units = "UNITS",
    /// Cardinal number word.
    Numeral = "NUMERAL",
    /// Ordinal number word.
    Ordinal = "ORDINAL",
    /// Count without an exact number: several, few.
    Vague = "VAGUE",
    /// Part of the day: `MO`, `AF`, `EV`, `NI`.
    Part = "PART",
    /// Point of the day: noon, midnight; the value is the clock time.
    Point = "POINT",
    /// last = -1, this = 0, next = 1, relative to the article's date.
    Dir = "DIR",
    /// preceding = -1, same = 0, following = 1, relative to the time last mentioned.
    Ana = "ANA",
    /// `START`, `MID`, `END`.
    Modifier = "MODIFIER",
    /// `START`, `END`: beginning, close.
    Edge = "EDGE",
    /// `APPROX`, `MORE_THAN`, `LESS_THAN`.
    Approx = "APPROX",
    /// Days from today.
    Deictic = "DEICTIC",
    /// `PAST_REF`, `PRESENT_REF`, `FUTURE_REF`.
    Ref = "REF",
    /// Recurrence in one word: daily = `P1D`.
    Recurrent = "RECURRENT",
    /// `EVERY`, `EACH`.
    Quant = "QUANT",
    /// Once = 1, twice = 2.
    Times = "TIMES",
    /// Time zone: its offset from universal time.
    Zone = "ZONE",
    /// Name before "time": "Eastern", "Moscow"; its offset, none where it changes with the season.
    Place = "ZONEPLACE",
    /// The twenties … nineties.
    Decades = "DECADES",

    // Words that only conditions ask for, see [`crate::guard`].
    /// Words before which a weak word or four digits are a time.
    Preposition = "PREPOSITION",
    /// Words in -s that are no plurals.
    Function = "FUNCTION",
    /// Words that begin a noun phrase.
    Determiner = "DETERMINER",
    /// Nouns that figures count.
    Counted = "COUNTED",
    /// Words at the end of the name of a street.
    Street = "STREET",
    /// Words after which "a day" is a rate.
    Measure = "MEASURE",

    // Figures and numbers in words; built in.
    /// A number in figures or words.
    Num = "NUM",
    /// As `NUM`, also "a", "an", "several", "a few", "half a".
    Count = "COUNT",
    /// A day of the month: "3", "3rd", "third".
    Day = "DAY",
    /// An ordinal: "3rd", "third".
    Ord = "ORD",
    /// Four digits from 1000 to 2999, or a year in words.
    Year = "YEAR",
    /// One to four digits: a year before or after Christ.
    Era = "ERAYEAR",
    /// Two digits: the year of a century.
    Yy = "YY",
    /// Two digits, 32 to 99: no day of a month.
    BadDay = "BADDAY",
    /// One or two digits, 1 to 12.
    Mm = "MM",
    /// One or two digits, 1 to 31.
    Dd = "DD",
    /// One or two digits, 0 to 24.
    Hh = "HH",
    /// Two digits, 00 to 59.
    Mi = "MI",
    /// Four digits, 0000 to 2400.
    Hhmm = "HHMM",
    /// One digit, 1 to 4.
    Digit = "DIGIT",
    /// Eight digits: year, month, day.
    Ymd = "YMD",
}

/// The bit of [`Class::bits`] for a figure.
pub(crate) const FIGURE: u64 = 1 << 63;

impl Class {
    /// The class as one bit, and for what is built in the bits of what it can begin with, [`FIGURE`] among them: a
    /// sentence with none of them has no match.
    pub(crate) fn bits(self) -> u64 {
        let bit = |class: Class| 1u64 << (class as u32).min(62);
        if !self.begins_with_digit() {
            return bit(self);
        }
        self.begins_with_words().iter().fold(FIGURE, |bits, class| bits | bit(*class))
    }

    /// True for what begins with a digit.
    pub(crate) fn begins_with_digit(self) -> bool {
        use Class::*;
        matches!(
            self,
            Num | Count | Day | Ord | Year | Era | Yy | Mm | Dd | Hh | Mi | Hhmm | Digit | Ymd | BadDay
        )
    }

    /// Lexical classes whose words can begin it.
    pub(crate) fn begins_with_words(self) -> &'static [Class] {
        use Class::*;
        match self {
            Num | Year => &[Numeral],
            Count => &[Numeral, Vague],
            Day | Ord => &[Ordinal, Numeral],
            _ => &[],
        }
    }
}
