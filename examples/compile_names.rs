//! Packs the list of names that `training/gazetteer.py` makes: `models/names.fst`.
//!
//! `cargo run --release --example compile_names -- TABLE [OUTPUT]`; lines of name, tab and bits, sorted by bytes.

#![allow(clippy::print_stderr, reason = "a tool of the developers")]

use anyhow::Context as _;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let table = arguments.next().context("which table? give its path")?;
    let output = arguments.next().unwrap_or_else(|| "models/names.fst".to_owned());
    let lines = std::fs::read_to_string(&table).with_context(|| table.clone())?;
    let mut names = fst::MapBuilder::memory();
    for line in lines.lines() {
        let (name, bits) = line.split_once('\t').with_context(|| format!("no tab in {line}"))?;
        names.insert(name, bits.parse()?)?;
    }
    let bytes = names.into_inner()?;
    eprintln!("{output}: {} names, {} bytes", lines.lines().count(), bytes.len());
    std::fs::write(&output, bytes)?;
    Ok(())
}
