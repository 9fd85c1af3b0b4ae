"""The texts of the quality page and of what the user thinks of answers. Knows no Streamlit."""

from rag.web.problems import Words

QUALITY: dict[str, Words] = {
    "page_quality": ("Качество", "Quality", "质量"),
    # under an answer
    "feedback_ask": ("Нашлось то, что нужно?", "Is this what you were looking for?", "找到您要的内容了吗？"),
    "feedback_reason": ("Что не так?", "What is wrong?", "哪里不对？"),
    "reason_line": ("не та строка", "wrong line", "不是这一句"),
    "reason_session": ("не тот человек или не та сессия", "wrong person or session", "人或会谈不对"),
    "reason_answer": ("неверный ответ", "wrong answer", "回答有误"),
    "reason_other": ("другое", "something else", "其他"),
    "feedback_which": ("Какая строка была бы верной?", "Which line would have been right?", "哪一句才是对的？"),
    "way_shown": ("Одна из показанных", "One of those shown", "上面显示的某一句"),
    "way_words": ("Найду по словам", "I will find it by its words", "按文字查找"),
    "way_absent": ("Этого нет в моих записях", "This is not in my transcripts", "我的记录里没有"),
    "way_note": ("Просто отметить, что плохо", "Only note that it is bad", "仅标记为不好"),
    "line_words": ("Слова из этой строки", "Words of the line", "这句话里的文字"),
    "line_words_hint": ("в любой форме и в любом порядке", "in any form and order", "任意顺序"),
    "line_found": ("Подходящие строки", "Matching lines", "匹配的句子"),
    "line_shown": ("Показанные цитаты", "The quotes shown", "显示的引文"),
    "line_none": ("Строк с такими словами нет.", "There is no line with these words.", "没有包含这些文字的句子。"),
    "feedback_kept": (
        "Верная строка запомнена: вопрос стал проверочным.",
        "The right line is remembered: the question is a test question now.",
        "已记住正确的句子：此问题已成为测试问题。",
    ),
    "feedback_absent_kept": (
        "Запомнено: в записях этого нет. Вопрос стал проверочным.",
        "Remembered: this is not in the transcripts. The question is a test question now.",
        "已记住：记录中没有此内容。此问题已成为测试问题。",
    ),
    "feedback_noted": ("Отмечено как неудачное.", "Noted as bad.", "已标记为不好。"),
    "feedback_more": ("Указать верную строку", "Name the right line", "指出正确的句子"),
    "feedback_change": ("Изменить", "Change", "修改"),
    "right_line": ("Отметить как верную", "Mark as right", "标为正确"),
    "right_line_kept": ("Верная строка", "The right line", "正确的一句"),
    "right_line_hint": (
        "Запомнить: этот вопрос должен приводить сюда",
        "Remember: this question should lead here",
        "记住：这个问题应当找到这里",
    ),
    # the page
    "quality_hint": (
        "Вопросы, для которых вы указали верную строку. По ним видно, как поиск справляется и не стал ли хуже после "
        "смены модели или настроек.",
        "Questions for which you named the right line. They show how well the search does, and whether it became worse "
        "after a change of model or settings.",
        "您指出过正确句子的问题。它们能显示搜索的表现，以及更换模型或设置后是否变差。",
    ),
    "quality_empty": ("Проверочных вопросов пока нет", "There are no test questions yet", "还没有测试问题"),
    "quality_empty_hint": (
        "Задайте вопрос и под ответом нажмите «палец вниз», если нашлось не то, или «Отметить как верную» у нужной "
        "цитаты. Такой вопрос появится здесь и будет проверяться сам. Можно и вписать вопрос вручную.",
        'Ask a question; below the answer press thumbs down if it is not what you wanted, or "Mark as right" at '
        "the quote that is. The question then appears here and is checked by itself. You can also type one in.",
        "提问后，如果结果不对，请在回答下方点“拇指向下”，或在正确的引文旁点“标为正确”。"
        "该问题就会出现在这里并自动检查。您也可以手动添加问题。",
    ),
    "quality_to_chat": ("К вопросам", "To the questions", "去提问"),
    "quality_to_page": ("Все проверочные вопросы", "All test questions", "所有测试问题"),
    "quality_run": ("Проверить", "Check", "检查"),
    "quality_run_again": ("Проверить ещё раз", "Check again", "重新检查"),
    "quality_running": ("Проверяю: {done} из {total}", "Checking: {done} of {total}", "正在检查：{done} / {total}"),
    "quality_checked": ("Проверено {day}, {time}", "Checked on {day}, {time}", "检查于 {day} {time}"),
    "quality_unchecked": ("Ещё не проверялось", "Not checked yet", "尚未检查"),
    "quality_stale": (
        "с тех пор поиск или вопросы изменились",
        "the search or the questions have changed since",
        "此后搜索或问题有变化",
    ),
    "quality_wait": (
        "Проверю, когда записи будут готовы",
        "I will check once the transcripts are ready",
        "记录就绪后检查",
    ),
    "quality_worse": (
        "Стало хуже, чем при прошлой проверке ({count}):",
        "Worse than at the check before ({count}):",
        "比上次检查更差（{count}）：",
    ),
    "quality_better": ("Стало лучше: {count}", "Better than before: {count}", "比上次更好：{count}"),
    "quality_same_as_before": (
        "Без изменений с прошлой проверки",
        "The same as at the check before",
        "与上次检查相同",
    ),
    "quality_of": ("{count} из {total}", "{count} of {total}", "{count} / {total}"),
    "quality_first": ("Верная строка первой", "Right line first", "正确句子排第一"),
    "quality_three": ("Среди первых трёх", "Among the first three", "在前三之内"),
    "quality_refused": (
        "Сказано «не нашлось», хотя есть",
        "Told as not found though it is there",
        "记录中有却说没找到",
    ),
    "quality_absent": (
        "Верно сказано, что этого нет",
        "Rightly told as not there",
        "正确指出没有",
    ),
    "quality_exact": ("Точные меры", "The exact measures", "精确指标"),
    "quality_exact_hint": (
        "Те же меры, что у команды eval: доли от 0 до 1, время в секундах.",
        "The measures of the command eval: shares from 0 to 1, times in seconds.",
        "与 eval 命令相同的指标：0 到 1 的比例，时间以秒计。",
    ),
    "quality_measure": ("Мера", "Measure", "指标"),
    "quality_now": ("Сейчас", "Now", "本次"),
    "quality_before": ("До этого", "Before", "上次"),
    "quality_questions": ("Проверочные вопросы ({count})", "Test questions ({count})", "测试问题（{count}）"),
    "quality_after": ("после вопроса: {question}", "after the question: {question}", "前一个问题：{question}"),
    "quality_expects_nothing": (
        "Этого в записях нет: так и должно быть сказано.",
        "This is not in the transcripts, and that is what should be said.",
        "记录中没有此内容，应当如实说明。",
    ),
    "verdict_none": ("ещё не проверен", "not checked yet", "尚未检查"),
    "verdict_lost": (
        "источник изменился, вопрос не считается",
        "the source changed, not counted",
        "来源已变化，不计入",
    ),
    "verdict_first": ("найдена первой", "found first", "排第一"),
    "verdict_place": ("найдена {rank}-й", "found as number {rank}", "排第 {rank}"),
    "verdict_beyond": ("нет среди первых десяти", "not among the first ten", "不在前十之内"),
    "verdict_refused": ("сказано «не нашлось»", "told as not found", "说没找到"),
    "verdict_absent": ("верно: не нашлось", "right: not found", "正确：没找到"),
    "verdict_claimed": ("показано как найденное", "shown as if found", "误当作找到"),
    "change_better": ("лучше, чем было", "better than before", "比上次好"),
    "change_worse": ("хуже, чем было", "worse than before", "比上次差"),
    "quality_remove": ("Убрать вопрос", "Remove the question", "移除问题"),
    "quality_download": ("Скачать вопросы", "Download the questions", "下载问题"),
    "quality_download_hint": (
        "Файл questions.jsonl для команды eval; в нём есть строки из ваших записей",
        "The file questions.jsonl for the command eval; it holds lines of your transcripts",
        "供 eval 命令使用的 questions.jsonl；其中含有您记录中的句子",
    ),
    "quality_add": ("Добавить вопрос", "Add a question", "添加问题"),
    "quality_question": ("Вопрос", "Question", "问题"),
    "quality_expected": ("Что должно найтись?", "What should be found?", "应当找到什么？"),
    "quality_added": ("Вопрос добавлен.", "The question is added.", "问题已添加。"),
}
