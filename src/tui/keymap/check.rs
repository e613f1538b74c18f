//! What must hold between the bindings of a keymap.
use super::context::{Context, STACKS};
use super::{Binding, key};
use crate::tui::action::Reach;
use crate::tui::input::Code;

/// Why a binding cannot stand beside the others.
pub(super) struct Clash {
    pub zh: String,
    pub en: String,
}

/// What in `others` stands in the way of `new`, in any set of contexts active together.
pub(super) fn clash<'a>(others: impl Iterator<Item = &'a Binding>, new: &Binding) -> Option<Clash> {
    for other in others {
        let begins = other.keys.starts_with(&new.keys) || new.keys.starts_with(&other.keys);
        if !begins || !together(other.context, new.context) {
            continue;
        }
        let (a, b) = (key::labels(&new.keys), key::labels(&other.keys));
        let (zh_at, en_at) = (other.context.label().zh, other.context.label().en);
        let name = other.action.name();
        if other.keys == new.keys {
            if other.context == new.context {
                return Some(Clash {
                    zh: format!("{a} 已经是 {name}"),
                    en: format!("{a} is already bound to {name}"),
                });
            }
            if other.action != new.action {
                return Some(Clash {
                    zh: format!("{a} 遮住了「{zh_at}」的 {name}"),
                    en: format!("{a} would shadow {name} ({en_at})"),
                });
            }
        } else {
            return Some(Clash {
                zh: format!("{a} 和「{zh_at}」的 {b} ({name}) 一个是另一个的开头"),
                en: format!("{a} and {b} ({name}, {en_at}): one begins the other"),
            });
        }
    }
    None
}

fn together(a: Context, b: Context) -> bool {
    STACKS.iter().any(|s| s.contains(&a) && s.contains(&b))
}

/// The bindings whose action can, where they stand, only be had by a letter.
pub(super) fn letters_only(all: &[Binding]) -> Vec<&Binding> {
    let needs_letter =
        |b: &Binding| b.keys.iter().any(|k| matches!(k.code, Code::Char('a'..='z')) && !k.ctrl);
    let mut found: Vec<&Binding> = Vec::new();
    for stack in STACKS {
        let here = || all.iter().filter(|b| stack.contains(&b.context));
        for b in here().filter(|b| b.action.reach() == Reach::Keys && needs_letter(b)) {
            let other_way = here().any(|o| o.action == b.action && !needs_letter(o));
            if !other_way && !found.iter().any(|f| f.action == b.action && f.context == b.context) {
                found.push(b);
            }
        }
    }
    found
}
