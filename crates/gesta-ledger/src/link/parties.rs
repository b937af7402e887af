//! Are these the same parties? Answered from the actors' rows.

use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::Connection;

use crate::error::Result;

/// How one side of an event or commitment compares with that of another.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Match {
    /// Other people.
    Different,
    /// One side does not say who, or not so that another article would name them alike.
    Unknown,
    /// The state and its organs, or a body and people without a stated role in the same country.
    Compatible,
    /// The same actor, or the same role in the same country.
    Same,
}

#[derive(Debug)]
struct Party {
    country: Option<String>,
    sector: Option<String>,
    /// Named, or of a country: another article would give the same id.
    shared: bool,
    /// A person or body with a name of its own, not a state or somebody's soldiers: `Some(true)` for a person.
    named: Option<bool>,
    name: String,
}

impl Party {
    /// The last words of a body's name, or its name with a noun behind it: the army's rebels are the army.
    fn is_part_of(&self, whole: &Party) -> bool {
        let (name, whole_name) = (self.name.as_str(), whole.name.as_str());
        let behind = name.strip_prefix(whole_name).is_some_and(|rest| rest.starts_with(' '));
        let short = whole_name.strip_suffix(name).is_some_and(|rest| rest.ends_with(' '));
        let words = |name: &str| name.contains(' ');
        // "The UN Security Council" is of the United Nations.
        let initials: String = whole_name.split(' ').filter_map(|word| word.chars().next()).collect();
        let plain = name.replace('.', "");
        let organ =
            plain.strip_prefix(&initials).is_some_and(|rest| rest.starts_with(' ')) && initials.len() > 1;
        let bodies = self.named != Some(true) && whole.named == Some(false);
        bodies && ((behind && words(whole_name)) || (short && words(name)) || organ)
    }
}

/// PLOVER sectors of those who act for a state.
const STATE: [&str; 4] = ["GOV", "MIL", "COP", "SPY"];

/// Actors looked up so far.
#[derive(Default)]
pub(super) struct Parties {
    known: HashMap<i64, Rc<Party>>,
}

impl Parties {
    fn of(&mut self, db: &Connection, actor: i64) -> Result<Rc<Party>> {
        if let Some(party) = self.known.get(&actor) {
            return Ok(party.clone());
        }
        let mut query = db.prepare_cached(
            "SELECT a.country, a.sector, a.scope, k.name, a.name FROM actor a JOIN code k ON k.id = a.kind WHERE a.id = ?1",
        )?;
        let party = query.query_row([actor], |row| {
            let (scope, kind) = (row.get::<_, i64>(2)?, row.get::<_, String>(3)?);
            let shared = scope > 0;
            let named = (scope > 1 && kind != "state").then_some(kind == "person");
            Ok(Party { country: row.get(0)?, sector: row.get(1)?, shared, named, name: row.get(4)? })
        })?;
        let party = Rc::new(party);
        self.known.insert(actor, party.clone());
        Ok(party)
    }

    /// Forgets what may be known better since.
    pub(super) fn forget<'a>(&mut self, actors: impl Iterator<Item = &'a i64>) {
        actors.for_each(|actor| drop(self.known.remove(actor)));
    }

    /// The countries of these actors.
    pub(super) fn countries(&mut self, db: &Connection, actors: &[i64]) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for actor in actors {
            found.extend(self.of(db, *actor)?.country.clone().filter(|c| !found.contains(c)));
        }
        Ok(found)
    }

    /// How two sides compare: as their most alike members do.
    pub(super) fn compare(&mut self, db: &Connection, a: &[i64], b: &[i64]) -> Result<Match> {
        let mut best = None;
        for x in a {
            for y in b {
                best = best.max(Some(self.pair(db, *x, *y)?));
            }
        }
        Ok(best.unwrap_or(Match::Unknown))
    }

    /// As [`Parties::compare`], where all of the fewer must be among the others: "Different" as soon as one of them is not.
    pub(super) fn fit(&mut self, db: &Connection, a: &[i64], b: &[i64]) -> Result<Match> {
        let (fewer, others) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        for one in fewer {
            if !others.is_empty() && self.compare(db, &[*one], others)? == Match::Different {
                return Ok(Match::Different);
            }
        }
        self.compare(db, fewer, others)
    }

    /// As [`Parties::compare`], of those who did something and those who owe it: what soldiers or officials did is no deed of a
    /// person who does not govern.
    pub(super) fn acts_for(&mut self, db: &Connection, doer: &[i64], debtor: &[i64]) -> Result<Match> {
        let mut able = Vec::new();
        for actor in debtor {
            let party = self.of(db, *actor)?;
            if doer.contains(actor) || party.named != Some(true) || party.sector.as_deref() == Some("GOV") {
                able.push(*actor);
            }
        }
        if able.is_empty() && !debtor.is_empty() {
            Ok(Match::Different)
        } else {
            self.compare(db, doer, &able)
        }
    }

    fn pair(&mut self, db: &Connection, a: i64, b: i64) -> Result<Match> {
        if a == b {
            return Ok(Match::Same);
        }
        let (a, b) = (self.of(db, a)?, self.of(db, b)?);
        if a.is_part_of(&b) || b.is_part_of(&a) {
            return Ok(Match::Compatible);
        }
        // Two ministers, or two armies with names, are not each other.
        if a.named.is_some() && a.named == b.named {
            return Ok(Match::Different);
        }
        Ok(match (&a.country, &b.country) {
            (Some(x), Some(y)) if x == y => match (a.sector.as_deref(), b.sector.as_deref()) {
                (Some(s), Some(t)) if s == t => Match::Same,
                (Some(s), Some(t)) if STATE.contains(&s) && STATE.contains(&t) => Match::Compatible,
                (Some(_), Some(_)) => Match::Different,
                _ => Match::Compatible,
            },
            (Some(_), Some(_)) => Match::Different,
            _ if a.shared && b.shared => Match::Different,
            _ => Match::Unknown,
        })
    }
}
