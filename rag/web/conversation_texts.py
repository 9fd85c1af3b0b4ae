"""The texts of what can be done with a chat, an answer and a quote. Knows no Streamlit."""

from rag.web.problems import Words

CONVERSATION: dict[str, Words] = {
    # an answer
    "answer_copy": ("Скопировать ответ с цитатами", "Copy the answer with its quotes", "复制回答及引文"),
    "answer_again": ("Ответить заново", "Answer again", "重新回答"),
    "question_edit": ("Изменить вопрос", "Change the question", "修改问题"),
    "question_edit_hint": (
        "Новый вопрос встанет на место этого. Следующие вопросы чата останутся.",
        "The new question takes the place of this one. Later questions of the chat stay.",
        "新问题将取代此问题，对话中后面的问题保留。",
    ),
    "question_ask": ("Спросить", "Ask", "提问"),
    "copied": ("Скопировано", "Copied", "已复制"),
    "copy_failed": (
        "Не вышло: выделите текст и скопируйте его сами",
        "This did not work: select the text and copy it yourself",
        "未能复制：请选中文字自行复制",
    ),
    "source_changed": (
        "Запись с тех пор изменилась",
        "The transcript has changed since",
        "此后记录已有改动",
    ),
    # a chat
    "chat_download": ("Скачать беседу", "Download the conversation", "下载对话"),
    "chat_download_hint": (
        "Вопросы, ответы и цитаты: кто сказал, на какой сессии и когда. Файл Markdown откроется в любом редакторе.",
        "Questions, answers and quotes: who said it, in which session and when. Any editor opens the Markdown file.",
        "包含问题、回答和引文：谁说的、哪次会谈、什么时候。Markdown 文件可用任何编辑器打开。",
    ),
    "chat_download_file": ("Скачать", "Download", "下载"),
    "chat_unnamed": ("беседа", "conversation", "对话"),
    "chats_find": ("Найти в чатах", "Find in chats", "在对话中查找"),
    "chats_none": ("В чатах этого нет.", "This is in no chat.", "对话中没有这些内容。"),
    "chats_more": ("Показать ещё", "Show more", "显示更多"),
}  # fmt: skip
