//! Writes a Wikidata dump of any size to standard output, made of copies of a small one under other numbers and names.
//!
//! `cargo run --release --example synthetic_dump -- dump-sample.json.zst 5000000 | newsgraph kb build - -o out.kb`
//!
//! A third argument leaves out entities of more bytes: the sample's are rich, those of the whole dump have 14 KB on
//! average.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Write};

use newsgraph::knowledge::source;

/// An entity cut where its number and its English name stand.
struct Template {
    before: Vec<u8>,
    between: Vec<u8>,
    name: Vec<u8>,
    after: Vec<u8>,
}

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(sample), Some(count)) = (arguments.next(), arguments.next()) else {
        anyhow::bail!("name the sample and the number of entities");
    };
    let count: u64 = count.parse()?;
    let largest: usize = arguments.next().map_or(Ok(usize::MAX), |text| text.parse())?;
    let mut out = std::io::BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let mut templates = Vec::new();
    let mut written = 0;
    out.write_all(b"[\n")?;
    for line in BufReader::new(source::open(sample.as_ref())?).lines() {
        let line = line?;
        let line = line.trim_end_matches(',');
        if line.len() < 3 || line.len() > largest {
            continue;
        }
        out.write_all(line.as_bytes())?;
        out.write_all(b",\n")?;
        written += 1;
        let cut = |from: usize, mark: &str| line[from..].find(mark).map(|at| from + at + mark.len());
        let Some(id) = cut(0, "\"id\":\"Q") else { continue };
        let id_end = id + line[id..].find('"').unwrap_or(0);
        let Some(name) = cut(id_end, "\"en\":{\"language\":\"en\",\"value\":\"") else { continue };
        let name_end = name + line[name..].find(['"', '\\']).unwrap_or(0);
        templates.push(Template {
            before: line.as_bytes()[..id].to_vec(),
            between: line.as_bytes()[id_end..name].to_vec(),
            name: line.as_bytes()[name..name_end].to_vec(),
            after: line.as_bytes()[name_end..].to_vec(),
        });
    }
    let mut number: u64 = 0;
    while written < count {
        for template in &templates {
            // Numbers in no order, as in a dump that was changed for years; names of two words that repeat.
            let id = 200_000_000 + number * 7_919 % 1_000_000_007;
            out.write_all(&template.before)?;
            write!(out, "{id}")?;
            out.write_all(&template.between)?;
            out.write_all(&template.name)?;
            write!(out, " {}", number * 31 % 65_521)?;
            out.write_all(&template.after)?;
            out.write_all(b",\n")?;
            number += 1;
            written += 1;
            if written >= count {
                break;
            }
        }
    }
    out.write_all(b"]\n")?;
    out.flush()?;
    Ok(())
}
