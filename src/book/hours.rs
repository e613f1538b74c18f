//! Time given, as people write it: `1.5`, `2小时`, `90分钟`, `半天`. Kept in minutes, shown in hours.

use super::dates::fold;

/// A day of work has eight hours, half of it four.
const DAY: i64 = 480;
/// Most that one entry may say: a hundred days.
pub const MOST: i64 = 100 * DAY;

/// Minutes of what somebody wrote: a bare number is hours.
pub fn parse(text: &str) -> Option<i64> {
    let text: String = fold(text).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_start_matches(['约', '共']);
    if let "半天" | "半日" | "上午" | "下午" | "halfaday" | "halfday" = text {
        return Some(DAY / 2);
    }
    if matches!(text, "全天" | "整天" | "allday") {
        return Some(DAY);
    }
    let (mut minutes, mut rest) = (0.0, text);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '半')).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        let n = if digits == "半" { 0.5 } else { digits.parse::<f64>().ok()? };
        let end = after.find(|c: char| c.is_ascii_digit() || c == '半').unwrap_or(after.len());
        let (unit, more) = after.split_at(end);
        let each = match unit {
            "" | "小时" | "个小时" | "时" | "h" | "hr" | "hrs" | "hour" | "hours" | "个" => 60.0,
            "分钟" | "分" | "m" | "min" | "mins" | "minutes" => 1.0,
            "天" | "日" | "d" | "day" | "days" => DAY as f64,
            _ => return None,
        };
        minutes += n * each;
        // 两 个 半 小时: what stands behind a half is the same unit
        rest = match more.strip_prefix('半') {
            Some(behind) => {
                minutes += each / 2.0;
                behind.trim_start_matches("小时").trim_start_matches('天')
            }
            None => more,
        };
    }
    let minutes = minutes.round();
    (minutes >= 1.0 && minutes <= MOST as f64 && !text.is_empty()).then_some(minutes as i64)
}

/// Minutes as hours, without a nought at the end: 1.5.
pub fn show(minutes: i64) -> String {
    let text = format!("{:.2}", minutes as f64 / 60.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_as_people_write_it() {
        for (text, want) in [
            ("1.5", Some(90)),
            ("２", Some(120)),
            ("2小时", Some(120)),
            ("1小时30分", Some(90)),
            ("1 h 30 min", Some(90)),
            ("90分钟", Some(90)),
            ("半天", Some(240)),
            ("半小时", Some(30)),
            ("2个半小时", Some(150)),
            ("一天", None),
            ("1天", Some(480)),
            ("0", None),
            ("-1", None),
            ("", None),
            ("1.2.3", None),
            ("9e9", None),
            ("1000天", None),
        ] {
            assert_eq!(parse(text), want, "{text}");
        }
        for (minutes, want) in [(90, "1.5"), (120, "2"), (20, "0.33"), (600, "10")] {
            assert_eq!(show(minutes), want);
            if minutes % 30 == 0 {
                assert_eq!(parse(want), Some(minutes));
            }
        }
    }
}
