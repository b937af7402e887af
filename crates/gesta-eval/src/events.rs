//! Coded events, compared by type and by the countries of source and target.
//!
//! Each text is read as an article of its day. Of Gesta's events those count that happened (`factuality: actual`); what is only
//! planned, possible or denied is not claimed. Within a text, gold and system events are paired one to one so that as many pairs as
//! possible agree, separately for each row:
//!
//! - `type`: the same PLOVER type;
//! - `dyad`: the countries of source and of target agree, whatever the type. A side agrees when the gold standard names no country for
//!   it or the two have one in common. The parties to a mutual act may stand on either side.
//! - `full`: type and dyad;
//! - `exact`: the same type, and the same countries on each side, none left over.
//!
//! Sentences with a class: that of the most confident event that happened, 0 without one; the mean over the classes is the macro-F1.
//! The classes of such corpora (Hu et al. 2022) are those of CAMEO's roots, which part the quads a little otherwise than PLOVER
//! does: appeals (02) count as neutral, concessions (08) as material cooperation, reduced relations (16) as verbal conflict.

use std::collections::BTreeSet;
use std::path::Path;

use gesta::record::{EventRecord, Record};
use gesta::{Article, Reader};

use crate::coded::{Act, Coded, Gold, gold};
use crate::score::Score;
use crate::table::Figure;
use crate::{EvalError, Row, Table, files, names};

const ROWS: [&str; 4] = ["type", "dyad", "full", "exact"];
const CLASSES: [&str; 5] = ["0 none", "1 verbal +", "2 material +", "3 verbal -", "4 material -"];

/// An event of ours.
struct Ours {
    act: Act,
    mutual: bool,
}

/// Reads each text and compares its events, or the class of its strongest event.
///
/// # Errors
/// When a file cannot be read or is in none of the formats, or when the files mix texts with events and sentences with a class.
pub fn events<P: AsRef<Path>>(reader: &Reader, paths: &[P]) -> Result<Table, EvalError> {
    let mut texts: Vec<Coded> = Vec::new();
    let mut sentences: Vec<(String, u8)> = Vec::new();
    for file in files(paths, &[".json", ".xml", ".tsv"])? {
        match gold(&file)? {
            Gold::Events(more) => texts.extend(more),
            Gold::Classes(more) => sentences.extend(more),
        }
        if !texts.is_empty() && !sentences.is_empty() {
            return Err(EvalError::new(
                &file,
                "texts with events and sentences with a class are measured apart",
            ));
        }
    }
    Ok(if sentences.is_empty() {
        of_texts(reader, &texts, names(paths))
    } else {
        of_sentences(reader, &sentences, names(paths))
    })
}

/// Whether an event of ours is right by one of the gold standard.
type Test<'a> = &'a dyn Fn(&Act, &Ours) -> bool;

fn of_texts(reader: &Reader, texts: &[Coded], names: String) -> Table {
    let mut scores = [Score::default(); ROWS.len()];
    let mut unreal = 0;
    for coded in texts {
        let article = Article {
            text: coded.text.clone(),
            published: coded.date,
            published_rule: coded.date.map(|_| "input"),
            ..Article::default()
        };
        let record = reader.read(article).record();
        let system: Vec<Ours> =
            record.events.iter().filter(|e| e.factuality == "actual").map(|e| ours(&record, e)).collect();
        unreal += record.events.len() - system.len();
        let same: Test<'_> = &|g, s| g.kind == s.act.kind;
        let tests: [Test<'_>; ROWS.len()] =
            [same, &dyad, &|g, s| same(g, s) && dyad(g, s), &|g, s| same(g, s) && exact(g, s)];
        for (score, test) in scores.iter_mut().zip(tests) {
            let right = pairs(&coded.events, &system, test);
            score.add(Score { gold: coded.events.len(), system: system.len(), right });
        }
    }
    let per_gold = |count: usize| count as f64 / scores[0].gold.max(1) as f64;
    Table {
        title: "Events: type, countries of source and target, both".into(),
        corpus: format!("{names}: {} texts, {} events", texts.len(), scores[0].gold),
        rows: ROWS.iter().zip(scores).map(|(name, score)| Row::new(name, score)).collect(),
        figures: vec![
            Figure::new("events per gold event", per_gold(scores[0].system)),
            Figure::new("events per gold event, unreal ones included", per_gold(scores[0].system + unreal)),
        ],
    }
}

fn ours(record: &Record, event: &EventRecord) -> Ours {
    let countries = |ids: &[String]| -> BTreeSet<String> {
        let of = |id: &String| record.actors.iter().find(|a| a.id == *id)?.country.clone();
        ids.iter().filter_map(of).collect()
    };
    let act =
        Act { kind: event.kind.clone(), source: countries(&event.source), target: countries(&event.target) };
    Ours { act, mutual: event.mutual }
}

fn dyad(gold: &Act, system: &Ours) -> bool {
    let agree = |g: &BTreeSet<String>, s: &BTreeSet<String>| g.is_empty() || !g.is_disjoint(s);
    let (source, target) = (&system.act.source, &system.act.target);
    (agree(&gold.source, source) && agree(&gold.target, target))
        || (system.mutual && agree(&gold.source, target) && agree(&gold.target, source))
}

fn exact(gold: &Act, system: &Ours) -> bool {
    let all = |a: &Act| a.source.union(&a.target).cloned().collect::<BTreeSet<_>>();
    (gold.source == system.act.source && gold.target == system.act.target)
        || (system.mutual && all(gold) == all(&system.act))
}

/// The most pairs that can be made (augmenting paths).
fn pairs(gold: &[Act], system: &[Ours], agree: impl Fn(&Act, &Ours) -> bool) -> usize {
    let mut partner: Vec<Option<usize>> = vec![None; system.len()];
    let edges: Vec<Vec<usize>> =
        gold.iter().map(|g| (0..system.len()).filter(|&s| agree(g, &system[s])).collect()).collect();
    (0..gold.len()).filter(|&g| augment(g, &edges, &mut vec![false; system.len()], &mut partner)).count()
}

fn augment(g: usize, edges: &[Vec<usize>], seen: &mut [bool], partner: &mut [Option<usize>]) -> bool {
    edges[g].iter().any(|&s| {
        if std::mem::replace(&mut seen[s], true) {
            return false;
        }
        let free = partner[s].is_none_or(|other| augment(other, edges, seen, partner));
        if free {
            partner[s] = Some(g);
        }
        free
    })
}

fn of_sentences(reader: &Reader, sentences: &[(String, u8)], names: String) -> Table {
    let mut scores = [Score::default(); CLASSES.len()];
    for (text, class) in sentences {
        let record = reader.read(Article { text: text.clone(), ..Article::default() }).record();
        let found = strongest(&record).map_or(0, class_of);
        scores[usize::from(found)].system += 1;
        scores[usize::from(*class)].gold += 1;
        scores[usize::from(found)].right += usize::from(found == *class);
    }
    let mean = scores.iter().map(|s| s.f1()).sum::<f64>() / scores.len() as f64;
    Table {
        title: "Events: class of a sentence's strongest event".into(),
        corpus: format!("{names}: {} sentences", sentences.len()),
        rows: CLASSES.iter().zip(scores).map(|(name, score)| Row::new(name, score)).collect(),
        figures: vec![Figure::new("macro-F1", mean)],
    }
}

/// The class of an event by the root of its CAMEO code, or by its type where it has none.
fn class_of(event: &EventRecord) -> u8 {
    match (event.cameo.as_deref().and_then(|c| c.get(..2)), event.kind.as_str()) {
        (_, "CONCEDE") => 2,
        (_, "SANCTION") => 3,
        (Some("01" | "02"), _) => 0,
        (Some("03" | "04" | "05"), _) => 1,
        (Some("06" | "07" | "08"), _) => 2,
        (Some("09" | "10" | "11" | "12" | "13" | "16"), _) => 3,
        (Some(_), _) => 4,
        (None, _) => event.quad,
    }
}

/// The most confident event that happened; the first of equals.
fn strongest(record: &Record) -> Option<&EventRecord> {
    let asserted = record.events.iter().filter(|e| e.factuality == "actual");
    asserted.reduce(|best, e| if e.confidence > best.confidence { e } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(kind: &str, source: &[&str], target: &[&str]) -> Act {
        let set = |codes: &[&str]| codes.iter().map(|c| (*c).to_owned()).collect();
        Act { kind: kind.into(), source: set(source), target: set(target) }
    }

    #[test]
    fn sides_agree_by_the_rules() {
        let ours = |act, mutual| Ours { act, mutual };
        let gold = act("AID", &["FRA", "DEU"], &[]);
        assert!(dyad(&gold, &ours(act("AID", &["FRA"], &["MLI"]), false)));
        assert!(!exact(&gold, &ours(act("AID", &["FRA"], &[]), false)));
        assert!(!dyad(&gold, &ours(act("AID", &[], &["FRA"]), false)));
        assert!(dyad(&gold, &ours(act("AID", &["ESP"], &["FRA"]), true)));
        assert!(exact(&gold, &ours(act("AID", &["DEU"], &["FRA"]), true)));
    }

    #[test]
    fn as_many_pairs_as_possible() {
        let gold = [act("AID", &["FRA"], &[]), act("AID", &["FRA"], &["MLI"])];
        let system = [("MLI", "FRA"), ("FRA", "MLI"), ("FRA", "TCD")]
            .map(|(s, t)| Ours { act: act("AID", &[s], &[t]), mutual: false });
        assert_eq!(pairs(&gold, &system, dyad), 2);
        assert_eq!(pairs(&gold, &system, exact), 1);
    }
}
