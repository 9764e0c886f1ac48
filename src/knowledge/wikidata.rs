//! One line of a Wikidata JSON dump to what the knowledge base keeps of it.
//!
//! The line is read once with typed, borrowing structures; labels in other languages, properties that nobody asks for,
//! references and hashes are skipped without being built. Deprecated statements are never used; where some are
//! preferred, the others speak only for offices, which also belong to persons who left them.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::ItemId;
use super::record::{Record, Term};

/// What a line gives.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    /// The item, and offices of other items that its statements tell.
    pub(super) records: Vec<Record>,
    /// Superclasses of the item.
    pub(super) edges: Vec<(u32, u32)>,
}

/// Which labels are wanted.
#[derive(Debug, Clone)]
pub(super) struct Languages {
    /// Before `mul` and after it, best first; `en` alone by default.
    codes: Vec<String>,
}

impl Languages {
    /// English and `mul`, then the others in their order, whose labels and aliases become aliases.
    pub(super) fn new(others: &[String]) -> Self {
        let mut codes = vec!["en".to_owned(), "mul".to_owned()];
        codes.extend(others.iter().filter(|code| !["en", "mul"].contains(&code.as_str())).cloned());
        Self { codes }
    }

    /// The rank of a language, 0 the best; None where it is not wanted.
    pub(super) fn rank(&self, code: &str) -> Option<usize> {
        self.codes.iter().position(|wanted| wanted == code)
    }

    /// Whether names may be in another language than English.
    pub(super) fn is_foreign(&self) -> bool {
        self.codes.len() > 2
    }
}

/// Popularity, 0 to 1000, by the number of an item's pages in Wikipedias and their sisters.
///
/// Fitted by eye to the 356 items of the sample dump that the embedded tables rank: medians of 85 at 20 pages, 455 at
/// 120, 690 at 200, 870 at 300.
pub(super) fn popularity(sitelinks: usize) -> u16 {
    if sitelinks == 0 { 0 } else { (30 + sitelinks * 14 / 5).min(1000) as u16 }
}

/// Reads a line; a property or lexeme gives nothing.
///
/// # Errors
/// What is wrong with the line, and at which byte of it.
pub(super) fn parse(line: &[u8], languages: &Languages) -> Result<Parsed, String> {
    let text = std::str::from_utf8(line).map_err(|error| format!("not UTF-8 at byte {}", error.valid_up_to()))?;
    let mut input = serde_json::Deserializer::from_str(text);
    let entity = (EntitySeed { languages }).deserialize(&mut input).map_err(|error| error.to_string())?;
    input.end().map_err(|error| error.to_string())?;
    let Some(id) = number_of(&entity.id) else {
        return if entity.kind == "item" {
            Err(format!("{:?} is no item's identifier", entity.id))
        } else {
            Ok(Parsed::default())
        };
    };
    Ok(entity.into_parsed(id))
}

fn number_of(id: &str) -> Option<u32> {
    id.parse::<ItemId>().ok().map(|item| item.0).filter(|number| *number > 0)
}

/// The statements of the properties that are kept, each property's in the order of the dump.
#[derive(Default)]
struct Claims<'a> {
    instance_of: Vec<Statement<'a>>,
    subclass_of: Vec<Statement<'a>>,
    country: Vec<Statement<'a>>,
    citizenship: Vec<Statement<'a>>,
    origin: Vec<Statement<'a>>,
    position_held: Vec<Statement<'a>>,
    /// The property, and who holds the office of this item.
    holders: Vec<(Office, Vec<Statement<'a>>)>,
    head_of_government: Vec<Statement<'a>>,
    head_of_state: Vec<Statement<'a>>,
    jurisdiction: Vec<Statement<'a>>,
    demonyms: Vec<Statement<'a>>,
}

/// An office that a property of its organization names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Office {
    HeadOfGovernment,
    HeadOfState,
    ChiefExecutive,
    Chairperson,
    Director,
}

impl Office {
    fn label(self) -> &'static str {
        match self {
            Self::HeadOfGovernment => "head of government",
            Self::HeadOfState => "head of state",
            Self::ChiefExecutive => "chief executive officer",
            Self::Chairperson => "chairperson",
            Self::Director => "director",
        }
    }
}

#[derive(Default)]
struct Entity<'a> {
    kind: Cow<'a, str>,
    id: Cow<'a, str>,
    labels: Vec<(usize, Cow<'a, str>)>,
    descriptions: Vec<(usize, Cow<'a, str>)>,
    aliases: Vec<(usize, Cow<'a, str>)>,
    claims: Claims<'a>,
    sitelinks: usize,
}

impl Entity<'_> {
    fn into_parsed(mut self, id: u32) -> Parsed {
        self.labels.sort_by_key(|(rank, _)| *rank);
        self.descriptions.sort_by_key(|(rank, _)| *rank);
        self.aliases.sort_by_key(|(rank, _)| *rank);
        let mut names = self.labels.into_iter().map(|(_, name)| name.into_owned());
        let label = names.next().unwrap_or_default();
        let mut aliases: Vec<String> = names.collect();
        aliases.extend(self.aliases.into_iter().map(|(_, name)| name.into_owned()));
        let claims = &self.claims;
        let of_item = Some(ItemId(id));
        let country =
            [&claims.citizenship, &claims.country, &claims.origin].into_iter().find_map(|statements| one(statements));
        let mut record = Record {
            id,
            label,
            aliases,
            description: self.descriptions.into_iter().next().map(|(_, text)| text.into_owned()).unwrap_or_default(),
            class: None,
            instances: best(&claims.instance_of).filter_map(Statement::item).map(|item| item.0).collect(),
            country,
            jurisdiction: one(&claims.jurisdiction),
            popularity: Some(popularity(self.sitelinks)),
            offices: claims.position_held.iter().filter_map(position_held).collect(),
            demonyms: best(&claims.demonyms).filter_map(Statement::english).map(str::to_owned).collect(),
        };
        record.demonyms.dedup();
        let mut records = Vec::new();
        if !record.label.is_empty() || !record.offices.is_empty() {
            records.push(record);
        }
        for (office, statements) in &claims.holders {
            let named = match office {
                Office::HeadOfGovernment => one(&claims.head_of_government),
                Office::HeadOfState => one(&claims.head_of_state),
                _ => None,
            };
            for statement in statements.iter().filter(|statement| statement.rank != Rank::Deprecated) {
                let (Some(person), Some((start, end))) = (statement.item(), statement.time()) else { continue };
                let position = if named.is_some() { String::new() } else { office.label().to_owned() };
                let term = Term { start, position, of: of_item, end, office: named };
                records.push(Record { id: person.0, offices: vec![term], ..Record::default() });
            }
        }
        let edges = best(&claims.subclass_of).filter_map(Statement::item).map(|above| (id, above.0)).collect();
        Parsed { records, edges }
    }
}

/// The statements of the best rank.
fn best<'s, 'a>(statements: &'s [Statement<'a>]) -> impl Iterator<Item = &'s Statement<'a>> {
    let wanted = if statements.iter().any(|statement| statement.rank == Rank::Preferred) {
        Rank::Preferred
    } else {
        Rank::Normal
    };
    statements.iter().filter(move |statement| statement.rank == wanted)
}

/// One item of the best rank: the first that has not ended.
fn one(statements: &[Statement<'_>]) -> Option<ItemId> {
    let mut found = best(statements).filter(|statement| statement.item().is_some());
    let first = best(statements).find(|statement| statement.item().is_some() && !statement.has_end());
    first.or_else(|| found.next()).and_then(Statement::item)
}

fn position_held(statement: &Statement<'_>) -> Option<Term> {
    if statement.rank == Rank::Deprecated {
        return None;
    }
    let (start, end) = statement.time()?;
    Some(Term { start, position: String::new(), of: statement.qualifiers.of, end, office: Some(statement.item()?) })
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Rank {
    Preferred,
    #[default]
    Normal,
    #[serde(other)]
    Deprecated,
}

#[derive(Deserialize)]
struct Statement<'a> {
    #[serde(borrow, rename = "mainsnak")]
    snak: Snak<'a>,
    #[serde(default)]
    rank: Rank,
    #[serde(default)]
    qualifiers: Qualifiers,
}

impl Statement<'_> {
    fn item(&self) -> Option<ItemId> {
        match self.snak.value() {
            Some(Value::Item(item)) => Some(*item),
            _ => None,
        }
    }

    /// A text in English.
    fn english(&self) -> Option<&str> {
        match self.snak.value() {
            Some(Value::Text(text, language)) if language == "en" || language == "mul" => Some(text),
            _ => None,
        }
    }

    fn has_end(&self) -> bool {
        !matches!(self.qualifiers.end, Bound::Unsaid)
    }

    /// First and last day. A term that ended nobody knows when ended when it began; without a beginning it says nothing.
    fn time(&self) -> Option<(Option<Date>, Option<Date>)> {
        let start = match self.qualifiers.start {
            Bound::Day { first, .. } => Some(first),
            _ => None,
        };
        match self.qualifiers.end {
            Bound::Unsaid => Some((start, None)),
            Bound::Day { last, .. } => Some((start, Some(last))),
            Bound::Unknown => start.map(|day| (start, Some(day))),
        }
    }
}

#[derive(Deserialize)]
struct Snak<'a> {
    #[serde(borrow, default)]
    datavalue: Option<DataValue<'a>>,
}

impl<'a> Snak<'a> {
    fn value(&self) -> Option<&Value<'a>> {
        self.datavalue.as_ref().map(|found| &found.value)
    }
}

#[derive(Deserialize)]
struct DataValue<'a> {
    #[serde(borrow)]
    value: Value<'a>,
}

/// A value of a statement.
enum Value<'a> {
    Item(ItemId),
    /// A text and its language.
    Text(Cow<'a, str>, Cow<'a, str>),
    /// First and last day of a day, month or year.
    Time(Date, Date),
    Other,
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Parts<'a>(PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Parts<'a> {
            type Value = Value<'a>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value of a statement")
            }
            fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
                Ok(Value::Other)
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let (mut item, mut is_item, mut text, mut language, mut time, mut precision) =
                    (None, true, None, None, None, 0_u8);
                while let Some(Text(key)) = map.next_key()? {
                    match &*key {
                        "numeric-id" => item = map.next_value::<u32>()?.into(),
                        "id" => item = item.or(number_of(&map.next_value::<Text<'_>>()?.0)),
                        "entity-type" => is_item = map.next_value::<Text<'_>>()?.0 == "item",
                        "text" => text = Some(map.next_value::<Text<'_>>()?.0),
                        "language" => language = Some(map.next_value::<Text<'_>>()?.0),
                        "time" => time = Some(map.next_value::<Text<'_>>()?.0),
                        "precision" => precision = map.next_value::<Number>()?.0,
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(match (item.filter(|_| is_item), text, language, time) {
                    (Some(item), ..) => Value::Item(ItemId(item)),
                    (_, Some(text), Some(language), _) => Value::Text(text, language),
                    (.., Some(time)) => {
                        days(&time, precision).map_or(Value::Other, |(first, last)| Value::Time(first, last))
                    }
                    _ => Value::Other,
                })
            }
        }
        input.deserialize_any(Parts(PhantomData))
    }
}

/// A small number; anything else is 0 (the precision of coordinates is a fraction).
struct Number(u8);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Number;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }
            fn visit_u64<E>(self, value: u64) -> Result<Number, E> {
                Ok(Number(u8::try_from(value).unwrap_or(0)))
            }
            fn visit_i64<E>(self, _: i64) -> Result<Number, E> {
                Ok(Number(0))
            }
            fn visit_f64<E>(self, _: f64) -> Result<Number, E> {
                Ok(Number(0))
            }
            fn visit_unit<E>(self) -> Result<Number, E> {
                Ok(Number(0))
            }
        }
        input.deserialize_any(Any)
    }
}

/// First and last day of "+2012-05-07T00:00:00Z" with its precision (11 a day, 10 a month, 9 a year).
fn days(time: &str, precision: u8) -> Option<(Date, Date)> {
    let time = time.strip_prefix('+')?;
    let mut parts = time.split('T').next()?.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let year: i16 = year.parse().ok()?;
    let date = |month: &str, day: &str| Date::new(year, month.parse().ok()?, day.parse().ok()?).ok();
    match precision {
        11.. => date(month, day).map(|day| (day, day)),
        10 => date(month, "1").map(|first| (first, first.last_of_month())),
        9 => date("1", "1").map(|first| (first, first.last_of_year())),
        _ => None,
    }
}

/// What a qualifier of time says.
#[derive(Debug, Clone, Copy, Default)]
enum Bound {
    #[default]
    Unsaid,
    Unknown,
    Day {
        first: Date,
        last: Date,
    },
}

#[derive(Debug, Clone, Copy, Default)]
struct Qualifiers {
    start: Bound,
    end: Bound,
    of: Option<ItemId>,
}

/// A string that borrows where it can.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// Reads an object entry by entry; an empty list stands for an empty object (the dumps are written by PHP).
struct Entries<F>(F);

impl<'de, F, T> DeserializeSeed<'de> for Entries<F>
where
    F: EachEntry<'de, Out = T>,
{
    type Value = T;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<T, D::Error> {
        input.deserialize_any(self)
    }
}

/// What is done with the entries of an object.
trait EachEntry<'de> {
    type Out;
    fn entry<M: MapAccess<'de>>(&mut self, key: Cow<'de, str>, map: &mut M) -> Result<(), M::Error>;
    fn finish(self) -> Self::Out;
}

impl<'de, F, T> Visitor<'de> for Entries<F>
where
    F: EachEntry<'de, Out = T>,
{
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<M: MapAccess<'de>>(mut self, mut map: M) -> Result<T, M::Error> {
        while let Some(Text(key)) = map.next_key()? {
            self.0.entry(key, &mut map)?;
        }
        Ok(self.0.finish())
    }
    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<T, S::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self.0.finish())
    }
    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(self.0.finish())
    }
}

impl<'de> Deserialize<'de> for Qualifiers {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Each(Qualifiers);
        impl<'de> EachEntry<'de> for Each {
            type Out = Qualifiers;
            fn entry<M: MapAccess<'de>>(&mut self, key: Cow<'de, str>, map: &mut M) -> Result<(), M::Error> {
                let bound = |snaks: &[Snak<'_>]| match snaks.first().map(Snak::value) {
                    Some(Some(Value::Time(first, last))) => Bound::Day { first: *first, last: *last },
                    Some(_) => Bound::Unknown,
                    None => Bound::Unsaid,
                };
                match &*key {
                    "P580" => self.0.start = bound(&map.next_value::<Vec<Snak<'de>>>()?),
                    "P582" => self.0.end = bound(&map.next_value::<Vec<Snak<'de>>>()?),
                    "P642" | "P2389" => {
                        let snaks = map.next_value::<Vec<Snak<'de>>>()?;
                        let item = snaks.iter().find_map(|snak| match snak.value() {
                            Some(Value::Item(item)) => Some(*item),
                            _ => None,
                        });
                        self.0.of = self.0.of.or(item);
                    }
                    _ => {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(())
            }
            fn finish(self) -> Qualifiers {
                self.0
            }
        }
        Entries(Each(Self::default())).deserialize(input)
    }
}

/// Texts by language, as objects with a `value` or lists of such.
struct Texts<'l, 'de> {
    languages: &'l Languages,
    is_list: bool,
    found: Vec<(usize, Cow<'de, str>)>,
}

#[derive(Deserialize)]
struct Monolingual<'a> {
    #[serde(borrow)]
    value: Cow<'a, str>,
}

impl<'de> EachEntry<'de> for Texts<'_, 'de> {
    type Out = Vec<(usize, Cow<'de, str>)>;
    fn entry<M: MapAccess<'de>>(&mut self, key: Cow<'de, str>, map: &mut M) -> Result<(), M::Error> {
        match self.languages.rank(&key) {
            None => {
                map.next_value::<IgnoredAny>()?;
            }
            Some(rank) if self.is_list => {
                self.found
                    .extend(map.next_value::<Vec<Monolingual<'de>>>()?.into_iter().map(|text| (rank, text.value)));
            }
            Some(rank) => self.found.push((rank, map.next_value::<Monolingual<'de>>()?.value)),
        }
        Ok(())
    }
    fn finish(self) -> Self::Out {
        self.found
    }
}

struct EachClaim<'de>(Claims<'de>);

impl<'de> EachEntry<'de> for EachClaim<'de> {
    type Out = Claims<'de>;
    fn entry<M: MapAccess<'de>>(&mut self, key: Cow<'de, str>, map: &mut M) -> Result<(), M::Error> {
        let claims = &mut self.0;
        let held = match &*key {
            "P6" => Some(Office::HeadOfGovernment),
            "P35" => Some(Office::HeadOfState),
            "P169" => Some(Office::ChiefExecutive),
            "P488" => Some(Office::Chairperson),
            "P1037" => Some(Office::Director),
            _ => None,
        };
        if let Some(office) = held {
            claims.holders.push((office, map.next_value()?));
            return Ok(());
        }
        let statements = match &*key {
            "P31" => &mut claims.instance_of,
            "P279" => &mut claims.subclass_of,
            "P17" => &mut claims.country,
            "P27" => &mut claims.citizenship,
            "P495" => &mut claims.origin,
            "P39" => &mut claims.position_held,
            "P1313" => &mut claims.head_of_government,
            "P1906" => &mut claims.head_of_state,
            "P1001" => &mut claims.jurisdiction,
            "P1549" => &mut claims.demonyms,
            _ => {
                map.next_value::<IgnoredAny>()?;
                return Ok(());
            }
        };
        *statements = map.next_value()?;
        Ok(())
    }
    fn finish(self) -> Claims<'de> {
        self.0
    }
}

/// Counts entries.
struct Count(usize);

impl<'de> EachEntry<'de> for Count {
    type Out = usize;
    fn entry<M: MapAccess<'de>>(&mut self, _: Cow<'de, str>, map: &mut M) -> Result<(), M::Error> {
        self.0 += 1;
        map.next_value::<IgnoredAny>().map(|_| ())
    }
    fn finish(self) -> usize {
        self.0
    }
}

struct EntitySeed<'l> {
    languages: &'l Languages,
}

struct EachPart<'l, 'de> {
    languages: &'l Languages,
    entity: Entity<'de>,
}

impl<'de> EachEntry<'de> for EachPart<'_, 'de> {
    type Out = Entity<'de>;
    fn entry<M: MapAccess<'de>>(&mut self, key: Cow<'de, str>, map: &mut M) -> Result<(), M::Error> {
        let entity = &mut self.entity;
        let texts = |is_list| Entries(Texts { languages: self.languages, is_list, found: Vec::new() });
        match &*key {
            "type" => entity.kind = map.next_value::<Text<'de>>()?.0,
            "id" => entity.id = map.next_value::<Text<'de>>()?.0,
            "labels" => entity.labels = map.next_value_seed(texts(false))?,
            "descriptions" => entity.descriptions = map.next_value_seed(texts(false))?,
            "aliases" => entity.aliases = map.next_value_seed(texts(true))?,
            "claims" => entity.claims = map.next_value_seed(Entries(EachClaim(Claims::default())))?,
            "sitelinks" => entity.sitelinks = map.next_value_seed(Entries(Count(0)))?,
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
    fn finish(self) -> Entity<'de> {
        self.entity
    }
}

impl<'de> DeserializeSeed<'de> for EntitySeed<'_> {
    type Value = Entity<'de>;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Entity<'de>, D::Error> {
        Entries(EachPart { languages: self.languages, entity: Entity::default() }).deserialize(input)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const LINE: &str = r#"{"type":"item","id":"Q7747","labels":{"en":{"language":"en","value":"Vladimir \"VVP\" Putin"},"mul":{"language":"mul","value":"Putin, V."},"de":{"language":"de","value":"Wladimir Putin"}},"descriptions":[],"aliases":{"en":[{"language":"en","value":"Putin"}],"ru":[{"language":"ru","value":"Путин"}]},"claims":{
        "P31":[{"mainsnak":{"snaktype":"value","property":"P31","datavalue":{"value":{"entity-type":"item","numeric-id":5,"id":"Q5"},"type":"wikibase-entityid"}},"type":"statement","rank":"normal"}],
        "P27":[{"mainsnak":{"datavalue":{"value":{"id":"Q15180"}}},"qualifiers":{"P582":[{"snaktype":"value","datavalue":{"value":{"time":"+1991-12-26T00:00:00Z","precision":11}}}]},"rank":"normal"},
               {"mainsnak":{"datavalue":{"value":{"numeric-id":159}}},"rank":"normal"}],
        "P39":[{"mainsnak":{"datavalue":{"value":{"id":"Q218295"}}},"qualifiers":{"P580":[{"datavalue":{"value":{"time":"+2012-05-00T00:00:00Z","precision":10}}}],"P642":[{"datavalue":{"value":{"id":"Q159"}}}]},"rank":"preferred"},
               {"mainsnak":{"datavalue":{"value":{"id":"Q1"}}},"rank":"deprecated"},
               {"mainsnak":{"snaktype":"somevalue"},"rank":"normal"},
               {"mainsnak":{"datavalue":{"value":{"id":"Q99"}}},"qualifiers":{"P580":[{"datavalue":{"value":{"time":"+1999-00-00T00:00:00Z","precision":9}}}],"P582":[{"snaktype":"somevalue"}]},"rank":"normal"}],
        "P625":[{"mainsnak":{"datavalue":{"value":{"latitude":1.5,"precision":0.01},"type":"globecoordinate"}},"rank":"normal"}],
        "P279":[]},"sitelinks":{"enwiki":{"site":"enwiki","title":"Vladimir Putin"},"dewiki":{}},"lastrevid":1}"#;

    fn parsed(line: &str, others: &[&str]) -> Parsed {
        let others: Vec<String> = others.iter().map(|code| (*code).to_owned()).collect();
        parse(line.as_bytes(), &Languages::new(&others)).expect("sound")
    }

    #[test]
    fn an_item() {
        let parsed = parsed(LINE, &[]);
        assert_eq!(parsed.records.len(), 1);
        let person = &parsed.records[0];
        assert_eq!((person.id, person.label.as_str()), (7747, "Vladimir \"VVP\" Putin"));
        assert_eq!(person.aliases, ["Putin, V.", "Putin"]);
        assert_eq!(
            (person.instances.as_slice(), person.country),
            (&[5][..], Some(ItemId(159))),
            "citizen of what goes on"
        );
        assert_eq!(person.popularity, Some(35));
        let terms: Vec<_> = person.offices.iter().map(|term| (term.office, term.of, term.start, term.end)).collect();
        assert_eq!(
            terms,
            [
                (Some(ItemId(218_295)), Some(ItemId(159)), Some(date(2012, 5, 1)), None),
                (Some(ItemId(99)), None, Some(date(1999, 1, 1)), Some(date(1999, 1, 1))),
            ]
        );
    }

    #[test]
    fn other_languages_add_names() {
        assert_eq!(parsed(LINE, &["de", "ru"]).records[0].aliases, ["Putin, V.", "Wladimir Putin", "Putin", "Путин"]);
    }

    #[test]
    fn offices_are_told_by_their_organization_too() {
        let line = r#"{"type":"item","id":"Q159","labels":{"en":{"language":"en","value":"Russia"}},"claims":{
            "P35":[{"mainsnak":{"datavalue":{"value":{"id":"Q7747"}}},"rank":"preferred","qualifiers":[]}],
            "P1906":[{"mainsnak":{"datavalue":{"value":{"id":"Q218295"}}},"rank":"normal"}],
            "P488":[{"mainsnak":{"datavalue":{"value":{"id":"Q8"}}},"rank":"normal"}],
            "P1549":[{"mainsnak":{"datavalue":{"value":{"text":"Russian","language":"en"},"type":"monolingualtext"}},"rank":"normal"}],
            "P279":[{"mainsnak":{"datavalue":{"value":{"id":"Q6256"}}},"rank":"normal"}]}}"#;
        let parsed = parsed(line, &[]);
        assert_eq!(parsed.records.len(), 3);
        assert_eq!(parsed.records[0].demonyms, ["Russian"]);
        assert_eq!((parsed.records[1].id, parsed.records[1].offices[0].office), (7747, Some(ItemId(218_295))));
        assert_eq!(parsed.records[2].offices[0].position, "chairperson");
        assert_eq!(parsed.edges, [(159, 6256)]);
    }

    #[test]
    fn what_is_no_item() {
        assert!(parsed(r#"{"type":"property","id":"P31","labels":{}}"#, &[]).records.is_empty());
        assert!(parsed(r#"{"type":"item","id":"Q1","labels":[],"claims":[]}"#, &[]).records.is_empty());
        let languages = Languages::new(&[]);
        assert!(parse(br#"{"type":"item","id":"X"}"#, &languages).is_err());
        assert!(parse(&LINE.as_bytes()[..LINE.len() / 2], &languages).is_err());
    }

    proptest! {
        #[test]
        fn damaged_lines_never_panic(at in 0..LINE.len(), byte in any::<u8>()) {
            let mut line = LINE.as_bytes().to_vec();
            line[at] = byte;
            let _ = parse(&line, &Languages::new(&[]));
        }
    }
}
