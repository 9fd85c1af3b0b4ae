"""The interface texts around a written answer. Knows no Streamlit."""

from rag.web.problems import Words

ANSWER: dict[str, Words] = {
    "stage_completing": ("Уточняю вопрос", "Completing the question", "正在补全问题"),
    "stage_loading": ("Модель читает цитаты", "The model reads the quotes", "模型正在阅读引文"),
    "stage_reading": (
        "Читаю сессию {part} из {parts}",
        "Reading session {part} of {parts}",
        "正在阅读第 {part} 次会谈，共 {parts} 次",
    ),
    "stage_writing": ("Пишу ответ", "Writing the answer", "正在写回答"),
    "stage_silent": ("{stage} · {seconds} с", "{stage} · {seconds} s", "{stage} · {seconds} 秒"),
    "quotes_read": (
        "прочитано цитат: {read} из {count}",
        "quotes read: {read} of {count}",
        "已读引文：{read}/{count}",
    ),
    "unbacked_copied": (
        "Не опирается ни на одну строку: {statements}",
        "Rests on no line: {statements}",
        "没有任何一行作为依据：{statements}",
    ),
    "quotation_marks_removed": (
        "кавычки сняты там, где слова не дословные",
        "quotation marks are gone where the words are not exact",
        "非原文处的引号已去掉",
    ),
}
