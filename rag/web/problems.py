"""What went wrong and what to do, one sentence for each code of the error tree. Knows no Streamlit."""

Words = tuple[str, str, str]
"""A text in Russian, English and Chinese."""

PROBLEMS: dict[str, Words] = {
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
    "problem_question": (
        "По такому вопросу искать нельзя. Задайте его иначе.",
        "This question cannot be searched. Ask it in another way.",
        "无法搜索此问题。请换一种问法。",
    ),
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
        "Чтобы получать ещё и письменный ответ, нужна Ollama: настройки подскажут, чего не хватает.",
        "To get a written answer as well, Ollama is needed: the settings say what is missing.",
        "若还想要书面回答，需要 Ollama：设置页会说明还缺什么。",
    ),
    "problem_model_remote": (
        "Адрес Ollama не на этом компьютере, поэтому ответ не запрашивался. Разрешить его можно в настройках.",
        "The address of Ollama is not on this computer, so no answer was asked for. The settings can allow it.",
        "Ollama 的地址不在本机，因此没有请求回答。可在设置中允许。",
    ),
    "problem_model_address": (
        "{host} — не адрес. Адрес Ollama выглядит так: http://127.0.0.1:11434. Исправьте его в настройках или в "
        "переменной RAG_OLLAMA_HOST.",
        "{host} is no address. That of Ollama looks like this: http://127.0.0.1:11434. Put it right in the settings or "
        "in the variable RAG_OLLAMA_HOST.",
        "{host} 不是有效地址。Ollama 的地址形如 http://127.0.0.1:11434。请在设置或变量 RAG_OLLAMA_HOST 中更正。",
    ),
    "problem_model_foreign": (
        "По адресу Ollama отвечает другая программа. Закройте её или укажите другой адрес в настройках.",
        "Another program answers at the address of Ollama. Close it, or give another address in the settings.",
        "Ollama 的地址上运行着其他程序。请关闭它，或在设置中更换地址。",
    ),
    "problem_model_unsuited": (
        "Модель {model} не умеет отвечать на вопросы. Выберите другую в настройках.",
        "The model {model} cannot answer questions. Choose another one in the settings.",
        "模型 {model} 不能回答问题。请在设置中选择其他模型。",
    ),
    "problem_model_cloud": (
        "Модель {model} работает на чужих компьютерах, поэтому здесь она не скачивается. Выберите другую.",
        "The model {model} runs on other people's computers, so it is not downloaded here. Choose another one.",
        "模型 {model} 在他人的计算机上运行，因此不会下载。请选择其他模型。",
    ),
    "problem_model_storage": (
        "Ollama не может сохранить модель: её папка закрыта для записи или диск неисправен. Проверьте права на папку "
        "моделей Ollama и сам диск.",
        "Ollama cannot save the model: its folder may not be written, or the disk is faulty. Look at the rights to the "
        "folder of Ollama's models and at the disk.",
        "Ollama 无法保存模型：其文件夹不可写，或磁盘有故障。请检查 Ollama 模型文件夹的权限和磁盘。",
    ),
    "problem_model_damaged": (
        "Ollama не может загрузить модель {model}. Удалите её и скачайте заново или обновите Ollama.",
        "Ollama cannot load the model {model}. Delete it and download it again, or bring Ollama up to date.",
        "Ollama 无法加载模型 {model}。请删除后重新下载，或更新 Ollama。",
    ),
    "problem_model_busy": (
        "Ollama сейчас занята. Подождите немного и спросите ещё раз.",
        "Ollama is busy. Wait a little and ask again.",
        "Ollama 正忙。请稍候再问。",
    ),
    "problem_model_failed": (
        "Ollama сообщила об ошибке. Перезапустите её и спросите ещё раз.",
        "Ollama reports an error. Start it again and ask once more.",
        "Ollama 报告了错误。请重启后再问。",
    ),
    "problem_model_stalled": (
        "Модель замолчала на середине ответа. Спросите ещё раз; если это повторяется, выберите модель поменьше.",
        "The model fell silent in the middle. Ask again; if it happens often, choose a smaller one.",
        "模型回答到一半没有反应了。请重试；若经常如此，请选择更小的模型。",
    ),
    "problem_model_silent": (
        "Модель не написала ни слова. Спросите ещё раз или выберите другую модель.",
        "The model did not write a word. Ask again, or choose another one.",
        "模型没有写出任何内容。请重试或选择其他模型。",
    ),
    "problem_model_repeats": (
        "Модель начала повторяться, и её остановили. Спросите ещё раз или выберите другую модель.",
        "The model began to repeat itself and was stopped. Ask again, or choose another one.",
        "模型开始不断重复，已被停止。请重试或选择其他模型。",
    ),
    "problem_model_none": (
        "Ollama запущена, но модели в ней нет. Скачать подходящую можно в настройках.",
        "Ollama runs but has no model. A fitting one can be downloaded in the settings.",
        "Ollama 已运行，但没有模型。可在设置中下载合适的模型。",
    ),
    "problem_model_missing": (
        "Выбранной модели {model} больше нет. Выберите или скачайте другую в настройках.",
        "The chosen model {model} is not there any more. Choose or download another one in the settings.",
        "所选的模型 {model} 已不存在。请在设置中选择或下载其他模型。",
    ),
    "problem_model_memory": (
        "Модели {model} не хватает памяти. Выберите в настройках модель поменьше.",
        "The model {model} needs more memory than there is. Choose a smaller one in the settings.",
        "模型 {model} 内存不足。请在设置中选择更小的模型。",
    ),
    "problem_model_slow": (
        "Ollama не ответила вовремя. Попробуйте ещё раз; если это повторяется, перезапустите её или выберите модель "
        "поменьше.",
        "Ollama did not answer in time. Try again; if it happens often, start it again or choose a smaller model.",
        "Ollama 未及时回答。请重试；若经常如此，请重启它或选择更小的模型。",
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
    "problem_program": (
        "С программой Ollama не получилось. Поставьте её с сайта ollama.com/download",
        "That did not work with Ollama. Install it from ollama.com/download",
        "Ollama 操作失败。请从 ollama.com/download 安装。",
    ),
    "problem_program_missing": (
        "Программы Ollama на этом компьютере нет.",
        "The program Ollama is not on this computer.",
        "此电脑上没有 Ollama 程序。",
    ),
    "problem_program_broken": (
        "Программа Ollama не запустилась. Попробуйте ещё раз или перезагрузите компьютер. Вот что она сказала: "
        "{reason}",
        "The program Ollama did not start. Try again, or restart the computer. This is what it said: {reason}",
        "Ollama 程序未能启动。请重试，或重启电脑。它的提示：{reason}",
    ),
    "problem_program_system": (
        "Для этой системы ({system}) готовой Ollama нет. Посмотрите на ollama.com/download",
        "There is no ready Ollama for this system ({system}). Look at ollama.com/download",
        "没有适用于此系统（{system}）的 Ollama。请查看 ollama.com/download",
    ),
    "problem_program_python": (
        "Распаковать Ollama может Python 3.11.4 или новее, а здесь {version}. Обновите Python или поставьте Ollama с "
        "сайта ollama.com/download",
        "Unpacking Ollama takes Python 3.11.4 or newer, and here is {version}. Bring Python up to date, or install "
        "Ollama from ollama.com/download",
        "解压 Ollama 需要 Python 3.11.4 或更高版本，而此处为 {version}。"
        "请更新 Python，或从 ollama.com/download 安装 Ollama。",
    ),
    "problem_download": (
        "Не удалось скачать: нет связи с {host}. Проверьте интернет и попробуйте ещё раз: "
        "загрузка продолжится с того же места.",
        "The download failed: there is no connection to {host}. Look whether the internet works and try again: "
        "it goes on from the same place.",
        "下载失败：无法连接 {host}。请检查网络后重试，下载会从同一位置继续。",
    ),
    "problem_download_missing": (
        "{host} отдаёт не тот файл. Возможно, сеть просит войти: откройте любой сайт в браузере. "
        "Если не поможет, установите Ollama с сайта ollama.com/download",
        "{host} gives something else than the file. Perhaps the network wants you to sign in: open any site in the "
        "browser. If that does not help, install Ollama from ollama.com/download",
        "{host} 提供的不是所需文件。可能需要先登录网络：请在浏览器中打开任意网站。"
        "若无效，请从 ollama.com/download 安装 Ollama。",
    ),
    "problem_download_refused": (
        "Ничего не скачано: путь к файлу ведёт через незащищённый адрес {host}.",
        "Nothing was downloaded: the way to the file leads over the unprotected address {host}.",
        "未下载任何内容：文件路径经过不安全的地址 {host}。",
    ),
    "problem_download_changed": (
        "Скачанный файл отличается от опубликованного и удалён. Попробуйте ещё раз.",
        "The downloaded file is not the one that was published, and was deleted. Try again.",
        "下载的文件与公布的文件不同，已删除。请重试。",
    ),
    "problem_download_unverified": (
        "Проверить подлинность файла с {host} нельзя, поэтому он не установлен.",
        "The file from {host} cannot be checked to be genuine, so it was not installed.",
        "无法验证来自 {host} 的文件是否真实，因此未安装。",
    ),
    "problem_download_broken": (
        "Скачанный архив не распаковывается. Поставьте Ollama с сайта ollama.com/download",
        "The downloaded archive cannot be unpacked. Install Ollama from ollama.com/download",
        "下载的压缩包无法解压。请从 ollama.com/download 安装 Ollama。",
    ),
    "problem_download_stopped": (
        "Загрузка остановлена. Её можно продолжить с того же места.",
        "The download was stopped. It can go on from the same place.",
        "下载已停止。可以从同一位置继续。",
    ),
    "problem_evaluation": (
        "Набор вопросов не читается.",
        "The set of questions cannot be read.",
        "无法读取问题集。",
    ),
    "problem_folder": (
        "Папки {folder} на этом компьютере нет. Скопируйте путь из проводника.",
        "There is no folder {folder} on this computer. Copy the path from your file manager.",
        "此电脑上没有文件夹 {folder}。请从文件管理器复制路径。",
    ),
    "problem_deleted": (
        "Часть цитат удалена вместе с записью, из которой они были.",
        "Some quotes were deleted together with their transcript.",
        "部分引文已随其记录一并删除。",
    ),
}  # fmt: skip
