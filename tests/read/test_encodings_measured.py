"""Every encoding at every length, counted: snippets of known texts are read exactly or asked about, never garbled.

The texts are written for this test; the snippets begin and end anywhere in them.
"""

import codecs
import random
from collections import Counter
from collections.abc import Callable

import pytest

from rag.errors import UncertainEncoding
from rag.read.decoding import decode

RUSSIAN = """\
Ольга Дронова: Здравствуйте, Павел! Как прошла неделя? Вы обещали прислать новую версию резюме до среды.
Павел Громов: Здравствуйте. Да, прислал — правда, только в четверг вечером. Ещё переписал раздел «Достижения», \
там теперь цифры: минус 30 % времени сборки, 12 релизов за квартал.
Ольга Дронова: Вот это уже похоже на дело. Давайте посмотрим вместе. Первый абзац я бы сократила вдвое: рекрутер \
читает его секунд шесть, не больше. Что вы хотите, чтобы он запомнил?
Павел Громов: Наверное, что я умею доводить проекты до конца. И что работал с Kafka и PostgreSQL, а не только с Excel.
Ольга Дронова: Тогда так и напишите. А про «стрессоустойчивость» уберите, пожалуйста: этого слова никто не читает.

00:12:04.500 --> 00:12:06.200
Угу.

00:12:06.900 --> 00:12:09.100
Ну да, согласен.

00:12:11.000 --> 00:12:14.700
— А что с тестовым заданием?
— Сдал. Вроде приняли… Жду ответа до пятницы.

ИТОГИ ВСТРЕЧИ № 4
ДОМАШНЕЕ ЗАДАНИЕ: ПЕРЕПИСАТЬ ВСТУПЛЕНИЕ, СОБРАТЬ ТРИ ИСТОРИИ ПО СХЕМЕ STAR, ПОЗВОНИТЬ ЕЛЕНЕ

[00:15:20] ну смотри я вчера ходил на собеседование и они спросили почему ты уходишь а я растерялся если честно
[00:15:41] и что ты ответил
[00:15:43] сказал что хочу расти дальше но прозвучало как то неубедительно понимаешь
[00:16:02] понимаю это бывает у всех давай разберём твой ответ по шагам сначала факты потом чувства потом просьба

Марина: Ты говоришь, что боишься выглядеть самозванкой. Расскажи, когда это чувство появилось впервые?
Алия: Ещё в институте, на втором курсе. Я тогда получила грант, а подруга сказала: «Тебе просто повезло». С тех пор \
каждый успех объясняю везением. Съездила, выступила, все хлопали, а я думаю: сейчас разоблачат.
Марина: Хорошо, что ты это заметила. Попробуем упражнение: выпиши пять дел этого года, за которые тебе заплатили \
деньги. Рядом — что именно сделала ты, а что сделал случай. Принесёшь в следующий вторник, 15 июля?
Алия: Принесу. Только, чур, не смеяться! Объём будет большой, я ведь веду дневник с 2019 года.
Марина: Не буду. И ещё: помнишь, мы договаривались про сон? Сколько часов получается?
Алия: Шесть… иногда пять с половиной. После дедлайна отсыпаюсь. Муж ворчит, дочка Юля тоже.
Марина: Этого мало. Давай заведём правило: после одиннадцати — никакого ноутбука, никакого Telegram и Zoom. \
Эксперимент на две недели, потом сравним. Если не поможет, вернёмся к разговору о нагрузке и о начальнике.
Алия: Ох. Ладно, попробую. Цель у меня всё та же: к осени перейти в команду Щербакова, там и задачи интереснее, и \
платят честнее. Хотя страшно, конечно, до дрожи.
Марина: Страх — это нормально, он показывает, что для тебя это важно. Завтра напиши ему короткое письмо, без \
извинений. Фраза «простите, что отвлекаю» запрещена! Чем конкретнее вопрос, тем быстрее ответ.
Алия: Записала. Спасибо вам огромное, до встречи в четверг; если опоздаю, начинайте без меня :)
"""

ENGLISH = """\
Olga: Hi Pavel, good to see you again. How did the week go? You promised to send the new version by Wednesday.
Pavel: Hello! I did send it — a day late, I’m afraid. I rewrote the part about achievements, so now there are figures.
Olga: That’s much better. Let’s look at it together. I’d cut the first paragraph by half: a recruiter reads it for \
about six seconds. What should they remember?
Pavel: Probably that I finish what I start. And that I’ve worked with Kafka and PostgreSQL, not just spreadsheets.
Olga: Then write exactly that. And please drop “stress-resistant” — nobody believes the word any more.
Pavel: Fair enough. What about the gap in 2021? I was at home with my daughter for ten months.
Olga: Say it in one line and don’t apologise. It’s a fact of life, it isn’t a fault.

[00:15:20] so yesterday i had the interview and they asked me why i was leaving and to be honest i froze
[00:15:41] what did you say in the end
[00:15:43] that i want to grow but it didn’t sound convincing at all

MEETING NOTES, SESSION 4
HOMEWORK: REWRITE THE OPENING, PREPARE THREE STORIES, CALL HELEN BEFORE FRIDAY

Marina: You say you’re afraid of being found out. When did you feel that for the first time?
Alice: At university. I won a grant, and a friend said, “You were just lucky.” Since then I’ve explained every success \
by luck. I give a talk, people clap, and I think: now they’ll notice.
Marina: I’m glad you can see it. Here’s an exercise: write down five things somebody paid you for this year. Next to \
each of them put what you did – and what chance did. Can you bring it on Tuesday, 15 July?
Alice: I’ll bring it. It’s going to be long, I’ve kept a diary since 2019…
Marina: Wonderful. And how is the sleep we talked about? How many hours do you get?
Alice: Six, sometimes five and a half. After a deadline I sleep all weekend.
Marina: That isn’t enough. Let’s try a rule for two weeks: no laptop after eleven, no exceptions. If it doesn’t help, \
we’ll come back to the workload and to your manager’s habit of writing at midnight.
Alice: All right. The goal hasn’t changed: by autumn I’d like to be on the platform team. It’s scary, though.
Marina: Of course it is. Write a short letter tomorrow; the more precise the question, the faster the answer.
"""

CHINESE = """\
王芳：你好，李雷，好久不见。上次我们说好了，你要把简历的第二部分重新写一遍，现在写得怎么样了？
李雷：老师好！我改了三遍，觉得还是不太满意。主要是不知道怎么写自己的成绩，总觉得写出来像在吹牛。
王芳：嗯，这个问题很多人都有。我们先看第一段：你写了“负责项目管理”，这句话太空了。你到底管了几个人，做了多长时间，结果是什么？
李雷：大概是六个人，做了一年半。后来上线的时间提前了两个月，客户也比较高兴，又签了第二年的合同。
王芳：你看，这些才是对方想知道的。把数字写进去，比什么形容词都有用。
李雷：明白了。那还有一个问题，我二〇二一年有十个月没有工作，当时家里有事，这段时间应该怎么解释呢？
王芳：写一行就够了，不用道歉。面试的时候如果他们问，你就简单地说明情况，然后马上回到你能做什么。
李雷：好的。其实我昨天去了一家公司面试，他们问我为什么要离开现在的单位，我一下子就紧张了，回答得很乱。
王芳：没关系，我们今天可以练习一下。你先告诉我，你为什么想走？不要想太多，想到什么就说什么。
李雷：第一，我觉得学不到新的东西；第二，领导常常半夜给我发消息；第三，我想做跟数据有关的工作。
王芳：很好，这三个理由都很真实。不过说的时候，顺序要换一下，先说你想要什么，再说你不想要什么。
李雷：就是说，先讲我对数据分析有兴趣，已经自学了Python和SQL，也做过两个小项目？
王芳：对。然后再说现在的岗位没有这样的机会，所以你在找新的方向。至于领导的事情，一个字也不要提。
李雷：哈哈，好，我记住了。那工资的问题呢？他们让我自己说一个数。
王芳：你可以先问他们的范围。如果一定要说，就说一个区间，下限是你真正能接受的，上限比它高百分之二十左右。
李雷：我心里一点底也没有，总怕说多了人家不要我，说少了自己又吃亏。
王芳：所以要先做功课，去网站上看看同样的职位，再问问同学和以前的同事。下周二以前，请你把结果整理成一张表发给我。
李雷：没问题，星期一晚上就发给您。另外我最近睡得不好，每天只睡五六个小时，早上起来头很疼。
王芳：这个要重视。我们试一个办法：晚上十一点以后不看电脑，也不看手机，坚持两个星期，看看有没有变化。
李雷：有点难，不过我试试吧。说实话，我最怕的是换了工作以后还是一样累。
王芳：害怕是正常的，说明这件事对你很重要。我们一步一步来，先把这次面试准备好，别的以后再谈。
李雷：谢谢老师，听您这么一说，我心里踏实多了。那我们下个星期四下午三点再见！
王芳：好，到时候见。记得带上修改过的简历，还有那三个故事，每个故事不要超过两分钟。
"""

JAPANESE = """\
田中：佐藤さん、こんにちは。先週お願いした職務経歴書は、もう書き直しましたか。
佐藤：はい、三回ぐらい直しました。でも、自分の成果をどう書けばいいのか、まだよく分かりません。なんだか自慢しているみたいで。
田中：そう感じる人は多いですよ。まず最初の段落を見てみましょう。「プロジェクトを担当した」と書いてありますが、これでは少し弱いですね。何人のチームで、どのぐらいの期間でしたか。
佐藤：六人で、一年半です。予定より二か月早く終わって、お客様にも喜んでいただきました。
田中：それです。相手が知りたいのは、そういう具体的な数字なんです。
佐藤：なるほど、分かりました。もう一つ質問があります。二〇二一年に十か月ほど仕事をしていない時期があるのですが、どう説明すればいいでしょうか。
田中：一行だけ書けば十分です。謝る必要はありません。面接で聞かれたら、簡単に答えて、すぐに今できることの話に戻ってください。
佐藤：実は昨日、ある会社の面接を受けたんです。どうして今の会社を辞めたいのかと聞かれて、緊張してうまく答えられませんでした。
田中：大丈夫ですよ。今日はその練習をしましょう。本当の理由は何ですか。考えすぎないで、思ったことを話してください。
佐藤：新しいことが学べないこと、上司が夜中にメッセージを送ってくること、それからデータの仕事がしたいことです。
田中：いいですね。ただ、話す順番を変えましょう。まず何がしたいのか、それから今の環境には何が足りないのか。
佐藤：つまり、データ分析に興味があって、自分でプログラミングを勉強していると、先に言うんですね。
田中：そのとおりです。上司のことは一言も言わないほうがいいでしょう。
佐藤：給料のことはどうでしょう。希望の金額を聞かれると、いつも困ってしまいます。
田中：先に会社の考えている範囲を聞いてみてください。来週の火曜日までに、同じような仕事の給料を調べて、表にまとめてくれますか。
佐藤：はい、月曜日の夜に送ります。それと、最近あまり眠れなくて、朝起きると頭が痛いんです。
田中：それは心配ですね。二週間だけ、夜の十一時からはパソコンもスマートフォンも見ないというルールを試してみませんか。
佐藤：難しそうですが、やってみます。本当は、転職しても同じように疲れてしまうのが怖いんです。
田中：怖いと思うのは自然なことです。それだけ大切だということですから、一つずつ進めていきましょう。
佐藤：ありがとうございます。少し気持ちが楽になりました。では、来週の木曜日、三時にまたお願いします。
"""

FRENCH = """\
Hélène : Bonjour Noël, ça va ? Vous m’aviez promis la nouvelle version du CV pour mercredi.
Noël : Bonjour ! Je l’ai envoyée… avec un jour de retard, désolé. J’ai réécrit la partie « Réussites », il y a enfin \
des chiffres : douze livraisons, trente pour cent de temps gagné.
Hélène : C’est beaucoup mieux. Regardons ça ensemble. Le premier paragraphe est trop long : un recruteur le lit en six \
secondes, à peine. Qu’est-ce qu’il doit retenir ?
Noël : Que je mène les projets jusqu’au bout, peut-être. Et que j’ai déjà travaillé avec des équipes étrangères.
Hélène : Alors écrivez-le ainsi. Et enlevez « résistant au stress » — plus personne n’y croit.
Noël : D’accord. Et les dix mois où j’étais à la maison avec ma fille, en 2021 ? Ça m’inquiète un peu.
Hélène : Une ligne suffit, sans vous excuser. Ce n’est pas une faute, c’est la vie.
Noël : Hier, à l’entretien, on m’a demandé pourquoi je voulais partir. J’ai été pris de court, j’ai bafouillé.
Hélène : Ça arrive à tout le monde. Reprenons : d’abord ce que vous cherchez, ensuite ce qui vous manque là-bas.
Noël : Je voudrais travailler sur les données. J’ai suivi deux formations, et le soir j’étudie tout seul.
Hélène : Très bien. Et votre chef qui écrit à minuit, n’en dites pas un mot. Le sommeil, au fait, où en êtes-vous ?
Noël : Six heures, parfois cinq et demie… Ma femme râle, mon fils aussi. Après le week-end ça va mieux.
Hélène : C’est trop peu. Pendant deux semaines, plus d’ordinateur après onze heures. Promis ?
Noël : Promis. J’ai peur que rien ne change, même si j’obtiens le poste. C’est bête, non ?
Hélène : Pas du tout. La peur montre que c’est important pour vous. Préparez trois récits, deux minutes chacun, et \
appelez Zoé avant vendredi : elle connaît bien cette maison-là.
Noël : C’est noté. Merci infiniment, et à jeudi, comme prévu, à la même heure !
"""

GERMAN = """\
Jürgen: Guten Tag, Frau Müller, schön, Sie zu sehen. Sie wollten mir bis Mittwoch den neuen Lebenslauf schicken.
Käthe: Guten Tag! Ich habe ihn geschickt, leider einen Tag später. Der Abschnitt „Erfolge“ ist neu, jetzt stehen \
Zahlen drin: zwölf Veröffentlichungen, ein Drittel weniger Aufwand.
Jürgen: Das ist viel besser. Sehen wir es uns gemeinsam an. Den ersten Absatz würde ich kürzen, länger als sechs \
Sekunden liest ihn niemand. Was soll hängen bleiben?
Käthe: Dass ich zu Ende führe, was ich anfange. Und dass ich schon mit größeren Mannschaften gearbeitet habe.
Jürgen: Dann schreiben Sie es genau so. Das Wort „belastbar“ streichen wir – das glaubt ohnehin keiner mehr.
Käthe: Einverstanden. Und die zehn Monate, die ich zu Hause war? Das beschäftigt mich, ehrlich gesagt, ständig.
Jürgen: Eine Zeile genügt, ohne Entschuldigung. Das gehört zum Leben dazu.
Käthe: Gestern im Gespräch fragte man mich, weshalb ich gehen möchte. Ich wusste plötzlich nichts mehr.
Jürgen: Das passiert jedem. Wir üben es heute: zuerst, was Sie suchen, danach, was Ihnen dort fehlt.
Käthe: Ich möchte mit Daten arbeiten. Abends lerne ich für mich, zwei Kurse habe ich abgeschlossen.
Jürgen: Gut. Über den Chef, der um Mitternacht schreibt, verlieren Sie kein Wort. Wie schlafen Sie zurzeit?
Käthe: Sechs Stunden, manchmal fünf. Mein Mann schimpft schon, die Großmutter auch. Am Wochenende hole ich es nach.
Jürgen: Das ist zu wenig. Vierzehn Tage lang bleibt der Rechner nach elf Uhr aus – können Sie mir das versprechen?
Käthe: Ich versuche es. Ich fürchte bloß, dass sich nichts ändert, selbst wenn ich die Stelle bekäme.
Jürgen: Die Angst zeigt, wie wichtig es Ihnen ist. Bereiten Sie drei Geschichten vor, und rufen Sie vor Freitag Frau \
Weiß an; sie kennt das Haus seit Jahren.
Käthe: Wird gemacht. Herzlichen Dank und schöne Grüße, bis nächsten Donnerstag um fünf!
"""

PLAIN_MARKS = str.maketrans({"«": '"', "»": '"', "—": "-", "–": "-", "…": "...", "№": "N"})
BAD_BYTES = (b"\xff", b"\x80", b"\xc3 ", b"\xe4\xbd ")


def marked(mark: bytes, encoding: str) -> Callable[[str], tuple[bytes, str]]:
    return lambda text: (mark + text.encode(encoding), text)


def plain(encoding: str) -> Callable[[str], tuple[bytes, str]]:
    return lambda text: (text.encode(encoding), text)


def typed_by_hand(encoding: str) -> Callable[[str], tuple[bytes, str]]:
    """The old encodings of Russian have no quotes and dashes of print."""
    return lambda text: (text.translate(PLAIN_MARKS).encode(encoding), text.translate(PLAIN_MARKS))


def damaged(text: str) -> tuple[bytes, str]:
    middle = len(text) // 2
    bad = BAD_BYTES[len(text.encode()) % len(BAD_BYTES)]
    before, after = text[:middle], text[middle:]
    return before.encode() + bad + after.encode(), f"{before}{bad.decode(errors='replace')}{after}"


EVERY_SCRIPT = (RUSSIAN, ENGLISH, CHINESE)
CASES = {
    "UTF-8": (plain("utf-8"), (*EVERY_SCRIPT, JAPANESE, FRENCH, GERMAN)),
    "UTF-8 with a mark": (lambda text: (codecs.BOM_UTF8 + text.encode(), "\ufeff" + text), EVERY_SCRIPT),
    "UTF-8 with bad bytes": (damaged, (RUSSIAN, CHINESE, JAPANESE)),
    "UTF-16 LE with a mark": (marked(codecs.BOM_UTF16_LE, "utf-16-le"), EVERY_SCRIPT),
    "UTF-16 BE with a mark": (marked(codecs.BOM_UTF16_BE, "utf-16-be"), EVERY_SCRIPT),
    "UTF-16 LE": (plain("utf-16-le"), (*EVERY_SCRIPT, JAPANESE)),
    "UTF-16 BE": (plain("utf-16-be"), (*EVERY_SCRIPT, JAPANESE)),
    "cp1251": (plain("cp1251"), (RUSSIAN,)),
    "KOI8-R": (typed_by_hand("koi8_r"), (RUSSIAN,)),
    "cp866": (typed_by_hand("cp866"), (RUSSIAN,)),
    "MacCyrillic": (plain("mac_cyrillic"), (RUSSIAN,)),
    "cp1252": (plain("cp1252"), (ENGLISH, FRENCH, GERMAN)),
    "GB18030": (plain("gb18030"), (CHINESE,)),
    "Shift-JIS": (plain("shift_jis"), (JAPANESE,)),
}
LEAST_EXACT = {20: 0, 60: 97, 200: 99, 1000: 99}
SNIPPETS = 100


def outcome(data: bytes, text: str) -> str:
    try:
        return "exact" if decode(data).text == text else "garbled"
    except UncertainEncoding:
        return "asked"


@pytest.mark.parametrize("length", LEAST_EXACT)
@pytest.mark.parametrize("case", CASES)
def test_snippets_are_read_exactly_or_asked_about(case: str, length: int) -> None:
    write, texts = CASES[case]
    chance = random.Random(f"{case} {length}")  # noqa: S311
    counts: Counter[str] = Counter()
    for number in range(SNIPPETS):
        text = texts[number % len(texts)]
        start = chance.randrange(len(text) - length)
        counts[outcome(*write(text[start : start + length]))] += 1
    assert counts["garbled"] == 0, counts
    assert counts["exact"] >= LEAST_EXACT[length], counts
