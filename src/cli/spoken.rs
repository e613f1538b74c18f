//! The command line in the language of whoever reads it. clap makes help, manual page and completions from the definition
//! of the commands, whose words are English; in Chinese each stands beside it in `text::cli`.

use super::Cli;
use crate::text::{Lang, cli as words};
use clap::builder::StyledStr;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory};
use std::ffi::OsString;

/// The language asked for on the command line, else that of the environment: help must be made before it is parsed.
pub fn asked(args: &[OsString]) -> Lang {
    let mut last = "".into();
    // what is no text is no language either: clap answers it
    for arg in args.iter().map(|a| a.to_string_lossy()) {
        let said = if last == "--lang" { Some(&*arg) } else { arg.strip_prefix("--lang=") };
        if let Some(lang) = said.and_then(Lang::parse) {
            return lang;
        }
        last = arg;
    }
    Lang::from_env()
}

/// All commands, in a language.
pub fn command(lang: Lang) -> Command {
    match lang {
        Lang::En => Cli::command(),
        Lang::Zh => {
            let mut command = chinese(Cli::command()).disable_version_flag(true).arg(flag(
                "version",
                'V',
                ArgAction::Version,
                words::VERSION_FLAG.zh,
            ));
            command.build();
            used(helped(command))
        }
    }
}

fn flag(name: &'static str, short: char, action: ArgAction, help: &'static str) -> Arg {
    Arg::new(name).short(short).long(name).action(action).help(help).help_heading(words::OPTIONS.zh)
}

fn told(english: &StyledStr) -> String {
    let english = english.to_string();
    words::chinese(&english).map_or(english, str::to_owned)
}

/// A command and all below it, before clap adds its own.
fn chinese(command: Command) -> Command {
    let about = command.get_about().map(told);
    let command = match about {
        Some(about) => command.about(about),
        None => command,
    };
    command
        .disable_help_flag(true)
        .subcommand_help_heading(words::COMMANDS.zh)
        .subcommand_value_name(words::COMMANDS.zh)
        .help_template(format!("{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}", words::USAGE.zh))
        .mut_args(argument)
        .arg(flag("help", 'h', ArgAction::Help, words::HELP_FLAG.zh))
        .mut_subcommands(chinese)
}

fn argument(arg: Arg) -> Arg {
    let mut help = arg.get_help().map(told).unwrap_or_default();
    let heading = if arg.is_positional() { words::ARGUMENTS } else { words::OPTIONS };
    if !arg.get_action().takes_values() {
        return arg.help(help).help_heading(heading.zh);
    }
    let usual: Vec<_> = arg.get_default_values().iter().map(|v| v.to_string_lossy()).collect();
    if !usual.is_empty() {
        help.push_str(&words::usual(Lang::Zh, &usual.join(" ")));
    }
    arg.help(help).help_heading(heading.zh).hide_default_value(true).hide_possible_values(true)
}

/// The command `help`, which clap has added everywhere.
fn helped(command: Command) -> Command {
    command.mut_subcommands(|sub| {
        if sub.get_name() == "help" { sub.about(words::HELP_COMMAND.zh) } else { helped(sub) }
    })
}

/// How each command is called, where clap writes an English word for all its options. After it has built them: only then
/// a command knows its whole name.
fn used(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", words::OPTIONS_OF.zh);
    command.override_usage(usage).mut_subcommands(used)
}

/// What is wrong with a call; `None` where clap says it, and where it is no fault but help.
pub fn wrong(e: &clap::Error, lang: Lang) -> Option<String> {
    if lang == Lang::En {
        return None;
    }
    let said = |kind| e.get(kind).map(ToString::to_string);
    let arg = said(ContextKind::InvalidArg).unwrap_or_default();
    let what = match e.kind() {
        ErrorKind::InvalidSubcommand => words::no_command(lang, &said(ContextKind::InvalidSubcommand)?),
        ErrorKind::UnknownArgument => words::no_argument(lang, &arg),
        ErrorKind::MissingRequiredArgument => words::missing(lang, &arg),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = said(ContextKind::InvalidValue).unwrap_or_default();
            let all = said(ContextKind::ValidValue).map(|all| words::may_be(lang, &all));
            match value.as_str() {
                "" => words::missing(lang, &arg),
                value => words::bad_value(lang, &arg, value) + &all.unwrap_or_default(),
            }
        }
        ErrorKind::InvalidUtf8 => words::NO_TEXT.get(lang).to_owned(),
        ErrorKind::ArgumentConflict => words::not_both(lang, &arg, &said(ContextKind::PriorArg)?),
        _ => return None,
    };
    Some(format!("linli: {what}\n{}", words::SEE_HELP.get(lang)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::cli::HELP;
    use std::collections::BTreeSet;

    /// Every text of a command and of those below it.
    fn texts(command: &Command, out: &mut BTreeSet<String>) {
        out.extend(command.get_about().map(ToString::to_string));
        out.extend(command.get_arguments().filter_map(Arg::get_help).map(ToString::to_string));
        command.get_subcommands().for_each(|s| texts(s, out));
    }

    #[test]
    fn all_that_help_says_is_there_in_both_languages_and_nothing_else() {
        let mut said = BTreeSet::new();
        texts(&Cli::command(), &mut said);
        let known: BTreeSet<String> = HELP.iter().map(|h| h.en.to_owned()).collect();
        assert_eq!(said.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "no Chinese");
        assert_eq!(known.difference(&said).collect::<Vec<_>>(), Vec::<&String>::new(), "said nowhere");
        let han = |s: &str| s.chars().any(crate::book::names::is_han);
        assert!(HELP.iter().all(|h| h.en == "bash, zsh or fish" || han(h.zh)));
    }

    #[test]
    fn help_is_chinese_for_those_who_read_it() {
        let help = |args: &[&str]| {
            let called = ["linli"].iter().chain(args);
            command(Lang::Zh).try_get_matches_from(called).unwrap_err().to_string()
        };
        for args in [&["--help"][..], &["help"], &["import", "--help"], &["help", "import"], &["staff", "-h"]]
        {
            let text = help(args);
            assert!(text.contains("用法: linli") && text.contains("显示用法"), "{args:?}\n{text}");
            for english in ["Usage", "Options", "Arguments", "Commands:", "Print", "[default", "[possible"] {
                assert!(!text.contains(english), "{english} in {args:?}\n{text}");
            }
        }
        assert!(help(&["find", "--help"]).contains("最多多少条，不写是 20"), "{}", help(&["find", "--help"]));
        assert!(help(&["-V"]).starts_with("linli 0."));
    }

    /// The names of commands, options and what stands for a value, and what is said of them.
    fn own(command: &Command, out: &mut Vec<String>) {
        out.push(command.get_name().to_owned());
        for arg in command.get_arguments() {
            out.extend(arg.get_long().map(|l| format!("--{l}")));
            out.extend(arg.get_short().map(|s| format!("-{s}")));
            out.extend(arg.get_value_names().into_iter().flatten().map(ToString::to_string));
            out.extend(arg.get_help().map(ToString::to_string));
        }
        out.extend(command.get_about().map(ToString::to_string));
        command.get_subcommands().for_each(|s| own(s, out));
    }

    /// Every command, as it is called.
    fn calls(command: &Command, before: &[String], out: &mut Vec<Vec<String>>) {
        out.push(before.to_vec());
        for sub in command.get_subcommands().filter(|s| s.get_name() != "help" && !s.is_hide_set()) {
            calls(sub, &[before, &[sub.get_name().to_owned()]].concat(), out);
        }
    }

    #[test]
    fn no_help_in_chinese_has_an_english_word_of_claps() {
        let (mut own_words, mut all) = (Vec::new(), Vec::new());
        own(&command(Lang::Zh), &mut own_words);
        calls(&command(Lang::Zh), &["linli".to_owned()], &mut all);
        // the longest first: a name may be part of a sentence
        own_words.sort_by_key(|w| std::cmp::Reverse(w.len()));
        assert!(all.len() > 30, "{all:?}");
        for mut called in all {
            called.push("--help".into());
            let help = command(Lang::Zh).try_get_matches_from(&called).unwrap_err().to_string();
            let rest = own_words.iter().fold(help.clone(), |rest, word| rest.replace(word.as_str(), ""));
            let letters: String = rest.chars().filter(char::is_ascii_alphabetic).collect();
            assert_eq!(letters, "", "{called:?}\n{help}\n{rest}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_call_is_said_in_chinese() {
        for (args, said) in [
            (&["fnid"][..], "没有 fnid 这个命令"),
            (&["find"], "还要写 <QUERY>"),
            (&["find", "zxm", "--lmit", "3"], "没有 --lmit 这个参数"),
            (&["find", "zxm", "--limit", "x"], "--limit <LIMIT> 不能是 x"),
            (&["completions", "csh"], "<SHELL> 不能是 csh，可以是 bash"),
            (&["--book", "a", "--hub", "b", "find", "zxm"], "不能一起用"),
        ] {
            let called = ["linli"].iter().chain(args);
            let e = command(Lang::Zh).try_get_matches_from(called).unwrap_err();
            let text = wrong(&e, Lang::Zh).unwrap_or_default();
            assert!(text.contains(said), "{args:?}: {text} {:?}", e.kind());
        }
    }

    #[test]
    fn the_language_is_known_before_anything_else() {
        let of = |args: &[&str]| asked(&args.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of(&["linli", "--lang", "en", "--help"]), Lang::En);
        assert_eq!(of(&["linli", "man", "--lang=zh"]), Lang::Zh);
        assert_eq!(of(&["linli", "find", "--lang", "xx", "--lang", "zh"]), Lang::Zh);
    }
}
