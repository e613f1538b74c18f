//! The functions that question forms may use, by the names of ODK's XForms specification
//! (<https://getodk.github.io/xforms-spec/#xpath-functions>). What is not here is named when a form is read.

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $least:literal ..= $most:literal;)*) => {
        /// A function.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Function { $($(#[$doc])* $name,)* }

        impl Function {
            /// The function of a name, with how many arguments it takes.
            pub fn named(name: &str) -> Option<(Function, usize, usize)> {
                match name {
                    $($text => Some((Function::$name, $least, $most)),)*
                    _ => None,
                }
            }
        }
    };
}

functions! {
    /// Whether a choice is among those made.
    Selected = "selected", 2..=2;
    /// The choice at a place, from 0.
    SelectedAt = "selected-at", 2..=2;
    /// How many were chosen.
    CountSelected = "count-selected", 1..=1;
    /// The label of a choice of a question.
    ChoiceName = "jr:choice-name", 2..=2;
    /// One or the other.
    If = "if", 3..=3;
    /// The first that is not empty.
    Coalesce = "coalesce", 1..=16;
    /// Only while nothing is there.
    Once = "once", 1..=1;
    /// Not.
    Not = "not", 1..=1;
    /// Yes.
    True = "true", 0..=0;
    /// No.
    False = "false", 0..=0;
    /// As yes or no.
    Boolean = "boolean", 1..=1;
    /// Yes where it says true or 1.
    BooleanFromString = "boolean-from-string", 1..=1;
    /// How many of them hold.
    CheckList = "checklist", 3..=64;
    /// As characters.
    Text = "string", 0..=1;
    /// One behind the other.
    Concat = "concat", 1..=64;
    /// One behind the other with something between.
    Join = "join", 2..=64;
    /// How many characters.
    Length = "string-length", 0..=1;
    /// Characters from one place to another, from 0.
    Substr = "substr", 2..=3;
    /// Whether it is in it.
    Contains = "contains", 2..=2;
    /// Whether it begins so.
    StartsWith = "starts-with", 2..=2;
    /// Whether it ends so.
    EndsWith = "ends-with", 2..=2;
    /// What stands before.
    Before = "substring-before", 2..=2;
    /// What stands behind.
    After = "substring-after", 2..=2;
    /// Characters by others.
    Translate = "translate", 3..=3;
    /// Without spaces at the ends and double ones.
    Normalize = "normalize-space", 0..=1;
    /// Whether the whole of it is of a pattern.
    Regex = "regex", 2..=2;
    /// As a number.
    Number = "number", 0..=1;
    /// Without what is behind the point.
    Int = "int", 1..=1;
    /// To so many places.
    Round = "round", 1..=2;
    /// The whole number below.
    Floor = "floor", 1..=1;
    /// The whole number above.
    Ceiling = "ceiling", 1..=1;
    /// Without its sign.
    Abs = "abs", 1..=1;
    /// To the power of.
    Pow = "pow", 2..=2;
    /// All together.
    Sum = "sum", 1..=64;
    /// The smallest.
    Min = "min", 1..=64;
    /// The largest.
    Max = "max", 1..=64;
    /// How many there are.
    Count = "count", 1..=1;
    /// How many are not empty.
    CountNonEmpty = "count-non-empty", 1..=1;
    /// Which repetition this is, from 1.
    Position = "position", 0..=1;
    /// What was answered in one repetition.
    IndexedRepeat = "indexed-repeat", 3..=3;
    /// Today.
    Today = "today", 0..=0;
    /// This moment.
    Now = "now", 0..=0;
    /// As a day.
    Date = "date", 1..=1;
    /// As a moment.
    DateTime = "date-time", 1..=1;
    /// Days since 1970.
    DecimalDate = "decimal-date-time", 1..=1;
    /// A day written in another way.
    FormatDate = "format-date", 2..=2;
    /// A moment written in another way.
    FormatDateTime = "format-date-time", 2..=2;
}
