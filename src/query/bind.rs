//! What a user writes for a value, as a term: an IRI, a Q identifier, a prefixed name, a name that the store knows, a text.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphNameRef, Literal, NamedNode, NamedOrBlankNode, Term};
use oxigraph::store::Store;

use super::near::likeness;
use super::saved::ParameterKind;
use crate::graph::vocabulary::{self, compact, ng, rdfs, skos, wd};
use crate::knowledge::ItemId;

/// Understands a value. Without a kind, as for a query with no header, it may be anything: what is written as an IRI, a
/// Q identifier or a prefixed name is one, what is in quotes is a text, and anything else is a name.
///
/// The error says what is wrong and what may have been meant.
pub fn resolve(index: &Store, kind: Option<ParameterKind>, value: &str) -> Result<Term, String> {
    let value = value.trim();
    match kind {
        Some(ParameterKind::Text) => Ok(Literal::new_simple_literal(value).into()),
        Some(ParameterKind::Date) => date(value),
        Some(ParameterKind::Property) => match iri(value)? {
            Some(node) => Ok(node.into()),
            None => property(index, value),
        },
        Some(ParameterKind::Entity) => match iri(value)? {
            Some(node) => Ok(node.into()),
            None => entity(index, value),
        },
        None => match value.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            Some(text) => Ok(Literal::new_simple_literal(text).into()),
            None => match iri(value)? {
                Some(node) => Ok(node.into()),
                None => entity(index, value).map_err(|error| format!("{error} (a text is written in \"quotes\")")),
            },
        },
    }
}

/// The IRI that the value is written as; none where it is written as a name.
fn iri(value: &str) -> Result<Option<NamedNode>, String> {
    let bracketed = value.strip_prefix('<').and_then(|value| value.strip_suffix('>'));
    let address =
        bracketed.or_else(|| (value.starts_with("http://") || value.starts_with("https://")).then_some(value));
    if let Some(address) = address {
        return NamedNode::new(address).map(Some).map_err(|error| format!("{address} is no IRI: {error}"));
    }
    if let Ok(item) = value.parse::<ItemId>() {
        return Ok(Some(NamedNode::new_unchecked(format!("{}{item}", wd::NAMESPACE))));
    }
    if value.contains(char::is_whitespace) {
        return Ok(None);
    }
    Ok(vocabulary::expand(value).and_then(|iri| NamedNode::new(iri).ok()))
}

fn date(value: &str) -> Result<Term, String> {
    let parts: Vec<&str> = value.split('-').collect();
    let is_number = |(place, part): (usize, &&str)| {
        part.len() == if place == 0 { 4 } else { 2 } && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if parts.len() <= 3 && parts.iter().enumerate().all(is_number) {
        Ok(Literal::new_simple_literal(value).into())
    } else {
        Err(format!("{value} is no date: write it as 2021, 2021-06 or 2021-06-09"))
    }
}

/// A property by its local name, `meets`, or by the words of an open one, `refer to`.
fn property(index: &Store, value: &str) -> Result<Term, String> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    let claims = index.quads_for_pattern(None, Some(vocabulary::rdf::PREDICATE), None, None);
    for quad in claims.flatten() {
        if let Term::NamedNode(property) = quad.object {
            known.insert(property.into_string());
        }
    }
    let asked = value.to_lowercase().replace(' ', "-");
    let name = |iri: &String| iri.rsplit('/').next().unwrap_or_default().to_lowercase();
    if let Some(iri) = known.iter().find(|iri| name(iri) == asked) {
        return Ok(NamedNode::new_unchecked(iri.clone()).into());
    }
    // A property that nothing in the store says is no error, the answer is empty; but it has to be one.
    let turtle = include_str!("../../ontology/newsgraph.ttl");
    if value.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && turtle.lines().any(|line| line.strip_prefix("ng:").and_then(|line| line.split(' ').next()) == Some(value))
    {
        return Ok(NamedNode::new_unchecked(format!("{}{value}", ng::NAMESPACE)).into());
    }
    let near = nearest(known.iter().map(|iri| (name(iri), shown(iri))), &asked);
    Err(format!("{value} is no property{near}"))
}

/// A thing by its name, case aside. Of several things, one that is a Wikidata item is meant before those that are none.
fn entity(index: &Store, value: &str) -> Result<Term, String> {
    let asked = value.to_lowercase();
    let mut labels: BTreeMap<String, String> = BTreeMap::new();
    let mut names: Vec<(String, String)> = Vec::new();
    for property in [rdfs::LABEL, skos::PREF_LABEL, skos::ALT_LABEL] {
        for quad in index.quads_for_pattern(None, Some(property), None, Some(GraphNameRef::DefaultGraph)).flatten() {
            let (NamedOrBlankNode::NamedNode(subject), Term::Literal(name)) = (quad.subject, quad.object) else {
                continue;
            };
            labels.entry(subject.as_str().to_owned()).or_insert_with(|| name.value().to_owned());
            names.push((subject.into_string(), name.value().to_owned()));
        }
    }
    let matching = |is_meant: &dyn Fn(&str) -> bool| -> BTreeSet<&String> {
        names.iter().filter(|(iri, name)| is_meant(iri) && name.to_lowercase() == asked).map(|(iri, _)| iri).collect()
    };
    let items = matching(&|iri| iri.starts_with(wd::NAMESPACE));
    let found = if items.is_empty() { matching(&|_| true) } else { items };
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(iri), None) => Ok(NamedNode::new_unchecked(iri.clone()).into()),
        (Some(first), Some(second)) => {
            let rest: Vec<&String> = found.collect();
            let several: Vec<String> = [first, second].into_iter().chain(rest).map(|iri| shown(iri)).collect();
            let (told, more) = several.split_at(several.len().min(8));
            let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
            Err(format!("{value} may be any of {}{more}: give one of these", told.join(", ")))
        }
        _ => {
            let candidates = names.iter().map(|(iri, name)| {
                let label = labels.get(iri).unwrap_or(name);
                (name.to_lowercase(), format!("{label} ({})", shown(iri)))
            });
            Err(format!("nothing here is called {value}{}", nearest(candidates, &asked)))
        }
    }
}

/// An IRI as a user can give it back: `Q7747`, `ng:meets`, or in full.
fn shown(iri: &str) -> String {
    match compact(iri) {
        Some(("wd", item)) => item.to_owned(),
        Some((prefix, local)) => format!("{prefix}:{local}"),
        None => iri.to_owned(),
    }
}

/// `: did you mean …?`, or nothing.
fn nearest(names: impl Iterator<Item = (String, String)>, asked: &str) -> String {
    let mut near: Vec<(usize, String)> =
        names.filter_map(|(name, shown)| Some((likeness(asked, &name)?, shown))).collect();
    near.sort();
    let mut seen = BTreeSet::new();
    let near: Vec<String> =
        near.into_iter().filter(|(_, shown)| seen.insert(shown.clone())).map(|(_, shown)| shown).take(5).collect();
    if near.is_empty() { String::new() } else { format!(": did you mean {}?", near.join(", ")) }
}
