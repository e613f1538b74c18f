//! The default keymap, and what users get wrong.
use super::*;

fn standard() -> Keymap {
    let (map, problems) = Keymap::load(DEFAULT, None);
    assert_eq!(problems, []);
    map
}

fn act(map: &Keymap, contexts: &[Context], keys: &str) -> Vec<&'static str> {
    let name = |k| match map.resolve(contexts, &[], k) {
        Resolved::Action(a) => a.name(),
        Resolved::Pending(_) => "...",
        Resolved::None => "-",
    };
    press(keys).into_iter().map(name).collect()
}

#[test]
fn keys_mean_what_the_design_says() {
    let map = standard();
    let (list, form) = (Context::List.stack(), Context::Form.stack());
    for (contexts, keys, names) in [
        (list, "/、／÷<Ctrl-F><F3>", vec!["find"; 6]),
        (list, "?？<F1>", vec!["help"; 3]),
        (list, ";；iI", vec!["capture"; 4]),
        (list, ":：", vec!["palette"; 2]),
        (list, "jJｊ<Down>", vec!["down"; 4]),
        (list, "[【「", vec!["card-back"; 3]),
        (list, "]】」", vec!["card-forward"; 3]),
        (list, "12０", vec!["go-today", "go-people", "go-more"]),
        (list, "<Esc><Ctrl-C>q", vec!["back", "back", "quit"]),
        (
            list,
            "nevrfo=<Tab>",
            vec!["new", "edit", "visit", "tie", "filter", "order", "other-view", "actions"],
        ),
        (list, "ghp张<Ctrl-D>", vec!["-"; 5]),
        (Context::Card.stack_of_person(), "ghpf", vec!["circle", "history", "path", "-"]),
        (Context::List.stack_of_person(), "ghpf", vec!["circle", "history", "path", "filter"]),
        (Context::Today.stack(), "<Ctrl-D>", vec!["resume-draft"]),
        (form, "j/张1；", vec!["-"; 5]),
        (
            form,
            "<Enter><Tab><Shift-Tab><Up><Down>",
            vec!["accept", "next-field", "previous-field", "up", "down"],
        ),
        (form, "<Ctrl-S><Ctrl-N><F2><Ctrl-O><Ctrl-U>", vec!["save", "save-next", "pick", "pick", "clear"]),
        (form, "<Ctrl-F><F1><Esc>", vec!["find", "help", "back"]),
        (Context::Note.stack(), "<Enter><Up><Tab>", vec!["new-line", "-", "next-field"]),
        (Context::Finder.stack(), "z<Enter><Down><Ctrl-N>", vec!["-", "open", "down", "create"]),
        (Context::Capture.stack(), "<Enter><Delete>", vec!["accept", "drop-one"]),
        (Context::Menu.stack(), "3<Enter><Esc>", vec!["choose-3", "accept", "back"]),
        (Context::Confirm.stack(), "yYn<Enter>", vec!["yes", "yes", "back", "yes"]),
    ] {
        assert_eq!(act(&map, contexts, keys), names, "{contexts:?} {keys}");
    }
}

#[test]
fn every_context_and_action_is_used() {
    let map = standard();
    for c in Context::ALL {
        assert!(STACKS.iter().any(|s| s.contains(c)), "{c:?} is never active");
        assert_eq!(Context::from_name(c.name()), Some(*c));
    }
    for a in Action::ALL {
        let bound = map.bindings.iter().any(|b| b.action == *a);
        assert!(bound || a.reach() != crate::tui::action::Reach::Keys, "{} can never be done", a.name());
    }
}

#[test]
fn what_is_wrong_is_told_with_line_and_nearest_word() {
    for (text, line, said) in [
        (
            "[list]\nbindings = [\n { on = [\"x\"], run = \"dwon\" },\n]",
            3,
            "no such action: dwon, did you mean down?",
        ),
        ("[lsit]\nbindings = []", 1, "no such context: lsit, did you mean list?"),
        ("[list]\nbinding = []", 2, "did you mean bindings?"),
        ("[list]\nbindings = [{ onn = [\"x\"], run = \"down\" }]", 2, "did you mean on?"),
        (
            "[list]\nbindings = [{ on = [\"Entr\"], run = \"down\" }]",
            2,
            "no such key: Entr, did you mean Enter?",
        ),
        ("[list]\nbindings = [{ on = [\"Ctrl-i\"], run = \"down\" }]", 2, "Ctrl-I is Tab"),
        ("[list]\nbindings = [{ on = [\"Ctrl-Space\"], run = \"down\" }]", 2, "switches input methods"),
        ("[list]\nbindings = [{ on = [\"Shift-Up\"], run = \"up\" }]", 2, "with Shift"),
        ("[form]\nbindings = [{ on = [\"x\"], run = \"pick\" }]", 2, "x is text here"),
        (
            "[list]\nbindings = [{ on = [\"q\"], run = \"order\" }]",
            2,
            "q would shadow quit (anywhere, not typing)",
        ),
        ("[list]\nbindings = [{ on = [\"/\"], run = \"filter\" }]", 2, "would shadow find"),
        ("[list]\nbindings = [{ on = [\"Ctrl-S\"], run = \"order\" }]", 2, "would shadow save"),
        ("[command]\nbindings = [{ on = [\"f\"], run = \"find\" }]", 2, "f would shadow filter (lists)"),
        (
            "[list]\nbindings = [{ on = [\"j j\"], run = \"last\" }]",
            2,
            "j j and j (down, lists, cards, trees): one begins",
        ),
        (
            "[list]\nbindings = [{ on = [\"x\"], run = \"filter\" }, { on = [\"X\"], run = \"order\" }]",
            2,
            "already bound",
        ),
        (
            "[list]\nbindings = [{ on = [\"ｘ\"], run = \"filter\" }, { on = [\"x\"], run = \"order\" }]",
            2,
            "already bound",
        ),
        (
            "[browse]\nbindings = [{ on = [\"Up\"], run = \"none\" }]",
            1,
            "up (lists, cards, trees) has letters only",
        ),
        ("[list]\nbindings = [{ on = [\"\"], run = \"filter\" }]", 2, "no key given"),
        ("[list]\nbindings = 3", 2, "must have the shape"),
        ("[list\nbindings = []", 1, "not TOML"),
        ("list = 1", 1, "must have the shape"),
    ] {
        let problems = Keymap::check_file("my.toml", text);
        let hit = problems.iter().find(|p| p.en.contains(said));
        assert!(hit.is_some(), "{text}\nwanted {said}\ngot {problems:#?}");
        assert_eq!(hit.map(|p| (p.file.as_str(), p.line)), Some(("my.toml", line)), "{text}");
    }
}

#[test]
fn a_users_keys_lie_over_the_default_ones_and_the_rest_works() {
    let text = r#"
[list]
bindings = [
  { on = ["f"], run = "order", desc = { zh = "排", en = "sort" } },
  { on = "x", run = "filter" },
  { on = ["o"], run = "none" },
  { on = ["z"], run = "nonsense" },
]
[browse]
bindings = [ { on = ["g g"], run = "first" } ]
"#;
    let (map, problems) = Keymap::load(DEFAULT, Some(("my.toml", text)));
    let list = Context::List.stack();
    assert_eq!(act(&map, list, "fxozj"), ["order", "filter", "-", "-", "down"]);
    // g g would begin with the g of a person's circle: both are told.
    assert_eq!(problems.iter().map(|p| p.line).collect::<Vec<_>>(), [7, 10], "{problems:#?}");
    assert_eq!(map.hints(list, &[Action::Order], Lang::En), [("f".to_owned(), "sort".to_owned())]);
}

#[test]
fn sequences_wait_for_their_end() {
    let text =
        "[today]\nbindings = [{ on = [\"z t\"], run = \"first\" }, { on = [\"z b\"], run = \"last\" }]";
    let (map, problems) = Keymap::load(DEFAULT, Some(("my.toml", text)));
    assert_eq!(problems, []);
    let today = Context::Today.stack();
    let z = Key::char('Z');
    let more = vec![("t".to_owned(), Action::First), ("b".to_owned(), Action::Last)];
    assert_eq!(map.resolve(today, &[], z), Resolved::Pending(more));
    assert_eq!(map.resolve(today, &[z], Key::char('b')), Resolved::Action(Action::Last));
    assert_eq!(map.resolve(today, &[z], Key::char('x')), Resolved::None);
}

#[test]
fn hints_and_the_table_come_from_the_bindings() {
    let map = standard();
    let hints = map.hints(Context::Form.stack(), &[Action::Save, Action::Quit, Action::Pick], Lang::Zh);
    assert_eq!(hints, [("Ctrl-S".to_owned(), "存".to_owned()), ("Ctrl-O".to_owned(), "挑选".to_owned())]);
    assert_eq!(map.key_of(Context::List.stack(), Action::Find).as_deref(), Some("/"));
    let table = map.markdown(Lang::En);
    assert!(table.contains("| anywhere, also while typing | `Ctrl-F` `F3` find · `F1` help"), "{table}");
    let folded = map.markdown(Lang::Zh);
    assert!(folded.contains("`Tab` 下一项"), "{folded}");
}

proptest::proptest! {
    #[test]
    fn nonsense_is_told_never_fatal(text in "(\\[[a-z]{1,8}\\]|bindings|on|run|desc|=|\\{|\\}|\\[|\\]|\"[a-zA-Z\\-]{0,9}\"|,|\n| |.){0,40}") {
        let (map, _) = Keymap::load(DEFAULT, Some(("x", &text)));
        proptest::prop_assert!(map.bindings.len() > 50);
    }
}

#[test]
fn the_vim_keys_keep_the_rules_and_move_as_fingers_expect() {
    assert_eq!(Keymap::check_file("vim.toml", VIM), []);
    let vim = Keymap::named("vim").unwrap();
    let list = Context::List.stack_of_person();
    assert_eq!(
        act(&vim, list, "hjklu<Ctrl-D><Ctrl-U>"),
        ["left", "down", "up", "right", "undo", "page-down", "page-up"]
    );
    for (keys, action) in [("gg", "first"), ("ge", "last"), ("gc", "circle"), ("gh", "history")] {
        let keys = press(keys);
        assert!(matches!(vim.resolve(list, &[], keys[0]), Resolved::Pending(more) if !more.is_empty()));
        assert!(matches!(vim.resolve(list, &keys[..1], keys[1]), Resolved::Action(a) if a.name() == action));
    }
    assert!(Keymap::named("emacs").is_none());
}

#[test]
fn a_key_that_does_nothing_here_is_known_elsewhere() {
    let map = standard();
    let f = press("f")[0];
    assert_eq!(map.elsewhere(f, Lang::Zh), Some(("筛选".to_string(), Context::List)));
    assert_eq!(map.elsewhere(press("z")[0], Lang::Zh), None);
}
