//! N-Triples and N-Quads: a statement a line, sorted, so that two graphs can be compared with `diff`.

use oxigraph::model::Quad;

/// The quads as sorted lines without duplicates; those of the default graph have no graph name.
pub fn lines(quads: &[Quad]) -> String {
    let mut lines: Vec<String> = quads.iter().map(|quad| format!("{quad} .\n")).collect();
    lines.sort_unstable();
    lines.dedup();
    lines.concat()
}
