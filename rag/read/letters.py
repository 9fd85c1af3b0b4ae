"""How surprising a text is, by the letters that it is made of. Knows nothing of bytes and encodings.

The figures are natural logarithms: a letter that comes once in a hundred costs 4.6. Two readings of the same bytes are
compared by their sums. Read are Russian (pairs of letters, the order of large and small ones), the accented letters of
Western Europe, Chinese and Japanese characters, and the marks between them with what may stand on their two sides.

Sources: Russian pairs are the mean of the plays of RusDraCor (CC0) and of the vocabulary of XLM-RoBERTa (MIT), whose
250,000 pieces carry their probabilities in web text; Chinese and Japanese characters stand in the order of that
vocabulary, the costs of their ranks are its shares; Western letters follow the published frequencies of French, German
and Spanish.
"""

import unicodedata
from collections import Counter
from functools import lru_cache

_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_WORD_END = len(_RUSSIAN)
_RUSSIAN_NUMBERS = {letter: number for number, letter in enumerate(_RUSSIAN)}
_QUARTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
# The cost of a letter (a column) after a letter (a row) in quarters; the last column is the end of the word.
_PAIRS = (
    "khdhegphepebbcapibcbmlikigouuusih5",  # а
    "8qktq8htrauncmh7uaisauntqsji9npoec",  # б
    "7urqk8iqjaukgoe7nfcjgurqnntkclquj7",  # в
    "8tqscdmtubunbqh4uaqncuutlsuqiuguub",  # г
    "6ogpo7glk9ulflc8ncinbtnkqqtmegjrjd",  # д
    "ogfecirjgqfebc9mhacapokkhhkuuuuoo5",  # е
    "vvkkkvvpjvikdcavpeccvvpvvhvvvvvqv2",  # ё
    "8jtrb5equ8ujlqafupsoduutntutgnluu9",  # ж
    "4hbhbdmnscukgf9ckhnqfusspsupfhprfa",  # з
    "mkeifeoldiddccailfcarqehfhnuuuume5",  # и
    "wssiftwqrpwljldkvpecwvooiltwkwwwv1",  # й
    "6ujtreopt9usfqh6tdhdbuunsrrnluuuu7",  # к
    "7nqij9ijp7ujlph9rthjcurqlturf9mdd9",  # л
    "8oppp8hor9unknc8jnjpbsusqqsqenmui6",  # м
    "6srlg7grp8ujsue8uqhgeorlmpptdfnmda",  # н
    "pdacbhqfhjegbccmhbbbrmlngjouuuskk6",  # о
    "9ututajuudundtn4o5llettqqotlkmutjm",  # п
    "6mihh8hjn8ujmih7mrifbqlqnltoeglkgd",  # р
    "bqeqm9jtuduachgcdji6ernnkqukhdomba",  # с
    "8rdqo8iuuaujnrh7pcgmetsqoutodamok8",  # т
    "mfedaircirieddftecccfshodekuoutfp5",  # у
    "8ttru6gup6urcrs7ubnidjuutuuupeqrsc",  # ф
    "8sgrrhqvvdvrhkg6vfokdvqvvuvvqqfvo4",  # х
    "7uitu6guu7ucqsrdulqmduuhuuusddjmh7",  # ц
    "7uots6fuu8udktbiumt7cuuutjuughmutb",  # ч
    "7ultu6guu8uadodempsacuutktuufamtue",  # ш
    "7uruu4duu6uuuuj8uturduuuuuuuuhuusg",  # щ
    "ujfle6fjeungbeikg9ecurnmjuguuuum5l",  # ъ
    "vleijenrisbgbdavggfesvdnhfrvvvvsi3",  # ы
    "vlqkkforiksbthaiuvcgvsvmpfsvvvvhf2",  # ь
    "snjdduuimugebfcumbg3umepnquuuubuuj",  # э
    "sajkbjsohvtmjhivsif9lvrieffvvvvlv3",  # ю
    "rmgkgirkgqmehgevojibvwjnkqlwwwwlq1",  # я
    "edaecgqhdcrcgcacafabekhlekoutuiqgu",  # end of a word, then
)
_HAN = (
    "的一是人在有不了大中我上年以要和到生出用日能国行可多会自家他方作这个就成地来分下也为本新事公好都合理最時全前"
    "学时子心们工你得高定月法力者同所市发品小面业对之天而為性看部很入美加主手如會等度及外化提意文重情更于個其然通"
    "道這但目相想过因表展活來使利经感果金后起去次期保现物今名間体说知第國業特思動場後位安民信台当那明教开常进比社"
    "司正回实着代些建身动平己内程持式里政過三此開女解还受管已服學量只么或产制水与現关商與系們机立被客做各機少真於"
    "由点發技没件示世海何近言影對交元見基接将数场她色任供路先需务长取向格電十科网间至店考界二原每完求资西直企老北"
    "非球無从口料長放种院再并必打员設容流造电共經指样应推才食斯问设区進什研改收友整具投務始集把神空育資車體快注题"
    "包網山問房說又気告南您息著支无限還光型站校報消精越住選將治让车望計片计案實太候据點當两員像話万便引未深書城助"
    "內布报术關走增易讓效给超它題形首步產士種究施結境英且局記反配门总區强花四查白味周男切功私款除沒足源演参音良规"
    "清照京器存孩旅病置並联认结德府介速香段即算字项愛率運低認省记统创早根克专话約东拉吃港游五导費東質付该別酒别初"
    "素健應委模喜医象价希送户标命修往請变眼单费条值調落買跟実從处術达際強失達选找战领防列星致队例域確带普师樣办几"
    "版份质组决師百运念康景價專線际風免州广麼林購调传様议习头待策王連论济室视福排數升尔頭遊气准半門依材留画证享牌"
    "确玩见樂赛決级印組兩発状害备灣統风爱吧優股單书断融故怎巴米益乐氣視創角觉史青马充线死环笑底帶導備善团申呢登火"
    "官給予儿阿难售律対类权识朋裡互亚居况類卡华控另富续語营婚号土博微群議止节般较母承處党習观装请声古論関餐油環义"
    "班適优節規智變差製石試張否称构変责護验傳族约座夫透试按密章括季標難突熱屋園军江够村曾親拿降写尼票萬較晚历洲张"
    "警核转團彩令培該許裝拍划随图奇態争干响觀千總歌移辦众职含識哪却许黑若显聞參获护項航庭覺满极久略午終李血志吸六"
    "仅圖細革続判破罗均边短维甚夜欢板迎續态楽激停威语则義协準宣職采追係假销休遇险探療复皮举華势担驗父刻索則八答似"
    "肉紹簡背察障买預终预歡席离媒離木畫波仕聯級滿啊篇馬汽批訊營幸借評析某毛號趣轉播乎野范醫钱积热九況亿構养戶听述"
    "监仍館田套评領困亲痛朝远隊苦择兒載違副急幾哈協端连努邦简疑衣春廣典帮売據购戰细澳央願養證左眾経患农独招宝響興"
    "退适右织河番彼守慢菜症负課童永轻街温戲双迷維讲冷極応曲呼夏頂洗輕欧七額佳财严训危武疗邊读權講戏尽獲届属露税賽"
    "川附條換吗叫兴操救宿促卻岁派込飯積坚映妈哥亮授藝击检亞返测談円虽序穿避惠粉错缺負刚络围竟幕盟沙週秀銀坐占湖飲"
    "课舉雨伴兰訂紅靠倒熟挑堂艺臺援茶減皆诉纪稱染继银余勢愿舞宜概草层遠産貸島隨怕讀効藏巨寶搭既紧雄験跑謝擇肌森攻"
    "洋奖架顯审葉復须园箱飞红価牛云読毒爾床貨昨異銷抗溫睡聲劇卫犯督射罪幫压药距伊束雙牙句聽詳頁编測軍松宅夠执谈搜"
    "竞伤残折尚痞雖聚幅途阳歷础爸錢編延漫飛握屬录忘練盛錯狀黃責纳秘雷绝紀獨零访尤租额補俄禮逐訪絡固肯货寫勝層嗎掉"
    "吉討錄符尋爆散稳雪末採拥壓歲减烈媽恐蛋劃黄频農抱獎財県忙恩奥廠县姐韓佛亦朗谢托刷傷検署杯宗泰址估植査僅脑贸縣"
    "龙措夢闻累禁换绍説斷陸签催檢妹須耳翻舒顧魔妻亡唱雅苏软临濟弟喝醒船硬軟賣练圈順麻誰腦券麗毕戦樓剧冰薦刺龍震倍"
    "封弱欲陽暴絕兵納铁掌録羅奶涉楚徒池征浪详怪币楼伝顾聖酸钟疾裁擊潮単补役替攝馆摩遭緊混巧描块冬險液脱藥献滑鮮瑞"
    "阶静斗擁増迪骨販丁営悪码繼祝脸秋厚審谁糖冠岸暖甲慧抓筆歐岛谷载擔魚乘鐘陈蘭陳塔输階築幼玉乳梦繁唯証丰鼓割厂監"
    "寄緒広億悉绩峰籍敢尊卖膚召紙範織暗靈啦勇梅筑胜丽针虑貼挥综毎豪豐邀跳讨陆輸衛韩跨嚴収遍洛圍爭懂乾偏観抽讯値庆"
    "咖皇询驚湾転賞狗宁礼伯貴棒库顺振詢塞沉劳触抵甜鐵歩執敏臨殺訴複冲贵轮廳异剛键损競莫盡伙訓隔镇污袋鬆針鄉嘉嫌飾"
    "殊灵宇刘働怀默耐頻絲済违泛閱焦鏡鍵捷雲氏豆蒙庫黨診膠聊旗娱帝杀乡曼厅添呈津側娘册勤阅姆稿践損淡汉旦町秒窗契軽"
    "董兼辛浮械荷杂輪刑乱啡伦碼塑敬启凡盤桌綠竹惊鲜诺啟宮募珍泉脚満误衡姿頃旁搞拜励臉桃珠逃侵毫迫覚駅订沿炎辆坦偶"
    "菲覽忍扩汇尾鞋眠顿戴截覆迅跌狂脂拒渡刊寒肥祖頼柔丝胡仔丹瓦樹孕薄檔浴菌树癌仁隆恋遺笔伸渐杨圳链歳姓诚顔専荣释"
    "盖慣贷倫婦裏帰堅撮喔兄敗災踏欣旧嘴页睛败掛懷績摄慮乗逆覧饭井勒誤尺携陪純藍憶扣屏泡奈寻坡奏潜妇圣赤词纷詞雜艾"
    "魅洞仲婆輯僕览归弹冒甘麵拓刀髮恶君稅処橋払彻咨插磨阻晶盘幻簿壁偷鋼丈燈绿権掲忽捕湯旨顶勞誠燃胞穩唐胎耗伟悲晨"
    "幣贫薪萨扶徵聘坏赢瓶惜彈奋誕鬼炸乏慶鱼潔邮坛押虎勉胸縮陷腹横惑礎伍妙叶御沟卷靜腳郵佈挺榮敦阵漂氛搬圓弃贝釋遗"
    "屆饮贴隐耶腐储驾疫摘徐杰敵巡俱剩誌鎮舊净填寺蒂畢漸盒惯株觸弄俗図濃葡揮忠哲循黎贯龄吹烟腿缓帳汗阪涨拼怖堡冊墨"
    "赶疲鍋腰漏瞬埃熊藉儀仪衝扎猫莱哦贡虚勵険塊纸趋舍薬罚履顏润蓋恢晴欠雞択遵扬杜灯肩鲁祭暑鼻蜜餘怒羊燒宏谓桥犬蘇"
)
_SPOKEN_HAN = "呢吧嗯啊吗哦呃嘛哈咱"
_KANA = (
    "のいしでてにとなたすがまるをはかっもうれりこーらくンきんあさだおよスけそトイどえ"
    "ルッせやめつわ・ちクリアみラごタばプレシドフじろロメサジょコテグカねずマバムキブ"
)
_HAN_SHARES = ((50, 5.1), (150, 6.3), (300, 6.9), (600, 7.7), (1000, 8.4), (1500, 9.2), (1998, 9.9))
_KANA_SHARES = ((10, 3.8), (30, 4.8), (55, 6.0), (80, 7.5))
_ACCENTED = {
    "é": 4.0, "ü": 4.8, "ó": 4.9, "à": 4.6, "í": 5.1, "ä": 5.3, "á": 5.3, "ö": 5.5, "è": 5.7, "ñ": 5.9, "ß": 6.0,
    "ê": 6.1, "ú": 6.4, "ç": 6.8, "ô": 7.0, "û": 7.2, "î": 7.2, "â": 7.3, "ù": 7.4, "œ": 7.5, "ï": 7.8, "ë": 7.8,
    "å": 7.0, "ø": 7.0, "æ": 7.5, "ã": 7.5, "õ": 8.0, "ì": 8.5, "ò": 8.0,
}  # fmt: skip
_STAND_ALONE = frozenset("àÀéóÓ")
_UKRAINIAN = {"і": 4.5, "ї": 9.0, "є": 7.5, "ґ": 9.5}
_ASCII = {
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyz", 2.9), **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 4.5),
    **dict.fromkeys("0123456789", 2.8), **dict.fromkeys(" \r\n", 1.7), **dict.fromkeys(".,:?!-()'\"", 3.2),
    **dict.fromkeys("\t<>[]/;*#_&%+=", 4.5), **dict.fromkeys("$@\\^`{}|~", 6.0), **dict.fromkeys("\v\f\x1b", 8.0),
}  # fmt: skip
_ANY = "LCHODSPM"
_BEFORE_WORDS, _AFTER_WORDS = ("SPM", "LCHODM"), ("LCHODPM", "SPM")
# Marks, their cost, and the kinds of characters before and after them; anything else there costs _MISPLACED more.
_PLACES = (
    ("«", 4.0, *_BEFORE_WORDS),
    ("»", 4.0, *_AFTER_WORDS),
    ("„", 5.5, *_BEFORE_WORDS),
    ("”", 5.5, *_AFTER_WORDS),
    ("“", 4.5, _ANY, _ANY),
    ("‘", 5.0, "SPM", "LHOD"),
    ("’", 4.5, "LHODPM", "LHODSPM"),
    ("—", 3.5, _ANY, _ANY),
    ("–", 4.0, _ANY, _ANY),
    ("…", 4.0, "LCHODPM", "SPM"),
    ("№", 5.3, "SP", "SDC"),
    ("\u00a0", 5.0, "LCHODPM", "LCHODPM"),
    ("°", 7.0, "DS", "SPLC"),
    ("•", 7.0, "S", "S"),
    ("·", 7.0, "LHS", "LHS"),
    ("€£", 12.0, "SDP", "SDP"),
    ("²³½¼¾×", 6.5, "DSL", "DSLP"),
    ("™®", 8.5, "LCHOD", "SPM"),
    ("§©±", 8.5, "SPMD", "SD"),
    ("‚‹›†‡‰", 12.0, _ANY, _ANY),
    ("¿¡", 6.0, "SPM", "L"),
    ("，。", 3.2, "HLDSPM", "HLDSPM"),
    ("、？！：", 4.5, "HLDSPM", "HLDSPM"),
    ("（）「」『』《》；～〜\u3000", 5.5, "HLDSPM", "HLDSPM"),
)
_MARKS = {mark: (cost, before, after) for marks, cost, before, after in _PLACES for mark in marks}
_MISPLACED, _SPACED, _QUOTE_IN_RUSSIAN = 6.0, 1.5, 5.0
_DASH_BEFORE_WORD, _DASH_AFTER_WORD, _DASH_INSIDE_WORD = 5.0, 3.0, 2.0
# An apostrophe between Latin letters and a currency beside a number are less of a surprise than elsewhere.
_APOSTROPHE, _AMOUNT = -1.3, -7.5
_TWO_ACCENTS, _LONE_ACCENT, _LARGE_ACCENT_INSIDE = 3.0, 3.0, 5.0
_OTHER_SCRIPT, _LONE_AMONG_LATIN = 1.5, 3.0
_LARGE_YO, _LONE_LARGE_I, _LARGE_I_AFTER_COMMA = 3.0, 4.0, 1.5
# What small and large Cyrillic letters cost there.
_CASES = {
    "after a small letter": (0.0, 8.0),
    "after one large letter": (0.1, 2.5),
    "after large letters": (5.0, 0.1),
    "after a quotation mark": (1.2, 0.5),
    "after a sentence": (5.0, 0.3),
    "inside a sentence": (0.1, 2.7),
    "elsewhere": (0.7, 1.0),
}
# What it costs when two kinds of characters touch, as in a word of two scripts.
_TOUCHES = (
    (("CL", "LC", "CO", "OC"), 8.0),
    (("CH", "HC"), 8.0),
    (("HL", "LH"), 5.0),
    (("SH", "DH", "PH"), 2.0),
    (("HS",), 1.5),
    (("CD", "DC"), 3.5),
    (("LO", "OL", "HO", "OH"), 6.0),
)
_TOUCHING = {pair: cost for pairs, cost in _TOUCHES for pair in pairs}
_CATEGORIES = {
    "L": 6.5, "M": 6.0, "N": 9.0, "P": 9.0, "S": 11.0, "Z": 8.0,
    "Cf": 9.0, "Cc": 14.0, "Co": 16.0, "Cn": 16.0, "Cs": 16.0,
}  # fmt: skip
_SCRIPTS = (
    ("A", "\u024f", "L"), ("\u0400", "\u052f", "C"),
    ("\u3040", "\u30ff", "H"), ("\u3400", "\u9fff", "H"), ("\uff01", "\uff9f", "H"),
)  # fmt: skip
# Letters and signs that stand in no list: the first range that holds one says its cost.
_RANGES = (
    ("\u0080", "\u009f", 14.0), ("\u00c0", "\u024f", 11.0), ("\u0400", "\u052f", 14.0), ("\u2500", "\u259f", 12.0),
    ("\u3040", "\u30ff", 9.0), ("\u3400", "\u4dbf", 15.0), ("\u4e00", "\u9fff", 12.5), ("\uac00", "\ud7a3", 9.3),
    ("\uff01", "\uff5e", 8.0), ("\uff61", "\uff9f", 9.5), ("\ufffd", "\ufffd", 12.0),
    ("\U0001f300", "\U0001faff", 9.0),
)  # fmt: skip


def _ranked(characters: str, shares: tuple[tuple[int, float], ...]) -> dict[str, float]:
    """The cost of each character by its rank: up to the first number of ranks the first cost, and so on."""
    starts = (0, *(end for end, _ in shares))
    return {
        character: cost
        for start, (end, cost) in zip(starts, shares, strict=False)
        for character in characters[start:end]
    }


_FIXED = {
    **_ASCII,
    **_ACCENTED,
    **{mark: cost for mark, (cost, _, _) in _MARKS.items()},
    **_ranked(_HAN, _HAN_SHARES),
    **dict.fromkeys(_SPOKEN_HAN, 7.0),
    **_ranked(_KANA, _KANA_SHARES),
    **_UKRAINIAN,
}


def surprise(text: str) -> float:
    """The sum of the costs of all characters, each with the three before it."""
    framed = f"\n\n\n{text}"
    stretches = Counter(zip(framed, framed[1:], framed[2:], framed[3:], strict=False))
    return sum(count * _cost(*stretch) for stretch, count in stretches.items())


@lru_cache(maxsize=1 << 16)
def _cost(earlier: str, before: str, left: str, character: str) -> float:
    """What a character costs after three others, and what the one before it costs for its neighbours."""
    cost = _own_cost(character) + _TOUCHING.get(_kind(left) + _kind(character), 0.0)
    if left == " " and {_kind(before), _kind(character)} == {"C", "L"}:
        cost += _OTHER_SCRIPT
    if _is_russian(character) or _is_russian(left):
        cost += _pair_cost(left, character)
    if _kind(character) == "C":
        cost += _case_cost(earlier, before, left, character)
    else:
        cost += _lone_letter_cost(earlier, before, left, character)
    return cost + _accent_cost(before, left, character) + _place_cost(earlier, before, left, character)


@lru_cache(maxsize=1 << 14)
def _own_cost(character: str) -> float:
    if _is_russian(character):
        return 0.0
    if character in _FIXED:
        return _FIXED[character]
    if character.lower() in _FIXED:
        return _FIXED[character.lower()] + 2
    for first, last, cost in _RANGES:
        if first <= character <= last:
            return cost
    category = unicodedata.category(character)
    return _CATEGORIES.get(category) or _CATEGORIES[category[0]]


@lru_cache(maxsize=1 << 14)
def _kind(character: str) -> str:
    """C Cyrillic, L Latin, H Chinese and Japanese, O another letter, D digit, S space, M mark, P anything else."""
    if character in _MARKS:
        return "M"
    if character.isalpha():
        return next((kind for first, last, kind in _SCRIPTS if first <= character <= last), "O")
    if character.isdigit():
        return "D"
    return "S" if character.isspace() else "P"


def _is_russian(character: str) -> bool:
    return character.lower() in _RUSSIAN_NUMBERS


def _pair_cost(left: str, character: str) -> float:
    row = _RUSSIAN_NUMBERS.get(left.lower(), _WORD_END)
    column = _RUSSIAN_NUMBERS.get(character.lower(), _WORD_END)
    return _QUARTERS.index(_PAIRS[row][column]) / 4


def _case_cost(earlier: str, before: str, left: str, character: str) -> float:
    """Large letters begin sentences and names, or follow one another; they do not stand inside a word."""
    small, large = _CASES[_situation(earlier, before, left)]
    return (large if character.isupper() else small) + _LARGE_YO * (character == "Ё")


def _situation(earlier: str, before: str, left: str) -> str:
    if _kind(left) == "C" and not left.isupper():
        return "after a small letter"
    if _kind(left) == "C":
        return "after large letters" if _kind(before) == "C" and before.isupper() else "after one large letter"
    if left in "«„“":
        return "after a quotation mark"
    if left != " ":
        return "elsewhere"
    if before in ".!?" and earlier != before:
        return "after a sentence"
    return "inside a sentence" if _is_inside_sentence(before) else "elsewhere"


def _is_inside_sentence(character: str) -> bool:
    return character.islower() or character in ",;"


def _lone_letter_cost(earlier: str, before: str, left: str, character: str) -> float:
    """A word of one Russian letter among Latin words, and the word for "I" written large inside a sentence."""
    if before != " " or character not in " ," or not _is_russian(left):
        return 0.0
    if _kind(earlier) == "L":
        return _LONE_AMONG_LATIN
    return _LONE_LARGE_I * (left == "Я" and earlier.islower()) + _LARGE_I_AFTER_COMMA * (
        left == "Я" and earlier in ",;"
    )


def _accent_cost(before: str, left: str, character: str) -> float:
    """Accented letters stand between plain ones."""
    if not _is_accented(left):
        return 0.0
    if _is_accented(character):
        return _TWO_ACCENTS
    is_alone = _kind(before) != "L" != _kind(character) and left not in _STAND_ALONE
    return _LONE_ACCENT * is_alone + _LARGE_ACCENT_INSIDE * (left.isupper() and before.islower())


def _is_accented(character: str) -> bool:
    return "\u00c0" <= character <= "\u024f"


def _place_cost(earlier: str, before: str, mark: str, after: str) -> float:
    """What a mark costs for its neighbours; what stood before the first character of a text is not known."""
    if mark not in _MARKS:
        return 0.0
    _, befores, afters = _MARKS[mark]
    sides = _kind(before) + _kind(after)
    if mark == "’" and sides == "LL":
        return _APOSTROPHE
    if mark in "€£" and (before.isdigit() or after.isdigit() or (before == " " and earlier.isdigit())):
        return _AMOUNT
    is_first = earlier == before == "\n"
    misplaced = (sides[0] not in befores and not is_first) + (sides[1] not in afters)
    is_spaced_french = mark in "«»" and _kind(earlier) == "L"
    cost = (_SPACED if is_spaced_french else _MISPLACED) * misplaced
    cost += _QUOTE_IN_RUSSIAN * (mark in "„“”‘’" and "C" in sides)
    return cost + (_dash_cost(before, sides, after) if mark in "—–" else 0.0)


def _dash_cost(before: str, sides: str, after: str) -> float:
    """Dashes have space on both sides, or a word or a number on both, or begin a line."""
    if before == "\n":
        return _MISPLACED * after.islower()
    if sides == "CC":
        return _DASH_INSIDE_WORD
    if sides == "SS" or not set(sides) & {"S", "P"}:
        return 0.0
    return _DASH_BEFORE_WORD if sides[0] == "S" else _DASH_AFTER_WORD
