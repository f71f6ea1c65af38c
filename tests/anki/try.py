"""Imports the cards of `shoptalk deck export --to anki` into Anki itself, twice: the second time, cards are updated and none is added.

pip install anki && python tests/anki/try.py target/release/shoptalk
"""

import csv
import os
import subprocess
import sys
import tempfile

from anki.collection import Collection, ImportCsvRequest

program = os.path.abspath(sys.argv[1])
with tempfile.TemporaryDirectory() as folder:
    environment = {"HOME": folder, "PATH": os.environ["PATH"]}

    def export(deck):
        path = os.path.join(folder, "cards.txt")
        subprocess.run([program, "deck", "export", deck, "--to", "anki", "-o", path], check=True, env=environment)
        return path

    def take(collection, path):
        metadata = collection.get_csv_metadata(path=path, delimiter=None)
        collection.import_csv(ImportCsvRequest(path=path, metadata=metadata))

    deck = os.path.join(folder, "bakery.yaml")
    text = 'deck: bakery\ntitle: R&D "x"\nterms:\n  - term: Crumb\n    definition: The inside of a "loaf" & <more>.\n    tags: [two words]\n'
    collection = Collection(os.path.join(folder, "collection.anki2"))
    # The second time, with another definition and another name.
    renamed = text.replace("term: Crumb", "term: Soft part\n    formerly: [crumb]")
    for second, (front, definition) in enumerate([("Crumb", "The inside"), ("Soft part", "What is inside")]):
        with open(deck, "w") as file:
            file.write((renamed if second else text).replace("The inside", definition))
        take(collection, export(deck))
        notes = collection.find_notes("")
        assert len(notes) == 1, notes
        note = collection.get_note(notes[0])
        assert note.guid == "bakery/crumb", note.guid
        assert note["Front"] == front and note.tags == ["two_words"], (note.fields, note.tags)
        assert note["Back"] == f"{definition} of a &quot;loaf&quot; &amp; &lt;more&gt;.", note["Back"]
        assert collection.decks.name(note.cards()[0].did) == 'R&D "x"'
        if second == 0:
            # A card's progress stays when its text changes.
            collection.sched.set_due_date([note.cards()[0].id], "9")
            due = note.cards()[0].due
        else:
            assert note.cards()[0].due == due
    path = os.path.join(folder, "all.txt")
    subprocess.run([program, "deck", "export", "--to", "anki", "-o", path], check=True, env=environment)
    with open(path, newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if not row[0].startswith("#")]
    for _ in range(2):
        take(collection, path)
        assert len(collection.find_notes("")) == len(rows) + 1, (len(collection.find_notes("")), len(rows))
    collection.close()
    print(f"Anki took {len(rows)} cards, and none of them twice")
