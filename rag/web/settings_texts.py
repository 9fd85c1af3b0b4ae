"""The texts of the settings page: written answers, models, the program Ollama, where things are. Knows no Streamlit."""

from rag.web.problems import Words

SETTINGS: dict[str, Words] = {
    "page_settings": ("Настройки", "Settings", "设置"),
    "to_settings": ("Открыть настройки", "Open the settings", "打开设置"),
    "settings_answers": ("Письменные ответы", "Written answers", "书面回答"),
    "settings_answers_hint": (
        "Цитаты находятся и без этого. Связный ответ над ними пишет модель, которая работает на этом компьютере "
        "в программе Ollama.",
        "Quotes are found without this. The answer above them is written by a model that works on this computer in "
        "the program Ollama.",
        "没有它也能找到引文。引文上方的完整回答由本机 Ollama 程序中的模型撰写。",
    ),
    # how far it is
    "models_looking": ("Смотрю, что уже есть…", "Looking what is there…", "正在查看……"),
    "models_missing": (
        "На этом компьютере нет программы Ollama.",
        "The program Ollama is not on this computer.",
        "此电脑上没有 Ollama 程序。",
    ),
    "models_installing": ("Ставлю Ollama.", "Installing Ollama.", "正在安装 Ollama。"),
    "models_stopped": (
        "Ollama на этом компьютере есть, но не запущена.",
        "Ollama is on this computer but does not run.",
        "此电脑上有 Ollama，但尚未运行。",
    ),
    "models_starting": ("Запускаю Ollama…", "Starting Ollama…", "正在启动 Ollama……"),
    "models_unagreed": (
        "Адрес Ollama ведёт на другой компьютер: {host}",
        "The address of Ollama leads to another computer: {host}",
        "Ollama 的地址指向另一台电脑：{host}",
    ),
    "models_unreachable": (
        "По адресу {host} никто не отвечает. Проверьте, включён ли тот компьютер и верен ли адрес ниже.",
        "Nobody answers at {host}. See that the computer is switched on and that the address below is right.",
        "{host} 无响应。请检查那台电脑是否已开机、下方的地址是否正确。",
    ),
    "models_empty": (
        "Ollama запущена. Осталось скачать модель.",
        "Ollama runs. What is missing is a model.",
        "Ollama 已运行，还需要下载一个模型。",
    ),
    "models_unchosen": (
        "Выбранной модели {model} на этом компьютере нет. Выберите или скачайте другую.",
        "The chosen model {model} is not on this computer. Choose or download another one.",
        "此电脑上没有所选的模型 {model}。请选择或下载其他模型。",
    ),
    "models_ready": (
        "Готово: ответы пишет {model}.",
        "Ready: {model} writes the answers.",
        "就绪：由 {model} 撰写回答。",
    ),
    "check_again": ("Проверить ещё раз", "Look again", "重新检查"),
    # the program
    "program_start": ("Запустить Ollama", "Start Ollama", "启动 Ollama"),
    "program_stop": ("Остановить Ollama", "Stop Ollama", "停止 Ollama"),
    "program_ours": (
        "Ollama запущена вместе с этой программой и закроется вместе с ней.",
        "Ollama was started together with this program and ends with it.",
        "Ollama 随本程序启动，也会随之关闭。",
    ),
    "install": ("Поставить Ollama…", "Install Ollama…", "安装 Ollama……"),
    "install_title": ("Установка Ollama", "Installing Ollama", "安装 Ollama"),
    "install_continue": ("Продолжить установку", "Go on with it", "继续安装"),
    "install_forget": ("Не продолжать", "Leave it", "不再继续"),
    "install_update": ("Обновить Ollama…", "Update Ollama…", "更新 Ollama……"),
    "install_yourself": ("Установщик на ollama.com", "Installer at ollama.com", "ollama.com 上的安装程序"),
    "install_noticed": (
        "Можно установить её и самостоятельно: страница сама заметит.",
        "You can also install it yourself: this page notices by itself.",
        "您也可以自行安装：此页面会自动发现。",
    ),
    "install_asking_source": ("Узнаю размер…", "Asking for the size…", "正在查询大小……"),
    "install_question": (
        "Скачать файл {file} ({size}) с {host}?",
        "Download the file {file} ({size}) from {host}?",
        "从 {host} 下载文件 {file}（{size}）？",
    ),
    "install_details": (
        "Перед установкой проверим, что файл тот самый, который опубликовал разработчик. Права администратора не "
        "нужны: всё хранится в одной папке, и её можно удалить целиком:",
        "Before it is installed, the file is checked to be the very one that its maker has published. No administrator "
        "rights are needed: everything is kept in one folder, which can be deleted as a whole:",
        "安装前会核对文件是否与开发者发布的一致。无需管理员权限：所有内容都放在一个文件夹中，可整个删除：",
    ),
    "install_there": ("Уже скачано: {size}", "Downloaded already: {size}", "已下载：{size}"),
    "install_yes": ("Скачать и поставить", "Download and install", "下载并安装"),
    "size_unknown": ("размер неизвестен", "size unknown", "大小未知"),
    "install_stage_asking": ("Соединяюсь", "Connecting", "正在连接"),
    "install_stage_downloading": ("Скачиваю Ollama", "Downloading Ollama", "正在下载 Ollama"),
    "install_stage_checking": ("Проверяю файл", "Checking the file", "正在核对文件"),
    "install_stage_unpacking": ("Распаковываю", "Unpacking", "正在解压"),
    "install_stage_starting": ("Запускаю", "Starting", "正在启动"),
    # models
    "models_here": ("Модели на этом компьютере", "Models on this computer", "此电脑上的模型"),
    "models_there": ("Модели на {host}", "Models at {host}", "{host} 上的模型"),
    "model_chosen": ("пишет ответы", "writes the answers", "撰写回答"),
    "model_loaded": ("в памяти: {size}", "in memory: {size}", "占用内存：{size}"),
    "model_silent": ("не умеет отвечать", "cannot answer", "不能回答"),
    "model_choose": ("Выбрать", "Choose", "选择"),
    "model_choose_named": ("Выбрать {model}", "Choose {model}", "选择 {model}"),
    "model_try": ("Проверить", "Try it", "试用"),
    "model_trying": ("Пишет пробную строку…", "Writing a line…", "正在试写……"),
    "model_delete": ("Удалить", "Delete", "删除"),
    "model_delete_question": (
        "Удалить модель {model} с диска ({size})? Её можно будет скачать снова.",
        "Delete the model {model} from the disk ({size})? It can be downloaded again.",
        "从磁盘删除模型 {model}（{size}）？以后可以重新下载。",
    ),
    "model_given": (
        "Модель задана переменной RAG_OLLAMA_MODEL, поэтому выбрать другую здесь нельзя.",
        "The variable RAG_OLLAMA_MODEL names the model, so no other one can be chosen here.",
        "模型由变量 RAG_OLLAMA_MODEL 指定，无法在此更改。",
    ),
    "trial_question": (
        "Ответь одним коротким предложением: зачем записывать свои обещания?",
        "Answer in one short sentence: why write down what one has promised?",
        "请用一句简短的话回答：为什么要把承诺记下来？",
    ),
    "trial_pace": ("скорость: {pace} сл./с", "pace: {pace} words/s", "速度：每秒 {pace} 词"),
    "trial_slow": (
        "Это медленно: ответ займёт минуты. Попробуйте модель поменьше.",
        "That is slow: an answer will take minutes. Try a smaller model.",
        "速度较慢：一次回答需要几分钟。请尝试更小的模型。",
    ),
    "trial_silent": (
        "Модель не написала ни слова. Попробуйте другую.",
        "The model did not write a word. Try another one.",
        "模型没有写出任何内容。请换一个。",
    ),
    # downloading
    "models_offered": ("Можно скачать", "To download", "可下载的模型"),
    "models_memory": (
        "Подобрано под память этого компьютера: {memory}.",
        "Chosen for the memory of this computer: {memory}.",
        "根据此电脑的内存（{memory}）推荐。",
    ),
    "offer_best": ("начните с неё", "begin with this one", "建议从它开始"),
    "offer_smallest": (
        "Для слабых компьютеров: отвечает коротко и просто.",
        "For small computers: short and simple answers.",
        "适合配置较低的电脑：回答简短。",
    ),
    "offer_quick": (
        "Быстрая и аккуратная, хорошо держится текста.",
        "Quick and tidy, keeps to the text.",
        "快速、严谨，忠于原文。",
    ),
    "offer_lively": (
        "Пишет по-русски живее, но чуть медленнее.",
        "Writes livelier Russian, a little slower.",
        "俄语更生动，速度稍慢。",
    ),
    "offer_balanced": (
        "Внимательнее к деталям; на компьютере без видеокарты ответ займёт около минуты.",
        "More careful; an answer takes about a minute without a graphics card.",
        "更注重细节；没有独立显卡时，回答约需一分钟。",
    ),
    "offer_eloquent": (
        "Лучший русский язык среди моделей такого размера; без видеокарты медленная.",
        "The best Russian among models of this size; slow without a graphics card.",
        "同等规模中俄语最佳；没有独立显卡时较慢。",
    ),
    "offer_strong": (
        "Самая умная из быстрых: файл большой, но отвечает живо.",
        "The brightest of the quick ones: a large file, but it answers briskly.",
        "快速模型中最聪明：文件较大，但回答很快。",
    ),
    "offer_finest": (
        "Лучший русский язык; без видеокарты очень медленная.",
        "The best Russian; very slow without a graphics card.",
        "俄语最好；没有独立显卡时很慢。",
    ),
    "model_download": ("Скачать ({size})", "Download ({size})", "下载（{size}）"),
    "model_download_named": ("Скачать {model} ({size})", "Download {model} ({size})", "下载 {model}（{size}）"),
    "model_download_wanted": ("Скачать {model}", "Download {model}", "下载 {model}"),
    "model_no_room": (
        "Не хватает места на диске: нужно {size}, свободно {room}.",
        "The disk is too full: {size} needed, {room} free.",
        "磁盘空间不足：需要 {size}，可用 {room}。",
    ),
    "model_other": ("Другая модель", "Another model", "其他模型"),
    "model_other_hint": (
        "Название, как на ollama.com/library",
        "The name as on ollama.com/library",
        "ollama.com/library 上的名称",
    ),
    "model_other_download": ("Скачать", "Download", "下载"),
    "model_cloud": (
        "Это облачная модель: она отправляла бы ваши записи на чужие компьютеры. Такие здесь не используются.",
        "This is a cloud model: it would send your transcripts to other people's computers. Such models are not used.",
        "这是云端模型：会把您的记录发送到他人的电脑。此处不使用此类模型。",
    ),
    "pull_running": ("Скачиваю {model}", "Downloading {model}", "正在下载 {model}"),
    "pull_checking": ("Проверяю {model}", "Checking {model}", "正在检查 {model}"),
    "pull_bytes": ("{done} из {total}", "{done} of {total}", "{done} / {total}"),
    "pull_pace": ("{size} в секунду", "{size} a second", "每秒 {size}"),
    "pull_stopped": (
        "Загрузка {model} не закончена.",
        "The download of {model} is not finished.",
        "{model} 尚未下载完。",
    ),
    "pull_continue": ("Продолжить загрузку", "Go on downloading", "继续下载"),
    "close": ("Закрыть", "Close", "关闭"),
    "pull_forget": ("Не продолжать", "Leave it", "不再继续"),
    # address
    "address": ("Адрес Ollama", "Address of Ollama", "Ollama 的地址"),
    "address_hint": (
        "Обычно менять не нужно. Пустое поле — обычный адрес на этом компьютере.",
        "It need not be changed as a rule. An empty field is the usual address on this computer.",
        "通常无需更改。留空表示本机的默认地址。",
    ),
    "address_given": (
        "Адрес задан переменной RAG_OLLAMA_HOST.",
        "The variable RAG_OLLAMA_HOST names the address.",
        "地址由变量 RAG_OLLAMA_HOST 指定。",
    ),
    "address_wrong": (
        "Это не адрес. Пример: http://127.0.0.1:11434",
        "This is no address. An example: http://127.0.0.1:11434",
        "这不是地址。例如：http://127.0.0.1:11434",
    ),
    "address_warning": (
        "Это другой компьютер. На него будут уходить ваши вопросы и строки записей, из которых пишется ответ. "
        "Соглашайтесь, только если доверяете ему и сети до него.",
        "This is another computer. Your questions and the lines of transcripts that answers are written from will be "
        "sent to it. Agree only if you trust it and the network to it.",
        "这是另一台电脑。您的问题以及用于撰写回答的记录原文会发送到那里。仅在您信任它和所经网络时才同意。",
    ),
    "address_agree": ("Понимаю, использовать", "I understand, use it", "我已了解，使用"),
    # who and where
    "settings_you": ("Кто вы", "Who you are", "您是谁"),
    "settings_you_empty": (
        "Это станет известно, когда появятся записи.",
        "This will be known once there are transcripts.",
        "有了记录之后即可得知。",
    ),
    "settings_places": ("Где что лежит", "Where things are", "文件位置"),
    "settings_places_hint": (
        "Записи, чаты и настройки лежат в одной папке. Для резервной копии закройте программу и скопируйте эту папку.",
        "Transcripts, chats and settings are in one folder. For a backup, close the program and copy this folder.",
        "记录、对话和设置都在一个文件夹中。如需备份，请关闭程序后复制此文件夹。",
    ),
    # units
    "gigabytes": ("{number} ГБ", "{number} GB", "{number} GB"),
    "megabytes": ("{number} МБ", "{number} MB", "{number} MB"),
    # problems
    "problem_download_unknown": (
        "Модели {model} в библиотеке Ollama нет. Проверьте название на ollama.com/library",
        "There is no model {model} in Ollama's library. Look the name up at ollama.com/library",
        "Ollama 模型库中没有 {model}。请在 ollama.com/library 核对名称。",
    ),
    "problem_program_outdated": (
        "Модели {model} нужна более новая Ollama. Обновите её на этой странице, если она поставлена отсюда, иначе с "
        "ollama.com/download, и попробуйте ещё раз.",
        "The model {model} needs a newer Ollama. Update it on this page if it was installed from here, otherwise from "
        "ollama.com/download, and try again.",
        "模型 {model} 需要更新版本的 Ollama。若是在此安装的，请在此页面更新，否则请从 ollama.com/download "
        "更新，然后重试。",
    ),
    # what other pages say with a question in mind, or with the way to here
    "problem_settings_model_down": (
        "Ollama не отвечает. Запустите её и попробуйте ещё раз.",
        "Ollama does not answer. Start it and try again.",
        "Ollama 没有响应。请启动它后重试。",
    ),
    "problem_settings_model_remote": (
        "Адрес Ollama не на этом компьютере. Разрешите его или укажите другой.",
        "The address of Ollama is not on this computer. Allow it, or give another one.",
        "Ollama 的地址不在本机。请允许它，或更换地址。",
    ),
    "problem_settings_model_address": (
        "{host} — не адрес. Адрес Ollama выглядит так: http://127.0.0.1:11434. Исправьте его ниже или в переменной "
        "RAG_OLLAMA_HOST.",
        "{host} is no address. That of Ollama looks like this: http://127.0.0.1:11434. Put it right below or in the "
        "variable RAG_OLLAMA_HOST.",
        "{host} 不是有效地址。Ollama 的地址形如 http://127.0.0.1:11434。请在下方或变量 RAG_OLLAMA_HOST 中更正。",
    ),
    "problem_settings_model_foreign": (
        "По адресу Ollama отвечает другая программа. Закройте её или укажите другой адрес ниже.",
        "Another program answers at the address of Ollama. Close it, or give another address below.",
        "Ollama 的地址上运行着其他程序。请关闭它，或在下方更换地址。",
    ),
    "problem_settings_model_unsuited": (
        "Модель {model} не умеет отвечать на вопросы. Выберите другую.",
        "The model {model} cannot answer questions. Choose another one.",
        "模型 {model} 不能回答问题。请选择其他模型。",
    ),
    "problem_settings_model_busy": (
        "Ollama сейчас занята. Подождите немного и попробуйте ещё раз.",
        "Ollama is busy. Wait a little and try again.",
        "Ollama 正忙。请稍候再试。",
    ),
    "problem_settings_model_failed": (
        "Ollama сообщила об ошибке. Перезапустите её и попробуйте ещё раз.",
        "Ollama reports an error. Start it again and try once more.",
        "Ollama 报告了错误。请重启后再试。",
    ),
    "problem_settings_model_none": (
        "Модели в Ollama нет. Скачайте подходящую ниже.",
        "Ollama has no model. Download a fitting one below.",
        "Ollama 中没有模型。请在下方下载合适的模型。",
    ),
    "problem_settings_model_missing": (
        "Модели {model} в Ollama больше нет.",
        "The model {model} is not in Ollama any more.",
        "Ollama 中已没有模型 {model}。",
    ),
    "problem_settings_model_memory": (
        "Модели {model} не хватает памяти. Выберите модель поменьше.",
        "The model {model} needs more memory than there is. Choose a smaller one.",
        "模型 {model} 内存不足。请选择更小的模型。",
    ),
    "problem_settings_model_slow": (
        "Ollama не отвечает: подождите или перезапустите её. Если так только с одной моделью, возьмите "
        "модель поменьше.",
        "Ollama does not answer: wait, or start it again. If it is so with one model only, take a smaller one.",
        "Ollama 没有响应：请稍候，或重启它。若只有某个模型如此，请换更小的模型。",
    ),
    "problem_settings_model_window": (
        "Модели не хватает места даже для одной строки. Выберите другую.",
        "The model has no room even for one line. Choose another one.",
        "该模型连一行文字都容纳不下。请选择其他模型。",
    ),
    "problem_settings_model_broken": (
        "Ollama прервала работу на середине. Попробуйте ещё раз.",
        "Ollama broke off in the middle. Try again.",
        "Ollama 中途中断。请重试。",
    ),
}
