//! Rights over the real wire: every request, asked in every role, about what is inside and outside one's areas. What is
//! looked for is what leaks: names, numbers, ids and counts of what somebody must not know, in any answer or news.

#[cfg(test)]
mod changes;
#[cfg(test)]
mod counts;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod doors;
#[cfg(test)]
mod elections;
#[cfg(test)]
mod finder;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod office;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod referral;
#[cfg(test)]
mod studies;
