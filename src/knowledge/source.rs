//! A stream of bytes from a file or standard input, unpacked as its first bytes tell.
//!
//! gzip, bzip2 and Zstandard, each also of several members one after another (`pigz`, `lbzip2`, `pzstd`); anything
//! else is given as it is.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use crate::{Error, Result};

const BUFFER: usize = 1 << 18;

/// An open stream; reading gives the unpacked bytes.
pub struct Source {
    reader: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
    length: Option<u64>,
}

/// Opens a file, or standard input where the path is `-`.
///
/// # Errors
/// [`Error::File`] where it cannot be opened or read.
pub fn open(path: &Path) -> Result<Source> {
    let (input, length): (Box<dyn Read + Send>, _) = if path.as_os_str() == "-" {
        (Box::new(io::stdin()), None)
    } else {
        let file = File::open(path).map_err(Error::file(path))?;
        let length = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|known| known.len());
        (Box::new(file), length)
    };
    Source::new(input, length).map_err(Error::file(path))
}

impl Source {
    /// Unpacks a stream whose packed length may be known.
    ///
    /// # Errors
    /// What reading its beginning gives.
    pub fn new(input: impl Read + Send + 'static, length: Option<u64>) -> io::Result<Self> {
        let taken = Arc::new(AtomicU64::new(0));
        let mut input = BufReader::with_capacity(BUFFER, Counted { input, taken: Arc::clone(&taken) });
        let reader: Box<dyn Read + Send> = match magic(&mut input)? {
            [0x1f, 0x8b, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(input)),
            [b'B', b'Z', b'h', b'1'..=b'9'] => Box::new(bzip2::bufread::MultiBzDecoder::new(input)),
            found if is_zstandard(found) => Box::new(Zstandard { input: Some(input), frame: None }),
            _ => Box::new(input),
        };
        Ok(Self { reader, taken, length })
    }

    /// How many packed bytes were taken, readable while another thread reads on.
    pub fn taken(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.taken)
    }

    /// How many packed bytes there are, where that is known.
    pub fn length(&self) -> Option<u64> {
        self.length
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer)
    }
}

struct Counted<R> {
    input: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// The first four bytes, zeros where there are fewer; they are not taken.
fn magic(input: &mut impl BufRead) -> io::Result<[u8; 4]> {
    let mut found = [0; 4];
    let start = input.fill_buf()?;
    for (to, from) in found.iter_mut().zip(start) {
        *to = *from;
    }
    Ok(found)
}

fn is_zstandard(magic: [u8; 4]) -> bool {
    magic == [0x28, 0xb5, 0x2f, 0xfd] || is_skippable(magic)
}

/// A frame without data, as `pzstd` writes it before each part.
fn is_skippable(magic: [u8; 4]) -> bool {
    u32::from_le_bytes(magic) & 0xffff_fff0 == 0x184d_2a50
}

/// Zstandard frames one after another; the decoder itself ends after one.
struct Zstandard<R: Read> {
    /// Between frames; None within one.
    input: Option<BufReader<R>>,
    frame: Option<StreamingDecoder<BufReader<R>, FrameDecoder>>,
}

impl<R: Read> Read for Zstandard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let count = frame.read(buffer)?;
                if count > 0 || buffer.is_empty() {
                    return Ok(count);
                }
                self.input = self.frame.take().map(StreamingDecoder::into_inner);
            }
            let Some(mut input) = self.input.take() else { return Ok(0) };
            let found = magic(&mut input)?;
            if is_skippable(found) {
                let mut head = [0; 8];
                input.read_exact(&mut head)?;
                let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
                io::copy(&mut (&mut input).take(length.into()), &mut io::sink())?;
                self.input = Some(input);
            } else if is_zstandard(found) {
                self.frame = Some(StreamingDecoder::new(input).map_err(io::Error::other)?);
            } else if input.fill_buf()?.is_empty() {
                return Ok(0);
            } else {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "bytes behind the Zstandard data"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn unpacked(bytes: &[u8]) -> String {
        let mut text = String::new();
        let mut source = Source::new(io::Cursor::new(bytes.to_vec()), None).expect("opens");
        source.read_to_string(&mut text).expect("reads");
        assert_eq!(source.taken().load(Ordering::Relaxed), bytes.len() as u64);
        text
    }

    #[test]
    fn packed_streams_of_several_members() {
        let gzip = |text: &str| {
            let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            out.write_all(text.as_bytes()).and_then(|()| out.finish()).expect("packs")
        };
        let bzip2 = |text: &str| {
            let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
            out.write_all(text.as_bytes()).and_then(|()| out.finish()).expect("packs")
        };
        let zstd = |text: &str| {
            ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
        };
        assert_eq!(unpacked(b"plain"), "plain");
        assert_eq!(unpacked(b""), "");
        assert_eq!(unpacked(&[gzip("one "), gzip("two")].concat()), "one two");
        assert_eq!(unpacked(&[bzip2("one "), bzip2("two")].concat()), "one two");
        let skippable = [0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9];
        assert_eq!(unpacked(&[&skippable[..], &zstd("one "), &zstd("two")].concat()), "one two");
    }
}
