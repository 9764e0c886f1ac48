//! Every IRI that the graph uses, in one place.
//!
//! A test holds the terms of our own namespace against `ontology/newsgraph.ttl`, so that neither can drift.

use oxigraph::model::{NamedNode, NamedNodeRef};

/// Prefixes as output writes them, sorted; the longest namespace that fits an IRI wins.
pub const PREFIXES: &[(&str, &str)] = &[
    ("dcterms", "http://purl.org/dc/terms/"),
    ("itsrdf", "http://www.w3.org/2005/11/its/rdf#"),
    ("ng", "https://w3id.org/newsgraph/"),
    ("nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"),
    ("open", "https://w3id.org/newsgraph/open/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("wd", "http://www.wikidata.org/entity/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Documents: the namespace, then the SHA-256 of the text in hexadecimal.
pub const DOCUMENT: &str = "https://w3id.org/newsgraph/document/";
/// Predicates made from the words of a text.
pub const OPEN: &str = "https://w3id.org/newsgraph/open/";
/// Readings: what version of everything made a graph.
pub const ACTIVITY: &str = "https://w3id.org/newsgraph/activity/";
/// Versions of this program.
pub const RELEASE: &str = "https://w3id.org/newsgraph/release/";
/// Models and other files that a reading used, by checksum.
pub const RESOURCE: &str = "https://w3id.org/newsgraph/resource/";

/// The document that an IRI is, or is a part of: `…/document/<sha256>` without fragment.
pub fn document_of(iri: &str) -> Option<&str> {
    let rest = iri.strip_prefix(DOCUMENT)?;
    let hash = rest.split('#').next()?;
    (hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| &iri[..DOCUMENT.len() + 64])
}

/// Whether an IRI names a thing that documents speak of, rather than a part or a maker of a document.
pub fn is_entity(iri: &str) -> bool {
    iri.starts_with(wd::NAMESPACE) || (document_of(iri).is_some() && iri.contains("#entity-"))
}

/// The graph of a store that holds which entities are one and the same, over all its documents.
pub const IDENTITIES: &str = "https://w3id.org/newsgraph/identities";
/// Identities: who was found to be whom, how surely and why.
pub const IDENTITY: &str = "https://w3id.org/newsgraph/identity/";

/// An IRI as prefix and local name, where a prefix fits and the local name needs no escapes in Turtle or SPARQL.
pub fn compact(iri: &str) -> Option<(&'static str, &str)> {
    let (prefix, namespace) = PREFIXES
        .iter()
        .filter(|(_, namespace)| iri.starts_with(namespace))
        .max_by_key(|(_, namespace)| namespace.len())?;
    let local = &iri[namespace.len()..];
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let is_legal =
        local.bytes().next().is_some_and(is_plain) && local.bytes().all(|byte| is_plain(byte) || byte == b'-');
    is_legal.then_some((prefix, local))
}

/// A prefixed name as an IRI: `ng:meets`; none where the prefix is unknown.
pub fn expand(name: &str) -> Option<String> {
    let (prefix, local) = name.split_once(':')?;
    let (_, namespace) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    Some(format!("{namespace}{local}"))
}

macro_rules! vocabulary {
    ($(#[$documentation:meta])* $module:ident, $namespace:literal, { $($constant:ident = $local:literal),* $(,)? }) => {
        $(#[$documentation])*
        #[allow(missing_docs)]
        pub mod $module {
            pub const NAMESPACE: &str = $namespace;
            /// The local names of all terms used.
            pub const TERMS: &[&str] = &[$($local),*];
            $(pub const $constant: super::NamedNodeRef<'static> = super::NamedNodeRef::new_unchecked(concat!($namespace, $local));)*
        }
    };
}

vocabulary! {
    /// Our own terms.
    ng, "https://w3id.org/newsgraph/", {
        CLAIM = "Claim", OPEN_CLAIM = "OpenClaim", MENTION = "Mention", QUOTATION = "Quotation",
        POLARITY = "polarity", MODALITY = "modality", ATTRIBUTED_TO = "attributedTo", TIME = "time", PLACE = "place",
        EVIDENCE = "evidence", TRIGGER = "trigger", CONFIDENCE = "confidence", RULE = "rule", MENTION_OF = "mentionOf",
        SPEAKER = "speaker", ADDRESSEE = "addressee", QUOTATION_KIND = "quotationKind", CUE = "cue", CONTENT = "content",
        AFFIRMED = "affirmed", NEGATED = "negated", ACTUAL = "actual", FUTURE = "future", POSSIBLE = "possible",
        HYPOTHETICAL = "hypothetical", REQUESTED = "requested", DIRECT = "direct", MIXED = "mixed",
        REPORTED = "reported", EVENT_STATUS = "eventStatus",
        IDENTITY = "Identity", REASON = "reason", DESCRIBES = "describes", TARGET = "target", EVENT_TYPE = "eventType",
    }
}
vocabulary! {
    /// RDF.
    rdf, "http://www.w3.org/1999/02/22-rdf-syntax-ns#", {
        TYPE = "type", SUBJECT = "subject", PREDICATE = "predicate", OBJECT = "object", PROPERTY = "Property",
        LANG_STRING = "langString",
    }
}
vocabulary! {
    /// RDF Schema.
    rdfs, "http://www.w3.org/2000/01/rdf-schema#", { LABEL = "label" }
}
vocabulary! {
    /// XML Schema datatypes.
    xsd, "http://www.w3.org/2001/XMLSchema#", {
        STRING = "string", DATE = "date", G_YEAR_MONTH = "gYearMonth", G_YEAR = "gYear", G_MONTH = "gMonth", G_MONTH_DAY = "gMonthDay", DECIMAL = "decimal",
        INTEGER = "integer", BOOLEAN = "boolean", NON_NEGATIVE_INTEGER = "nonNegativeInteger",
    }
}
vocabulary! {
    /// OWL.
    owl, "http://www.w3.org/2002/07/owl#", { SAME_AS = "sameAs", DIFFERENT_FROM = "differentFrom" }
}
vocabulary! {
    /// SKOS.
    skos, "http://www.w3.org/2004/02/skos/core#", { PREF_LABEL = "prefLabel", ALT_LABEL = "altLabel" }
}
vocabulary! {
    /// PROV-O.
    prov, "http://www.w3.org/ns/prov#", {
        ACTIVITY = "Activity", ENTITY = "Entity", SOFTWARE_AGENT = "SoftwareAgent", WAS_DERIVED_FROM = "wasDerivedFrom",
        WAS_GENERATED_BY = "wasGeneratedBy", USED = "used", WAS_ASSOCIATED_WITH = "wasAssociatedWith",
    }
}
vocabulary! {
    /// NIF 2: text and offsets.
    nif, "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#", {
        CONTEXT = "Context", SENTENCE = "Sentence", OFFSET_BASED_STRING = "OffsetBasedString", IS_STRING = "isString",
        BEGIN_INDEX = "beginIndex", END_INDEX = "endIndex", ANCHOR_OF = "anchorOf",
        REFERENCE_CONTEXT = "referenceContext", SOURCE_URL = "sourceUrl",
    }
}
vocabulary! {
    /// ITS-RDF: links of mentions.
    itsrdf, "http://www.w3.org/2005/11/its/rdf#", { TA_IDENT_REF = "taIdentRef", TA_CONFIDENCE = "taConfidence" }
}
vocabulary! {
    /// SEM: events of actions.
    sem, "http://semanticweb.cs.vu.nl/2009/11/sem/", {
        EVENT = "Event", EVENT_TYPE = "eventType", HAS_ACTOR = "hasActor", HAS_PLACE = "hasPlace",
        HAS_TIME_STAMP = "hasTimeStamp",
    }
}
vocabulary! {
    /// schema.org: the article.
    schema, "https://schema.org/", {
        NEWS_ARTICLE = "NewsArticle", HEADLINE = "headline", DATE_PUBLISHED = "datePublished", URL = "url",
        PUBLISHER = "publisher", AUTHOR = "author", IN_LANGUAGE = "inLanguage", IDENTIFIER = "identifier",
    }
}
vocabulary! {
    /// Wikidata items.
    wd, "http://www.wikidata.org/entity/", {}
}

/// A term of our own namespace by its local name: a class or property of the ontology.
pub fn own(local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{local}", ng::NAMESPACE))
}

/// The local name of a term of our own ontology; none for documents, open predicates and foreign terms.
pub fn own_name(iri: NamedNodeRef<'_>) -> Option<&str> {
    iri.as_str().strip_prefix(ng::NAMESPACE).filter(|local| !local.contains(['/', '#']))
}

/// Text as part of an IRI: everything but unreserved characters percent-encoded (RFC 3986; letters beyond ASCII too).
pub fn percent_encode(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::{RdfFormat, RdfParser};
    use std::collections::BTreeSet;

    #[test]
    fn every_term_and_class_is_in_the_ontology() {
        let turtle = include_str!("../../ontology/newsgraph.ttl");
        let subjects: BTreeSet<String> = RdfParser::from_format(RdfFormat::Turtle)
            .for_slice(turtle)
            .map(|quad| quad.expect("the ontology parses").subject.to_string())
            .collect();
        let classes = crate::ontology::Class::ALL.iter().map(|class| class.name()).filter(|name| *name != "Thing");
        let missing: Vec<&str> = ng::TERMS
            .iter()
            .copied()
            .chain(classes)
            .filter(|local| !subjects.contains(&format!("<{}{local}>", ng::NAMESPACE)))
            .collect();
        assert!(missing.is_empty(), "not in ontology/newsgraph.ttl: {missing:?}");
    }

    #[test]
    fn compact_names_are_legal_or_absent() {
        assert_eq!(compact("http://www.wikidata.org/entity/Q7747"), Some(("wd", "Q7747")));
        assert_eq!(compact("https://w3id.org/newsgraph/open/refer-to"), Some(("open", "refer-to")));
        assert_eq!(compact("https://w3id.org/newsgraph/document/abc"), None);
        assert_eq!(compact("https://schema.org/"), None);
        assert_eq!(compact("https://schema.org/a.b"), None);
        assert_eq!(compact("https://example.org/x"), None);
    }

    #[test]
    fn a_part_knows_its_document() {
        let document = format!("{DOCUMENT}{}", "0f".repeat(32));
        assert_eq!(document_of(&format!("{document}#char=0,5")), Some(document.as_str()));
        assert_eq!(document_of(&document), Some(document.as_str()));
        assert_eq!(document_of("https://w3id.org/newsgraph/document/abc"), None);
        assert!(is_entity(&format!("{document}#entity-00")));
        assert!(!is_entity(&document));
    }
}
