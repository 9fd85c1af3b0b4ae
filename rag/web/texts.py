"""Every text of the interface in Russian, English and Chinese. Knows no Streamlit."""

from collections.abc import Mapping

from rag.languages import LANGUAGES, Language
from rag.types import Problem

LANGUAGE_NAMES: Mapping[Language, str] = {"ru": "Русский", "en": "English", "zh": "中文"}

_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "page_chat": ("Вопросы", "Questions", "提问"),
    "page_transcripts": ("Записи", "Transcripts", "记录"),
    "page_reader": ("Чтение", "Reader", "阅读"),
    "language": ("Язык", "Language", "语言"),
    "tagline": (
        "Точные цитаты из ваших сессий. Всё остаётся на этом компьютере.",
        "Exact quotes from your sessions. Everything stays on this computer.",
        "来自您会谈的原话引文。一切都留在这台电脑上。",
    ),
    # chat
    "ask_placeholder": ("Спросите о своих сессиях", "Ask about your sessions", "询问您的会谈"),
    "chat_title": ("О чём вспомнить?", "What shall we look up?", "想查什么？"),
    "example_1": ("Что я обещал Лене по домашке?", "What did I promise Lena about homework?", "我答应过莲娜什么作业？"),
    "example_2": (
        "Что Лена делала с видеоредактором на третьей сессии?",
        "What did Lena do with the video editor in the third session?",
        "第三次会谈时莲娜用视频编辑器做了什么？",
    ),
    "example_3": (
        "О чём договорились на последней встрече?",
        "What did we agree on last time?",
        "上次会谈我们约定了什么？",
    ),
    "example_4": ("Когда выступление?", "When is the talk?", "演讲是什么时候？"),
    "example_5": (
        "Что обещали прислать и к какому сроку?",
        "What was to be sent, and by when?",
        "答应发什么，什么时候发？",
    ),
    "example_6": ("Что было на первой сессии?", "What happened in the first session?", "第一次会谈谈了什么？"),
    "example_7": ("Какие решения приняли?", "Which decisions were made?", "做了哪些决定？"),
    "examples": ("Например", "For example", "例如"),
    "library_empty": ("Записей пока нет", "There are no transcripts yet", "还没有记录"),
    "library_empty_hint": (
        "Добавьте свои файлы — или посмотрите, как всё работает, на девяти выдуманных сессиях.",
        "Add your own files, or see how it works on nine invented sessions.",
        "请添加您的文件，或者用九次虚构的会谈看看效果。",
    ),
    "load_sample": ("Загрузить пример", "Load the sample", "加载示例"),
    "add_files": ("Добавить файлы", "Add files", "添加文件"),
    "searching": ("Ищу в записях", "Searching the transcripts", "正在搜索记录"),
    "preparing_first": (
        "Готовлю поиск: только при первом запуске, около минуты",
        "Preparing the search: only at the first start, about a minute",
        "正在准备搜索：仅首次启动时，约一分钟",
    ),
    "waiting_first": (
        "Отвечу, когда прочитаю первую запись",
        "I will answer once the first transcript is read",
        "读完第一份记录后回答",
    ),
    "writing": ("Пишу ответ", "Writing the answer", "正在写回答"),
    "stop": ("Остановить", "Stop", "停止"),
    "stopped": ("Остановлено.", "Stopped.", "已停止。"),
    "unfinished": ("Ответ не дописан.", "The answer is unfinished.", "回答没有写完。"),
    "not_found": (
        "В ваших записях этого не нашлось. Вот самое похожее:",
        "This is not in your transcripts. The nearest lines are:",
        "您的记录中没有找到。最接近的内容是：",
    ),
    "nothing_to_show": (
        "Искать пока негде: ни одна запись ещё не готова.",
        "There is nothing to search yet: no transcript is ready.",
        "还没有可搜索的记录。",
    ),
    "quotes": ("Цитаты", "Quotes", "引文"),
    "more_quotes": ("Ещё цитаты", "More quotes", "更多引文"),
    "answered_by": ("Ответ написала модель {model}", "Answer written by {model}", "回答由 {model} 撰写"),
    "unbacked": (
        "Подчёркнутое пунктиром не опирается ни на одну строку: проверьте по цитатам.",
        "What is underlined with dots rests on no line: check it against the quotes.",
        "带点线的内容没有对应的原话：请对照引文核实。",
    ),
    "seconds": ("{seconds} с", "{seconds} s", "{seconds} 秒"),
    "open_line": ("Открыть в записи", "Open in the transcript", "在记录中打开"),
    "session_of": ("{person}, сессия {number}", "{person}, session {number}", "{person}，第 {number} 次"),
    "chats": ("Чаты", "Chats", "对话"),
    "new_chat": ("Новый чат", "New chat", "新对话"),
    "rename": ("Переименовать", "Rename", "重命名"),
    "delete": ("Удалить", "Delete", "删除"),
    "save": ("Сохранить", "Save", "保存"),
    "cancel": ("Отмена", "Cancel", "取消"),
    "chat_name": ("Название чата", "Name of the chat", "对话名称"),
    "chat_menu": ("Что сделать с чатом", "What to do with the chat", "对话操作"),
    "chat_delete_question": (
        "Удалить чат со всеми вопросами и ответами?",
        "Delete the chat with all questions and answers?",
        "删除此对话及其全部问答？",
    ),
    # transcripts
    "upload": (
        "Перетащите сюда файлы с записями: {kinds}",
        "Drop transcript files here: {kinds}",
        "把记录文件拖到这里：{kinds}",
    ),
    "upload_hint": (
        "Подойдут выгрузки Zoom, Teams, Whisper и обычный текст вида «Имя: реплика».",
        "Exports of Zoom, Teams and Whisper will do, and plain text of the shape \"Name: words\".",
        "可用 Zoom、Teams、Whisper 的导出文件，或“姓名：话语”形式的纯文本。",
    ),
    "results": ("Что стало с файлами", "What became of the files", "文件处理结果"),
    "results_clear": ("Убрать список", "Clear the list", "清除列表"),
    "status_ready": ("готово", "ready", "已就绪"),
    "status_known": ("уже есть в библиотеке", "in the library already", "库中已有"),
    "status_rejected": ("не прочитан", "not read", "未读取"),
    "state_ready": ("готова", "ready", "已就绪"),
    "state_stored": ("в очереди", "waiting", "等待中"),
    "column_title": ("Название", "Title", "标题"),
    "column_person": ("С кем", "With", "对象"),
    "column_session": ("Сессия", "Session", "次数"),
    "column_date": ("Дата", "Date", "日期"),
    "column_speakers": ("Кто говорит", "Speakers", "发言人"),
    "column_words": ("Слов", "Words", "字数"),
    "column_state": ("Состояние", "State", "状态"),
    "column_file": ("Файл", "File", "文件"),
    "column_result": ("Итог", "Result", "结果"),
    "totals": (
        "Записей: {transcripts} · слов: {words} · людей: {people}",
        "Transcripts: {transcripts} · words: {words} · people: {people}",
        "记录：{transcripts} · 字数：{words} · 人数：{people}",
    ),
    "select_hint": (
        "Отметьте строку, чтобы открыть, проиндексировать заново или удалить запись.",
        "Select a row to open, re-index or delete a transcript.",
        "选择一行即可打开、重新索引或删除记录。",
    ),
    "open": ("Открыть", "Open", "打开"),
    "index_again": ("Проиндексировать заново", "Index again", "重新索引"),
    "delete_question": (
        "Удалить запись вместе с её файлом из библиотеки? Ваш исходный файл на диске останется.",
        "Delete the transcript and its copy in the library? Your own file on the disk stays.",
        "从库中删除此记录及其副本？您磁盘上的原文件会保留。",
    ),
    "deleted": ("Запись удалена.", "The transcript was deleted.", "记录已删除。"),
    # progress
    "progress_file": ("Файл {number} из {count}", "File {number} of {count}", "第 {number} 个文件，共 {count} 个"),
    "progress_passages": (
        "фрагментов {done} из {total}",
        "{done} of {total} passages",
        "已完成 {done} / {total} 段",
    ),
    "progress_pace": ("{words} слов/с", "{words} words/s", "{words} 字/秒"),
    "progress_left": ("осталось {time}", "{time} left", "剩余 {time}"),
    "progress_done": ("Все записи готовы", "All transcripts are ready", "全部记录已就绪"),
    # reader
    "reader_choose": ("Какую запись открыть?", "Which transcript shall be opened?", "打开哪份记录？"),
    "reader_earlier": ("Раньше", "Earlier", "更早"),
    "reader_later": ("Дальше", "Later", "更晚"),
    "reader_lines": (
        "Строки {first}–{last} из {total}",
        "Lines {first}–{last} of {total}",
        "第 {first}–{last} 行，共 {total} 行",
    ),
    "reader_quote": ("К цитате", "To the quote", "回到引文"),
    "back_to_chat": ("Вернуться к вопросам", "Back to the questions", "返回提问"),
    # problems
    "problem_error": (
        "Не получилось. Подробности — в окне терминала.",
        "That did not work. Details are in the terminal window.",
        "操作失败。详情见终端窗口。",
    ),
    "problem_unreadable": ("Файл не удалось прочитать.", "The file cannot be read.", "无法读取文件。"),
    "problem_empty": (
        "Файл пустой. Выгрузите запись ещё раз.",
        "The file is empty. Export the transcript again.",
        "文件是空的。请重新导出。",
    ),
    "problem_binary": (
        "Это не текст. Выгрузите запись как текст или субтитры.",
        "This is not text. Export the transcript as text or subtitles.",
        "这不是文本。请导出为文本或字幕。",
    ),
    "problem_format": (
        "Такие файлы пока не читаются. Подходят: {kinds}.",
        "Files of this kind are not read yet. These are: {kinds}.",
        "暂不支持此类文件。支持：{kinds}。",
    ),
    "problem_large": (
        "Файл больше {limit} МБ. Разделите его: одна сессия — один файл.",
        "The file is larger than {limit} MB. Cut it: one session, one file.",
        "文件超过 {limit} MB。请拆分：一次会谈一个文件。",
    ),
    "problem_nothing": (
        "В файле нет ни одной реплики.",
        "The file holds no line of speech.",
        "文件中没有任何话语。",
    ),
    "problem_broken": (
        "Файл повреждён. Откройте его в своей программе и сохраните заново.",
        "The file is damaged. Open it in its own program and save it again.",
        "文件已损坏。请用原程序打开并重新保存。",
    ),
    "problem_password": (
        "Файл закрыт паролем. Сохраните копию без пароля.",
        "The file is locked with a password. Save a copy without it.",
        "文件有密码保护。请另存一份无密码的副本。",
    ),
    "problem_scan": (
        "Это скан: страницы есть, а текста в них нет. Распознайте его или выгрузите запись текстом.",
        "This is a scan: pages without any text. Recognise it first, or export the transcript as text.",
        "这是扫描件：有页面但没有文字。请先识别文字，或导出文本。",
    ),
    "problem_media": (
        "Это звук, видео или картинка, а нужен текст. Сначала расшифруйте запись.",
        "This is sound, video or a picture, not text. Have the recording transcribed first.",
        "这是音频、视频或图片，不是文本。请先转写成文字。",
    ),
    "problem_old": (
        "Старый формат документа. Сохраните его как .docx.",
        "This is an old kind of document. Save it as .docx.",
        "这是旧版文档格式。请另存为 .docx。",
    ),
    "problem_record": (
        "Файл с данными незнакомого вида: реплик в нём не видно. Выгрузите запись текстом или субтитрами.",
        "A data file of an unknown shape: no lines of speech were seen in it. Export text or subtitles.",
        "未知结构的数据文件：没有发现话语。请导出文本或字幕。",
    ),
    "problem_encoding": (
        "Непонятно, в какой кодировке файл: выберите вариант, который читается.",
        "It is unclear in which encoding the file was saved: choose the one that reads well.",
        "无法确定文件编码：请选择能正常阅读的一种。",
    ),
    "problem_archive": (
        "Архив не открыт: он повреждён, закрыт паролем или слишком велик внутри. Распакуйте его и добавьте файлы.",
        "The archive was not opened: it is damaged, locked, or too large inside. Unpack it and add the files.",
        "未打开压缩包：已损坏、有密码或内容过大。请自行解压后添加文件。",
    ),
    "problem_heavy": (
        "Файл слишком тяжёлый: на чтение не хватило отведённого времени или памяти. Выгрузите запись текстом.",
        "The file is too heavy: reading it took more time or memory than is allowed. Export it as text.",
        "文件过重：读取所需时间或内存超出限制。请导出为文本。",
    ),
    "problem_library": (
        "Папкой библиотеки не получается пользоваться. Проверьте, что она есть и доступна для записи.",
        "The folder of the library cannot be used. See that it exists and can be written.",
        "无法使用库文件夹。请确认它存在且可写。",
    ),
    "problem_busy": (
        "Библиотека открыта в другом окне программы. Закройте его или работайте там.",
        "The library is open in another window of the program. Close it, or work there.",
        "库已在程序的另一个窗口中打开。请关闭它，或在那里继续。",
    ),
    "problem_damaged": (
        "Каталог библиотеки повреждён. Верните папку библиотеки из резервной копии.",
        "The catalogue of the library is damaged. Bring the folder back from a backup copy.",
        "库目录已损坏。请从备份恢复库文件夹。",
    ),
    "problem_disk": (
        "На диске не осталось места. Освободите его и попробуйте ещё раз.",
        "The disk is full. Free some space and try again.",
        "磁盘已满。请释放空间后重试。",
    ),
    "problem_missing": (
        "Этой записи больше нет в библиотеке.",
        "This transcript is no longer in the library.",
        "库中已没有此记录。",
    ),
    "problem_index": (
        "Поисковый индекс не читается. Запустите программу заново: она построит его из сохранённых файлов.",
        "The search index cannot be read. Start the program again: it is rebuilt from the stored files.",
        "搜索索引无法读取。请重新启动程序，它会根据已存文件重建。",
    ),
    "problem_encoder": (
        "Модель поиска не загрузилась. Запустите программу ещё раз командой python3 -m rag.",
        "The search model could not be loaded. Start the program again with python3 -m rag.",
        "搜索模型无法加载。请用 python3 -m rag 重新启动程序。",
    ),
    "problem_question": ("Такой вопрос не найти.", "This question cannot be searched.", "无法搜索此问题。"),
    "problem_question_empty": (
        "В вопросе нет ни одного слова.",
        "The question holds no word.",
        "问题中没有任何文字。",
    ),
    "problem_question_long": (
        "Вопрос слишком длинный: знаков {length}, можно до {limit}. Спросите короче.",
        "The question is too long: {length} characters, at most {limit}. Ask more briefly.",
        "问题太长：{length} 个字符，最多 {limit} 个。请简短些。",
    ),
    "problem_model": ("Письменного ответа не будет.", "There will be no written answer.", "没有书面回答。"),
    "problem_model_down": (
        "Чтобы получать ещё и письменный ответ, запустите Ollama.",
        "To get a written answer as well, start Ollama.",
        "若还想要书面回答，请启动 Ollama。",
    ),
    "problem_model_remote": (
        "Адрес Ollama не на этом компьютере, поэтому ответ не запрашивался.",
        "The address of Ollama is not on this computer, so no answer was asked for.",
        "Ollama 的地址不在本机，因此没有请求回答。",
    ),
    "problem_model_none": (
        "Ollama запущена, но модели в ней нет. Установите её командой: ollama pull qwen3:4b",
        "Ollama runs but has no model. Install one with: ollama pull qwen3:4b",
        "Ollama 已运行，但没有模型。请安装：ollama pull qwen3:4b",
    ),
    "problem_model_missing": (
        "Модели {model} нет в Ollama. Установите её командой: ollama pull {model}",
        "The model {model} is not in Ollama. Install it with: ollama pull {model}",
        "Ollama 中没有模型 {model}。请安装：ollama pull {model}",
    ),
    "problem_model_memory": (
        "Модели {model} не хватает памяти. Выберите модель поменьше.",
        "The model {model} needs more memory than there is. Choose a smaller one.",
        "模型 {model} 内存不足。请选择更小的模型。",
    ),
    "problem_model_slow": (
        "Модель не ответила вовремя. Попробуйте ещё раз или выберите модель поменьше.",
        "The model did not answer in time. Try again, or choose a smaller one.",
        "模型未及时回答。请重试，或选择更小的模型。",
    ),
    "problem_model_window": (
        "Цитаты не поместились в память модели. Спросите о чём-то более узком.",
        "The quotes do not fit into the model's window. Ask something narrower.",
        "引文超出模型窗口。请问得更具体些。",
    ),
    "problem_model_broken": (
        "Модель оборвала ответ. Спросите ещё раз.",
        "The model broke off. Ask again.",
        "模型中断了回答。请再问一次。",
    ),
    "problem_evaluation": (
        "Набор вопросов не читается.",
        "The set of questions cannot be read.",
        "无法读取问题集。",
    ),
}  # fmt: skip


def text(key: str, language: Language, **values: object) -> str:
    """The interface text of a key, its gaps filled."""
    words = _TEXTS[key][LANGUAGES.index(language)]
    return words.format(**values) if values else words


def keys() -> frozenset[str]:
    """The keys of all texts."""
    return frozenset(_TEXTS)


def describe_problem(problem: Problem, language: Language, **values: object) -> str:
    """One sentence that says what went wrong and what to do."""
    key = f"problem_{problem.code}"
    known = dict(problem.values) | {name: str(value) for name, value in values.items()}
    return _TEXTS[key if key in _TEXTS else "problem_error"][LANGUAGES.index(language)].format_map(_Gaps(known))


def language_of(locale: str | None) -> Language:
    """The interface language for a browser's locale; Russian when it is none of the three."""
    start = (locale or "").lower()[:2]
    return next((language for language in LANGUAGES if language == start), "ru")


def time_code(seconds: float) -> str:
    """Seconds as H:MM:SS, or M:SS within the first hour."""
    whole = int(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


class _Gaps(dict[str, str]):
    """What an old stored problem does not name stays empty."""

    def __missing__(self, key: str) -> str:
        return ""
