//! Common nouns that name actors ("Iraqi officials", "a spokesman for the ministry"), with the country and sector that
//! their modifiers tell.

use std::collections::BTreeMap;

use gesta_place::Places;
use gesta_place::country;
use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::{Sentence, TokenId, TokenSpan};

use crate::candidate::{Candidate, is_former, noun_phrase};
use crate::nation::country_in;
use crate::tables::{Agent, Origin, TABLES};
use crate::{ActorKind, MentionForm};

/// The nominal mentions of one sentence; `named` are its names, whose tokens are taken.
pub(crate) fn find(
    parsed: &Parsed,
    places: &Places,
    sentence: &Sentence,
    named: &[Candidate],
) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut names = named.iter().peekable();
    for head in sentence.tokens.iter() {
        while names.next_if(|n| n.tokens.end <= head.0).is_some() {}
        if names.peek().is_some_and(|n| n.tokens.has(head)) {
            continue;
        }
        if found.last().is_some_and(|f| f.core.has(head) && f.head != head && is_quantity(parsed, f.head)) {
            continue;
        }
        let nominal = if is_quantity(parsed, head) { quantity(parsed, places, head) } else { None }
            .or_else(|| noun(parsed, places, head))
            .or_else(|| people(parsed, head));
        found.extend(nominal);
    }
    let heads: BTreeMap<TokenId, &Candidate> = named.iter().map(|n| (n.head, n)).collect();
    for nominal in &mut found {
        adopt(parsed, nominal, &heads);
    }
    found
}

/// "dozens", "a number", "one": what counts the noun after "of".
fn is_quantity(parsed: &Parsed, token: TokenId) -> bool {
    matches!(parsed.upos(token), Upos::Noun | Upos::Num | Upos::Pron | Upos::Det | Upos::Adj)
        && TABLES.quantities.contains(parsed.lemma(token))
}

/// "dozens of armed groups": the head counts, the noun after "of" tells who.
fn quantity(parsed: &Parsed, places: &Places, head: TokenId) -> Option<Candidate> {
    let of = parsed.children(head).find(|c| {
        matches!(parsed.dep(*c), Dep::Nmod | Dep::Obl)
            && *c > head
            && parsed.child(*c, Dep::Case).is_some_and(|k| parsed.lower(k) == "of")
    })?;
    let inner = if is_quantity(parsed, of) && !TABLES.agents.contains_key(parsed.lemma(of)) {
        quantity(parsed, places, of)?
    } else {
        noun(parsed, places, of)?
    };
    let mut outer = inner;
    let one = matches!(parsed.lemma(head), "one" | "each");
    outer.tokens = TokenSpan::new(noun_phrase(parsed, head).start.min(head.0), outer.tokens.end);
    outer.core = outer.tokens;
    outer.head = head;
    outer.indefinite = true;
    outer.partitive = outer.definite;
    outer.definite = false;
    outer.plural = !one;
    outer.kind = match outer.agent {
        Some(agent) if agent.person && one => Some(ActorKind::Person),
        _ => Some(ActorKind::Group),
    };
    Some(outer)
}

/// A noun of the table of agents, alone or with the words before it: "police officer".
fn noun(parsed: &Parsed, places: &Places, head: TokenId) -> Option<Candidate> {
    let upos = parsed.upos(head);
    if !matches!(upos, Upos::Noun | Upos::Propn | Upos::Adj) || is_modifier(parsed, head) {
        return None;
    }
    let agent = agent_at(parsed, head).filter(|a| is_agent_here(parsed, head, a.noun))?;
    if upos == Upos::Adj
        && !matches!(parsed.dep(head), Dep::Nsubj | Dep::NsubjPass | Dep::Obj | Dep::Obl | Dep::Conj)
    {
        return None;
    }
    let mut nominal = Candidate::new(parsed, phrase(parsed, head), MentionForm::Nominal);
    nominal.head = head;
    nominal.agent = Some(agent);
    // "the taoiseach" is one, whatever the tagger says.
    let office = TABLES.offices.contains_key(agent.noun) && parsed.lower(head) == agent.noun;
    nominal.plural = parsed.morph(head).plural == Some(true) && !office;
    nominal.kind = Some(match (agent.person, nominal.plural) {
        (true, false) => ActorKind::Person,
        (true, true) => ActorKind::Group,
        (false, _)
            if matches!(
                agent.sector,
                Some("GOV" | "LEG" | "JUD" | "JRN" | "BUS" | "EDU" | "IGO" | "MED" | "PTY" | "NGO" | "REL")
            ) =>
        {
            ActorKind::Organization
        }
        (false, _) => ActorKind::Group,
    });
    nominal.sex = agent.sex.filter(|_| !nominal.plural);
    determine(parsed, head, &mut nominal);
    modify(parsed, places, head, &mut nominal);
    // "respond with force", "in command": a mass noun, no body of people.
    let bare = !agent.person && !nominal.plural && !nominal.definite && !nominal.indefinite;
    let subject = parsed.dep(parsed.first_conjunct(head)).is_subject();
    let compound = parsed.child(head, Dep::Compound).is_some();
    let mass = bare
        && match agent.sector {
            None | Some("MIL" | "UAF" | "REB") => {
                nominal.words.is_empty() || (agent.noun == "force" && !compound && nominal.country.is_none())
            }
            _ => !subject && !compound && nominal.country.is_none(),
        };
    (!mass).then_some(nominal)
}

/// False where the noun names nobody here: "not terrorists", "any fighter", "a source of income", "a state of
/// emergency", "his body", "of state" in an office.
fn is_agent_here(parsed: &Parsed, head: TokenId, noun: &str) -> bool {
    let denied = parsed.child(head, Dep::Cop).is_some() && parsed.is_negated(head);
    let anybody = parsed
        .children_by(head, Dep::Det)
        .any(|d| matches!(parsed.lower(d).as_str(), "any" | "every" | "no" | "whatever" | "whichever"));
    let before = |n: u32| head.0.checked_sub(n).map_or(String::new(), |t| parsed.lower(TokenId(t)));
    let not = matches!(before(1).as_str(), "not" | "never" | "non-");
    let of = parsed.children(head).any(|c| {
        c > head
            && parsed.dep(c) == Dep::Nmod
            && parsed.child(c, Dep::Case).is_some_and(|k| parsed.lower(k) == "of")
    });
    let told = parsed.children(head).any(|c| matches!(parsed.dep(c), Dep::Amod | Dep::Compound));
    let top = parsed.first_conjunct(head);
    let speaks = parsed.head(top).is_some_and(|v| TABLES.speech_verbs.contains(parsed.lemma(v)))
        || parsed
            .children_by(head, Dep::Case)
            .any(|k| matches!(parsed.lower(k).as_str(), "by" | "to" | "according"));
    let thing = match noun {
        "source" => of || !speaks,
        "state" => of || before(1) == "of",
        "body" => !told,
        _ => noun.contains(" of ") && before(1) == "of",
    };
    !(denied || anybody || not || thing)
}

/// The agent noun whose last word is `head`, the longest that the table has.
pub(crate) fn agent_at(parsed: &Parsed, head: TokenId) -> Option<Agent> {
    let first = parsed.sentence_of(head).tokens.start;
    let mut phrase = parsed.lemma(head).to_lowercase();
    let form = parsed.lower(head);
    let men = || TABLES.agents.get(format!("{}man", form.strip_suffix("men")?).as_str());
    let mut best =
        TABLES.agents.get(phrase.as_str()).or_else(|| TABLES.agents.get(form.as_str())).or_else(men);
    for back in 1..=3 {
        let Some(at) = head.0.checked_sub(back).filter(|a| *a >= first) else { break };
        let token = TokenId(at);
        if !matches!(
            parsed.upos(token),
            Upos::Noun | Upos::Adj | Upos::Propn | Upos::Punct | Upos::Adp | Upos::Verb
        ) {
            break;
        }
        let word = parsed.lower(token);
        phrase = if word == "-" || phrase.starts_with('-') {
            format!("{word}{phrase}")
        } else {
            format!("{word} {phrase}")
        };
        best = TABLES.agents.get(phrase.as_str()).or(best);
    }
    best.copied()
}

/// The PLOVER sector of those whom a noun (a lemma) names, where it tells one: `UAF` for "gunman".
pub fn sector_of(noun: &str) -> Option<&'static str> {
    TABLES.agents.get(noun).and_then(|a| a.sector)
}

/// True where the noun only modifies another one ("militia leader") or is a title.
fn is_modifier(parsed: &Parsed, head: TokenId) -> bool {
    matches!(parsed.dep(head), Dep::Compound | Dep::Amod | Dep::Flat | Dep::NmodDesc | Dep::Fixed)
}

/// The noun phrase with its complement of "of" or "for", without relative clauses.
fn phrase(parsed: &Parsed, head: TokenId) -> TokenSpan {
    let mut span = noun_phrase(parsed, head);
    for child in parsed.children_by(head, Dep::Nmod).filter(|c| *c > head) {
        let close =
            parsed.child(child, Dep::Case).is_some_and(|k| matches!(parsed.lower(k).as_str(), "of" | "for"));
        if close {
            span = span.cover(noun_phrase(parsed, child));
        }
    }
    span
}

/// Reads the determiner.
fn determine(parsed: &Parsed, head: TokenId, nominal: &mut Candidate) {
    for child in parsed.children(head) {
        let word = parsed.lower(child);
        match parsed.dep(child) {
            Dep::Det if matches!(word.as_str(), "the" | "this" | "that" | "these" | "those") => {
                nominal.definite = true
            }
            Dep::Det if word != "both" => nominal.indefinite = true,
            Dep::Nummod => nominal.indefinite = !nominal.definite,
            Dep::NmodPoss => nominal.definite = true,
            Dep::Amod
                if matches!(word.as_str(), "other" | "many" | "several" | "some" | "few" | "another") =>
            {
                nominal.indefinite = true;
            }
            _ => {}
        }
    }
    if nominal.definite {
        nominal.indefinite = false;
    }
}

/// Country, sector and "former" from the words around the noun.
fn modify(parsed: &Parsed, places: &Places, head: TokenId, nominal: &mut Candidate) {
    let before = TokenSpan::new(nominal.tokens.start, head.0);
    nominal.words = before
        .iter()
        .filter(|t| matches!(parsed.upos(*t), Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Verb))
        .map(|t| parsed.lower(t))
        .collect();
    let once = |c: TokenId| matches!(parsed.lower(c).as_str(), "once" | "formerly" | "previously");
    nominal.former =
        nominal.words.iter().any(|w| is_former(w)) || parsed.children_by(head, Dep::Advmod).any(once);
    // "Chad's ally" and "a US ally" are of other countries, "his Irish counterpart" is of Ireland
    let apart = nominal.agent.is_some_and(|a| TABLES.abroad.get(a.noun) == Some(&Origin::Apart));
    let adjective =
        || parsed.children_by(head, Dep::Amod).find_map(|c| country_in(parsed, TokenSpan::one(c)));
    nominal.country = match nominal.agent.map(|a| a.noun) {
        Some("ally") => None,
        _ if apart => adjective(),
        _ => country_in(parsed, before).or_else(|| seat_in(parsed, head)),
    };
    let plain = nominal.agent.and_then(|a| a.sector);
    let told = before.iter().rev().find_map(|t| TABLES.modifiers.get(parsed.lower(t).as_str()).copied());
    nominal.sector = match plain {
        // "rebel commander", "militia fighter": the modifier knows better than a noun of arms.
        Some("MIL") => told.filter(|s| matches!(*s, "REB" | "UAF")).or(plain),
        Some("GOV") => {
            told.filter(|s| matches!(*s, "MIL" | "COP" | "SPY" | "JUD" | "LEG" | "PTY" | "REB")).or(plain)
        }
        Some(_) => plain,
        None => told,
    };
    // "the mission in Chad", "troops in Chad": mostly not its own
    let abroad = nominal.agent.is_some_and(|a| TABLES.abroad.contains_key(a.noun)) || plain == Some("MIL");
    for child in parsed.children_by(head, Dep::Nmod).filter(|c| *c > head) {
        let Some(case) = parsed.child(child, Dep::Case) else { continue };
        let case = parsed.lower(case);
        if !matches!(case.as_str(), "of" | "for" | "from" | "in" | "at" | "with") {
            continue;
        }
        let complement = noun_phrase(parsed, child);
        if nominal.country.is_none() {
            let told = if abroad && case != "of" { None } else { country_in(parsed, complement) };
            nominal.country = told.or_else(|| {
                let place = matches!(case.as_str(), "in" | "of" | "from" | "at") && !abroad;
                let city = places.at(child).filter(|_| place).and_then(|p| places.get(p));
                city.and_then(|p| p.country)
            });
        }
        let body = agent_at(parsed, child).filter(|a| !a.person);
        if nominal.sector.is_none() && matches!(case.as_str(), "of" | "for" | "from" | "at" | "with") {
            nominal.sector = agent_at(parsed, child).and_then(|a| a.sector);
        } else if let Some(sector) =
            body.and_then(|a| a.sector).filter(|s| case == "of" && presides(nominal, s))
        {
            nominal.sector = Some(sector);
        }
        // "the ministers of Norway and Portugal" are of no one country.
        let other = |c: &TokenId| {
            *c != child
                && country_in(parsed, noun_phrase(parsed, *c)).is_some_and(|o| Some(o) != nominal.country)
        };
        if parsed.conjuncts(child).iter().any(other) {
            nominal.country = None;
        }
    }
    let owner = parsed.child(head, Dep::NmodPoss).and_then(|p| agent_at(parsed, p)).filter(|a| !a.person);
    let owner = owner.and_then(|a| a.sector).filter(|s| presides(nominal, s));
    if plain == Some("GOV") && nominal.agent.is_some_and(|a| a.person) {
        nominal.sector = owner.or(nominal.sector);
    }
    // "the parties" to a deal are none of politics.
    if nominal.plural && nominal.words.is_empty() && nominal.agent.is_some_and(|a| a.noun == "party") {
        nominal.sector = None;
    }
    if nominal.former && matches!(nominal.sector, Some("GOV" | "LEG")) {
        if nominal.agent.is_some_and(|a| a.person) {
            nominal.sector = Some("ELI");
        } else {
            // "a former Soviet republic" is not of the Soviet Union.
            nominal.country = None;
        }
    }
    // "once a teacher": what somebody is now, another word tells
    if nominal.former && nominal.sector.is_some_and(is_private) {
        nominal.sector = None;
    }
    nominal.localized = nominal.country.is_some();
    nominal.rule = "agent noun";
}

/// True for the sector of a body whose president is of it rather than of the government: "the union's president", "the president of
/// the assembly".
fn presides(nominal: &Candidate, sector: &str) -> bool {
    let president = nominal.agent.is_some_and(|a| matches!(a.noun, "president" | "vice president"));
    is_private(sector) || president && matches!(sector, "LEG" | "JUD")
}

/// Sectors whose heads hold no office of a state.
fn is_private(sector: &str) -> bool {
    matches!(sector, "LAB" | "BUS" | "EDU" | "NGO" | "MED" | "JRN" | "SOC" | "REL")
}

/// The country of a possessor ("Baghdad's police chief").
fn seat_in(parsed: &Parsed, head: TokenId) -> Option<gesta_place::Iso3> {
    let possessor = parsed.child(head, Dep::NmodPoss)?;
    let text = noun_phrase(parsed, possessor);
    country_in(parsed, text).or_else(|| country::by_seat(parsed.form(possessor).as_ref()).map(|c| c.iso3))
}

/// "Iraqis", "the Poles": people by their nation.
fn people(parsed: &Parsed, head: TokenId) -> Option<Candidate> {
    if !matches!(parsed.upos(head), Upos::Propn | Upos::Noun) || is_modifier(parsed, head) {
        return None;
    }
    let form = parsed.form(head);
    let plural = form.ends_with('s') || form.ends_with("men");
    let country = country::by_demonym(&form).filter(|_| plural && country::by_name(&form).is_none())?;
    let mut nominal = Candidate::new(parsed, noun_phrase(parsed, head), MentionForm::Nominal);
    nominal.head = head;
    nominal.agent = TABLES.agents.get("people").copied();
    nominal.plural = true;
    nominal.kind = Some(ActorKind::Group);
    nominal.country = Some(country.iso3);
    nominal.sector = Some("CVL");
    nominal.words = vec![form.to_lowercase()];
    nominal.rule = "demonym";
    determine(parsed, head, &mut nominal);
    Some(nominal)
}

/// Takes country and sector from a known actor inside the phrase ("Hamas officials", "leader of the PKK").
fn adopt(parsed: &Parsed, nominal: &mut Candidate, names: &BTreeMap<TokenId, &Candidate>) {
    let own = nominal.agent.and_then(|a| a.sector);
    let inside = names.range(TokenId(nominal.tokens.start)..nominal.head).map(|(_, n)| *n);
    let complements = parsed
        .children(nominal.head)
        .filter(|c| matches!(parsed.dep(*c), Dep::Nmod | Dep::NmodPoss | Dep::Compound))
        .filter_map(|c| names.get(&c).copied());
    for name in inside.chain(complements).filter(|n| n.kind != Some(ActorKind::State)) {
        let entry = name.entries.first().and_then(|e| TABLES.entry(*e));
        let (country, sector) = match entry {
            Some(entry) => (entry.iso3, entry.sector),
            None => (name.country, name.sector),
        };
        nominal.country = nominal.country.or(country);
        let armed = matches!(sector, Some("REB" | "UAF" | "PRM" | "IGO"));
        let of_body =
            name.kind == Some(ActorKind::Organization) && name.entries.is_empty() && name.country.is_none();
        let president = nominal.agent.is_some_and(|a| a.noun == "president");
        let private = own == Some("GOV")
            && (sector.is_some_and(is_private) || president && of_body && sector.is_none())
            && nominal.agent.is_some_and(|a| a.person);
        if private && sector.is_none() {
            nominal.sector = None;
            continue;
        }
        if nominal.sector.is_none()
            || own.is_none()
            || private
            || (armed && matches!(own, Some("MIL" | "GOV" | "UAF" | "COP")))
        {
            nominal.sector = sector.or(nominal.sector);
        }
    }
}
