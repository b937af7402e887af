//! What articles say became of a commitment, and the history it leads to.
//!
//! The history only grows. The status is what it comes to: the word of a person who corrected it, else the last report that
//! counts; of those from one day, what an article says goes before what an event shows, and the surer before the less sure. Where reports differ, the commitment is marked as disputed and all of
//! them stay in the history.

use std::rc::Rc;
use std::sync::LazyLock;

use gesta::record::Extent;
use rusqlite::{Connection, params};

use super::action::{self, Action};
use super::commitments::{Known, SLACK, Terms, terms};
use super::owed::{DEADLINE_SPOKEN_OF, Debts, Owed};
use super::parties::{Match, Parties};
use super::places::Map;
use super::wording::{self, Step, Token};
use super::{Page, Sentence};
use crate::add::now;
use crate::error::Result;

/// Who or what shows it.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Source {
    /// An article says so.
    Report,
    /// An event shows it.
    Event,
    /// A person entered it.
    Person,
}

/// A new line of a commitment's history.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) status: &'a str,
    pub(crate) source: Source,
    pub(crate) day: Option<i64>,
    pub(crate) confidence: f64,
    pub(crate) document: Option<i64>,
    pub(crate) words: Option<Extent>,
    pub(crate) event: Option<i64>,
    pub(crate) replaced_by: Option<i64>,
    pub(crate) counts: bool,
    pub(crate) note: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// An entry without document, event or note, which counts.
    pub(crate) fn new(status: &'a str, source: Source, day: Option<i64>, confidence: f64) -> Entry<'a> {
        Entry {
            status,
            source,
            day,
            confidence,
            document: None,
            words: None,
            event: None,
            replaced_by: None,
            counts: true,
            note: None,
        }
    }
}

/// Enters a line into the history and brings the status up to date.
pub(crate) fn note(db: &Connection, commitment: i64, entry: &Entry<'_>) -> Result<()> {
    let source = match entry.source {
        Source::Report => "report",
        Source::Event => "event",
        Source::Person => "person",
    };
    db.prepare_cached(
        "INSERT INTO history (commitment, status, day, source, document, start, \"end\", event, replaced_by,
           confidence, counts, note, entered)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        commitment,
        entry.status,
        entry.day,
        source,
        entry.document,
        entry.words.map(|w| w[0]),
        entry.words.map(|w| w[1]),
        entry.event,
        entry.replaced_by,
        entry.confidence,
        entry.counts,
        entry.note,
        now()
    ])?;
    settle(db, commitment)
}

/// Brings the status of a commitment up to date with its history.
fn settle(db: &Connection, commitment: i64) -> Result<()> {
    db.prepare_cached(
        "UPDATE commitment SET
           status = coalesce((SELECT status FROM history WHERE commitment = ?1 AND counts
             ORDER BY source = 'person' DESC, CASE source WHEN 'person' THEN id END DESC, day DESC,
               source = 'report' DESC, confidence DESC, id
             LIMIT 1), 'open'),
           disputed = (SELECT count(DISTINCT CASE WHEN status IN ('kept', 'kept-late') THEN 1 WHEN status = 'partly' THEN 2
               WHEN status IN ('broken', 'blocked', 'withdrawn') THEN 3 END) > 1
             FROM history WHERE commitment = ?1 AND counts),
           replaced_by = (SELECT replaced_by FROM history WHERE commitment = ?1 AND replaced_by IS NOT NULL
             ORDER BY id DESC LIMIT 1)
         WHERE id = ?1",
    )?
    .execute([commitment])?;
    Ok(())
}

/// Words by which articles tell what became of a commitment.
struct Cue {
    status: &'static str,
    about: &'static str,
    steps: Vec<Step>,
}

static CUES: LazyLock<Vec<Cue>> = LazyLock::new(|| {
    let table = include_str!("../../../../knowledge/en/followup/cues.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<_>>());
    let cue = |row: Vec<&'static str>| match row.as_slice() {
        [status, about, words, ..] => Some(Cue { status, about, steps: wording::steps(words) }),
        _ => None,
    };
    rows.filter_map(cue).collect()
});

/// What a sentence says of somebody's commitments.
struct Told<'a> {
    cue: &'a Cue,
    status: &'static str,
    /// The words after the cue.
    after: &'a [Token],
    /// Those of the sentence by which actions are compared.
    terms: Terms,
}

impl Told<'_> {
    /// How many words of an action the sentence has besides the names of its debtors: none unless they are two, or one
    /// and an object comes after the cue.
    fn words_of(
        &self,
        db: &Connection,
        action: Option<&Action>,
        words: &Terms,
        debtor: &[i64],
    ) -> Result<usize> {
        let mut shared: Terms = words.intersection(&self.terms).copied().collect();
        let mut name = db.prepare_cached("SELECT name FROM actor WHERE id = ?1")?;
        for actor in debtor {
            let name = terms(&name.query_row([actor], |row| row.get::<_, String>(0))?);
            shared.retain(|word| !name.contains(word));
        }
        let told = shared.len() > 1 || action.is_some_and(|a| a.object_in(self.after));
        Ok(if told { shared.len() } else { 0 })
    }

    /// The words of what follows the cue, up to where a preposition begins something else.
    fn object(&self) -> impl Iterator<Item = &Token> {
        let of_it = |t: &&Token| {
            let of = matches!(t.word.as_str(), "by" | "from" | "of" | "to");
            !t.parted && (of || !wording::is(&t.word, "preposition"))
        };
        self.after.iter().take_while(of_it)
    }
}

/// Words before a cue that may turn it round.
const TURNED: usize = 3;

/// What the first cue of a sentence says; `None` when the sentence asks, supposes, requires, plans or denies it.
fn told<'a>(sentence: &str, tokens: &'a [Token]) -> Option<(Told<'a>, usize)> {
    let (cue, (start, end)) = CUES.iter().find_map(|c| Some((c, wording::find(&c.steps, tokens)?)))?;
    if wording::unreal(sentence, tokens, start, &wording::UNREAL) {
        return None;
    }
    let before = &tokens[start.saturating_sub(TURNED)..start];
    // "Reluctant to abandon the plan", "refused to keep its word".
    if before.last().is_some_and(|t| t.word == "to") {
        return None;
    }
    let denied = before.iter().any(|t| wording::is(&t.word, "negation"));
    let degree = |words: &[Token]| words.iter().any(|t| wording::is(&t.word, "degree"));
    let after = &tokens[end..];
    let status = match (cue.status, denied) {
        ("kept", true) if degree(before) || degree(&tokens[start..end]) => "partly",
        ("broken", false) if degree(&after[..after.len().min(1)]) => "partly",
        ("kept", true) if before.iter().all(|t| t.word != "never") => "broken",
        (status, false) => status,
        (_, true) => return None,
    };
    Some((Told { cue, status, after, terms: terms(sentence) }, tokens[start].at))
}

/// Holds the sentences of an article against the commitments of those they name.
pub(super) fn link(
    db: &Connection,
    parties: &mut Parties,
    page: &Page<'_>,
    sentences: &[Sentence],
    map: &Map,
    debts: &mut Debts<'_>,
) -> Result<()> {
    let Some(published) = page.published else { return Ok(()) };
    for Sentence { extent, text, tokens, .. } in sentences {
        let Some((told, at)) = told(text, tokens) else { continue };
        let anybody = told.cue.about == "lapse" || told.cue.status == "blocked";
        let named = subject(page, *extent, at, anybody);
        let class = action::class(told.after, action::skipped(told.after)).map(|(class, _)| class);
        let names = told.after.iter().filter(|_| told.status == "withdrawn").map(|t| t.stem.as_str());
        let owed = debts.spoken_of(class.as_deref(), &names.collect::<Vec<_>>())?;
        for row in meant(db, parties, &owed, map, &named, &told, published)? {
            if already(db, row, page.id, told.status)? {
                continue;
            }
            let entry = Entry {
                document: Some(page.id),
                words: Some(*extent),
                ..Entry::new(told.status, Source::Report, Some(published), 0.7)
            };
            note(db, row, &entry)?;
            debts.forget(row);
        }
    }
    Ok(())
}

/// Code points before a name that may have "by".
const BY: u32 = 4;

/// Those named last before the code point `at` of the sentence, who are its subject, with those they are joined to by "and";
/// all that are named when it is somebody else who acts.
pub(super) fn subject(page: &Page<'_>, sentence: Extent, at: usize, anybody: bool) -> Vec<i64> {
    let cue = sentence[0] as usize + at;
    let mentions = page.record.actors.iter().flat_map(|a| a.mentions.iter().map(move |m| (m.span, a)));
    let inside = mentions.filter(|(span, _)| sentence[0] <= span[0] && span[1] <= sentence[1]);
    let mut before: Vec<_> = inside.filter(|(span, _)| anybody || span[1] as usize <= cue).collect();
    // "A team sent by the president has arrived": the team has.
    let agent = |span: &Extent| {
        let words = page.words([sentence[0].max(span[0].saturating_sub(BY)), span[0]]);
        words.split_whitespace().last().is_some_and(|w| w == "by")
    };
    before.retain(|(span, _)| anybody || !agent(span));
    before.sort_by_key(|(span, _)| std::cmp::Reverse(span[1]));
    let mut meant = Vec::new();
    let mut next: Option<Extent> = None;
    for (span, actor) in before {
        let joined = next.is_none_or(|n: Extent| {
            span[1] > n[0] || page.words([span[1], n[0]]).split(' ').all(|w| matches!(w, "" | "," | "and"))
        });
        if !anybody && !joined {
            break;
        }
        next = Some(span);
        meant.extend(page.actors.get(actor.id.as_str()).copied());
    }
    meant
}

/// The commitments that a sentence with a cue means: one of its subject's, made before, whose action the words after the
/// cue are; or, where it speaks of a deadline alone, that of the day that just ran out.
fn meant(
    db: &Connection,
    parties: &mut Parties,
    owed: &[Rc<Owed>],
    map: &Map,
    named: &[i64],
    told: &Told<'_>,
    published: i64,
) -> Result<Vec<i64>> {
    let mut of_action: Option<((i64, bool, i64), i64)> = None;
    let mut lapsed: Vec<((usize, i64), i64)> = Vec::new();
    for Owed { known, action, debtor, terms, .. } in owed.iter().map(Rc::as_ref) {
        // Whose it is is not known: then the words must say that it is this.
        let lapse = told.cue.about == "lapse";
        let meant = debtor.is_empty() && lapse && action.as_ref().is_some_and(|a| a.object_in(told.after));
        if !(meant || parties.compare(db, named, debtor)? >= Match::Compatible)
            || !known.positive
            || too_early(known, told, published)
        {
            continue;
        }
        // Whoever was kept from something was kept from this if its words are told too.
        let blocked = told.status == "blocked";
        let about = if blocked { told.words_of(db, action.as_ref(), terms, debtor)? } else { 0 };
        let spoken_of = published - DEADLINE_SPOKEN_OF..=published;
        let ran_out = known.due.1.filter(|due| (!blocked || about > 0) && spoken_of.contains(due));
        lapsed.extend(ran_out.map(|due| ((about, due), known.row)));
        // A place is named in many actions, and so are its people; whoever is left is not himself given up.
        let tells = |name: &String| {
            !map.of_place(name)
                && !map.names(name, debtor)
                && told.object().any(|t| t.capital && t.stem == *name)
        };
        let given_up = told.status == "withdrawn" && wording::names(&known.action).any(|name| tells(&name));
        let very = named.iter().any(|a| debtor.contains(a));
        let begun = |a: &Action| a.begins(told.after) && (very || !a.is_bare());
        if (given_up && very) || action.as_ref().is_some_and(begun) {
            let rank = (ran_out.unwrap_or(i64::MIN), very, -known.row);
            of_action = of_action.max(Some((rank, known.row)));
        }
    }
    let last = lapsed.iter().map(|(rank, _)| *rank).max().unwrap_or_default();
    let same_day = |due: i64| told.status == "blocked" || due + SLACK >= last.1;
    lapsed.retain(|((about, due), _)| *about == last.0 && same_day(*due));
    if told.status == "blocked" && lapsed.len() > 1 {
        lapsed.clear();
    }
    let alone = told.after.first().is_none_or(|t| !matches!(t.word.as_str(), "to" | "for" | "of" | "on"));
    Ok(match (of_action, told.cue.about) {
        (Some((_, row)), _) => vec![row],
        (None, "lapse") => lapsed.into_iter().map(|(_, row)| row).collect(),
        (None, "deadline") if alone && lapsed.len() == 1 => lapsed.into_iter().map(|(_, row)| row).collect(),
        _ => Vec::new(),
    })
}

/// True when the article is in the history with this already: an event in the same sentence shows it too.
fn already(db: &Connection, commitment: i64, document: i64, status: &str) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM history WHERE commitment = ?1 AND document = ?2 AND status = ?3 AND counts)",
    )?;
    Ok(query.query_row(params![commitment, document, status], |row| row.get(0))?)
}

/// Nobody breaks a promise before its day: then "failed to" speaks of something else. "Has yet to" says nothing without a day.
fn too_early(known: &Known, told: &Told<'_>, published: i64) -> bool {
    let breach = matches!(told.status, "broken" | "partly");
    let yet = told.cue.about == "yet";
    match known.due.1 {
        Some(due) => breach && published < due + i64::from(yet),
        None => yet,
    }
}
