//! Where results go: standard output, or a file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Context;

/// Gives `write` a place to write to. A file is written beside its place and renamed when all went well.
pub fn output(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let Some(path) = path else {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&mut out)?;
        return out.flush().map_err(Into::into);
    };
    let name = path.file_name().with_context(|| format!("{}: is no name of a file", path.display()))?;
    let part = path.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
    let written = (|| {
        let mut out = BufWriter::new(File::create(&part)?);
        write(&mut out)?;
        out.flush()?;
        fs::rename(&part, path)?;
        anyhow::Ok(())
    })();
    written.map_err(|error| {
        drop(fs::remove_file(&part));
        // What went wrong with this file gets its name; other errors have names of their own.
        if error.is::<io::Error>() { error.context(path.display().to_string()) } else { error }
    })
}
