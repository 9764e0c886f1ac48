//! The program: see the crate `newsgraph` for the library behind it.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
