"""The texts of what was understood and searched, and of searching while typing. Knows no Streamlit."""

from rag.web.problems import Words

QUESTION: dict[str, Words] = {
    # what was understood
    "understood_as": ("Понял так: {question}", "Understood as: {question}", "理解为：{question}"),
    "chip_session": ("сессия {number}", "session {number}", "第 {number} 次"),
    "chip_last_session": ("последняя сессия", "last session", "最后一次"),
    "chip_from_the_end": ("сессия {number} с конца", "session {number} from the end", "倒数第 {number} 次"),
    "chip_last_but_one": ("предпоследняя сессия", "last session but one", "倒数第二次"),
    "chip_speaker": ("слова: {person}", "words of {person}", "{person}说的"),
    "act_promise": ("обещания", "promises", "承诺"),
    "act_advice": ("советы", "advice", "建议"),
    "act_request": ("просьбы и вопросы", "requests and questions", "请求和提问"),
    "act_agreement": ("договорённости", "agreements", "约定"),
    "act_refusal": ("отказы", "refusals", "拒绝"),
    "act_praise": ("похвала", "praise", "表扬"),
    "chip_remove": ("Искать без этого", "Search without this", "搜索时不考虑"),
    "set_aside": ("не учтено: {what} — вернуть", "left out: {what} — put back", "未考虑：{what} — 恢复"),
    "choose_person": ("О ком речь?", "Who is meant?", "指的是谁？"),
    # what could not be followed
    "doubt_no_such_session": (
        "Сессии {number} нет, всего их {count}. Искал без номера.",
        "There is no session {number}, only {count} in all. Searched without the number.",
        "没有第 {number} 次会谈，一共 {count} 次。搜索时未限定次数。",
    ),
    "doubt_no_such_session_with": (
        "{person}: сессии {number} нет, всего их {count}. Искал без номера.",
        "{person}: there is no session {number}, only {count} in all. Searched without the number.",
        "{person}：没有第 {number} 次会谈，一共 {count} 次。搜索时未限定次数。",
    ),
    "doubt_no_session_so_far_back": (
        "Так далеко назад сессий нет, всего их {count}. Искал без номера.",
        "There are not so many sessions, only {count} in all. Searched without the number.",
        "没有那么早的会谈，一共 {count} 次。搜索时未限定次数。",
    ),
    "doubt_no_session_so_far_back_with": (
        "{person}: так далеко назад сессий нет, всего их {count}. Искал без номера.",
        "{person}: there are not so many sessions, only {count} in all. Searched without the number.",
        "{person}：没有那么早的会谈，一共 {count} 次。搜索时未限定次数。",
    ),
    "doubt_no_session_then": (
        "Сессий за это время нет ({dates}). Искал за всё время.",
        "There are no sessions then ({dates}). Searched all dates.",
        "这段时间没有会谈（{dates}）。搜索时未限定日期。",
    ),
    "doubt_misspelt": (
        "Прочитал «{written}» как имя: {person}.",
        "Took “{written}” for the name {person}.",
        "把“{written}”当作人名：{person}。",
    ),
    "doubt_only_elsewhere": (
        "Слово «{word}» есть только в других записях. Уберите условие, чтобы увидеть их.",
        "The word “{word}” is only in other transcripts. Remove a condition to see them.",
        "“{word}”只出现在其他记录中。去掉条件即可查看。",
    ),
    "doubt_nowhere": (
        "Слова «{word}» в записях нет.",
        "The word “{word}” is nowhere in the transcripts.",
        "记录中没有“{word}”这个词。",
    ),
    "doubt_unknown_person": (
        "Человека по имени «{name}» в записях нет. Искал у всех.",
        "Nobody named “{name}” is in the transcripts. Searched everybody.",
        "记录中没有名叫“{name}”的人。已在所有人中搜索。",
    ),
    # what was searched
    "coverage_only": ("Искал в единственной записи", "Searched the only transcript", "已搜索唯一的记录"),
    "coverage_all_one": (
        "Искал во всех записях: {count}",
        "Searched all {count} transcripts",
        "已搜索全部 {count} 份记录",
    ),
    "coverage_all_few": (
        "Искал во всех {count} записях",
        "Searched all {count} transcripts",
        "已搜索全部 {count} 份记录",
    ),
    "coverage_all_many": (
        "Искал во всех {count} записях",
        "Searched all {count} transcripts",
        "已搜索全部 {count} 份记录",
    ),
    "coverage_part_one": (
        "Искал в {count} записи из {total}",
        "Searched {count} transcript of {total}",
        "已搜索 {total} 份记录中的 {count} 份",
    ),
    "coverage_part_few": (
        "Искал в {count} записях из {total}",
        "Searched {count} transcripts of {total}",
        "已搜索 {total} 份记录中的 {count} 份",
    ),
    "coverage_part_many": (
        "Искал в {count} записях из {total}",
        "Searched {count} transcripts of {total}",
        "已搜索 {total} 份记录中的 {count} 份",
    ),
    "coverage_waiting_one": ("ещё {count} не готова", "{count} more is not ready", "另有 {count} 份尚未就绪"),
    "coverage_waiting_few": ("ещё {count} не готовы", "{count} more are not ready", "另有 {count} 份尚未就绪"),
    "coverage_waiting_many": ("ещё {count} не готовы", "{count} more are not ready", "另有 {count} 份尚未就绪"),
    # quotes by session
    "quote_count_one": ("{count} цитата", "{count} quote", "{count} 条引文"),
    "quote_count_few": ("{count} цитаты", "{count} quotes", "{count} 条引文"),
    "quote_count_many": ("{count} цитат", "{count} quotes", "{count} 条引文"),
    "further_quotes_one": ("Ещё {count} цитата", "{count} more quote", "另外 {count} 条引文"),
    "further_quotes_few": ("Ещё {count} цитаты", "{count} more quotes", "另外 {count} 条引文"),
    "further_quotes_many": ("Ещё {count} цитат", "{count} more quotes", "另外 {count} 条引文"),
    # searching while typing
    "mode": ("Спросить или искать", "Ask or search", "提问或搜索"),
    "mode_ask": ("Спросить", "Ask", "提问"),
    "mode_search": ("Искать", "Search", "搜索"),
    "search_placeholder": (
        "Слова, имя, сессия или дата",
        "Words, a name, a session or a date",
        "文字、人名、次数或日期",
    ),
    "search_hint": (
        "Цитаты появляются, пока вы печатаете. Ничего не сохраняется.",
        "Quotes appear while you type. Nothing is kept.",
        "输入时即显示引文，不会保存任何内容。",
    ),
    "search_nearest": (
        "Точного совпадения нет, вот самое похожее:",
        "Nothing fits exactly; the nearest lines are:",
        "没有完全匹配的内容，最接近的是：",
    ),
    "search_ask": ("Спросить это", "Ask this", "就此提问"),
}
