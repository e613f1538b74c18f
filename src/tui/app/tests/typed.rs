//! An input method is on most of the day: what Chinese and pastes do on every screen, where a text is meant and where keys
//! are.
use super::looks::SCREENS;
use super::*;
use crate::text::screen as words;
use crate::text::screen::panels;
use crate::tui::keymap::{Context, Resolved, STACKS, label};

/// More screens: forms, questions, what lies over a list.
const MORE: &[(&str, &str)] = &[
    ("new person", "2n"),
    ("new person, a choice", "2n<Tab><Tab><Tab><Tab><Tab>"),
    ("visit", "2v"),
    ("phrases", "2v<F4>"),
    ("kept lists", "2w"),
    ("to whom a path leads", "2p"),
    ("given to its person to read", "2b"),
    ("two merged", "06<Enter>"),
    ("capture", ";"),
];

/// What somebody types who forgot that the input method is on: no name of the book, no command.
const TYPED: &str = "颍川";

/// Whether the hub was asked to change anything.
fn writes(asked: &[Request]) -> bool {
    let reads_only = |r: &Request| match r {
        Request::HandOver(h) => h.dry,
        Request::Bulk(b) => b.dry,
        Request::Merge(m) => m.dry,
        Request::Elect(e) => e.dry,
        Request::Save(_)
        | Request::Step(_)
        | Request::Capture { .. }
        | Request::HandStep(_)
        | Request::Undo { .. }
        | Request::Remove { .. }
        | Request::Unmerge(_) => false,
        _ => true,
    };
    !asked.iter().all(reads_only)
}

/// Where what was typed went, on a screen that had these contexts before.
fn went(d: &Desk, contexts: &[Context], said: crate::text::T, typed: &str) -> Result<(), &'static str> {
    let lang = d.app.shared().lang;
    let text = d.text();
    let shown = text.contains(typed);
    let finder = d.lines()[1].trim_start().starts_with(words::FIND.get(lang)) && shown;
    let tells = |t: crate::text::T| text.contains(t.get(lang));
    if contexts.contains(&Context::Command) {
        return if finder && tells(said) { Ok(()) } else { Err("not in the finder, or not said") };
    }
    if contexts.iter().any(|c| c.typing() && *c != Context::Global) {
        let choice = [Context::Form, Context::Note].iter().any(|c| contexts.contains(c));
        return if shown || choice { Ok(()) } else { Err("where is the text?") };
    }
    let told = [panels::HAN_CHOOSES, panels::HAN_ANSWERS, words::PASTE_UNUSED].into_iter().any(tells);
    if finder || shown || told { Ok(()) } else { Err("neither taken nor said") }
}

#[test]
fn chinese_and_pastes_never_run_as_commands_on_any_screen() {
    let paste = "q5v颍川\r1\ry\rn\r";
    let mut wrong = Vec::new();
    for (name, keys) in SCREENS.iter().chain(MORE) {
        let begin = || {
            let mut d = Desk::new(Lang::Zh, (120, 40));
            d.press(keys);
            (d.asked, d.done) = (Vec::new(), Vec::new());
            d
        };
        for way in ["typed", "pasted", "in one piece"] {
            let mut d = begin();
            let contexts = d.app.contexts();
            let (said, typed) = match way {
                "typed" => {
                    d.press(TYPED);
                    (words::HAN_FINDS, TYPED)
                }
                "pasted" => {
                    d.send(Message::Input(Event::Paste(paste.replace('\r', "\n"))));
                    (words::PASTE_FINDS, "q5v颍川")
                }
                _ => {
                    d.send(Message::Input(Event::Burst(paste.into())));
                    (words::PASTE_FINDS, "q5v颍川")
                }
            };
            let quits = d.done.iter().any(|e| matches!(e, AppEffect::Quit));
            let went = if writes(&d.asked) || quits {
                Err("it ran as a command")
            } else {
                went(&d, &contexts, said, typed)
            };
            if let Err(why) = went {
                wrong.push(format!("{name}, {way} in {contexts:?}: {why}\n{}", d.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What an input method makes of a key, where it is not its full-width form.
const TWINS: &[(char, char)] =
    &[('.', '。'), ('[', '【'), (']', '】'), ('/', '、'), ('*', '×'), (' ', '\u{3000}')];

#[test]
fn full_width_and_upper_case_are_the_plain_keys_wherever_keys_are_commands() {
    let keymap = Keymap::standard();
    let action = |stack: &[Context], key| match keymap.resolve(stack, &[], key) {
        Resolved::Action(a) => Some(a),
        Resolved::Pending(_) | Resolved::None => None,
    };
    let key = |c: char| crate::tui::input::Key::char(c);
    let mut wrong = Vec::new();
    for stack in STACKS {
        for c in ' '..='~' {
            let Some(plain) = action(stack, key(c)) else { continue };
            let full = char::from_u32(c as u32 + 0xfee0).filter(|_| c != ' ');
            let twins = TWINS.iter().filter(|t| t.0 == c).map(|t| t.1);
            let upper = Some(c.to_ascii_uppercase());
            for other in full.into_iter().chain(upper).chain(twins) {
                if action(stack, key(other)) != Some(plain) {
                    wrong.push(format!("{} for {} in {:?}", label(key(other)), label(key(c)), stack[0]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn chinese_in_a_menu_narrows_it_or_looks_for_somebody() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.press("2<Down><Tab>关");
    assert!(d.shows("筛选  关") && d.shows("1 关系图") && !d.shows("历史"), "{}", d.text());
    // the first step back takes the narrowing away
    d.press("系");
    assert!(d.shows("筛选  关系"), "{}", d.text());
    d.press("<Esc>");
    assert!(d.shows("历史") && !d.shows("筛选  关"), "{}", d.text());
    d.press("历<Enter>");
    assert!(d.lines()[1].contains("李敏嘉") && d.lines()[1].contains("历史"), "{}", d.text());
    d.press("<Esc><Tab>张晓明");
    assert!(d.shows(" 查找  张晓明") && d.shows("输入法开着"), "{}", d.text());
    // the key behind a line does what it says
    d.press("<Esc>");
    d.press("2<Tab>g");
    assert!(d.shows("关系图   李敏嘉"), "{}", d.text());
}

#[test]
fn what_chooses_by_keys_says_so_to_an_input_method() {
    for (keys, said) in [
        ("2o张", panels::HAN_CHOOSES),
        ("2v<F4>好", panels::HAN_CHOOSES),
        ("2<Delete>好", panels::HAN_CHOOSES),
    ] {
        for lang in [Lang::Zh, Lang::En] {
            let mut d = Desk::new(lang, (120, 40));
            d.press(keys);
            assert!(d.shows(said.get(lang)), "{keys}\n{}", d.text());
        }
    }
}

#[test]
fn ticks_of_a_filter_stay_when_enter_is_done_with_them() {
    use crate::hub::wire::{Filter, Is};
    let last = |d: &Desk| {
        let lists = d.asked.iter().rev();
        let of = |r: &Request| match r {
            Request::List { filter: Filter { tests, .. }, .. } => Some(tests.clone()),
            _ => None,
        };
        lists.filter_map(of).next().unwrap()
    };
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.press("2f4<Space>");
    assert!(d.shows("[x]") && d.lines()[23].contains("Enter 好了"), "{}", d.text());
    d.press("<Enter>");
    let one = last(&d);
    assert!(matches!(&one[..], [t] if matches!(t.any[..], [Is::Code(_)])), "{one:?}");
    // several: a digit ticks as well, and Enter leaves all of them
    d.press("f4<Down><Space>3<Enter>");
    assert_eq!(last(&d)[0].any.len(), 3, "{:?}", last(&d));
    assert!(!d.shows("[x]"), "the panel is closed:\n{}", d.text());
}

#[test]
fn a_list_that_is_longer_than_its_room_says_how_many_more_there_are() {
    for (lang, below, above) in [(Lang::Zh, "下面还有", "上面还有"), (Lang::En, "more below", "more above")]
    {
        for keys in ["0", "2<Tab>", ":", "2c"] {
            let mut d = Desk::new(lang, (40, 12));
            d.press(keys);
            assert!(d.shows(below) && !d.shows(above), "{keys}\n{}", d.text());
            d.press(&"<PgDn>".repeat(20));
            assert!(d.shows(above) && !d.shows(below), "{keys}\n{}", d.text());
        }
    }
}
