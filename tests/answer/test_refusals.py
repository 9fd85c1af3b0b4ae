"""Which sentences say that there is no answer."""

import pytest

from rag.answer.refusals import is_refusal

REFUSALS = (
    "В строках ответа нет.", "Ответа в записях нет", "Это не упоминается.", "Нет информации о сроках.",
    "Я не нашла ответа.",
    "В предоставленных строках нет информации о том, что обещал Олег.", "Не могу ответить на этот вопрос.",
    "Дата не указана.",
    "К сожалению, в записях об этом ничего не сказано.", "В этих фрагментах такого нет.", "Информации об этом нет.",
    "В строках не указано, когда будет встреча.", "Строки не содержат ответа на вопрос.", "Ответ не найден.",
    "Об этом в строках не говорится.", "В записях разговоров нет упоминания о зарплате.", "Ничего не сказано про дату.",
    "I could not find the answer.", "The lines do not mention the date.", "There is no information about that.",
    "I don’t know.",
    "The provided lines don't contain an answer to that question.", "The answer is not in the lines.",
    "It is not mentioned.",
    "Unfortunately, the lines do not say when.", "Nothing about the price is said in the lines.",
    "The answer is not given.",
    "Ответ: в строках этого нет.", "Сроки этого проекта не указаны в строках.", "Судя по записям, дата не указана.",
    "Нельзя ответить, так как в строках нет информации.", "В разговоре с Леной не упоминается зарплата.",
    "Но в записях этого нет.", "Based on the provided lines, the transcript does not mention the date.",
    "The exact date of the meeting is not mentioned in the lines.", "It does not say when.",
    "There is nothing about the price in the lines.", "根据这些行，无法回答。",
    "没有提到。", "这些行里没有答案。", "对话记录中没有提到价格。", "抱歉，我无法回答。", "未提及。",
)  # fmt: skip
ANSWERS = (
    "Вера обещала план до пятницы.", "В сессии 3 Лена не сделала домашку.", "В разговоре Вера сказала, что не придёт.",
    "В разговоре Лена сказала, что у неё нет времени.", "In the session Lena didn't finish.", "Тимур не нашёл работу.",
    "Lena had no homework in the session.", "Лена: «не могу ответить».", "林晓没有去学校。",
    "Олег ответил, что не нашёл книгу.",
    "Grace said that she does not run.", "Лена ответила Олегу, что не придёт.", "Вера не говорит по-английски.",
)  # fmt: skip


BACKED = (
    "Вы сказали, что в тексте нет информации о результатах.",
    "В записи нет даты, но Лена обещала прислать план в пятницу.",
    "На сессии не обсуждались сроки, но Павел взял на себя бюджет.",
    "Вы заметили, что в данных Павла отсутствуют продажи за май.",
    "Павел сказал, что в источниках не указан год, и обещал уточнить.",
    "Ничего нового Лена не обещала.",
    "В разговоре Лена сказала, что срок не указан.",
    "В строках срока нет, однако Павел назвал май.",
    "О сроках не говорилось, зато бюджет утвердили.",
    "Дата не указана: Лена ждёт ответа банка.",
    "You told Lena that her text does not mention any results.",
    "There is no budget for the project until May.",
    "Lena did not mention her salary to her boss.",
    "Pavel was not given a deadline.",
    "The date is not mentioned, but Pavel expects it in May.",
    "Pavel asked why his notes do not mention the client.",
    "In the session Lena didn't mention money.",
    "你告诉莲娜，她的资料没有提到成果。",
    "莲娜说，她的文本里没有答案。",
    "记录没有提到日期，但莲娜答应周五发计划。",
    "没有提到价格，不过她会问。",
)


@pytest.mark.parametrize("is_backed", [False, True])
@pytest.mark.parametrize("statement", REFUSALS)
def test_sentence_that_says_there_is_no_answer_is_a_refusal(statement: str, is_backed: bool) -> None:
    assert is_refusal(statement, is_backed=is_backed)


@pytest.mark.parametrize("is_backed", [False, True])
@pytest.mark.parametrize("statement", ANSWERS)
def test_sentence_that_tells_something_is_no_refusal(statement: str, is_backed: bool) -> None:
    assert not is_refusal(statement, is_backed=is_backed)


@pytest.mark.parametrize("statement", ["Лена сказала, что не указан срок.", "Лена сказала, что нет информации."])
def test_what_somebody_said_is_no_refusal_beside_a_citation(statement: str) -> None:
    assert not is_refusal(statement, is_backed=True)
    assert is_refusal(statement, is_backed=False)


@pytest.mark.parametrize("statement", BACKED)
def test_answer_with_a_negation_is_no_refusal_beside_a_citation(statement: str) -> None:
    assert not is_refusal(statement, is_backed=True)


def test_long_text_is_no_refusal() -> None:
    assert not is_refusal("План " * 100 + "не указан.", is_backed=False)
