//! Word documents (.docx) as offices write them: A4, 仿宋 in three, headings in 黑体 and 楷体, page numbers at the foot
//! (GB/T 9704-2012). What is put in is text only, so nothing in it can become a field, a link or a macro.
//!
//! ```
//! use linli::exchange::docx::{Align, Document, Table};
//!
//! let mut doc = Document::new("2026年上半年工作情况通报");
//! doc.heading(1, "一、联系走访");
//! doc.paragraph("上半年共走访 1260 次。");
//! doc.table(Table::new(&[3, 2, 2]).head(["社区", "走访", "联系"]).row(["恒达社区", "120", "86"]).align(&[Align::Left, Align::Right, Align::Right]));
//! doc.line(Align::Right, "颍川街道办事处");
//! let bytes = doc.bytes()?;
//! # assert!(bytes.starts_with(b"PK"));
//! # Ok::<(), std::io::Error>(())
//! ```

use super::xml;
use std::fmt::Write as _;
use std::io;

/// Where a line or a column of a table stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Middle,
    /// At the right.
    Right,
}

impl Align {
    fn word(self) -> &'static str {
        match self {
            Align::Left => "left",
            Align::Middle => "center",
            Align::Right => "right",
        }
    }
}

/// Twentieths of a point in a millimetre.
const MM: f64 = 1440.0 / 25.4;
/// The text's width on a page standing upright, and on one lying down.
const UPRIGHT: u32 = (156.0 * MM) as u32;
const LYING: u32 = (225.0 * MM) as u32;

/// A document, put together from top to bottom.
#[derive(Clone, Debug)]
pub struct Document {
    title: String,
    body: String,
    lying: bool,
}

impl Document {
    /// Begins with the title in the middle of the first line.
    pub fn new(title: &str) -> Document {
        let mut doc = Document { title: title.to_string(), body: String::new(), lying: false };
        doc.styled("Title", None, title);
        doc
    }

    /// Its pages lie down: for wide tables.
    pub fn lying(mut self) -> Document {
        self.lying = true;
        self
    }

    /// A heading of level 1 (一、), 2 ((一)) or 3.
    pub fn heading(&mut self, level: u8, text: &str) -> &mut Document {
        let style = match level {
            0 | 1 => "Heading1",
            2 => "Heading2",
            _ => "Heading3",
        };
        self.styled(style, None, text);
        self
    }

    /// A paragraph of running text, its first line moved in by two characters; each line of the text is one.
    pub fn paragraph(&mut self, text: &str) -> &mut Document {
        for line in text.lines() {
            self.styled("BodyText", None, line);
        }
        self
    }

    /// A line by itself that is not moved in: whom it is for, who signs, the day.
    pub fn line(&mut self, align: Align, text: &str) -> &mut Document {
        self.styled("Normal", Some(align), text);
        self
    }

    /// An empty line.
    pub fn space(&mut self) -> &mut Document {
        self.line(Align::Left, "")
    }

    /// What follows begins on a new page.
    pub fn page(&mut self) -> &mut Document {
        self.body.push_str(r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#);
        self
    }

    /// A table over the whole width. One without any column or row is left out: to Word it would be damage.
    pub fn table(&mut self, table: Table) -> &mut Document {
        if table.widths.is_empty() || (table.head.is_empty() && table.rows.is_empty()) {
            return self;
        }
        table.write(&mut self.body, if self.lying { LYING } else { UPRIGHT });
        // two tables with nothing between them would run into one
        self.body.push_str(r#"<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>"#);
        self
    }

    fn styled(&mut self, style: &str, align: Option<Align>, text: &str) {
        paragraph(&mut self.body, style, align, text);
    }

    /// The file.
    ///
    /// # Errors
    /// When it cannot be packed: it is larger than a zip may be.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let document = format!("{HEAD}{}{}</w:body></w:document>", self.body, section(self.lying));
        let core = core(&self.title);
        xml::packed([
            ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
            ("_rels/.rels", RELS.as_bytes()),
            ("docProps/core.xml", core.as_bytes()),
            ("word/document.xml", document.as_bytes()),
            ("word/_rels/document.xml.rels", DOCUMENT_RELS.as_bytes()),
            ("word/styles.xml", STYLES.as_bytes()),
            ("word/fontTable.xml", FONTS.as_bytes()),
            ("word/footer1.xml", FOOTER.as_bytes()),
        ])
    }
}

/// A table with borders, its heading repeated on every page; no row is broken over two.
#[derive(Clone, Debug, Default)]
pub struct Table {
    widths: Vec<u32>,
    aligns: Vec<Align>,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    height: u32,
}

impl Table {
    /// A table of columns as wide as these numbers say of each other.
    pub fn new(widths: &[u32]) -> Table {
        Table { widths: widths.iter().map(|w| (*w).clamp(1, 1000)).collect(), ..Table::default() }
    }

    /// The headings.
    pub fn head<S: Into<String>>(mut self, cells: impl IntoIterator<Item = S>) -> Table {
        self.head = cells.into_iter().map(Into::into).collect();
        self
    }

    /// A row; what is missing at its end is empty.
    pub fn row<S: Into<String>>(mut self, cells: impl IntoIterator<Item = S>) -> Table {
        self.add(cells);
        self
    }

    /// The same where rows come one by one.
    pub fn add<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Where the columns stand; at the left where not said.
    pub fn align(mut self, aligns: &[Align]) -> Table {
        self.aligns = aligns.to_vec();
        self
    }

    /// Rows at least so high: for what is written or signed by hand.
    pub fn height(mut self, mm: u32) -> Table {
        self.height = mm.min(200);
        self
    }

    fn write(&self, out: &mut String, room: u32) {
        let sum: u32 = self.widths.iter().sum::<u32>().max(1);
        let widths: Vec<u32> = self.widths.iter().map(|w| room * w / sum).collect();
        let _ = write!(
            out,
            r#"<w:tbl><w:tblPr><w:tblW w:w="{room}" w:type="dxa"/><w:tblBorders>{}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>"#,
            BORDERS
        );
        for w in &widths {
            let _ = write!(out, r#"<w:gridCol w:w="{w}"/>"#);
        }
        out.push_str("</w:tblGrid>");
        let height = match self.height {
            0 => String::new(),
            mm => format!(r#"<w:trHeight w:val="{}"/>"#, (f64::from(mm) * MM) as u32),
        };
        if !self.head.is_empty() {
            let _ = write!(out, "<w:tr><w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>");
            cells(out, &widths, &self.head, "CellHead", |_| Align::Middle);
            out.push_str("</w:tr>");
        }
        let align = |at: usize| self.aligns.get(at).copied().unwrap_or_default();
        for row in &self.rows {
            let _ = write!(out, "<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>");
            cells(out, &widths, row, "Cell", align);
            out.push_str("</w:tr>");
        }
        out.push_str("</w:tbl>");
    }
}

fn cells(out: &mut String, widths: &[u32], texts: &[String], style: &str, align: impl Fn(usize) -> Align) {
    for (at, w) in widths.iter().enumerate() {
        let _ = write!(
            out,
            r#"<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>"#
        );
        let text = texts.get(at).map_or("", String::as_str);
        for line in text.lines().chain(text.is_empty().then_some("")) {
            paragraph(out, style, Some(align(at)), line);
        }
        out.push_str("</w:tc>");
    }
}

fn paragraph(out: &mut String, style: &str, align: Option<Align>, text: &str) {
    let _ = write!(out, r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>"#);
    if let Some(align) = align {
        let _ = write!(out, r#"<w:jc w:val="{}"/>"#, align.word());
    }
    out.push_str("</w:pPr>");
    if !text.is_empty() {
        out.push_str(r#"<w:r><w:t xml:space="preserve">"#);
        xml::push(out, text);
        out.push_str("</w:t></w:r>");
    }
    out.push_str("</w:p>");
}

/// The page: A4, 37 mm above and 28 mm at the binding edge, so that 22 lines of 28 characters stand on it.
fn section(lying: bool) -> String {
    let (w, h) = if lying { (16838, 11906) } else { (11906, 16838) };
    let orient = if lying { r#" w:orient="landscape""# } else { "" };
    let (top, right, bottom, left) = if lying { (28, 35, 26, 37) } else { (37, 26, 35, 28) };
    let mm = |n: u32| (f64::from(n) * MM) as u32;
    format!(
        r#"<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="{w}" w:h="{h}"{orient}/><w:pgMar w:top="{}" w:right="{}" w:bottom="{}" w:left="{}" w:header="850" w:footer="{}" w:gutter="0"/></w:sectPr>"#,
        mm(top),
        mm(right),
        mm(bottom),
        mm(left),
        mm(bottom - 10),
    )
}

fn core(title: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>"#,
        xml::escaped(title)
    )
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>"#;

const BORDERS: &str = r#"<w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/>"#;

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;

const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

const DOCUMENT_RELS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;

/// The title's face is that of official documents; machines without it take 宋体, as said in its entry.
const FONTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/><w:charset w:val="86"/><w:family w:val="roman"/></w:font><w:font w:name="仿宋"><w:altName w:val="仿宋_GB2312"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font><w:font w:name="黑体"><w:altName w:val="SimHei"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font><w:font w:name="楷体"><w:altName w:val="楷体_GB2312"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font><w:font w:name="宋体"><w:altName w:val="SimSun"/><w:charset w:val="86"/><w:family w:val="roman"/></w:font></w:fonts>"#;

/// `— 1 —` at the foot of every page, in 宋体 of the fourth size.
const FOOTER: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>"#;

/// Sizes in half points: 32 is the third size (16 pt), 44 the second (22 pt). Lines are 28 pt apart, exactly.
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋" w:cs="Times New Roman"/><w:kern w:val="2"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line="560" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:pPr><w:spacing w:after="560" w:line="680" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:ascii="方正小标宋简体" w:hAnsi="方正小标宋简体" w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/><w:szCs w:val="44"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="BodyText"/><w:next w:val="BodyText"/><w:pPr><w:keepNext/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="BodyText"/><w:next w:val="BodyText"/><w:pPr><w:keepNext/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:rFonts w:ascii="楷体" w:hAnsi="楷体" w:eastAsia="楷体"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:basedOn w:val="BodyText"/><w:next w:val="BodyText"/><w:pPr><w:keepNext/><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:line="320" w:lineRule="atLeast"/></w:pPr><w:rPr><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr></w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="CellHead"><w:name w:val="Cell head"/><w:basedOn w:val="Cell"/><w:rPr><w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style></w:styles>"#;

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        let mut out = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut out).unwrap();
        out
    }

    /// Reads a part to its end: every element closed, nothing that is no XML.
    fn well_formed(text: &str) {
        let mut reader = quick_xml::Reader::from_str(text);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(e) => panic!("{e}: {text}"),
            }
        }
    }

    #[test]
    fn a_document_holds_what_was_put_in_and_is_sound() {
        let mut doc = Document::new("通报 <一>");
        doc.heading(1, "一、走访").paragraph("甲 & 乙\n第二段\u{1b}");
        doc.table(Table::new(&[1, 2]).head(["社区", "次数"]).row(["恒达\n社区", "12"]).row(["东关"]));
        doc.table(Table::new(&[])).table(Table::new(&[1]));
        doc.page().line(Align::Right, "颍川街道");
        let bytes = doc.bytes().unwrap();
        let body = part(&bytes, "word/document.xml");
        for name in ["[Content_Types].xml", "word/styles.xml", "word/fontTable.xml", "word/footer1.xml"] {
            well_formed(&part(&bytes, name));
        }
        well_formed(&part(&bytes, "docProps/core.xml"));
        well_formed(&body);
        for text in ["通报 &lt;一&gt;", "甲 &amp; 乙", "第二段<", "恒达<", "社区<", "东关"] {
            assert!(body.contains(text), "{text}\n{body}");
        }
        assert_eq!(body.matches("<w:tc>").count(), 6, "every row has all its cells");
        assert_eq!(body.matches(r#"<w:pStyle w:val="BodyText"/>"#).count(), 2);
        assert_eq!(bytes, doc.bytes().unwrap(), "the same document gives the same bytes");
    }
}
