//! Whose army "the army" is where nothing near it tells: that of the country at home in the article.
//!
//! An article about one country names it once and then speaks of the government, protesters and General X. Who comes from
//! elsewhere (envoys, peacekeepers, "western officials") stands in `knowledge/en/actors/abroad.tsv`.

use gesta_place::Iso3;
use gesta_syntax::Upos;

use crate::candidate::Candidate;
use crate::clusters::{Cluster, Resolver};
use crate::tables::{Origin, TABLES, Title};
use crate::{ActorKind, MentionForm};

/// The `rule` of actors that have their country from here: the place of an act may still show another one.
pub const AT_HOME: &str = "at home in the article";
/// The `rule` of civilians of whom nothing is told but that they are people.
pub const PEOPLE: &str = "plain people";

/// How many mentions before one are looked at.
const NEAR: usize = 40;

/// The country at home for an organ, an officer or the people of a country, none of whose mentions tells another one.
pub(crate) fn country(resolver: &Resolver<'_>, cluster: &Cluster, sector: Option<&str>) -> Option<Iso3> {
    let home = resolver.context.home()?;
    let sector = sector?;
    let native = matches!(
        sector,
        "GOV"
            | "LEG"
            | "JUD"
            | "MIL"
            | "COP"
            | "SPY"
            | "OPP"
            | "PTY"
            | "REB"
            | "UAF"
            | "PRM"
            | "CVL"
            | "LAB"
            | "CRM"
            | "EDU"
            | "MED"
            | "AGR"
    );
    let members = || cluster.members.iter().filter_map(|m| resolver.candidates.get(*m));
    let told = || members().filter(|c| c.form != MentionForm::Pronoun);
    let named = told().any(|c| c.form == MentionForm::Name);
    let fits = |c: &Candidate| match c.form {
        MentionForm::Name => is_official(resolver, c, home),
        _ => is_native(resolver, c),
    };
    let official = matches!(sector, "GOV" | "LEG" | "JUD" | "MIL" | "COP" | "SPY");
    let titled = || told().any(|c| c.form == MentionForm::Name && c.title.is_some());
    let of_state = match cluster.kind {
        Some(ActorKind::Person) => official && titled(),
        kind => official && kind == Some(ActorKind::Organization),
    };
    let first = cluster.members.iter().copied().min()?;
    let holds = native && (!named || of_state) && told().next().is_some() && told().all(fits);
    (holds && !is_elsewhere(resolver, first, home)).then_some(home)
}

/// True where the text speaks of other states or their bodies right before a mention, and not of this one.
fn is_elsewhere(resolver: &Resolver<'_>, mention: usize, home: Iso3) -> bool {
    let Some(at) = resolver.candidates.get(mention).map(|c| c.sentence.0) else { return false };
    let near = (0..mention)
        .rev()
        .take_while(|j| resolver.candidates.get(*j).is_some_and(|c| c.sentence.0 + 1 >= at));
    let told = near.filter_map(|j| {
        let cluster = resolver.clusters.get((*resolver.cluster_of.get(j)?)?)?;
        let country = || cluster.country.or_else(|| TABLES.entry(cluster.entry?)?.iso3);
        if cluster.kind == Some(ActorKind::Person) { None } else { country() }
    });
    let mut told = told.take(NEAR).peekable();
    told.peek().is_some() && !told.any(|c| c == home)
}

fn is(word: &str, what: Origin) -> bool {
    TABLES.abroad.get(word) == Some(&what)
}

/// True for a name with neither a title that speaks for another country, nor one of an office that this country does not
/// have, nor a word for elsewhere.
fn is_official(resolver: &Resolver<'_>, name: &Candidate, home: Iso3) -> bool {
    let foreign = name.tokens.iter().any(|t| is(&resolver.parsed.lower(t), Origin::Foreign));
    let held = |t: Title| {
        // "President X" is of no kingdom
        let has = |office| !TABLES.rules(office) || TABLES.has_office(home, office);
        !is(t.text, Origin::Abroad) && t.office.is_none_or(has)
    };
    !foreign && name.title.is_none_or(held)
}

/// True for a noun that neither is of somebody abroad nor has a name or a word for elsewhere before or behind it.
fn is_native(resolver: &Resolver<'_>, nominal: &Candidate) -> bool {
    let parsed = resolver.parsed;
    let Some(agent) = nominal.agent else { return false };
    let states =
        !agent.person && nominal.plural && matches!(agent.noun, "government" | "army" | "parliament")
            || matches!(agent.noun, "country" | "nation" | "state");
    let elsewhere = TABLES.abroad.contains_key(agent.noun) || states;
    let around = nominal.tokens.iter().filter(|t| *t != nominal.head);
    let named = around.into_iter().any(|t| {
        let name = parsed.upos(t) == Upos::Propn && parsed.form(t).starts_with(char::is_uppercase);
        name || is(&parsed.lower(t), Origin::Foreign)
    });
    !elsewhere && !named
}
