//! `linli man` and `linli completions`, in both languages: made from the definition of the command line, so that they
//! cannot lie.

use super::{Failure, spoken};
use crate::text::{Lang, T, cli as words};
use clap_complete::Shell;
use std::io::{self, Write};

/// Prints the manual page: the program and each of its commands.
pub fn man(lang: Lang) -> Result<u8, Failure> {
    print(page(lang)?.as_bytes())
}

fn page(lang: Lang) -> io::Result<String> {
    let mut out = Vec::new();
    let command = spoken::command(lang);
    let page = clap_mangen::Man::new(command.clone()).manual("linli").source("linli");
    page.render_title(&mut out)?;
    page.render_name_section(&mut out)?;
    page.render_synopsis_section(&mut out)?;
    page.render_options_section(&mut out)?;
    writeln!(out, ".SH {}", words::COMMANDS_SECTION.get(lang))?;
    commands(&command, "linli", lang, &mut out)?;
    out.extend(rest(lang).into_bytes());
    // the headings of clap are English
    let mut text = String::from_utf8_lossy(&out).into_owned();
    for heading in [words::NAME_SECTION, words::SYNOPSIS_SECTION, words::OPTIONS_SECTION] {
        text = text.replace(&format!(".SH {}\n", heading.en), &format!(".SH {}\n", heading.get(lang)));
    }
    Ok(text)
}

/// Every command in a section of its own: what it does, how it is called.
fn commands(of: &clap::Command, path: &str, lang: Lang, out: &mut Vec<u8>) -> io::Result<()> {
    for sub in of.get_subcommands().filter(|s| !s.is_hide_set() && s.get_name() != "help") {
        let path = format!("{path} {}", sub.get_name());
        let mut called = sub.clone().bin_name(&path);
        let usage = called.render_usage().to_string();
        let usage = usage.trim_start_matches(words::USAGE.get(lang)).trim_start_matches("Usage");
        let usage = usage.trim_start_matches(':').trim();
        writeln!(out, ".TP\n\\fB{}\\fR\n{}", plain(usage), plain(&about(sub)))?;
        for arg in
            sub.get_arguments().filter(|a| !a.is_hide_set() && !a.is_global_set() && a.get_id() != "help")
        {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            let name = match arg.get_long() {
                Some(long) => format!("--{long}"),
                None => {
                    arg.get_value_names().and_then(|v| v.first()).map_or(String::new(), ToString::to_string)
                }
            };
            writeln!(out, ".br\n\\fI{}\\fR  {}", plain(&name), plain(&help))?;
        }
        commands(sub, &path, lang, out)?;
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
pub fn completions(shell: Shell, lang: Lang) -> Result<u8, Failure> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut spoken::command(lang), "linli", &mut out);
    print(&out)
}

fn print(bytes: &[u8]) -> Result<u8, Failure> {
    match io::stdout().write_all(bytes) {
        // whoever reads us has enough: `linli man | head`
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(0),
        other => other.map(|()| 0).map_err(Failure::from),
    }
}

/// What is said of the surroundings, below the commands.
fn rest(lang: Lang) -> String {
    let section = |title: T| format!(".SH {}\n", title.get(lang));
    let entry = |name: &str, text: T| format!(".TP\n\\fB{name}\\fR\n{}\n", plain(text.get(lang)));
    [
        section(words::ENVIRONMENT_SECTION),
        entry("LINLI_BOOK", words::ENVIRONMENT_BOOK),
        entry("NO_COLOR", words::ENVIRONMENT_COLOUR),
        section(words::FILES_SECTION),
        entry("/etc/linli/hub", words::FILES_HUB),
        section(words::EXIT_SECTION),
        format!("{}\n", words::EXIT_STATUS.get(lang)),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_in_the_manual_and_every_shell_has_completions() {
        for lang in [Lang::Zh, Lang::En] {
            let page = page(lang).unwrap();
            let command = spoken::command(lang);
            for sub in command.get_subcommands().filter(|s| s.get_name() != "help") {
                assert!(page.contains(&plain(&format!("linli {}", sub.get_name()))), "{}", sub.get_name());
                assert!(page.contains(&plain(&about(sub))), "{}", sub.get_name());
            }
            assert!(page.lines().all(|l| !l.starts_with('\'')));
            for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
                let mut out = Vec::new();
                clap_complete::generate(shell, &mut spoken::command(lang), "linli", &mut out);
                assert!(String::from_utf8(out).unwrap().contains("completions"), "{shell}");
            }
        }
    }

    #[test]
    fn the_manual_is_wholly_in_its_language() {
        let zh = page(Lang::Zh).unwrap();
        for heading in ["名称", "概要", "选项", "命令", "环境变量", "文件", "退出状态"] {
            assert!(zh.contains(&format!(".SH {heading}\n")), "{heading}\n{zh}");
        }
        let plain_english = ["Usage", ".SH NAME", ".SH OPTIONS", "Print help", "The file", "default:"];
        assert!(plain_english.iter().all(|e| !zh.contains(e)), "{zh}");
        let en = page(Lang::En).unwrap();
        let named = |l: &&str| l.chars().any(crate::book::names::is_han);
        let han: Vec<&str> =
            en.lines().filter(named).filter(|l| !l.contains("zxm") && !l.contains("linli 邻里")).collect();
        assert_eq!(han, Vec::<&str>::new());
    }
}
