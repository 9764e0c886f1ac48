//! Turtle and TriG that people like to read.
//!
//! Statements are grouped by subject, subjects by what they are (the article, entities with their facts, claims,
//! quotations, the text, mentions), in the order of the text; Wikidata items have their names beside them as comments, a
//! claim has itself in words above it. Only used prefixes are declared, and within a document its parts are relative to
//! `@base`: `<#char=0,17>`. The output depends on the set of statements alone, not on their order.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;

use oxigraph::model::{GraphName, Literal, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::vocabulary::{
    ACTIVITY, OPEN, PREFIXES, RELEASE, RESOURCE, compact, document_of, is_entity, ng, nif, own_name, rdf, rdfs, sem,
    skos, xsd,
};

/// One graph as Turtle; the quads' graph names are ignored.
pub fn turtle(quads: &[Quad]) -> String {
    let mut writer = Writer::new(quads);
    let graph = group(quads.iter());
    let documents = documents_of(&graph);
    match documents.iter().next() {
        Some(document) if documents.len() == 1 => {
            writer.set_base(Some(document));
            writer.blocks(&graph);
        }
        _ => {
            // What belongs to no document first, then each document under its own base.
            let (shared, parts): (Graph<'_>, Graph<'_>) =
                graph.into_iter().partition(|(subject, _)| document_of(subject).is_none());
            writer.blocks(&shared);
            for document in documents {
                // The parts of a document begin with its IRI, so they stand together.
                let part = parts.range(document..).take_while(|(subject, _)| subject.starts_with(document));
                let part: Graph<'_> = part.map(|(subject, pairs)| (*subject, pairs.clone())).collect();
                writer.set_base(Some(document));
                writer.blocks(&part);
            }
        }
    }
    writer.finish()
}

/// A dataset as TriG: the default graph, then each named graph.
pub fn trig(quads: &[Quad]) -> String {
    let mut graphs: BTreeMap<String, Vec<&Quad>> = BTreeMap::new();
    for quad in quads {
        let name = match &quad.graph_name {
            GraphName::DefaultGraph => String::new(),
            GraphName::NamedNode(name) => name.as_str().to_owned(),
            GraphName::BlankNode(name) => name.to_string(),
        };
        graphs.entry(name).or_default().push(quad);
    }
    let mut writer = Writer::new(quads);
    for (name, quads) in &graphs {
        let graph = group(quads.iter().copied());
        if name.is_empty() {
            writer.blocks(&graph);
            continue;
        }
        writer.set_base(document_of(name).filter(|document| document == name));
        writer.out.push('\n');
        if name.starts_with("_:") {
            writer.out.push_str(name);
        } else {
            writer.iri(name);
        }
        writer.out.push_str(" {\n");
        writer.blocks(&graph);
        writer.out.push_str("\n}\n");
    }
    writer.finish()
}

/// Subjects with their predicates and objects.
type Graph<'a> = BTreeMap<&'a str, Vec<(&'a str, &'a Term)>>;

fn group<'a>(quads: impl Iterator<Item = &'a Quad>) -> Graph<'a> {
    let mut graph = Graph::new();
    for quad in quads {
        graph.entry(subject_text(&quad.subject)).or_default().push((quad.predicate.as_str(), &quad.object));
    }
    graph
}

/// The IRI, or the label of a blank node, which holds no colon.
fn subject_text(subject: &NamedOrBlankNode) -> &str {
    match subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

fn documents_of<'a>(graph: &Graph<'a>) -> BTreeSet<&'a str> {
    graph.keys().filter_map(|subject| document_of(subject)).collect()
}

/// The parts of an output, in the order in which people want to read them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Article,
    Entities,
    Events,
    Claims,
    Quotations,
    Predicates,
    Text,
    Mentions,
    Making,
    Other,
}

impl Section {
    const fn title(self) -> &'static str {
        match self {
            Self::Article => "The article",
            Self::Entities => "Entities, and the facts about them",
            Self::Events => "Events: what was done, by the article's own word",
            Self::Claims => "Claims: what the text says, and how it stands to it",
            Self::Quotations => "Quotations",
            Self::Predicates => "Predicates in the text's own words",
            Self::Text => "The text and its sentences (offsets in code points)",
            Self::Mentions => "Mentions of entities",
            Self::Making => "How this was made",
            Self::Other => "Other",
        }
    }

    fn of(subject: &str, pairs: &[(&str, &Term)]) -> Self {
        let is_a = |class: &str| {
            pairs.iter().any(|(predicate, object)| {
                *predicate == rdf::TYPE.as_str() && matches!(object, Term::NamedNode(node) if node.as_str() == class)
            })
        };
        if document_of(subject) == Some(subject) {
            Self::Article
        } else if is_entity(subject) {
            Self::Entities
        } else if is_a(sem::EVENT.as_str()) {
            Self::Events
        } else if is_a(ng::CLAIM.as_str()) {
            Self::Claims
        } else if is_a(ng::QUOTATION.as_str()) {
            Self::Quotations
        } else if subject.starts_with(OPEN) {
            Self::Predicates
        } else if is_a(nif::CONTEXT.as_str()) || is_a(nif::SENTENCE.as_str()) {
            Self::Text
        } else if is_a(ng::MENTION.as_str()) {
            Self::Mentions
        } else if [ACTIVITY, RELEASE, RESOURCE].iter().any(|namespace| subject.starts_with(namespace)) {
            Self::Making
        } else {
            Self::Other
        }
    }
}

struct Writer<'a> {
    out: String,
    prefixes: BTreeSet<&'static str>,
    base: Option<&'a str>,
    labels: HashMap<&'a str, &'a str>,
}

impl<'a> Writer<'a> {
    fn new(quads: &'a [Quad]) -> Self {
        // Wikidata's own name of an item before the document's; of several the smallest, so that order does not matter.
        let mut ranked: HashMap<&str, (u8, &str)> = HashMap::new();
        for quad in quads {
            let rank = match quad.predicate.as_str() {
                label if label == skos::PREF_LABEL.as_str() => 0,
                label if label == rdfs::LABEL.as_str() => 1,
                _ => continue,
            };
            if let (NamedOrBlankNode::NamedNode(subject), Term::Literal(label)) = (&quad.subject, &quad.object) {
                let entry = ranked.entry(subject.as_str()).or_insert((rank, label.value()));
                *entry = (*entry).min((rank, label.value()));
            }
        }
        let labels = ranked.into_iter().map(|(iri, (_, label))| (iri, label)).collect();
        Self { out: String::new(), prefixes: BTreeSet::new(), base: None, labels }
    }

    /// Prefixes, then everything.
    fn finish(self) -> String {
        let mut header = String::new();
        let width = self.prefixes.iter().map(|prefix| prefix.len()).max().unwrap_or(0);
        for (prefix, namespace) in PREFIXES.iter().filter(|(prefix, _)| self.prefixes.contains(prefix)) {
            let _ = writeln!(header, "@prefix {prefix}:{:pad$} <{namespace}> .", "", pad = width - prefix.len());
        }
        if header.is_empty() {
            return self.out.trim_start_matches('\n').to_owned();
        }
        header + &self.out
    }

    fn set_base(&mut self, base: Option<&'a str>) {
        self.base = base;
        if let Some(base) = base {
            let _ = write!(self.out, "\n@base <{base}> .\n");
        }
    }

    fn blocks(&mut self, graph: &Graph<'_>) {
        let mut subjects: Vec<_> = graph
            .iter()
            .map(|(subject, pairs)| {
                let section = Section::of(subject, pairs);
                ((section, self.place(section, subject, pairs), *subject), pairs)
            })
            .collect();
        subjects.sort_by(|one, other| one.0.cmp(&other.0));
        let mut last = None;
        for ((section, _, subject), pairs) in subjects {
            // A title says nothing where there is but one part and no document.
            if last != Some(section) && (last.is_some() || section != Section::Other) {
                let _ = write!(self.out, "\n# ── {} ──\n", section.title());
            }
            last = Some(section);
            self.block(section, subject, pairs);
        }
    }

    /// Where a subject stands within its section.
    fn place(&self, section: Section, subject: &str, pairs: &[(&str, &Term)]) -> String {
        let value = |property: &str| {
            let objects =
                pairs.iter().filter(|(predicate, _)| *predicate == property).map(|(_, object)| match object {
                    Term::NamedNode(node) => node.as_str(),
                    Term::Literal(literal) => literal.value(),
                    _ => "",
                });
            objects.min().unwrap_or_default()
        };
        match section {
            Section::Entities => natural(&self.labels.get(subject).copied().unwrap_or_default().to_lowercase()),
            Section::Claims => natural(value(ng::EVIDENCE.as_str())),
            Section::Quotations => natural(value(nif::BEGIN_INDEX.as_str())),
            _ => natural(subject),
        }
    }

    fn block(&mut self, section: Section, subject: &str, pairs: &[(&str, &Term)]) {
        self.out.push('\n');
        if section == Section::Claims {
            let words = self.in_words(pairs);
            let _ = writeln!(self.out, "# {words}");
        }
        if subject.contains(':') {
            self.iri(subject);
        } else {
            let _ = write!(self.out, "_:{subject}");
        }
        let mut predicates: BTreeMap<(u8, &str), Vec<&Term>> = BTreeMap::new();
        for (predicate, object) in pairs {
            predicates.entry((rank(predicate), predicate)).or_default().push(object);
        }
        let count = predicates.len();
        for (number, ((_, predicate), mut objects)) in predicates.into_iter().enumerate() {
            // Our own classes say more than those of the text format.
            objects.sort_by_cached_key(|object| {
                let is_own = matches!(object, Term::NamedNode(node) if own_name(node.as_ref()).is_some());
                (!is_own, natural(&object.to_string()))
            });
            objects.dedup();
            self.out.push_str(if number == 0 { " " } else { "    " });
            if predicate == rdf::TYPE.as_str() {
                self.out.push('a');
            } else {
                self.iri(predicate);
            }
            self.out.push(' ');
            self.objects(&objects, if number + 1 == count { "." } else { ";" });
        }
    }

    /// Objects, each on its own line where one has a name to be told, and the mark that ends them.
    fn objects(&mut self, objects: &[&Term], end: &str) {
        let is_told = objects.iter().any(|object| self.comment(object).is_some());
        for (number, object) in objects.iter().enumerate() {
            let is_last = number + 1 == objects.len();
            self.term(object);
            self.out.push(' ');
            self.out.push_str(if is_last { end } else { "," });
            if let Some(comment) = self.comment(object) {
                let _ = write!(self.out, "  # {comment}");
            }
            self.out.push_str(match (is_last, is_told) {
                (true, _) => "\n",
                (false, true) => "\n        ",
                (false, false) => " ",
            });
        }
    }

    fn comment(&self, object: &Term) -> Option<String> {
        match object {
            Term::NamedNode(node) if is_entity(node.as_str()) => {
                self.labels.get(node.as_str()).map(|label| for_comment(label))
            }
            _ => None,
        }
    }

    /// A claim in words: `Dmitry Peskov – spokesmanFor – Vladimir Putin (future, says Joe Biden)`.
    fn in_words(&self, pairs: &[(&str, &Term)]) -> String {
        let value = |property: &str| {
            let objects = pairs.iter().filter(|(predicate, _)| *predicate == property);
            objects.map(|(_, object)| self.word(object)).min()
        };
        let part = |property: &str| value(property).unwrap_or_else(|| "?".to_owned());
        let mut words = format!(
            "{} – {} – {}",
            part(rdf::SUBJECT.as_str()),
            part(rdf::PREDICATE.as_str()),
            part(rdf::OBJECT.as_str())
        );
        let status = [
            value(ng::POLARITY.as_str()).filter(|polarity| polarity != "affirmed"),
            value(ng::MODALITY.as_str()).filter(|modality| modality != "actual"),
            value(ng::ATTRIBUTED_TO.as_str()).map(|source| format!("says {source}")),
        ];
        let status: Vec<String> = status.into_iter().flatten().collect();
        if !status.is_empty() {
            let _ = write!(words, " ({})", status.join(", "));
        }
        words
    }

    fn word(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => match self.labels.get(node.as_str()) {
                Some(label) => for_comment(label),
                None => own_name(node.as_ref()).unwrap_or(node.as_str()).to_owned(),
            },
            Term::Literal(literal) => format!("“{}”", for_comment(literal.value())),
            other => for_comment(&other.to_string()),
        }
    }

    fn term(&mut self, term: &Term) {
        match term {
            Term::NamedNode(node) => self.iri(node.as_str()),
            Term::BlankNode(node) => {
                let _ = write!(self.out, "{node}");
            }
            Term::Literal(literal) => self.literal(literal),
            Term::Triple(triple) => {
                let subject = Term::from(triple.subject.clone());
                self.out.push_str("<<( ");
                self.term(&subject);
                self.out.push(' ');
                self.iri(triple.predicate.as_str());
                self.out.push(' ');
                self.term(&triple.object);
                self.out.push_str(" )>>");
            }
        }
    }

    fn iri(&mut self, iri: &str) {
        if let Some(fragment) = self.base.and_then(|base| iri.strip_prefix(base))
            && (fragment.is_empty() || fragment.starts_with('#'))
        {
            self.out.push('<');
            escape_iri(&mut self.out, fragment);
            self.out.push('>');
        } else if let Some((prefix, local)) = compact(iri) {
            self.prefixes.insert(prefix);
            let _ = write!(self.out, "{prefix}:{local}");
        } else {
            self.out.push('<');
            escape_iri(&mut self.out, iri);
            self.out.push('>');
        }
    }

    fn literal(&mut self, literal: &Literal) {
        let value = literal.value();
        if let Some(language) = literal.language() {
            escape_string(&mut self.out, value);
            let _ = write!(self.out, "@{language}");
            if let Some(direction) = literal.direction() {
                let _ = write!(self.out, "--{direction}");
            }
            return;
        }
        let datatype = literal.datatype();
        if is_shorthand(value, datatype.as_str()) {
            self.out.push_str(value);
            return;
        }
        escape_string(&mut self.out, value);
        if datatype != xsd::STRING {
            self.out.push_str("^^");
            self.iri(datatype.as_str());
        }
    }
}

/// The order of predicates within a subject: what it is and is called, a claim as one would say it, then by IRI.
fn rank(predicate: &str) -> u8 {
    const FIRST: &[NamedNodeRef<'static>] = &[
        rdf::TYPE,
        rdfs::LABEL,
        skos::PREF_LABEL,
        skos::ALT_LABEL,
        rdf::SUBJECT,
        rdf::PREDICATE,
        rdf::OBJECT,
        ng::POLARITY,
        ng::MODALITY,
        ng::ATTRIBUTED_TO,
        ng::TIME,
        ng::PLACE,
        ng::EVIDENCE,
        ng::TRIGGER,
        ng::CONFIDENCE,
        ng::RULE,
        ng::SPEAKER,
        ng::ADDRESSEE,
        ng::QUOTATION_KIND,
        ng::CONTENT,
        ng::CUE,
        ng::MENTION_OF,
    ];
    FIRST.iter().position(|known| known.as_str() == predicate).map_or(u8::MAX, |place| place as u8)
}

/// Text whose byte order puts numbers in their order: runs of digits padded.
fn natural(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let _ = write!(out, "{:0>12}", &rest[..end]);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Whether Turtle reads the bare text as this literal.
fn is_shorthand(value: &str, datatype: &str) -> bool {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if datatype == xsd::INTEGER.as_str() {
        !digits.is_empty() && are_digits(digits)
    } else if datatype == xsd::DECIMAL.as_str() {
        digits
            .split_once('.')
            .is_some_and(|(whole, part)| !whole.is_empty() && !part.is_empty() && are_digits(whole) && are_digits(part))
    } else {
        datatype == xsd::BOOLEAN.as_str() && (value == "true" || value == "false")
    }
}

/// A line of a comment: no line ends, not too long.
fn for_comment(text: &str) -> String {
    let is_break = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let mut out: String = text.chars().map(|c| if is_break(c) { ' ' } else { c }).take(80).collect();
    if text.chars().nth(80).is_some() {
        out.push('…');
    }
    out
}

fn escape_iri(out: &mut String, iri: &str) {
    for c in iri.chars() {
        if c <= ' ' || "<>\"{}|^`\\".contains(c) {
            let _ = write!(out, "\\u{:04X}", u32::from(c));
        } else {
            out.push(c);
        }
    }
}

/// A string in quotes: three of them where it runs over several lines, so that a text can be read as it is.
fn escape_string(out: &mut String, text: &str) {
    let is_long = text.contains('\n');
    out.push_str(if is_long { "\"\"\"" } else { "\"" });
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' if !is_long || matches!(characters.peek(), None | Some('"')) => out.push_str("\\\""),
            '\n' if is_long => out.push('\n'),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}') => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push_str(if is_long { "\"\"\"" } else { "\"" });
}
