//! `linli man` and `linli completions`: made from the definition of the command line, so that they cannot lie.

use super::{Cli, Failure};
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::{self, Write};

/// Prints the manual page: the program and each of its commands.
pub fn man() -> Result<u8, Failure> {
    let mut out = Vec::new();
    let command = Cli::command();
    let page = clap_mangen::Man::new(command.clone()).manual("linli").source("linli");
    page.render_title(&mut out)?;
    page.render_name_section(&mut out)?;
    page.render_synopsis_section(&mut out)?;
    page.render_options_section(&mut out)?;
    writeln!(out, ".SH COMMANDS")?;
    commands(&command, "linli", &mut out)?;
    out.extend_from_slice(ENVIRONMENT.as_bytes());
    print(&out)
}

/// Every command in a section of its own: what it does, how it is called.
fn commands(of: &clap::Command, path: &str, out: &mut Vec<u8>) -> io::Result<()> {
    for sub in of.get_subcommands().filter(|s| !s.is_hide_set() && s.get_name() != "help") {
        let path = format!("{path} {}", sub.get_name());
        let mut called = sub.clone().bin_name(&path);
        let usage = called.render_usage().to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        writeln!(out, ".TP\n\\fB{}\\fR\n{}", plain(usage), plain(&about(sub)))?;
        for arg in sub.get_arguments().filter(|a| !a.is_hide_set() && !a.is_global_set()) {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            let name = match arg.get_long() {
                Some(long) => format!("--{long}"),
                None => {
                    arg.get_value_names().and_then(|v| v.first()).map_or(String::new(), ToString::to_string)
                }
            };
            writeln!(out, ".br\n\\fI{}\\fR  {}", plain(&name), plain(&help))?;
        }
        commands(sub, &path, out)?;
    }
    Ok(())
}

fn about(command: &clap::Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

/// Text that roff takes as it is.
fn plain(text: &str) -> String {
    let escaped = text.replace('\\', "\\e").replace('-', "\\-");
    let lines =
        escaped.lines().map(|l| if l.starts_with(['.', '\'']) { format!("\\&{l}") } else { l.to_owned() });
    lines.collect::<Vec<_>>().join(" ")
}

/// Prints what a shell needs to complete the commands.
pub fn completions(shell: Shell) -> Result<u8, Failure> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "linli", &mut out);
    print(&out)
}

fn print(bytes: &[u8]) -> Result<u8, Failure> {
    match io::stdout().write_all(bytes) {
        // whoever reads us has enough: `linli man | head`
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(0),
        other => other.map(|()| 0).map_err(Failure::from),
    }
}

const ENVIRONMENT: &str = "\
.SH ENVIRONMENT
.TP
\\fBLINLI_BOOK\\fR
The folder of a book of one's own, as \\-\\-book.
.TP
\\fBNO_COLOR\\fR
No colours, where it is set to anything.
.SH FILES
.TP
\\fI/etc/linli/hub\\fR
The socket of the office's hub. Where it exists, linli only ever joins that one.
.SH EXIT STATUS
0 done, 1 refused or failed with the reason on standard error, 2 usage.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_in_the_manual_and_every_shell_has_completions() {
        let mut out = Vec::new();
        commands(&Cli::command(), "linli", &mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        for sub in Cli::command().get_subcommands().filter(|s| s.get_name() != "help") {
            assert!(page.contains(&plain(&format!("linli {}", sub.get_name()))), "{}", sub.get_name());
            assert!(!about(sub).is_empty(), "{}", sub.get_name());
        }
        assert!(page.lines().all(|l| !l.starts_with('\'')));
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "linli", &mut out);
            assert!(String::from_utf8(out).unwrap().contains("completions"), "{shell}");
        }
    }
}
