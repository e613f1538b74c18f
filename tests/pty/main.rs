//! The built program behind a pseudo-terminal: key budgets, odd terminals, links that cut and drop, and how it ends.
//! Every test waits for a state and never sleeps for one.
#[cfg(test)]
mod bring_in;
#[cfg(test)]
mod cursor;
#[cfg(test)]
mod ends;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod pastes;
#[cfg(test)]
mod service;
#[cfg(test)]
mod term;
#[cfg(test)]
mod terminals;
