use super::*;
use crate::core::deck::Origin;
use crate::core::deck::read::read;

const DECKS: [&str; 3] = [
    "deck: data\nterms:\n  - {term: Model, definition: d}\n  - {term: Warehouse, definition: d}\n  - {term: Schema, definition: d}\n  - {term: Tokenizer, definition: d}\n",
    "deck: ml\nterms:\n  - {term: Model, definition: d}\n  - {term: Overfitting, definition: d}\n  - {term: Training set, definition: d}\n  - {term: Tokenizer, definition: d}\n",
    "deck: platform\nterms:\n  - {term: SLO, definition: d, level: core}\n  - {term: SLA, definition: d}\n  - {term: Kubectl, definition: d}\n  - {term: Kubectl proxy, definition: d}\n  - {term: Toil, definition: d, level: core}\n  - {term: Idempotent, definition: d, level: deep}\n",
];

/// Captions and what they are understood with.
struct Desk {
    captions: Captions,
    library: Library,
    scanner: Scanner,
}

impl Desk {
    fn new() -> Self {
        let decks = DECKS
            .iter()
            .filter_map(|text| read(&"x.yaml".into(), text.as_bytes(), Origin::Named).deck);
        let library = Library::merge(decks.collect()).library;
        Self { captions: Captions::default(), scanner: Scanner::new(&library), library }
    }

    fn take(&mut self, incoming: Option<Incoming>) -> &mut Self {
        let familiarity = |term: &TermId| match term.as_str() {
            "platform/toil" => Familiarity::Known,
            "platform/sla" | "ml/tokenizer" => Familiarity::LeftAlone,
            _ => Familiarity::New,
        };
        let Self { captions, library, scanner } = self;
        let ear = Ear { scanner, library, followed: &[], familiarity: &familiarity };
        captions.take(incoming, &ear);
        self
    }

    fn hear(&mut self, text: impl AsRef<[u8]>) -> &mut Self {
        self.take(Some(Incoming::Text(text.as_ref().to_owned())))
    }

    /// The names in the order in which they were heard.
    fn names(&self) -> Vec<&str> {
        self.captions.heard().map(|heard| heard.name.as_str()).collect()
    }
}

#[test]
fn each_term_comes_once_with_its_line_new_and_core_ones_first() {
    let mut desk = Desk::new();
    desk.hear("we run kubectl and toil, idempotent, an XQZ and an SLO; the SLA\n");
    assert_eq!(desk.names(), ["SLO", "Kubectl", "Idempotent", "XQZ", "Toil"]);
    assert_eq!(desk.captions.latest(), 1, "the core term");
    desk.hear("the SLO and the XQZ and the schema\n");
    assert_eq!(desk.captions.latest(), 6);
    assert_eq!(desk.names()[5..], ["Schema"]);
    let list = desk.captions.list();
    let names: Vec<&str> = list.iter().map(|heard| heard.name.as_str()).collect();
    assert_eq!(names, ["SLO", "Schema", "Kubectl", "Idempotent", "XQZ", "Toil"]);
    assert!(list[5].is_known && list[4].senses.is_empty());
}

#[test]
fn a_term_is_listed_as_soon_as_its_name_is_whole() {
    let mut desk = Desk::new();
    assert_eq!(desk.hear("run kube").names(), [""; 0]);
    assert_eq!(desk.hear("ctl ").names(), [""; 0], "it may be the proxy");
    assert_eq!(desk.hear("proxy now ").names(), ["Kubectl proxy"]);
    let mut desk = Desk::new();
    desk.hear("run kubectl").take(None);
    assert_eq!(desk.names(), ["Kubectl"], "nothing more came");
    assert_eq!(desk.hear(" proxy now\n").names(), ["Kubectl proxy"], "more did come");
}

#[test]
fn a_caption_that_corrects_itself_takes_back_what_it_did_not_mean() {
    let mut desk = Desk::new();
    desk.hear("did we meet the schema\n").hear("did we meet the scheme or the SLO this\n");
    assert_eq!(desk.names(), ["SLO"]);
    desk.hear("did we meet the scheme or the SLO this month\nand toil\n");
    assert_eq!(desk.names(), ["SLO", "Toil"]);
    // What was really said in an earlier line stays.
    desk.hear("no toil at all for us\n").hear("no oil at all for us today\n");
    assert_eq!(desk.names(), ["SLO", "Toil"]);
    desk.hear("on screen the slo").hear("\ron screen the slow ").hear("kubectl\n");
    assert_eq!(desk.names(), ["SLO", "Toil", "Kubectl"]);
}

#[test]
fn which_team_means_it_depends_on_the_lines_before() {
    let mut desk = Desk::new();
    desk.hear("overfitting on the training set\nso the model is not ready\n");
    let model = desk.captions.heard().find(|heard| heard.name == "Model").unwrap();
    assert_eq!(model.senses, ["ml/model".parse().unwrap()]);
    let mut desk = Desk::new();
    desk.hear("just a model here\n");
    assert_eq!(desk.captions.heard().next().unwrap().senses.len(), 2, "it may be either");
    desk.hear("and one more model\n");
    assert_eq!(desk.names(), ["Model"]);
    // What is said later tells.
    desk.hear("it has overfitting on the training set, this model\n");
    assert_eq!(desk.names(), ["Model", "Overfitting", "Training set"]);
    let model = desk.captions.heard().next().unwrap();
    assert_eq!((&model.senses, model.number), (&vec!["ml/model".parse().unwrap()], 1));
    desk.hear("so much for the schema of the warehouse and its model\n");
    assert_eq!(desk.names().iter().filter(|name| **name == "Model").count(), 1);
}

#[test]
fn an_acronym_that_is_explained_keeps_what_was_said_that_it_is() {
    let mut desk = Desk::new();
    desk.hear("ask the Sales Lunch Organizers (SLO) about it\n");
    for at in 0..30 {
        desk.hear(format!("this is the line {at} of them\n"));
    }
    desk.hear("the SLO is met, as the SLOs were\n").hear("our SLOs\n");
    assert_eq!(desk.names(), ["SLO"]);
    let slo = desk.captions.heard().next().unwrap();
    assert_eq!(slo.expansion.as_deref(), Some("Sales Lunch Organizers"));
    let mut desk = Desk::new();
    desk.hear("the XQZ waits\n").hear("that is, the XQZ (Xylophone Quiz Zone)\nand the XQZ\n");
    let heard: Vec<_> = desk.captions.heard().map(|heard| heard.expansion.as_deref()).collect();
    assert_eq!(heard, [Some("Xylophone Quiz Zone")], "it is explained later");
}

#[test]
fn a_term_that_turns_out_to_be_one_the_user_knows_well_is_no_longer_listed() {
    let mut desk = Desk::new();
    assert_eq!(desk.hear("just a tokenizer here\n").names(), ["Tokenizer"]);
    desk.hear("it has overfitting on the training set, this tokenizer\n");
    assert_eq!(desk.names(), ["Overfitting", "Training set"]);
}

#[test]
fn what_is_muted_does_not_come_again() {
    let mut desk = Desk::new();
    desk.hear("the SLO\n");
    desk.captions.mute(1, true);
    assert_eq!(desk.hear("the SLO again\n").names(), [""; 0]);
    desk.captions.mute(1, false);
    assert_eq!(desk.names(), ["SLO"]);
}

#[test]
fn captions_that_begin_again_list_nothing_twice() {
    let mut desk = Desk::new();
    desk.hear("the SLO and tech").take(Some(Incoming::Elsewhere)).hear("the SLO and the schema\n");
    assert_eq!(desk.names(), ["SLO", "Schema"]);
}

#[test]
fn any_cut_through_the_text_gives_the_same_terms() {
    let text = "the SLO, “schema” über alles 🧪\r\nwe run kubectl proxy\nan XQZ is idempotent\n";
    let whole: Vec<String> =
        Desk::new().hear(text).names().into_iter().map(str::to_owned).collect();
    assert_eq!(whole.len(), 5, "{whole:?}");
    for cut in 0..text.len() {
        let mut desk = Desk::new();
        let (left, right) = text.as_bytes().split_at(cut);
        desk.hear(left).hear(right);
        let mut names = desk.names();
        names.sort_unstable();
        let mut whole: Vec<&str> = whole.iter().map(String::as_str).collect();
        whole.sort_unstable();
        assert_eq!(names, whole, "cut at {cut}");
    }
}

#[test]
fn the_end_ends_the_last_line_and_is_told() {
    let mut desk = Desk::new();
    assert_eq!(desk.take(Some(Incoming::Missing)).captions.source(), &Source::Missing);
    assert_eq!(desk.hear("the SLO").captions.source(), &Source::Open);
    assert_eq!(desk.names(), [""; 0]);
    assert_eq!(desk.take(Some(Incoming::End)).captions.source(), &Source::Ended);
    assert_eq!(desk.names(), ["SLO"]);
}
