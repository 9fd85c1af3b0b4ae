"""Words become utterances that end where another speaks, a sentence ends, a pause falls or the length is reached."""

from rag.read.body import Utterance
from rag.read.spoken_words import Word, in_sentences, utterances
from rag.read.text import MAX_SEGMENT_CHARACTERS


def words(text: str, speaker: str | None = None, start: float = 0.0) -> list[Word]:
    return [Word(word, speaker, start + n, start + n + 0.5) for n, word in enumerate(text.split())]


def texts(spoken: list[Word]) -> list[str]:
    return [said.text for said in utterances(spoken)]


def test_utterance_takes_the_times_of_its_first_and_last_word() -> None:
    assert list(utterances(words("да и нет", "Анна", 3))) == [Utterance("да и нет", "Анна", 3.0, 5.5)]


def test_times_that_are_unknown_are_looked_for_in_the_other_words() -> None:
    spoken = [Word("да"), Word("нет", None, 1.0, 2.0), Word(".", joins=True)]
    assert list(utterances(spoken)) == [Utterance("да нет.", None, 1.0, 2.0)]
    assert list(utterances([Word("да")])) == [Utterance("да")]


def test_another_speaker_begins_anew() -> None:
    spoken = [*words("да и", "Анна"), *words("нет", "Борис", 2)]
    assert [(said.speaker, said.text) for said in utterances(spoken)] == [("Анна", "да и"), ("Борис", "нет")]


def test_sentence_ends_an_utterance_unless_the_next_word_is_in_lower_case() -> None:
    assert texts(words("Да. Нет! «Ну?» Так… Вот")) == ["Да.", "Нет!", "«Ну?»", "Так…", "Вот"]
    assert texts(words("Это т.е. задача и т.д. тоже")) == ["Это т.е. задача и т.д. тоже"]


def test_pause_of_more_than_a_second_and_a_half_begins_anew() -> None:
    first = Word("да", None, 0.0, 1.0)
    assert texts([first, Word("нет", None, 2.5, 3.0)]) == ["да нет"]
    assert texts([first, Word("нет", None, 2.6, 3.0)]) == ["да", "нет"]
    assert texts([first, Word(",", joins=True), Word("нет", None, 2.6, 3.0)]) == ["да,", "нет"]
    assert texts([Word("да"), Word("нет", None, 2.6, 3.0)]) == ["да нет"]


def test_long_speech_is_cut_behind_its_last_comma_or_else_where_it_is_full() -> None:
    plain = texts(words("слово " * 120))
    assert " ".join(plain) == ("слово " * 120).strip()
    assert all(len(text) <= MAX_SEGMENT_CHARACTERS for text in plain)
    assert len(plain) == 3
    with_comma = texts(words("слово " * 30 + "вот, " + "слово " * 40))
    assert with_comma[0].endswith("вот,")
    full = [Word("Да,"), Word("х" * 290 + ","), Word("и так далее")]
    assert texts(full) == [f"Да, {'х' * 290},", "и так далее"]


def test_cut_never_falls_before_a_mark_that_joins() -> None:
    spoken = [Word("слово"), Word(",", joins=True), Word("»", joins=True), *words("слово " * 60)]
    assert texts(spoken)[0].startswith("слово,» слово слово")


def test_chinese_words_are_joined_without_white_space() -> None:
    assert texts(words("你 好 ， 我 叫 Ben 。 他 也")) == ["你好，我叫 Ben 。", "他也"]


def test_marks_that_join_stand_at_the_word_before_them_whoever_says_them() -> None:
    spoken = [Word("Hello", "spk_0"), Word(",", joins=True), Word("Ben", "spk_0"), Word("!", None, joins=True)]
    assert list(utterances(spoken)) == [Utterance("Hello, Ben!", "spk_0")]


def test_words_without_a_visible_character_are_left_out() -> None:
    assert texts([Word(" "), Word("да"), Word(""), Word(" нет\n")]) == ["да нет"]
    assert texts([]) == []


def test_short_utterance_of_one_voice_stays_whole() -> None:
    said = Utterance("Да. Нет.", "Анна", 0.0, 9.0)
    assert list(in_sentences(said, words("Да. Нет."))) == [said]
    assert list(in_sentences(said, [])) == [said]


def test_long_utterance_becomes_its_sentences_with_their_own_times() -> None:
    text = "Это первое длинное предложение о резюме. " * 10
    spoken = list(in_sentences(Utterance(text, "Анна", 0.0, 99.0), [Word(" "), *words(text)]))
    assert [said.text for said in spoken] == [text[:40]] * 10
    assert {said.speaker for said in spoken} == {"Анна"}
    assert (spoken[1].start_time, spoken[1].end_time) == (6.0, 11.5)


def test_utterance_of_several_voices_is_divided_among_them() -> None:
    said = Utterance("Готово. Ясно.", "Анна", 0.0, 9.0)
    spoken = [Word("Готово.", "Анна", 0.0, 1.0), Word("Ясно.", "Борис", 1.0, 2.0)]
    assert list(in_sentences(said, spoken)) == [
        Utterance("Готово.", "Анна", 0.0, 1.0),
        Utterance("Ясно.", "Борис", 1.0, 2.0),
    ]


def test_utterance_stays_whole_where_its_words_spell_something_else() -> None:
    said = Utterance("Слово. " * 60, "Анна", 0.0, 9.0)
    assert list(in_sentences(said, words("слово " * 60))) == [said]


def test_many_marks_after_one_word_are_read_at_once() -> None:
    spoken = [Word("да"), *[Word(".", joins=True)] * 200_000, *words("Нет " * 1000)]
    assert texts(spoken)[0] == "да" + "." * 200_000
