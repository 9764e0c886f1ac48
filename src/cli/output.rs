//! Where results go: standard output, or a file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// An open output.
pub struct Output {
    writer: Option<BufWriter<Box<dyn Write>>>,
    /// The file that is being written and the name that it gets in the end.
    file: Option<(PathBuf, PathBuf)>,
}

impl Output {
    /// Opens standard output, or a file.
    pub fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Self { writer: Some(BufWriter::new(Box::new(io::stdout()))), file: None });
        };
        // Into a pipe or a device one writes at once.
        if path.exists() && !path.is_file() {
            let file = File::create(path).with_context(|| path.display().to_string())?;
            return Ok(Self { writer: Some(BufWriter::new(Box::new(file))), file: None });
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = File::create(&part).with_context(|| part.display().to_string())?;
        Ok(Self { writer: Some(BufWriter::new(Box::new(file))), file: Some((part, path.to_owned())) })
    }

    /// Writes what is left and gives the file its name.
    pub fn finish(mut self) -> anyhow::Result<()> {
        if let Some(mut writer) = self.writer.take() {
            writer.flush()?;
        }
        if let Some((part, path)) = self.file.take() {
            fs::rename(&part, &path).with_context(|| path.display().to_string())?;
        }
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.as_mut().map_or(Ok(0), |writer| writer.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some((part, _)) = &self.file {
            let _ = fs::remove_file(part);
        }
    }
}
