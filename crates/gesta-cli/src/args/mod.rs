//! The command line.

mod ledger;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use gesta::{Date, Iso3};

#[cfg(feature = "watch")]
pub(crate) use ledger::WatchArgs;
pub(crate) use ledger::{
    ActorListArgs, AddArgs, CommitmentArgs, Conditions, DueArgs, EventArgs, FormatArgs, LedgerArg, ListArgs,
    PlaceListArgs, SetArgs, ShowArgs, SqlArgs, StatementArgs, TimelineArgs,
};

/// Reads news and keeps the record: who did and said what to whom, when and where, and what they promised,
/// threatened or demanded, by which date.
#[derive(Parser, Debug)]
#[command(version, max_term_width = 100)]
pub(crate) struct Cli {
    /// Read with the fast model: some seven times faster, less accurate.
    #[arg(long, global = true, help_heading = "Reading")]
    pub(crate) fast: bool,
    /// Settings (TOML), instead of gesta/config.toml in the user's configuration directory.
    #[arg(long, value_name = "FILE", global = true, help_heading = "Reading")]
    pub(crate) config: Option<PathBuf>,
    /// Also know what is in this file, which `gesta import` made; may be given several times.
    #[arg(long, value_name = "FILE", global = true, help_heading = "Reading")]
    pub(crate) knowledge: Vec<PathBuf>,
    /// Code events by other verbs than our own: `petrarch:DIR`, a folder with PETRARCH's CAMEO dictionary.
    #[arg(long, value_name = "petrarch:DIR", global = true, help_heading = "Reading")]
    pub(crate) codebook: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Read articles and print what they record.
    Read(ReadArgs),
    /// Print the syntax of articles in CoNLL-U.
    Parse(InputArgs),
    /// Say what one marked actor does to another: a PLOVER type for each line of JSON.
    Relate(RelateArgs),
    /// Tell why something was coded: words, parse, rules, scores.
    Explain(ExplainArgs),
    /// Tell whom a phrase refers to: country, PLOVER sector, and why.
    Actor(ActorArgs),
    /// Print the JSON Schema of the record.
    Schema,
    /// Tell which place on Earth a name means, and why.
    Place(PlaceArgs),
    /// Make a knowledge file of a public dump, for --knowledge.
    #[command(subcommand)]
    Import(Import),
    /// Measure against a public corpus.
    Eval(EvalArgs),
    /// Measure words per second, stage by stage, and start-up time.
    Bench(BenchArgs),
    /// Write records in a format that others read.
    Export(ExportArgs),
    /// Poll feeds and add what is new to the ledger.
    #[cfg(feature = "watch")]
    Watch(WatchArgs),
    /// List the reading models with their sizes and checksums.
    Model,
    /// Read articles and store what they record in the ledger. What is there already is not read again.
    Add(AddArgs),
    /// List commitments that fall due, and those whose day has passed without a report of what became of them.
    Due(DueArgs),
    /// List commitments of the ledger with what became of them.
    Commitments(ListArgs<CommitmentArgs>),
    /// List events of the ledger.
    #[command(
        after_help = "In the table, a day in brackets is that of the article: the event's own is not told."
    )]
    Events(ListArgs<EventArgs>),
    /// List statements of the ledger.
    Statements(ListArgs<StatementArgs>),
    /// List actors of the ledger.
    Actors(ListArgs<ActorListArgs>),
    /// List places of the ledger.
    Places(ListArgs<PlaceListArgs>),
    /// Show an entry of the ledger with all its evidence.
    Show(ShowArgs),
    /// Say what became of a commitment.
    Set(SetArgs),
    /// List what an actor did and undertook, or what is reported of a topic, day by day.
    Timeline(TimelineArgs),
    /// Show a story: related articles with their events and commitments.
    Story(ShowArgs),
    /// Answer a SELECT over the ledger's views.
    #[command(after_help = views())]
    Sql(SqlArgs),
}

#[derive(Args, Debug)]
pub(crate) struct InputArgs {
    /// Files (.txt, .html, .jsonl, .jsonl.gz, .jsonl.zst, .json; .csv and .tsv with a column `text`), directories, or - for
    /// standard input, which is also read when nothing is named.
    #[arg(value_name = "FILE|DIR|-")]
    pub(crate) paths: Vec<PathBuf>,
    /// Day of publication (YYYY-MM-DD) where the input names none; goes before a date found in the text.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) published: Option<Date>,
    /// Threads to read with; all cores when not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
}

#[derive(Args, Debug)]
pub(crate) struct ReadArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Print JSON Lines, one record per article, instead of a page for people.
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// What to print for each article.
    #[arg(long, value_enum, default_value_t = Format::Page)]
    pub(crate) format: Format,
}

#[derive(clap::ValueEnum, Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    /// A page for people.
    Page,
    /// JSON Lines: the record.
    Json,
    /// JSON Lines: the statements as schema.org Quotations in W3C Web Annotations.
    Jsonld,
}

#[derive(Args, Debug)]
pub(crate) struct RelateArgs {
    /// JSON Lines with id, text, source ([start, end] in code points) and target (the same, or null); - or nothing for
    /// standard input.
    #[arg(value_name = "FILE|-")]
    pub(crate) paths: Vec<PathBuf>,
    /// Threads to read with; all cores when not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
}

#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    /// The article.
    #[arg(value_name = "FILE|-")]
    pub(crate) path: PathBuf,
    /// Day of publication (YYYY-MM-DD) where the input names none; goes before a date found in the text.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) published: Option<Date>,
    /// Everything at this position, in code points from the start of the text.
    #[arg(long, value_name = "OFFSET", required_unless_present = "entry")]
    pub(crate) at: Option<u32>,
    /// One entry of the record by its id: an event (e3), commitment (c1), statement (s2), actor (a4), place (p1) or
    /// date (t5).
    #[arg(long, value_name = "ID", conflicts_with = "at")]
    #[arg(visible_alias = "event", alias = "commitment", alias = "statement")]
    pub(crate) entry: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct PlaceArgs {
    /// The name: "Mosul", "Paris, Texas", "Portland, Me.".
    #[arg(value_parser = words)]
    pub(crate) name: String,
    /// Prefer places in this country (ISO 3166 code or English name).
    #[arg(long, value_name = "ISO", value_parser = country)]
    pub(crate) near: Option<Iso3>,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ActorArgs {
    /// Phrases ("the Iraqi prime minister"); with --json, files of JSON Lines, or - for standard input, which is also
    /// read when nothing is named.
    #[arg(value_name = "PHRASE", required_unless_present = "json", value_parser = words)]
    pub(crate) phrases: Vec<String>,
    /// Day (YYYY-MM-DD) on which offices are held; without it, the last one that the tables know.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) on: Option<Date>,
    /// Read objects {"id", "phrase", "on"}, one a line, and answer each with one line.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Import {
    /// All places of GeoNames (download.geonames.org/export/dump; CC BY 4.0).
    Geonames {
        /// allCountries.zip, or the table of one country, packed or not.
        dump: PathBuf,
        /// alternateNamesV2.zip: English names first, and names that the dump itself leaves out.
        alternates: Option<PathBuf>,
        #[command(flatten)]
        output: OutputArgs,
    },
    /// Actors and agents of PETRARCH's, Phoenix' or TABARI's dictionaries.
    Petrarch {
        /// Folder with files such as Phoenix.Countries.actors.txt and Phoenix.agents.txt.
        dir: PathBuf,
        #[command(flatten)]
        output: OutputArgs,
    },
    /// Persons, organisations and groups of Wikidata, with offices and dates (dumps.wikimedia.org; CC0).
    Wikidata {
        /// The dump of all entities in JSON: .json, .json.gz, .json.bz2.
        dump: PathBuf,
        #[command(flatten)]
        output: OutputArgs,
    },
}

#[derive(Args, Debug)]
pub(crate) struct OutputArgs {
    /// The knowledge file to write.
    #[arg(long, short, value_name = "FILE", default_value = "knowledge.gesta")]
    pub(crate) output: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct EvalArgs {
    /// What to measure.
    #[arg(value_enum)]
    pub(crate) task: Task,
    /// The corpus: files or directories.
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Keep records in this folder (STORY.jsonl), and do not read again what is there (followup, timelines).
    #[arg(long, value_name = "DIR")]
    pub(crate) readings: Option<PathBuf>,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(clap::ValueEnum, Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Task {
    /// Tokens, sentences, tags, lemmas and trees against CoNLL-U, from raw text, scored as in the CoNLL 2018 shared
    /// task.
    Parse,
    /// Named entities against IOB2 or BIOES columns: exact spans, micro-averaged F1 over PER, ORG, LOC.
    Entities,
    /// Temporal expressions against TimeML, CAT XML or our own records: TempEval-3's relaxed, strict, type and value F1.
    Time,
    /// Deadlines of annotated commitments (JSON Lines): days of the phrases that the annotation gives.
    Deadlines,
    /// Commitments against annotated sentences (JSON Lines): found, same act, slots, due dates.
    Commitments,
    /// Phrases against the expectations of another coder (NGEC's tests, JSON): country, PLOVER sector, both. Mentions against
    /// labels (.tsv, then the folder of the texts): whom pronouns and nominals mean.
    Actors,
    /// Places against toponyms with coordinates (LGL, TR-News): recognition, and within 161 km.
    Places,
    /// Relations between marked actors (PLV tables): macro-F1 over PLOVER roots, quads, cooperation or conflict.
    Relate,
    /// Attributions against brat stand-off (PolNeAR) or our own records: exact and overlapping contents, sources, cues.
    Statements,
    /// Story clusters against documents with story ids (JSON Lines with `text` and `story`, as ECB+'s): BCubed, ARI.
    Stories,
    /// What became of commitments in Timeline17's articles on Syria and Libya (STORY.articles.csv), against labels of our own:
    /// found, linked to later reports, status.
    Followup,
    /// Days of journalists' timelines (Timeline17) on which a ledger of the story's articles has an event of matching parties.
    Timelines,
    /// Events against PLOVER gold standard records (JSON) or PETRARCH's validation records (XML): type, countries, both; or the
    /// class of a sentence's strongest event (TSV).
    Events,
    /// Confidence of events against labels of our own in articles of eight corpora (the folder that holds them all): expected calibration
    /// error, Brier score, precision and recall by confidence.
    Confidence,
    /// Factuality of words against the UW corpus (JSON Lines): mean absolute error and r on its scale from -3 to 3.
    Factuality,
}

#[derive(Args, Debug)]
pub(crate) struct ExportArgs {
    /// What to write.
    #[arg(value_enum)]
    pub(crate) format: ExportFormat,
    /// Records that `gesta read --json` printed (.jsonl, .jsonl.gz, .jsonl.zst), or - for standard input; the ledger when
    /// none are named.
    #[arg(value_name = "RECORDS|-")]
    pub(crate) records: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) ledger: LedgerArg,
    /// The table that csv and parquet hold; events when not given.
    #[arg(long, value_enum)]
    pub(crate) table: Option<ExportTable>,
    /// Write here instead of to standard output. What fails leaves the file as it was.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(clap::ValueEnum, Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum ExportFormat {
    /// A table as CSV.
    Csv,
    #[cfg_attr(feature = "parquet", doc = "A table as Apache Parquet.")]
    #[cfg_attr(
        not(feature = "parquet"),
        doc = "A table as Apache Parquet (not in this build; `--features parquet` has it)."
    )]
    Parquet,
    /// The records themselves, one JSON object a line.
    Jsonl,
    /// Statements as schema.org Quotations in W3C Web Annotations, a JSON-LD document for each article, one a line.
    Jsonld,
    /// Events with coordinates, for maps. Events without are left out; what is planned, possible or denied is not (`factuality`
    /// tells).
    Geojson,
    /// Deadlines, for calendars.
    Ics,
    /// Events in POLECAT's 40 columns.
    Polecat,
    /// Events in ICEWS's 20 columns.
    Icews,
    /// Events in Phoenix's 26 columns.
    Phoenix,
    /// Events in GDELT 2.0's 61 columns.
    Gdelt,
}

#[derive(clap::ValueEnum, Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum ExportTable {
    /// One row for each article.
    Documents,
    /// One row for each statement.
    Statements,
    /// One row for each event.
    Events,
    /// One row for each commitment.
    Commitments,
}

#[derive(Args, Debug)]
pub(crate) struct BenchArgs {
    /// Articles to read: files or directories.
    #[arg(value_name = "FILE|DIR", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Read at most this many articles.
    #[arg(long, value_name = "N", default_value_t = 500)]
    pub(crate) articles: usize,
}

/// The ledger's views with their columns.
fn views() -> String {
    let view = |(name, columns): &(&str, &str)| format!("\n  {name}: {columns}");
    format!("Views:{}", gesta_ledger::VIEWS.iter().map(view).collect::<String>())
}

fn words(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("there are no words in it".to_owned()) } else { Ok(text.to_owned()) }
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("{text} is no date that exists; write YYYY-MM-DD"))
}

fn country(code: &str) -> Result<Iso3, String> {
    let upper = code.to_uppercase();
    let by_code = Iso3::parse(&upper).and_then(gesta::country::by_iso3);
    let named = || gesta::country::all().iter().find(|c| c.name.eq_ignore_ascii_case(code));
    let found = by_code
        .or_else(|| gesta::country::by_iso2(&upper))
        .or_else(|| gesta::country::by_name(code))
        .or_else(named);
    found.map(|c| c.iso3).ok_or_else(|| format!("{code} is no country"))
}
