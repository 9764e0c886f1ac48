//! Queries with a header that says what they ask: `# title:`, `# description:`, `# param: name kind description [default]`.
//!
//! A parameter is a variable that the query selects. Its kind says how a value is understood; its default follows in
//! brackets, `[*]` where it may be left out and then stands for anything; without brackets it has to be given.

use std::str::FromStr;

use super::near::likeness;
use crate::error::{Error, Result};

/// What a parameter's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParameterKind {
    /// A thing: its name, its Q identifier or its IRI.
    Entity,
    /// Any text.
    Text,
    /// A year, month or day: `2021`, `2021-06`, `2021-06-09`.
    Date,
    /// A property of the ontology: `meets`, `ng:meets` or its IRI.
    Property,
}

impl FromStr for ParameterKind {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(match text {
            "entity" => Self::Entity,
            "text" => Self::Text,
            "date" => Self::Date,
            "property" => Self::Property,
            _ => return Err(()),
        })
    }
}

/// A variable of a query that the user gives a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The variable, without `?`.
    pub name: String,
    /// What its value is.
    pub kind: ParameterKind,
    /// What it means.
    pub description: String,
    /// Whether it may be left out.
    pub is_optional: bool,
    /// Its value where it is left out; none stands for anything.
    pub default: Option<String>,
}

/// A query and what its header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Its name, its file, or "given on the command line".
    pub name: String,
    /// What it asks, in a few words; empty where the header does not say.
    pub title: String,
    /// What it asks, in a sentence.
    pub description: String,
    /// Its parameters, in the order of the header.
    pub parameters: Vec<Parameter>,
    /// The whole text, header included.
    pub text: String,
}

impl Query {
    /// Reads the header of a query; the query itself is understood when it is run.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Result<Self> {
        let mut query = Self {
            name: name.into(),
            title: String::new(),
            description: String::new(),
            parameters: Vec::new(),
            text: text.into(),
        };
        let text = query.text.clone();
        for line in text.lines().map_while(|line| line.strip_prefix('#')) {
            match line.trim().split_once(':') {
                Some(("title", title)) => query.title = title.trim().to_owned(),
                Some(("description", description)) => query.description = description.trim().to_owned(),
                Some(("param", parameter)) => {
                    let parameter = parameter.trim();
                    let read = parse_parameter(parameter).ok_or_else(|| Error::Query {
                        name: query.name.clone(),
                        reason: format!(
                            "its parameter `{parameter}` is not written as \
                             `# param: name entity|text|date|property description [default]`"
                        ),
                    })?;
                    query.parameters.push(read);
                }
                _ => {}
            }
        }
        Ok(query)
    }

    /// The parameter of this name.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }
}

fn parse_parameter(text: &str) -> Option<Parameter> {
    let (text, default) = match text.strip_suffix(']').and_then(|text| text.rsplit_once('[')) {
        Some((text, default)) => (text.trim(), Some(default.trim().to_owned())),
        None => (text, None),
    };
    let mut words = text.splitn(3, char::is_whitespace);
    let (name, kind) = (words.next()?, words.next()?);
    Some(Parameter {
        name: name.trim_start_matches('?').to_owned(),
        kind: kind.parse().ok()?,
        description: words.next().unwrap_or_default().trim().to_owned(),
        is_optional: default.is_some(),
        default: default.filter(|default| default != "*"),
    })
}

macro_rules! queries {
    ($($name:literal),* $(,)?) => {
        /// The names and texts of the queries in `queries/`.
        pub const SAVED: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../queries/", $name, ".rq")))),*];
    };
}

queries! {
    "about", "articles", "events", "evidence", "meetings", "neighbours", "offices", "open-predicates", "said-about",
    "sanctions", "spokespeople", "timeline", "unconfirmed", "unlinked",
}

/// The saved query of a name.
pub fn saved(name: &str) -> Result<Query> {
    if let Some((name, text)) = SAVED.iter().find(|(known, _)| *known == name) {
        return Query::new(*name, *text);
    }
    let mut near: Vec<(usize, &str)> =
        SAVED.iter().filter_map(|(known, _)| Some((likeness(&name.to_lowercase(), known)?, *known))).collect();
    near.sort_unstable();
    let hint = match near.first() {
        Some((_, known)) => format!("did you mean `{known}`?"),
        None => "`newsgraph query` lists them".to_owned(),
    };
    Err(Error::Query {
        name: name.to_owned(),
        reason: format!("there is no saved query and no file of this name: {hint}"),
    })
}
