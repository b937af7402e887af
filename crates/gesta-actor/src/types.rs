//! What the stage says: actors with their mentions, and relations between them.

use gesta_place::Iso3;
use gesta_text::{Span, TokenId, TokenSpan};
use jiff::civil::Date;

/// Index of an [`Actor`] in [`Actors::actors`].
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ActorId(pub u32);

/// Kinds of actors.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ActorKind {
    /// One human being.
    Person,
    /// People or armed groups without a legal form: "gunmen", "protesters", a militia.
    Group,
    /// A state or its government as a whole.
    State,
    /// A body with a name or an office: ministry, party, company, court, international organisation.
    Organization,
}

/// One actor of the document.
#[derive(Clone, PartialEq, Debug)]
pub struct Actor {
    /// The fullest name, or the nominal where no name is known.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Its country.
    pub country: Option<Iso3>,
    /// PLOVER sector (`GOV`, `MIL`, `UAF`, …).
    pub sector: Option<&'static str>,
    /// Wikidata id, `Q…`.
    pub wikidata: Option<String>,
    /// Offices and roles the text gives: "spokesperson", "prime minister".
    pub titles: Vec<String>,
    /// Other names used in the text.
    pub aliases: Vec<String>,
    /// Where the text speaks of it, in text order.
    pub mentions: Vec<Mention>,
    /// The table entry or rule that gave country and sector.
    pub rule: String,
}

/// One mention of an actor.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    /// Extent in bytes: the name with its short premodifying title, the nominal, or the pronoun.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenSpan,
    /// The head token: what a verb's subject or object relation points to.
    pub head: TokenId,
    /// Name, nominal or pronoun.
    pub form: MentionForm,
}

/// How a mention refers.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MentionForm {
    /// By name.
    Name,
    /// By a common noun: "the group".
    Nominal,
    /// By a pronoun, possessive ones included.
    Pronoun,
}

/// Kinds of relations.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RelationKind {
    /// Speaks for.
    SpokespersonOf,
    /// Leads, heads, commands, presides over.
    LeaderOf,
    /// Belongs to, works for.
    MemberOf,
    /// Is a part or unit of.
    PartOf,
    /// Is supported, funded or armed by.
    BackedBy,
    /// Fights or works on the side of.
    AlliedWith,
    /// Fights or works against.
    OpposedTo,
    /// Was once (leader, member).
    Formerly,
}

impl RelationKind {
    /// The name in the record: `spokesperson_of`, …
    pub fn as_str(self) -> &'static str {
        match self {
            RelationKind::SpokespersonOf => "spokesperson_of",
            RelationKind::LeaderOf => "leader_of",
            RelationKind::MemberOf => "member_of",
            RelationKind::PartOf => "part_of",
            RelationKind::BackedBy => "backed_by",
            RelationKind::AlliedWith => "allied_with",
            RelationKind::OpposedTo => "opposed_to",
            RelationKind::Formerly => "formerly",
        }
    }
}

/// A relation that the text states between two actors.
#[derive(Clone, PartialEq, Debug)]
pub struct ActorRelation {
    /// What relates them.
    pub kind: RelationKind,
    /// Who.
    pub subject: ActorId,
    /// To whom.
    pub object: ActorId,
    /// From when, where said.
    pub since: Option<Date>,
    /// Until when, where said.
    pub until: Option<Date>,
    /// The words that show it.
    pub evidence: Vec<Span>,
}

/// All actors of a document, in the order of their first mention, and their relations.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    pub(crate) actors: Vec<Actor>,
    pub(crate) relations: Vec<ActorRelation>,
    /// (head token, actor), sorted by token.
    pub(crate) heads: Vec<(TokenId, ActorId)>,
    home: Option<Iso3>,
}

impl Actors {
    /// Builds the index over mentions.
    pub fn new(actors: Vec<Actor>, relations: Vec<ActorRelation>) -> Actors {
        let mut heads = Vec::new();
        for (i, actor) in actors.iter().enumerate() {
            heads.extend(actor.mentions.iter().map(|m| (m.head, ActorId(i as u32))));
        }
        heads.sort_unstable();
        heads.dedup_by_key(|h| h.0);
        Actors { actors, relations, heads, home: None }
    }

    /// With the country at home in the article.
    pub fn at_home(self, home: Option<Iso3>) -> Actors {
        Actors { home, ..self }
    }

    /// The country at home in the article, by far the one of which it speaks most: that of the nameless where nothing
    /// else tells one.
    pub fn home(&self) -> Option<Iso3> {
        self.home
    }

    /// The actors.
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// The relations.
    pub fn relations(&self) -> &[ActorRelation] {
        &self.relations
    }

    /// The actor with this id.
    pub fn get(&self, id: ActorId) -> Option<&Actor> {
        self.actors.get(id.0 as usize)
    }

    /// The actor that the mention headed by `token` refers to.
    pub fn at(&self, token: TokenId) -> Option<ActorId> {
        self.heads.binary_search_by_key(&token, |h| h.0).ok().map(|i| self.heads[i].1)
    }

    /// The actor and the mention headed by `token`.
    pub fn mention_at(&self, token: TokenId) -> Option<(ActorId, &Mention)> {
        let id = self.at(token)?;
        let mention = self.get(id)?.mentions.iter().find(|m| m.head == token)?;
        Some((id, mention))
    }

    /// All mentions whose head lies in `tokens`, in text order.
    pub fn within(&self, tokens: TokenSpan) -> impl Iterator<Item = (TokenId, ActorId)> + '_ {
        let first = self.heads.partition_point(|h| h.0.0 < tokens.start);
        self.heads[first..].iter().copied().take_while(move |h| h.0.0 < tokens.end)
    }
}
