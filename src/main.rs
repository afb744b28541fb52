//! The door: reads the command line and does as it says.

fn main() -> std::process::ExitCode {
    bangtin::cli::main()
}
