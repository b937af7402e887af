//! A JSON value as columns, which pack better than the value as it is written.
//!
//! Values at the same place of the tree stand together: all names of all actors, then all their kinds, and so on. Three
//! streams hold them: what each value is, numbers (integers as differences to the one before, so that spans become small),
//! and words. Names of fields are written once for each list of objects, lengths of lists once where they are the same.
//! Any value comes back as it was; nothing here knows the fields of a record.

use serde_json::{Map, Number, Value};

/// What a value is.
mod tag {
    pub(super) const NONE: u8 = 0;
    pub(super) const NULL: u8 = 1;
    pub(super) const FALSE: u8 = 2;
    pub(super) const TRUE: u8 = 3;
    pub(super) const INTEGER: u8 = 4;
    /// Of single precision, in as few digits as tell it.
    pub(super) const SINGLE: u8 = 5;
    /// Any other number, as JSON writes it.
    pub(super) const NUMBER: u8 = 6;
    pub(super) const STRING: u8 = 7;
    pub(super) const LIST: u8 = 8;
    pub(super) const OBJECT: u8 = 9;
    /// Set in the only tag of a column whose values are all of a kind.
    pub(super) const ALL: u8 = 16;
}

/// Lists within lists, at most; deeper values are not written by us.
const DEPTH: usize = 32;
/// Values in one column, at most: what claims more is damaged. The longest text that is read has far fewer.
const VALUES: usize = 1 << 24;
/// Ends a word; written as `ESCAPE 1` inside one.
const END: u8 = 0;
/// Written as `ESCAPE 2` inside a word.
const ESCAPE: u8 = 1;

/// The three streams, one after the other, the first two with their lengths before them.
pub(super) fn write(value: &Value) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.column(&[Some(value)]);
    let mut out = Vec::new();
    for stream in [&writer.tags, &writer.numbers] {
        number(&mut out, stream.len() as u64);
    }
    out.extend(writer.words);
    out.extend(writer.numbers);
    out.extend(writer.tags);
    out
}

#[derive(Default)]
struct Writer {
    tags: Vec<u8>,
    numbers: Vec<u8>,
    words: Vec<u8>,
}

/// LEB128.
fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn tag_of(value: Option<&Value>) -> u8 {
    match value {
        None => tag::NONE,
        Some(Value::Null) => tag::NULL,
        Some(Value::Bool(false)) => tag::FALSE,
        Some(Value::Bool(true)) => tag::TRUE,
        Some(Value::Number(n)) if n.as_i64().is_some() => tag::INTEGER,
        Some(Value::Number(n)) if single(n).is_some() => tag::SINGLE,
        Some(Value::Number(_)) => tag::NUMBER,
        Some(Value::String(_)) => tag::STRING,
        Some(Value::Array(_)) => tag::LIST,
        Some(Value::Object(_)) => tag::OBJECT,
    }
}

/// The number in single precision, if that is what it is.
fn single(n: &Number) -> Option<f32> {
    let wide = n.as_f64().filter(|_| n.is_f64())?;
    let narrow = wide as f32;
    (f64::from(narrow).to_bits() == wide.to_bits()).then_some(narrow)
}

impl Writer {
    fn column(&mut self, values: &[Option<&Value>]) {
        let Some((first, rest)) = values.split_first() else { return };
        let first = tag_of(*first);
        if rest.iter().all(|v| tag_of(*v) == first) {
            self.tags.push(first | tag::ALL);
        } else {
            self.tags.extend(values.iter().map(|v| tag_of(*v)));
        }
        let (mut lists, mut objects, mut last) = (Vec::new(), Vec::new(), 0i64);
        for value in values.iter().flatten() {
            match value {
                Value::Null | Value::Bool(_) => {}
                Value::Number(n) => match n.as_i64() {
                    Some(n) => {
                        let step = n.wrapping_sub(last);
                        // Zigzag: small steps of either sign are small numbers.
                        number(&mut self.numbers, ((step << 1) ^ (step >> 63)) as u64);
                        last = n;
                    }
                    None => match single(n) {
                        Some(n) => self.word(&n.to_string()),
                        None => self.word(&n.to_string()),
                    },
                },
                Value::String(s) => self.word(s),
                Value::Array(list) => lists.push(list),
                Value::Object(object) => objects.push(object),
            }
        }
        self.lists(&lists);
        self.objects(&objects);
    }

    fn word(&mut self, word: &str) {
        for byte in word.bytes() {
            match byte {
                END => self.words.extend([ESCAPE, 1]),
                ESCAPE => self.words.extend([ESCAPE, 2]),
                _ => self.words.push(byte),
            }
        }
        self.words.push(END);
    }

    fn lists(&mut self, lists: &[&Vec<Value>]) {
        let Some((first, rest)) = lists.split_first() else { return };
        if rest.iter().all(|l| l.len() == first.len()) {
            number(&mut self.numbers, first.len() as u64 + 1);
        } else {
            self.numbers.push(0);
            lists.iter().for_each(|l| number(&mut self.numbers, l.len() as u64));
        }
        let elements: Vec<Option<&Value>> = lists.iter().flat_map(|l| l.iter().map(Some)).collect();
        self.column(&elements);
    }

    fn objects(&mut self, objects: &[&Map<String, Value>]) {
        if objects.is_empty() {
            return;
        }
        let mut names: Vec<&String> = objects.iter().flat_map(|o| o.keys()).collect();
        names.sort_unstable();
        names.dedup();
        number(&mut self.numbers, names.len() as u64);
        for name in names {
            self.word(name);
            let column: Vec<Option<&Value>> = objects.iter().map(|o| o.get(name)).collect();
            self.column(&column);
        }
    }
}

/// The value that [`write`] was given.
pub(super) fn read(bytes: &[u8]) -> Result<Value, String> {
    let mut rest = bytes;
    let (tags, numbers) = (take(&mut rest)? as usize, take(&mut rest)? as usize);
    let words = rest.len().checked_sub(tags).and_then(|n| n.checked_sub(numbers)).ok_or(SHORT)?;
    let (words, rest) = rest.split_at(words);
    let (numbers, tags) = rest.split_at(numbers);
    let mut reader = Reader { tags, numbers, words, left: VALUES };
    reader.column(1, 0)?.pop().flatten().ok_or_else(|| SHORT.to_owned())
}

const SHORT: &str = "it breaks off";

fn take(bytes: &mut &[u8]) -> Result<u64, String> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or(SHORT)?;
        *bytes = rest;
        value |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err("a number is too long".to_owned())
}

struct Reader<'a> {
    tags: &'a [u8],
    numbers: &'a [u8],
    words: &'a [u8],
    /// Values that may still come.
    left: usize,
}

impl Reader<'_> {
    fn column(&mut self, count: usize, depth: usize) -> Result<Vec<Option<Value>>, String> {
        if count == 0 {
            return Ok(Vec::new());
        }
        self.left = self.left.checked_sub(count).ok_or("it has too many values")?;
        let first = *self.tags.first().ok_or(SHORT)?;
        let tags = if first & tag::ALL != 0 {
            self.tags = &self.tags[1..];
            vec![first & !tag::ALL; count]
        } else {
            let (tags, rest) = self.tags.split_at_checked(count).ok_or(SHORT)?;
            self.tags = rest;
            tags.to_vec()
        };
        let (mut values, mut last) = (Vec::with_capacity(count), 0i64);
        for tag in &tags {
            values.push(Some(match *tag {
                tag::NONE => {
                    values.push(None);
                    continue;
                }
                tag::NULL | tag::LIST | tag::OBJECT => Value::Null,
                tag::FALSE => Value::Bool(false),
                tag::TRUE => Value::Bool(true),
                tag::INTEGER => {
                    let step = take(&mut self.numbers)?;
                    last = last.wrapping_add((step >> 1) as i64 ^ -((step & 1) as i64));
                    last.into()
                }
                tag::SINGLE => {
                    let number: f32 = self.word()?.parse().map_err(|_| "a number is none")?;
                    f64::from(number).into()
                }
                tag::NUMBER => {
                    let word = self.word()?;
                    let whole = word.parse::<u64>().map(Value::from);
                    whole.or_else(|_| word.parse::<f64>().map(Value::from)).map_err(|e| e.to_string())?
                }
                tag::STRING => Value::String(self.word()?),
                _ => return Err("a value is of no kind".to_owned()),
            }));
        }
        let count = |wanted: u8| tags.iter().filter(|t| **t == wanted).count();
        let lists = self.lists(count(tag::LIST), depth)?;
        let objects = self.objects(count(tag::OBJECT), depth)?;
        let (mut lists, mut objects) = (lists.into_iter(), objects.into_iter());
        for (value, tag) in values.iter_mut().zip(&tags) {
            match *tag {
                tag::LIST => *value = lists.next().map(Value::Array),
                tag::OBJECT => *value = objects.next().map(Value::Object),
                _ => {}
            }
        }
        Ok(values)
    }

    fn word(&mut self) -> Result<String, String> {
        let end = self.words.iter().position(|b| *b == END).ok_or(SHORT)?;
        let (word, rest) = self.words.split_at(end);
        self.words = &rest[1..];
        if !word.contains(&ESCAPE) {
            return String::from_utf8(word.to_vec()).map_err(|e| e.to_string());
        }
        let (mut plain, mut bytes) = (Vec::with_capacity(word.len()), word.iter());
        while let Some(byte) = bytes.next() {
            plain.push(if *byte == ESCAPE { bytes.next().ok_or(SHORT)?.wrapping_sub(1) } else { *byte });
        }
        String::from_utf8(plain).map_err(|e| e.to_string())
    }

    fn lists(&mut self, count: usize, depth: usize) -> Result<Vec<Vec<Value>>, String> {
        if count == 0 {
            return Ok(Vec::new());
        }
        if depth > DEPTH {
            return Err("it is too deep".to_owned());
        }
        let length = take(&mut self.numbers)? as usize;
        let mut lengths = Vec::with_capacity(count);
        let mut all = 0usize;
        for _ in 0..count {
            let length = if length > 0 { length - 1 } else { take(&mut self.numbers)? as usize };
            all = all.checked_add(length).filter(|n| *n <= self.left).ok_or("it has too many values")?;
            lengths.push(length);
        }
        let mut elements = self.column(all, depth + 1)?.into_iter();
        Ok(lengths.into_iter().map(|n| elements.by_ref().take(n).flatten().collect()).collect())
    }

    fn objects(&mut self, count: usize, depth: usize) -> Result<Vec<Map<String, Value>>, String> {
        let mut objects = vec![Map::new(); count];
        if count == 0 {
            return Ok(objects);
        }
        if depth > DEPTH {
            return Err("it is too deep".to_owned());
        }
        for _ in 0..take(&mut self.numbers)? {
            let name = self.word()?;
            for (object, value) in objects.iter_mut().zip(self.column(count, depth + 1)?) {
                if let Some(value) = value {
                    object.insert(name.clone(), value);
                }
            }
        }
        Ok(objects)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f32>().prop_map(|x| json!(x)),
            any::<f64>().prop_map(|x| json!(x)),
            "[a-c\u{0}\u{1}é]{0,4}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map("[a-c]{0,2}", inner, 0..4)
                    .prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_value_comes_back(value in any_value()) {
            prop_assert_eq!(read(&write(&value)), Ok(value));
        }

        #[test]
        fn damage_is_an_error_and_no_panic(
            value in any_value(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()
        ) {
            let mut bytes = write(&value);
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if cut {
                bytes.truncate(at);
            }
            let _ = read(&bytes);
        }
    }

    #[test]
    fn spans_are_small() {
        let spans: Vec<[u32; 2]> = (0..100).map(|i| [i * 50, i * 50 + 20]).collect();
        // A byte for each number and a few for what stands around them.
        assert!(write(&json!({ "spans": spans })).len() < 220);
    }
}
