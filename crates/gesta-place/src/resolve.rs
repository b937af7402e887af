//! Which of the places of a name is meant.
//!
//! Each sense starts with its prominence. A place that lies in a country or division of which the article speaks
//! otherwise (by adjectives, or by other names, as far as these are certain themselves) gains; what the article says
//! outright ("Springfield, Illinois", "Anbar province") restricts. One name has one sense in an article, unless the
//! text itself tells two apart ("Paris, France, and Paris, Texas").

use std::collections::BTreeMap;

use gesta_syntax::Parsed;

use crate::mention::{Found, Mentions, Name, Part};
use crate::sense::{Sense, WELL_KNOWN};
use crate::words::{Role, role};
use crate::{Iso3, PlaceKind};

/// How much one certain place of the same division adds, and of the same country; in decades of inhabitants.
const DIVISION: f64 = 2.5;
const COUNTRY: f64 = 1.0;
/// How much one certain place nearby adds.
const NEARBY: f64 = 0.5;
/// How much a word beside the name adds to places of its kind.
const KIND: f64 = 4.0;
/// How much is said of a country that is as good as not named, and of one that the article speaks of.
const SILENT: f64 = 0.3;
const SPOKEN: f64 = 0.9;
/// Inhabitants, as decades: of a town that is meant wherever it is named, of one that needs to be placed, and how many
/// times more than those of a namesake.
const METROPOLIS: f64 = 5.7;
const SMALL: f64 = 4.5;
const RIVAL: f64 = 1.0;
/// Rounds in which names inform one another.
const ROUNDS: usize = 4;

/// The sense of each mention: position in the senses of its name; `None` for an unknown name. With the reason.
pub(crate) fn resolve(parsed: &Parsed, mentions: &Mentions<'_>) -> Vec<Option<(usize, String)>> {
    let outright = contained(parsed, mentions);
    let weights = weights(mentions);
    let mut beliefs: Vec<Vec<f64>> = Vec::with_capacity(mentions.names.len());
    let fixed = fixed_senses(mentions, &outright);
    let hints = hints(mentions);
    for (i, name) in mentions.names.iter().enumerate() {
        beliefs.push(belief(name, fixed.get(&i).copied(), |s| s.prior + hinted(s, hints[i])));
    }
    for _ in 0..ROUNDS {
        let support = Support::of(mentions, &beliefs, &weights);
        beliefs = mentions
            .names
            .iter()
            .enumerate()
            .map(|(i, name)| {
                let own = Support::one(name, &beliefs[i], weights[i]);
                belief(name, fixed.get(&i).copied(), |s| {
                    s.prior + hinted(s, hints[i]) + support.gain(s, &own)
                })
            })
            .collect();
    }
    let support = Support::of(mentions, &beliefs, &weights);
    let by_name: Vec<Option<(usize, String)>> = mentions
        .names
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let others = Others { support: &support, own: Support::one(name, &beliefs[i], weights[i]) };
            choose(name, &beliefs[i], fixed.contains_key(&i), &others)
        })
        .collect();
    let said = |f: usize| outright.get(&f).map(|s| (*s, "container".to_string()));
    (0..mentions.found.len())
        .map(|f| said(f).or_else(|| by_name.get(mentions.found.get(f)?.name).cloned().flatten()))
        .collect()
}

/// What the article says of places apart from one name.
struct Others<'a> {
    support: &'a Support,
    own: Support,
}

impl Others<'_> {
    fn of(&self, country: &Iso3) -> f64 {
        let all = self.support.countries.get(country).copied().unwrap_or(0.0);
        all - self.own.countries.get(country).copied().unwrap_or(0.0)
    }

    /// True when nothing else in the article speaks of the country of a sense.
    fn are_silent_on(&self, sense: &Sense) -> bool {
        sense.countries.iter().all(|c| self.of(c) < SILENT)
    }

    /// True when the article speaks of some country.
    fn speak(&self) -> bool {
        self.support.countries.keys().any(|c| self.of(c) >= SPOKEN)
    }
}

/// A namesake is no more than a guess: a small town in a country of which the article does not speak, found by another
/// name than its usual one, or by one that places elsewhere have as well, or in an article on other countries.
fn is_guess(name: &Name, sense: &Sense, others: &Others<'_>) -> bool {
    if !matches!(sense.kind, PlaceKind::City) && !sense.county
        || sense.capital
        || sense.famous
        || !others.are_silent_on(sense)
    {
        return false;
    }
    let rival =
        |s: &&Sense| s.id != sense.id && s.countries != sense.countries && s.prior + RIVAL > sense.prior;
    let contested = sense.prior < METROPOLIS && name.senses.iter().any(|s| rival(&s));
    if sense.alternate {
        return sense.prior + 1.0 < WELL_KNOWN;
    }
    others.speak() && (contested || sense.prior < SMALL)
}

fn choose(name: &Name, belief: &[f64], fixed: bool, others: &Others<'_>) -> Option<(usize, String)> {
    let best = (0..belief.len()).max_by(|a, b| belief[*a].total_cmp(&belief[*b]).then(b.cmp(a)))?;
    let sense = name.senses.get(best)?;
    if !fixed && is_guess(name, sense, others) {
        return None;
    }
    let reason = match (sense.kind, name.senses.len(), best) {
        _ if fixed => "container",
        (PlaceKind::Country, ..) => "country",
        (_, 1, _) => "only sense",
        (_, _, 0) => "most prominent",
        _ => "context",
    };
    Some((best, reason.to_string()))
}

/// Mentions beside one that holds them ("X, Y", "X in northern Y", "Y's X"): the senses of both.
fn contained(parsed: &Parsed, mentions: &Mentions<'_>) -> BTreeMap<usize, usize> {
    let mut chosen = BTreeMap::new();
    for (i, pair) in mentions.found.windows(2).enumerate().rev() {
        let [left, right] = pair else { continue };
        let gap = parsed.text().get(left.span.end as usize..right.span.start as usize).unwrap_or("");
        let (inner, outer) = match order(gap) {
            Some(Order::InnerFirst) => (i, i + 1),
            Some(Order::OuterFirst) => (i + 1, i),
            None => continue,
        };
        let name = |f: usize| mentions.names.get(mentions.found.get(f)?.name);
        let (Some(inner_name), Some(outer_name)) = (name(inner), name(outer)) else { continue };
        let allowed = |f: usize, s: usize| chosen.get(&f).is_none_or(|c| *c == s);
        let outers =
            outer_name.senses.iter().enumerate().filter(|(o, s)| allowed(outer, *o) && is_container(s));
        let pairs = outers.flat_map(|(o, out)| {
            let inside =
                inner_name.senses.iter().enumerate().filter(|(n, s)| allowed(inner, *n) && s.lies_in(out));
            inside.map(move |(n, s)| {
                (n, o, s.prior + 0.5 * out.prior + if out.kind == PlaceKind::Admin1 { 1.0 } else { 0.0 })
            })
        });
        let best = pairs.max_by(|a, b| a.2.total_cmp(&b.2).then((b.0, b.1).cmp(&(a.0, a.1))));
        if let Some((n, o, _)) = best.filter(|_| inner_name.key != outer_name.key) {
            chosen.insert(inner, n);
            chosen.insert(outer, o);
        }
    }
    chosen
}

/// Which of two mentions beside each other may hold the other.
enum Order {
    InnerFirst,
    OuterFirst,
}

/// Reads what stands between two mentions.
fn order(gap: &str) -> Option<Order> {
    if gap.contains('\n') || gap.len() > 40 {
        return None;
    }
    let gap = gap.trim();
    if matches!(gap, "," | "(") {
        return Some(Order::InnerFirst);
    }
    if let Some(rest) = gap.strip_prefix("'s").or_else(|| gap.strip_prefix("\u{2019}s")) {
        return is_link(rest).then_some(Order::OuterFirst);
    }
    let rest = gap.strip_prefix(',').unwrap_or(gap).trim_start();
    (rest.starts_with("in ") || rest == "in" || gap != rest)
        .then_some(rest)
        .filter(|r| is_link(r))
        .map(|_| Order::InnerFirst)
}

/// Words that may stand between a place and what holds it: "in northern", "the capital of", "city of".
fn is_link(words: &str) -> bool {
    words.split_whitespace().all(|w| {
        matches!(w, "in" | "of" | "the" | "a") || role(w).is_some_and(|r| r.is_kind() || r == Role::Direction)
    })
}

fn is_container(sense: &Sense) -> bool {
    matches!(sense.kind, PlaceKind::Country | PlaceKind::Admin1) || sense.county
}

/// The sense that each name has where the text says it outright, the first time.
fn fixed_senses(mentions: &Mentions<'_>, outright: &BTreeMap<usize, usize>) -> BTreeMap<usize, usize> {
    let mut fixed = BTreeMap::new();
    for (found, sense) in outright {
        if let Some(found) = mentions.found.get(*found) {
            fixed.entry(found.name).or_insert(*sense);
        }
    }
    fixed
}

fn hints(mentions: &Mentions<'_>) -> Vec<Option<Role>> {
    let mut hints = vec![None; mentions.names.len()];
    for Found { name, hint, .. } in &mentions.found {
        if let Some(slot) = hints.get_mut(*name) {
            *slot = slot.or(*hint);
        }
    }
    hints
}

fn hinted(sense: &Sense, hint: Option<Role>) -> f64 {
    let fits = match hint {
        Some(Role::Admin1) => sense.kind == PlaceKind::Admin1,
        Some(Role::County) => sense.county,
        Some(Role::City) => sense.kind == PlaceKind::City,
        _ => false,
    };
    if fits { KIND } else { 0.0 }
}

/// How loudly each name speaks: the logarithm of its mentions, those in a dateline counted four times.
fn weights(mentions: &Mentions<'_>) -> Vec<f64> {
    let mut counts = vec![0.0f64; mentions.names.len()];
    for found in &mentions.found {
        if let Some(count) = counts.get_mut(found.name) {
            *count += match found.role {
                Part::Name => 1.0,
                Part::Dateline => 4.0,
                Part::Sign | Part::Embedded => 0.5,
            };
        }
    }
    counts.into_iter().map(|c| (1.0 + c).log2()).collect()
}

/// Probabilities of the senses of a name from their scores; certain where the text says it outright.
fn belief(name: &Name, fixed: Option<usize>, score: impl Fn(&Sense) -> f64) -> Vec<f64> {
    if let Some(fixed) = fixed {
        return (0..name.senses.len()).map(|i| if i == fixed { 1.0 } else { 0.0 }).collect();
    }
    let scores: Vec<f64> = name.senses.iter().map(score).collect();
    let best = scores.iter().copied().fold(f64::MIN, f64::max);
    let powers: Vec<f64> = scores.iter().map(|s| (2.0 * (s - best)).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|p| p / sum).collect()
}

/// How much the article speaks of each country and division.
#[derive(Default)]
struct Support {
    countries: BTreeMap<Iso3, f64>,
    /// By GeoNames id.
    divisions: BTreeMap<u32, f64>,
    /// By degrees north and east, rounded: how many places lie there.
    cells: BTreeMap<(i16, i16), f64>,
}

/// The square of a degree that a place lies in; none for one as large as a country.
fn cell(sense: &Sense) -> Option<(i16, i16)> {
    let (lat, lon) = sense.point.filter(|_| sense.kind == PlaceKind::City || sense.county)?;
    Some((lat.floor() as i16, lon.floor() as i16))
}

impl Support {
    fn of(mentions: &Mentions<'_>, beliefs: &[Vec<f64>], weights: &[f64]) -> Support {
        let mut all = Support::default();
        for (country, count) in &mentions.context {
            *all.countries.entry(*country).or_default() += (1.0 + *count as f64).log2();
        }
        for ((name, belief), weight) in mentions.names.iter().zip(beliefs).zip(weights) {
            let one = Support::one(name, belief, *weight);
            for (country, value) in one.countries {
                *all.countries.entry(country).or_default() += value;
            }
            for (division, value) in one.divisions {
                *all.divisions.entry(division).or_default() += value;
            }
            for (cell, value) in one.cells {
                *all.cells.entry(cell).or_default() += value;
            }
        }
        all
    }

    fn one(name: &Name, belief: &[f64], weight: f64) -> Support {
        let mut one = Support::default();
        for (sense, p) in name.senses.iter().zip(belief).filter(|(_, p)| **p > 0.01) {
            let share = weight * p / sense.countries.len().max(1) as f64;
            for country in &sense.countries {
                *one.countries.entry(*country).or_default() += share;
            }
            if let Some(division) = sense.admin1 {
                *one.divisions.entry(division).or_default() += weight * p;
            }
            if let Some(cell) = cell(sense) {
                // Squared: two doubtful names must not confirm one another.
                *one.cells.entry(cell).or_default() += weight * p * p;
            }
        }
        one
    }

    /// What the article apart from the name itself (`own`) adds to a sense.
    fn gain(&self, sense: &Sense, own: &Support) -> f64 {
        let rest = |all: Option<&f64>, own: Option<&f64>| {
            let value = all.copied().unwrap_or(0.0) - own.copied().unwrap_or(0.0);
            (1.0 + value.max(0.0)).ln()
        };
        let country = |c: &Iso3| rest(self.countries.get(c), own.countries.get(c));
        let countries = sense.countries.iter().map(country).fold(0.0, f64::max);
        let division = sense.admin1.map_or(0.0, |d| rest(self.divisions.get(&d), own.divisions.get(&d)));
        let near = cell(sense).map_or(0.0, |(lat, lon)| {
            let around = (-1..=1).flat_map(|a| (-1..=1).map(move |b| (lat + a, lon + b)));
            let values = around.map(|c| (self.cells.get(&c), own.cells.get(&c)));
            values
                .map(|(all, own)| (all.copied().unwrap_or(0.0) - own.copied().unwrap_or(0.0)).max(0.0))
                .sum()
        });
        COUNTRY * countries + DIVISION * division + NEARBY * (1.0 + near).ln()
    }
}
