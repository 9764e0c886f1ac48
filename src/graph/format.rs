//! The RDF formats, and the one function that writes any of them.
//!
//! Whatever the order of the quads that come in, the same bytes go out. Turtle, N-Triples, RDF/XML and JSON-LD hold one
//! graph, so the quads of all graphs are merged there; TriG and N-Quads keep each document's graph apart.

use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, Quad, Term};

use super::vocabulary::PREFIXES;
use super::{jsonld, ntriples, turtle};

/// A format of RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[allow(missing_docs)]
pub enum Format {
    #[default]
    Turtle,
    TriG,
    NTriples,
    NQuads,
    JsonLd,
    RdfXml,
}

const FORMATS: &[(Format, &str, &[&str], RdfFormat)] = &[
    (Format::Turtle, "turtle", &["ttl"], RdfFormat::Turtle),
    (Format::TriG, "trig", &["trig"], RdfFormat::TriG),
    (Format::NTriples, "ntriples", &["nt"], RdfFormat::NTriples),
    (Format::NQuads, "nquads", &["nq"], RdfFormat::NQuads),
    (Format::JsonLd, "jsonld", &["jsonld"], RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() }),
    (Format::RdfXml, "rdfxml", &["rdf", "xml", "owl"], RdfFormat::RdfXml),
];

impl Format {
    /// The names of all formats, as the command line takes them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FORMATS.iter().map(|row| row.1)
    }

    /// The format that a file's name stands for.
    pub fn from_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        FORMATS.iter().find(|row| row.2.contains(&ending.as_str())).map(|row| row.0)
    }

    /// As Oxigraph names it, for reading.
    pub fn rdf_format(self) -> RdfFormat {
        FORMATS.iter().find(|row| row.0 == self).map_or(RdfFormat::Turtle, |row| row.3)
    }
}

impl FromStr for Format {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        FORMATS.iter().find(|row| row.1 == text || row.2.contains(&text)).map(|row| row.0).ok_or_else(|| {
            format!("{text} is no format of RDF: take one of {}", Self::names().collect::<Vec<_>>().join(", "))
        })
    }
}

/// Writes quads.
pub fn write(quads: &[Quad], format: Format, out: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Turtle => out.write_all(turtle::turtle(&merged(quads)).as_bytes()),
        Format::TriG => out.write_all(turtle::trig(quads).as_bytes()),
        Format::NTriples => out.write_all(ntriples::lines(&merged(quads)).as_bytes()),
        Format::NQuads => out.write_all(ntriples::lines(quads).as_bytes()),
        Format::JsonLd => out.write_all(jsonld::document(&merged(quads)).as_bytes()),
        Format::RdfXml => {
            let mut quads = merged(quads);
            if let Some(character) = quads.iter().find_map(|quad| foreign_to_xml(&quad.object)) {
                let reason = format!(
                    "RDF/XML cannot hold the control character U+{:04X} of a text: take another format",
                    u32::from(character)
                );
                return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
            }
            quads.sort_by_cached_key(ToString::to_string);
            let mut serializer = RdfSerializer::from_format(RdfFormat::RdfXml);
            for (prefix, namespace) in PREFIXES {
                serializer = serializer.with_prefix(*prefix, *namespace).map_err(io::Error::other)?;
            }
            let mut serializer = serializer.for_writer(&mut *out);
            for quad in &quads {
                serializer.serialize_quad(quad)?;
            }
            serializer.finish().map(drop)
        }
    }?;
    out.flush()
}

/// A character of a literal that no XML document may contain, however it is escaped.
fn foreign_to_xml(object: &Term) -> Option<char> {
    let Term::Literal(literal) = object else { return None };
    let is_foreign = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    literal.value().chars().find(|c| is_foreign(*c))
}

/// All quads in the default graph, each triple once.
fn merged(quads: &[Quad]) -> Vec<Quad> {
    let mut seen = std::collections::HashSet::with_capacity(quads.len());
    let in_default_graph = |quad: &Quad| {
        Quad::new(quad.subject.clone(), quad.predicate.clone(), quad.object.clone(), GraphName::DefaultGraph)
    };
    quads.iter().map(in_default_graph).filter(|quad| seen.insert(quad.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_tells_its_format() {
        assert_eq!(Format::from_path(Path::new("a/b.TTL")), Some(Format::Turtle));
        assert_eq!(Format::from_path(Path::new("b.jsonld")), Some(Format::JsonLd));
        assert_eq!(Format::from_path(Path::new("b")), None);
        assert_eq!("nt".parse(), Ok(Format::NTriples));
        assert!("word".parse::<Format>().expect_err("none").contains("turtle, trig"));
    }
}
