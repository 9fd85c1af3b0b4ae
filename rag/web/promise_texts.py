"""The texts of the promises page and of the summary in the reader. Knows no Streamlit."""

from rag.web.problems import Words

PROMISES: dict[str, Words] = {
    "page_promises": ("Обещания", "Promises", "承诺"),
    "promises_hint": (
        "Кто что пообещал на сессиях — дословно. Отмечайте сделанное.",
        "Who promised what in the sessions, word for word. Tick off what is done.",
        "会谈中谁答应了什么，原话为证。完成的请打勾。",
    ),
    "promises_person": ("Сессии с кем", "Sessions with", "与谁的会谈"),
    "promises_side": ("Кто обещал", "Who promised", "谁答应的"),
    "promises_mine": ("Я обещал(а) · {count}", "What I promised · {count}", "我答应的 · {count}"),
    "promises_theirs": ("Мне обещали · {count}", "What I was promised · {count}", "别人答应我的 · {count}"),
    "promises_unknown": ("Неясно кто · {count}", "Speaker unknown · {count}", "不知是谁 · {count}"),
    "promises_state": ("Показать", "Show", "显示"),
    "promises_open": ("Открытые", "Open", "未完成"),
    "promises_done": ("Выполненные", "Done", "已完成"),
    "promises_dismissed": ("Не обещания", "Not promises", "不是承诺"),
    "promise_count_one": ("{count} обещание", "{count} promise", "{count} 个承诺"),
    "promise_count_few": ("{count} обещания", "{count} promises", "{count} 个承诺"),
    "promise_count_many": ("{count} обещаний", "{count} promises", "{count} 个承诺"),
    "promise_tick": ("Выполнено", "Done", "已完成"),
    "promise_ticked": (
        "Отмечено. Теперь оно среди выполненных.",
        "Ticked off. It is among the done ones now.",
        "已打勾，现归入“已完成”。",
    ),
    "promise_dismiss": ("Это не обещание", "This is no promise", "这不是承诺"),
    "promise_restore": ("Всё-таки обещание", "A promise after all", "其实是承诺"),
    "promise_nobody": (
        "Кто — неизвестно: в записи не отмечено, кто говорит.",
        "Speaker unknown: the transcript does not say who speaks.",
        "不知是谁：记录没有标明发言人。",
    ),
    "promises_download": ("Скачать список", "Download the list", "下载列表"),
    "promises_download_hint": (
        "Всё, что выбрано выше, дословно и с местом в записи. Файл Markdown откроется в любом редакторе.",
        "All that is chosen above, word for word and with its place. Any editor opens the Markdown file.",
        "以上所选的全部承诺，附原话和出处。Markdown 文件可用任何编辑器打开。",
    ),
    "promises_no_transcripts": (
        "Обещания найдутся сами, как только появятся записи.",
        "Promises are found by themselves as soon as there are transcripts.",
        "有了记录，承诺会自动找出来。",
    ),
    "promises_to_transcripts": ("К записям", "To the transcripts", "前往记录"),
    "promises_none_open": (
        "Открытых обещаний здесь нет.",
        "There are no open promises here.",
        "这里没有未完成的承诺。",
    ),
    "promises_none_done": ("Выполненных пока нет.", "None is done yet.", "还没有已完成的。"),
    "promises_none_dismissed": ("Убранных строк нет.", "No line was put aside.", "没有被排除的句子。"),
    "promises_none_found": (
        "В этих сессиях обещаний не нашлось.",
        "No promises were found in these sessions.",
        "这些会谈中没有找到承诺。",
    ),
    "promises_looking": (
        "Ищу обещания, осталось записей: {count}",
        "Looking for promises, transcripts left: {count}",
        "正在查找承诺，剩余记录：{count}",
    ),
    "promises_by_patterns": (
        "Список собран по оборотам речи («пришлю до пятницы»). "
        "Модель прочитает внимательнее и скажет коротко, что обещано.",
        "The list is made from turns of phrase (“I will send it by Friday”). A model reads closer and says in short "
        "what it is about.",
        "列表是按常用说法（如“周五前发给你”）整理的。模型会读得更细，并简短说明内容。",
    ),
    "promises_by_model": (
        "Прочитано моделью: {models}. Непрочитанных сессий: {count}",
        "Read by {models}. Sessions not read yet: {count}",
        "由 {models} 阅读。尚未阅读的会谈：{count}",
    ),
    "promises_all_read": (
        "Все сессии прочитаны моделью: {models}.",
        "All sessions were read by {models}.",
        "所有会谈均由 {models} 阅读。",
    ),
    "promises_read": ("Прочитать моделью", "Read with the model", "用模型阅读"),
    "promises_read_again": ("Прочитать заново", "Read again", "重新阅读"),
    "promises_automatic": ("Читать новые сессии сразу", "Read new sessions at once", "自动阅读新会谈"),
    "promises_automatic_hint": (
        "Модель будет сама читать каждую новую запись, когда не занята вашими вопросами.",
        "The model reads every new transcript by itself while it is not busy with your questions.",
        "模型空闲时会自动阅读每份新记录。",
    ),
    "promises_reading": (
        "Читаю сессию {number} из {count}: {title}",
        "Reading session {number} of {count}: {title}",
        "正在阅读第 {number} 次会谈，共 {count} 次：{title}",
    ),
    "promises_waiting": (
        "Жду: модель занята другим вашим заданием",
        "Waiting: the model is busy with something else you asked for",
        "等待中：模型正在处理您的另一项任务",
    ),
    # summary
    "summary": ("Кратко: пять главных мыслей", "In short: five main points", "摘要：五个要点"),
    "summary_loading": ("Модель начинает читать", "The model begins to read", "模型开始阅读"),
    "summary_reading": (
        "Прочитано строк: {done} из {total}",
        "Lines read: {done} of {total}",
        "已读行数：{done} / {total}",
    ),
    "summary_writing": ("Выбираю главное", "Choosing the main points", "正在挑选要点"),
    "summary_by": ("Написала модель {model}", "Written by {model}", "由 {model} 撰写"),
    "summary_unfinished": ("прочитано не всё", "not all of it was read", "没有读完"),
    "summary_again": ("Написать заново", "Write again", "重新撰写"),
    "summary_line": ("строка {number}", "line {number}", "第 {number} 行"),
}  # fmt: skip
