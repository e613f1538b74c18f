//! Where a key is pressed.
use crate::book::Kind;
use crate::text::T;

macro_rules! contexts {
    ($( $variant:ident $name:literal $zh:literal $en:literal; )*) => {
        /// A place with bindings of its own. Several are active at once, see [`Context::stack`].
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
        pub enum Context {
            $( #[doc = $en] $variant, )*
        }

        impl Context {
            /// All of them, in the order help shows them.
            pub const ALL: &[Self] = &[ $( Self::$variant, )* ];

            /// Its name in keymaps.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )* }
            }

            /// Its name for people.
            pub const fn label(self) -> T {
                match self { $( Self::$variant => T { zh: $zh, en: $en }, )* }
            }
        }
    };
}

contexts! {
    Global "global" "随处，打字时也行" "anywhere, also while typing";
    Command "command" "随处，不在打字时" "anywhere, not typing";
    Browse "browse" "名单、卡片、树" "lists, cards, trees";
    List "list" "名单" "lists";
    Card "card" "卡片" "cards";
    Tree "tree" "树" "trees";
    Person "person" "人员、单位" "person, organisation";
    Meeting "meeting" "会议" "meeting";
    Today "today" "今天" "today";
    Network "network" "关系图" "circle";
    Help "help" "帮助" "help";
    Entry "entry" "表单" "forms";
    Form "form" "表单的一项" "a field of a form";
    Note "note" "备注" "a note";
    Pick "pick" "挑选" "choosing a value";
    Phrases "phrases" "常用语" "phrases";
    Finder "finder" "查找" "the finder";
    Capture "capture" "快记" "the quick note";
    SignIn "sign-in" "签到" "signing in";
    Palette "palette" "命令" "the palette";
    Menu "menu" "动作单" "a menu";
    Panel "panel" "名单的小单" "a panel of a list";
    Confirm "confirm" "问一句" "a question";
}

use Context::{
    Browse, Capture, Card, Command, Confirm, Entry, Finder, Form, Global, Help, List, Meeting, Menu, Network,
    Note, Palette, Panel, Person, Phrases, Pick, SignIn, Today, Tree,
};

/// Every set of contexts that is active together, innermost first. A keymap is checked over these.
pub const STACKS: &[&[Context]] = &[
    &[List, Browse, Command, Global],
    &[Person, List, Browse, Command, Global],
    &[Meeting, List, Browse, Command, Global],
    &[Card, Browse, Command, Global],
    &[Person, Card, Browse, Command, Global],
    &[Meeting, Card, Browse, Command, Global],
    &[Tree, Browse, Command, Global],
    &[Person, Tree, Browse, Command, Global],
    &[Today, Browse, Command, Global],
    &[Person, Today, Browse, Command, Global],
    &[Meeting, Today, Browse, Command, Global],
    &[Network, Browse, Command, Global],
    &[Person, Network, Browse, Command, Global],
    &[Help, Browse, Command, Global],
    &[Form, Entry, Global],
    &[Note, Entry, Global],
    &[Pick, Global],
    &[Phrases, Global],
    &[Finder, Global],
    &[Capture, Global],
    &[SignIn, Global],
    &[Palette, Global],
    &[Menu, Global],
    &[Panel, Global],
    &[Confirm, Global],
];

impl Context {
    /// The context of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.name() == name)
    }

    /// The contexts active where this one is innermost.
    pub fn stack(self) -> &'static [Self] {
        STACKS.iter().copied().find(|s| s.first() == Some(&self)).unwrap_or(&[Global])
    }

    /// The same where the thing under the cursor is a person or an organisation.
    pub fn stack_of_person(self) -> &'static [Self] {
        self.stack_of(Kind::Person)
    }

    /// The same where the thing under the cursor is of this kind, which may have keys of its own.
    pub fn stack_of(self, kind: Kind) -> &'static [Self] {
        let own = match kind {
            Kind::Person | Kind::Organisation => Person,
            Kind::Meeting => Meeting,
            _ => return self.stack(),
        };
        let fits = |s: &&[Self]| s.first() == Some(&own) && s.get(1) == Some(&self);
        STACKS.iter().copied().find(fits).unwrap_or_else(|| self.stack())
    }

    /// Whether characters are text here, so that none can be bound. What is anywhere is here too.
    pub const fn typing(self) -> bool {
        matches!(self, Global | Entry | Form | Note | Pick | Finder | Capture | SignIn | Palette)
    }
}
