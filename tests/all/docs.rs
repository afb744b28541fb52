//! Promises about the documents: what they show a reader to type is understood by the program.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

use bangtin::{
    folder::Folder,
    model::{FindingCode, Language, PlayRecord},
};
use strum::VariantArray as _;

/// Every document, with the least number of TOML files it shows.
const DOCUMENTS: [(&str, usize); 11] = [
    ("README.md", 1),
    ("docs/slides.md", 12),
    ("docs/huong-dan-can-bo.md", 2),
    ("docs/operate.md", 0),
    ("docs/api.md", 0),
    ("docs/keys.md", 0),
    ("docs/legibility.md", 0),
    ("docs/ARCHITECTURE.md", 0),
    ("CONTRIBUTING.md", 0),
    ("SECURITY.md", 0),
    ("CHANGELOG.md", 0),
];
/// The documents whose commands are typed one after the other, in one folder.
const WALK: [&str; 3] = ["README.md", "docs/operate.md", "docs/keys.md"];
/// The documents that show what may stand in a folder of slides.
const SLIDES: [&str; 2] = ["README.md", "docs/slides.md"];
/// Where the README's server listens; the test's listens on a port of its own.
const ADDRESS: &str = "127.0.0.1:8080";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn document(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

fn documents(names: &[&str]) -> String {
    names.iter().map(|name| document(name)).collect()
}

/// The fenced blocks of that language.
fn blocks(document: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}");
    let mut found = Vec::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        if line == fence {
            found.push(lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect());
        }
    }
    found
}

/// The arguments of every `bangtin` command in the document.
fn commands(document: &str) -> Vec<Vec<String>> {
    let blocks = blocks(document, "sh");
    let lines = blocks.iter().flat_map(|block| block.lines()).filter_map(|line| line.strip_prefix("bangtin "));
    lines.map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

fn copied_samples() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    copy(&root().join("slides"), &dir.path().join("slides"));
    dir
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (source, target) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if source.is_dir() {
            copy(&source, &target);
        } else {
            fs::copy(source, target).unwrap();
        }
    }
}

/// Writes every slide of a document into a copy of the sample campaign.
fn with_the_slides_of(document: &str) -> (tempfile::TempDir, usize) {
    let dir = copied_samples();
    let blocks = blocks(document, "toml");
    for block in &blocks {
        let name =
            block.lines().next().and_then(|line| line.strip_prefix("# ")).expect("a block begins with its file's name");
        assert!(name.ends_with(".toml"), "`{name}` names no file");
        fs::write(dir.path().join("slides").join(name), block).unwrap();
    }
    (dir, blocks.len())
}

#[test]
fn every_slide_in_the_documents_is_understood() {
    for (name, at_least) in DOCUMENTS {
        // The campaign file plays the slide of the README.
        let text = if SLIDES.contains(&name) { documents(&SLIDES) } else { document(name) };
        let (dir, count) = with_the_slides_of(&text);
        assert!(count >= at_least, "{name} shows {count} files");
        Folder::read(&dir.path().join("slides")).unwrap_or_else(|errors| panic!("{name}: {errors}"));
    }
}

#[test]
fn every_template_is_shown_in_the_documents() {
    let documents = documents(&SLIDES);
    let (dir, _) = with_the_slides_of(&documents);
    let folder = Folder::read(&dir.path().join("slides")).unwrap();
    let shown: BTreeMap<_, _> = blocks(&documents, "toml")
        .iter()
        .filter_map(|block| folder.all_slides().find(|slide| block.starts_with(&format!("# {}.toml\n", slide.id))))
        .map(|slide| (slide.content.template(), slide))
        .collect();
    let templates: Vec<_> = shown.keys().copied().collect();
    let all = ["alert", "default", "event", "guide", "notice", "poster", "procedures", "question", "results", "slogan"];
    assert_eq!(templates, all);
}

#[test]
fn the_error_in_the_readme_is_the_one_that_is_given() {
    let dir = copied_samples();
    fs::write(
        dir.path().join("slides/khau-hieu-moi.toml"),
        "# khau-hieu-moi.toml\ntemplate = \"slogan\"\ntxt = \"A\"\n",
    )
    .unwrap();
    let errors = Folder::read(&dir.path().join("slides")).unwrap_err().to_string();
    let readme = document("README.md");
    let shown = readme.lines().find(|line| line.starts_with("khau-hieu-moi.toml:3:")).unwrap();
    let (before, after) = shown.split_once('…').unwrap();
    assert!(errors.contains(before) && errors.contains(after), "{errors}\n{shown}");
}

#[test]
fn every_option_in_the_documents_exists() {
    for arguments in DOCUMENTS.into_iter().flat_map(|(name, _)| commands(&document(name))) {
        let depth = if ["feed", "account"].contains(&arguments[0].as_str()) { 2 } else { 1 };
        let output = bangtin().args(&arguments[..depth]).arg("--help").output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        for option in arguments.iter().filter(|argument| argument.starts_with("--")) {
            assert!(help.contains(&format!("{option} ")), "`{}` has no `{option}`", arguments[..depth].join(" "));
        }
    }
}

/// The anchors that a page's headings have, as code forges make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut fenced = false;
    let mut found = BTreeSet::new();
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        if let Some(heading) = line.strip_prefix('#').filter(|_| !fenced) {
            let heading = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
            found.insert(heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect());
        }
    }
    found
}

#[test]
fn every_picture_page_and_heading_the_documents_name_is_there() {
    for (name, _) in DOCUMENTS {
        let text = document(name);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
        for link in links.filter(|link| !link.starts_with("http")) {
            let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
            let page = root().join(name);
            let target = if file.is_empty() { page } else { page.parent().unwrap().join(file) };
            assert!(target.exists(), "{name} points to `{link}`");
            if let Some(anchor) = anchor {
                let there = anchors(&fs::read_to_string(&target).unwrap());
                assert!(there.contains(anchor), "{name} points to `{link}`; there is {there:?}");
            }
        }
    }
}

#[test]
fn every_source_a_document_names_is_there() {
    for (name, _) in DOCUMENTS {
        let text = document(name);
        let named = text.split('`').skip(1).step_by(2).filter(|word| !word.contains(char::is_whitespace));
        for path in named.filter(|word| word.starts_with("src/") || word.starts_with("tests/")) {
            // `src/form/templates/NAME.rs` is for whoever adds one.
            if !path.contains("NAME") {
                assert!(root().join(path.trim_end_matches('/')).exists(), "{name} names `{path}`");
            }
        }
    }
}

#[test]
fn nothing_refers_to_a_document_that_is_not_here() {
    let mut files = Vec::new();
    for folder in ["src", "tests", "docs", "scripts", "shaders", "slides"] {
        texts(&root().join(folder), &mut files);
    }
    files.extend(
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "Cargo.toml"].map(|name| root().join(name)),
    );
    // In two parts, so that this file is not found itself.
    let elsewhere =
        [["domain ", "§"], ["domain ", "page"], ["design ", "§"], ["shared", "/domain"], ["trust-and-", "faults"]];
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        for words in elsewhere.map(|parts| parts.concat()) {
            assert!(!text.contains(&words), "{} refers to `{words}`", file.display());
        }
    }
}

fn texts(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { texts(&path, found) } else { found.push(path) }
    }
}

#[test]
fn the_walk_of_the_documents_leads_to_the_screen() {
    let (dir, _) = with_the_slides_of(&documents(&SLIDES));
    let mut address = ADDRESS.to_owned();
    let mut running = Vec::new();
    let mut shown = None;
    for mut arguments in commands(&documents(&WALK)) {
        arguments.iter_mut().for_each(|argument| *argument = argument.replace(ADDRESS, &address));
        let mut command = bangtin();
        command.current_dir(dir.path());
        match arguments[0].as_str() {
            // A window cannot be looked at here, and figures of legibility have promises of their own.
            "preview" | "check" => {}
            "serve" => {
                let arguments = arguments.iter().map(|argument| argument.replace(ADDRESS, "127.0.0.1:0"));
                let mut server = Running::start(command.args(arguments));
                address = server.line().split_once("http://").unwrap().1.trim_end_matches('/').to_owned();
                running.push(server);
            }
            "play" => {
                let mut hall = Running::start(command.args(arguments).args(["--offscreen", "screen"]));
                shown = std::iter::repeat_with(|| serde_json::from_str::<PlayRecord>(&hall.line()).unwrap())
                    .take(20)
                    .find(|record| record.version == 1);
            }
            _ => {
                if arguments[0] == "render" {
                    arguments.extend(["--size".to_owned(), "640x360".to_owned()]);
                }
                let output = command.args(&arguments).output().unwrap();
                assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
            }
        }
    }
    let record = shown.expect("the hall shows the version that was published");
    assert!(dir.path().join("screen/screen.png").exists());
    assert!(dir.path().join("slides").join(format!("{}.toml", record.slide)).exists());
    assert!(fs::read_dir(dir.path().join("pages")).unwrap().count() > 20);
}

fn bangtin() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangtin"));
    command.stdin(Stdio::null()).stderr(Stdio::piped()).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    command
}

/// A program that is ended with the test.
struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
}

impl Running {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdout }
    }

    /// Its next line on stdout.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the table of grades says: for each finding, the grades it may have, mildest first.
fn told_grades() -> BTreeMap<String, Vec<String>> {
    let document = document("docs/legibility.md");
    let (_, table) = document.split_once("## 6. Grades").unwrap();
    let rows =
        table.lines().filter_map(|line| line.strip_prefix("| `")).map(|line| line.split(" | ").collect::<Vec<_>>());
    let mut told = BTreeMap::new();
    for row in rows {
        let grades = ["suggestion", "warning", "error"].into_iter().filter(|grade| row[1].contains(grade));
        let grades: Vec<String> = grades.map(str::to_owned).collect();
        assert!(row[2].len() > 4, "{row:?}: no reason");
        for code in row[0].split(", ") {
            told.insert(code.trim_matches('`').to_owned(), grades.clone());
        }
    }
    told
}

#[test]
fn every_finding_has_the_grades_that_the_document_gives_reasons_for() {
    let has = FindingCode::VARIANTS.iter().map(|code| {
        let grades = code.grades().iter().map(|grade| grade.name(Language::En).to_owned()).collect();
        (<&str>::from(code).to_owned(), grades)
    });
    assert_eq!(told_grades(), has.collect::<BTreeMap<String, Vec<String>>>());
}
