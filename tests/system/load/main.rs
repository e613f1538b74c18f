//! The office under load: what tests/system/load.py lets run under many accounts over ssh, and what it checks with.
//!
//! - `load lay`: areas and people, by the administrator; [`plan`] says which.
//! - `load day AREA NUMBER STOP SEED`: a colleague's day until the file STOP is there, written down as it goes.
//! - `load write AREA NUMBER STOP MS`: one visit after the other, so many milliseconds apart.
//! - `load hear AREA NUMBER STOP`: only listens to what others do.
//! - `load foul WAY STOP`: a session that means harm, or has gone mad.
//! - `load dump`: all records as the hub tells them at the end.
//! - `load check BOOK NOTES`: whether the history and what the sessions saw are one story.

mod check;
mod day;
mod foul;
mod link;
mod notes;
mod plan;
mod press;
mod times;

/// What went wrong, for whoever reads the test's output.
type Trouble = Box<dyn std::error::Error>;

fn main() -> Result<(), Trouble> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["lay"] => plan::lay(),
        ["dump"] => plan::dump(),
        ["day", area, number, stop, seed] => {
            day::live(area.parse()?, number.parse()?, stop.as_ref(), seed.parse()?)
        }
        ["write", area, number, stop, apart] => {
            press::write(area.parse()?, number.parse()?, stop.as_ref(), apart.parse()?)
        }
        ["hear", area, number, stop] => press::hear(area.parse()?, number.parse()?, stop.as_ref()),
        ["foul", way, stop] => foul::live(way, stop.as_ref()),
        ["check", book, notes] => check::check(book.as_ref(), notes.as_ref()),
        _ => {
            Err("usage: load lay | day AREA NUMBER STOP SEED | write AREA NUMBER STOP MS | hear AREA NUMBER STOP | foul WAY STOP | dump | check BOOK NOTES"
                .into())
        }
    }
}
