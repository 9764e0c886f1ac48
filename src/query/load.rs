//! A graph file as an index: what `newsgraph extract` wrote, asked without a store.

use std::fs;
use std::path::Path;

use oxigraph::io::RdfParser;
use oxigraph::store::Store;

use crate::error::{Error, Result};
use crate::graph::{Format, index_of};

/// Reads a file in any format of RDF, told by its name.
pub fn load(path: &Path) -> Result<Store> {
    let input = |reason: String| Error::Input { input: path.display().to_string(), reason };
    let format = Format::from_path(path).ok_or_else(|| {
        input("its name tells no format of RDF: it has to end in .ttl, .trig, .nt, .nq, .jsonld or .rdf".to_owned())
    })?;
    let bytes = fs::read(path).map_err(Error::file(path))?;
    let quads =
        RdfParser::from_format(format.rdf_format()).for_slice(&bytes).collect::<Result<_, _>>().map_err(|error| {
            match error.location() {
                Some(place) => {
                    input(format!("line {}, column {}: {error}", place.start.line + 1, place.start.column + 1))
                }
                None => input(error.to_string()),
            }
        })?;
    index_of(quads)
}
