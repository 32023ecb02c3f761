"""What a word is also found by, and what a table of one's own must look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.analysis.chain import analyse_word
from search.analysis.tables import exceptions
from search.engines.engine import Not, Term
from search.errors import TableError
from search.meaning.lenience import any_word
from search.meaning.rewrite import rewrite
from search.meaning.synonyms import NO_SYNONYMS, Synonyms, built_in, read_synonyms, told, widened
from search.query import ast
from search.query.parser import parse
from search.query.printer import to_text


def table(folder: Path, *lines: str) -> Synonyms:
    file = folder / "own.tsv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return read_synonyms(file)


def beside(text: str, synonyms: Synonyms | None = None) -> str:
    return told((synonyms or built_in()).of(text.split()))


def test_every_word_of_a_group_is_found_by_all_others_in_any_inflection():
    assert beside("byrådets") == "også kommunalbestyrelse, borgerrepræsentation, KB, BR"
    assert beside("Kommunalbestyrelsen") == "også byråd, borgerrepræsentation, KB, BR"


def test_kinds_are_found_by_the_broad_word_with_their_own_synonyms_and_never_the_other_way():
    assert "herunder" in beside("ældrepleje")
    assert {"plejehjem", "plejecenter"} <= set(beside("ældrepleje").removeprefix("herunder ").split(", "))
    assert beside("plejehjem") == "også plejecenter"


def test_capitals_tell_med_from_with():
    assert beside("MED") == "også medindflydelse og medbestemmelse"
    assert beside("med") == ""


def test_a_kind_counts_less_than_a_word_that_means_the_same():
    weights = {one.node: one.weight for one in rewrite(parse("daginstitution"), "", built_in()).score}
    same = {one.node: one.weight for one in rewrite(parse("SFO"), "", built_in()).score}

    assert max(weight for node, weight in weights.items() if "vug" in str(node)) == 0.3
    assert max(weight for node, weight in same.items() if "ordning" in str(node)) == 1.0


def test_in_a_field_synonyms_are_looked_for_in_that_field():
    match = rewrite(parse("titel:SFO"), "", built_in()).match

    assert {node.field for node in match.nodes[1:]} == {"title_parts"}


def test_an_excluded_word_excludes_its_synonyms_too():
    assert rewrite(parse("vej -SFO"), "", built_in()).match.nodes[1] == Not(rewrite(parse("SFO"), "", built_in()).match)


def test_the_query_prints_as_it_was_typed():
    for text in ("byråd -SFO", "titel:byråd ELLER pædagogisk psykologisk rådgivning"):
        query = parse(text)
        assert to_text(widened(query, built_in())) == to_text(query)


def test_without_a_table_nothing_is_added():
    for text in ("byråd", "pædagogisk psykologisk rådgivning", "titel:SFO"):
        assert rewrite(parse(text), text, NO_SYNONYMS) == rewrite(parse(text), text)
        assert widened(parse(text), NO_SYNONYMS) == parse(text)


def test_synonyms_are_used_when_any_word_will_do():
    assert Term("text_parts", "kb") in rewrite(any_word(parse("byråd bro")), "", built_in()).match.nodes[0].nodes


def test_of_the_bare_abbreviations_only_med_has_the_stem_of_another_word():
    """One that has would find that word; in quotes it finds its surface form alone. The verb of MED is rare."""
    stems = set(exceptions().values())
    bare = {one.node for found in built_in().also.values() for one in found if isinstance(one.node, ast.Word)}
    short = [word.text for word in bare if word.text.isupper()]

    assert "KB" in short
    assert [text for text in short if stems.intersection(analyse_word(text).parts)] == ["MED"]


def test_a_table_of_ones_own_adds_to_the_groups_that_are_there(tmp_path: Path):
    own = table(tmp_path, "# vores", "byråd\t=\tBYR", "budgetforlig\t=\tbudgetaftale", "forlig\t>\tbudgetforlig", "")

    assert beside("BYR", own) == "også byråd, kommunalbestyrelse, borgerrepræsentation, KB, BR"
    assert beside("budgetaftalen", own) == "også budgetforlig"
    assert beside("forlig", own) == "herunder budgetforlig, budgetaftale"
    assert beside("SFO", own) == "også skolefritidsordning"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("byråd = KB", "line 3 is no entry"),
        ("byråd\tog\tKB", "line 3 is no entry"),
        ("byråd\t=\tKB\tBR", "line 3 is no entry"),
        ("byråd\t=\tKB,,BR", "line 3: '' holds nothing"),
        ("byråd\t=\tmed", "line 3: 'med' holds nothing to look for but common words: put it in quotes"),
        ("forlig\t=\taftale", "line 3: forlig stands in line 2 already"),
        ('budget\t=\t"§"', "line 3: '\"§\"' holds nothing"),
    ],
)
def test_a_wrong_line_of_a_table_is_refused_by_its_number(tmp_path: Path, line: str, message: str):
    with pytest.raises(TableError, match=r"own\.tsv, ") as refused:
        table(tmp_path, "# vores", "budgetforlig\t=\tforlig", line)

    assert message in str(refused.value)


def test_a_table_that_cannot_be_read_is_refused(tmp_path: Path):
    (tmp_path / "latin.tsv").write_bytes("byråd\t=\tKB".encode("latin-1"))
    for name in ("none.tsv", "latin.tsv"):
        with pytest.raises(TableError, match=name):
            read_synonyms(tmp_path / name)
