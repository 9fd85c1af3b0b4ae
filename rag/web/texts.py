"""Every text of the interface in Russian, English and Chinese. Knows no Streamlit."""

from collections.abc import Mapping

from rag.languages import LANGUAGES, Language
from rag.types import Problem
from rag.web.answer_texts import ANSWER
from rag.web.conversation_texts import CONVERSATION
from rag.web.problems import PROBLEMS, Words
from rag.web.promise_texts import PROMISES
from rag.web.quality_texts import QUALITY
from rag.web.question_texts import QUESTION
from rag.web.settings_texts import SETTINGS

LANGUAGE_NAMES: Mapping[Language, str] = {"ru": "Русский", "en": "English", "zh": "中文"}

_TEXTS: Mapping[str, Words] = PROBLEMS | QUALITY | QUESTION | ANSWER | CONVERSATION | SETTINGS | PROMISES | {
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
        "Перетащите сюда записи или архив с ними",
        "Drop transcripts or an archive of them here",
        "把记录文件或压缩包拖到这里",
    ),
    "upload_hint": (
        "Подойдут выгрузки Zoom, Teams, Google Meet, Whisper, Telegram, документы и текст вида «Имя: реплика»: {kinds}",
        "Exports of Zoom, Teams, Meet, Whisper and Telegram will do, documents, and text like \"Name: words\": {kinds}",
        "可用 Zoom、Teams、Google Meet、Whisper、Telegram 的导出文件、文档，或“姓名：话语”形式的文本：{kinds}",
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
    "open": ("Открыть", "Open", "打开"),
    "index_again": ("Проиндексировать заново", "Index again", "重新索引"),
    "delete_count": ("Удалить ({count})", "Delete ({count})", "删除（{count}）"),
    "delete_question": (
        "Удалить из библиотеки записей: {count}? Вместе с ними исчезнут их копии и цитаты в чатах. "
        "Ваши исходные файлы на диске останутся.",
        "Delete {count} from the library? Their copies and their quotes in chats go with them. "
        "Your own files on the disk stay.",
        "从库中删除 {count} 份记录？其副本和对话中的引文也会一并删除。您磁盘上的原文件会保留。",
    ),
    "deleting": ("Удаляю", "Deleting", "正在删除"),
    "deleted": ("Удалено.", "Deleted.", "已删除。"),
    "and_more": ("…и ещё {count}", "…and {count} more", "……还有 {count} 份"),
    "download": ("Скачать файл", "Download the file", "下载文件"),
    "replace": ("Заменить новой версией", "Replace by a newer version", "用新版本替换"),
    "replace_hint": (
        "Выберите исправленный файл. Старая запись останется, пока новая не будет готова.",
        "Choose the corrected file. The old transcript stays until the new one is ready.",
        "请选择修正后的文件。新版本就绪之前，旧记录会一直保留。",
    ),
    "replace_file": ("Новая версия файла", "The newer file", "新版本文件"),
    # ways in
    "way_files": ("Файлы и архивы", "Files and archives", "文件和压缩包"),
    "way_folder": ("Папка целиком", "A whole folder", "整个文件夹"),
    "way_here": ("Папка на этом компьютере", "A folder of this computer", "本机文件夹"),
    "upload_folder": (
        "Выберите папку: возьмутся все записи в ней и во вложенных папках",
        "Choose a folder: all transcripts in it and inside its folders are taken",
        "选择文件夹：其中及其子文件夹中的所有记录都会加入",
    ),
    "folder_path": ("Путь к папке", "Path of the folder", "文件夹路径"),
    "folder_example": ("например, /home/olga/Сессии", "for example /home/olga/Sessions", "例如 /home/olga/会谈"),
    "folder_watch": (
        "Следить за папкой: новые и изменённые файлы добавятся сами",
        "Watch the folder: new and changed files are added by themselves",
        "监视文件夹：自动加入新的和有改动的文件",
    ),
    "folder_add": ("Добавить папку", "Add the folder", "添加文件夹"),
    "folder_watched": ("Слежу за папкой {folder}", "Watching {folder}", "正在监视 {folder}"),
    "folder_unwatch": ("Не следить", "Stop watching", "停止监视"),
    "cancel_waiting": ("Не читать оставшиеся ({count})", "Skip the remaining ({count})", "跳过其余文件（{count}）"),
    "doubt": (
        "Непонятно, как записаны буквы в этом файле. Выберите вариант, который читается.",
        "It is unclear how the letters of this file are written. Choose the variant that reads well.",
        "无法确定此文件的文字编码。请选择能正常阅读的一种。",
    ),
    "doubt_choose": ("Варианты", "Variants", "选项"),
    "doubt_accept": ("Так читается, добавить", "This reads well, add it", "可以阅读，添加"),
    "doubt_refuse": ("Не добавлять", "Leave it out", "不添加"),
    # table
    "filter_words": ("Найти в списке", "Find in the list", "在列表中查找"),
    "filter_person": ("С кем", "With", "对象"),
    "filter_everybody": ("все", "everybody", "所有人"),
    "filter_incomplete": (
        "Показать только записи, где не нашлась дата или человек ({count}): впишите их в таблице",
        "Show only transcripts whose date or person was not found ({count}): type them into the table",
        "仅显示未找到日期或对象的记录（{count}）：请在表格中填写",
    ),
    "filter_empty": ("Таких записей нет.", "There are no such transcripts.", "没有这样的记录。"),
    "table_hint": (
        "Название, человека и дату можно исправить прямо в таблице. Отметьте строки галочкой, чтобы открыть, скачать "
        "или удалить.",
        "Title, person and date can be corrected in the table itself. Tick rows to open, download or delete them.",
        "标题、对象和日期可以直接在表格中修改。勾选行即可打开、下载或删除。",
    ),
    # people
    "owner": ("Вы в записях — это", "In the transcripts you are", "记录中的您是"),
    "owner_guess": ("Похоже, вы в записях — это", "In the transcripts you seem to be", "记录中的您似乎是"),
    "owner_placeholder": ("выберите себя", "choose yourself", "请选择您自己"),
    "owner_hint": (
        "Тогда «я» и «мне» в вопросах значат вас, а сессии считаются с каждым, кроме вас.",
        "Then \"I\" in questions means you, and sessions are counted with everybody but you.",
        "这样问题中的“我”就指您，会谈次数按您以外的每个人计算。",
    ),
    "speaker_rename": ("Переименовать говорящего", "Rename a speaker", "重命名发言人"),
    "speaker_who": ("Кого", "Whom", "谁"),
    "speaker_new_name": ("Новое имя", "New name", "新名字"),
    "speaker_new_name_hint": ("выберите или впишите", "choose or type", "选择或输入"),
    "speaker_everywhere": (
        "Во всех записях, и в будущих тоже",
        "In all transcripts, and in those to come",
        "应用于所有记录，包括以后添加的",
    ),
    # pictures
    "pictures": ("Картина сессий", "The sessions in pictures", "会谈图表"),
    "picture_timeline": ("Когда были сессии", "When the sessions were", "会谈时间"),
    "picture_talk": ("Кто сколько говорит", "Who talks how much", "谁说得多"),
    "picture_share": ("Доля речи", "Share of the talk", "发言占比"),
    "picture_nobody": ("неизвестно с кем", "unknown", "未知"),
    "picture_others": ("остальные", "others", "其他人"),
    "picture_no_dates": ("Дат пока нет.", "There are no dates yet.", "还没有日期。"),
    "picture_no_people": (
        "Пока неизвестно, с кем были сессии.",
        "It is not known yet whom the sessions were with.",
        "还不知道会谈对象。",
    ),
    "picture_no_speakers": (
        "В этих записях не отмечено, кто говорит.",
        "These transcripts do not say who speaks.",
        "这些记录没有标明发言人。",
    ),
    "column_speaker": ("Кто говорит", "Speaker", "发言人"),
    # progress
    "progress_file": ("Файл {number} из {count}", "File {number} of {count}", "第 {number} 个文件，共 {count} 个"),
    "progress_passages": (
        "фрагментов {done} из {total}",
        "{done} of {total} passages",
        "已完成 {done} / {total} 段",
    ),
    "progress_pace": ("{words} слов/с", "{words} words/s", "{words} 字/秒"),
    "progress_left": ("осталось {time}", "{time} left", "剩余 {time}"),
    # reader
    "reader_placeholder": ("Выберите запись", "Choose a transcript", "选择记录"),
    "reader_choose": ("Какую запись открыть?", "Which transcript shall be opened?", "打开哪份记录？"),
    "reader_earlier": ("Раньше", "Earlier", "更早"),
    "reader_later": ("Дальше", "Later", "更晚"),
    "reader_lines": (
        "Строки {first}–{last} из {total}",
        "Lines {first}–{last} of {total}",
        "第 {first}–{last} 行，共 {total} 行",
    ),
    "reader_quote": ("К цитате", "To the quote", "回到引文"),
    "session_before": ("Предыдущая сессия", "Previous session", "上一次会谈"),
    "session_after": ("Следующая сессия", "Next session", "下一次会谈"),
    "copy_quote": ("Скопировать цитату", "Copy the quote", "复制引文"),
    "find_inside": ("Найти в этой записи", "Find in this transcript", "在此记录中查找"),
    "find_nothing": ("Таких слов здесь нет.", "These words are not here.", "这里没有这些文字。"),
    "find_hits": ("{number} из {count}", "{number} of {count}", "第 {number} 处，共 {count} 处"),
    "find_before": ("Выше", "Up", "上一处"),
    "find_after": ("Ниже", "Down", "下一处"),
    "back_to_chat": ("Вернуться к вопросам", "Back to the questions", "返回提问"),
    # problems
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
