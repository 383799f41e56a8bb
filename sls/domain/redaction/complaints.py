"""Words that follow the name of a secret in a complaint or a question, and are no secret."""

import re

from sls.domain.redaction.secret_looks import ENDS

_BETWEEN = re.compile(rf"[{ENDS}\"“”'‘’「」『』【】《》()<>`*|]+")  # noqa: RUF001 - as people type
_LETTERS = re.compile(r"[A-Za-z'’]{2,}|[㐀-鿿]+")
_ENGLISH = (
    # What is said of its state,
    "wrong right correct incorrect invalid expired late missing gone lost locked blocked "
    "valid void fine ok okay good bad ready empty blank same different similar temporary "
    "permanent new old weak strong safe unsafe secure insecure short long unique random "
    "hidden visible shown displayed unknown known unclear clear useless dead broken outdated "
    "active inactive confidential private case case-sensitive stale slow fast hard easy "
    "simple complex full impossible available unavailable unreadable done over "
    # of what was done to it,
    "sent resent delivered received asked required requested needed forgotten accepted "
    "changed refused rejected denied stolen hacked leaked compromised exposed guessed cracked "
    "phished taken used reused reset set saved stored cached remembered typed entered copied "
    "printed written generated created issued enabled disabled activated deactivated "
    "suspended cancelled canceled revoked recognised recognized confirmed verified updated "
    "linked meant supposed cut sold deleted removed given found read texted emailed called "
    "declined due successful "
    # of what it does,
    "working arriving coming delayed failing being getting going showing taking asking not no "
    "never still always too also just only really very so quite again now then yet already "
    "almost about nowhere better best perfectly completely totally maybe perhaps usually "
    "mostly often soon later today tomorrow yesterday tonight "
    # of what stands beside it on a screen,
    "field box page screen button manager id app sms tws ibkr 1password "
    # and words that belong to a sentence.
    "that this these those here there he she they who which it i you we the a an my your our "
    "his her in on at for from of to by with without as if and or but because all any some "
    "none nothing something someone somebody everything both either neither what where when "
    "how why whether like than until under after before between more less enough problem "
    "issue question trouble one two three four five six seven eight nine ten twelve up down "
    "off out back please thanks sorry can could may might must shall should will would do "
    "does did have has had been get got need want digits letters characters numbers symbols"
)
# Each begins what goes on in Chinese.
_CHINESE_BEGINNINGS = (
    "咩 乜 邊 边 咪 唔 點 点 冇 幾 几 啱 不 没 沒 错 錯 什么 什麼 多少 多久 怎么 怎麼 哪 无效 "
    "無效 过期 過期 对的 對的 正确 正確 忘 记 記 想 在 要 必 被 收 发 發 通过 用 有 啥 甚 "
    "如何 为何 為何 谁 誰 老 总 總 一直 临时 臨時 原来 原來 同一 一样 一樣 干什么 干嘛 干啥 "
    "做什么 指 公司 银行 系统 系統 自动 自動 随机 隨機 这 這 那 呢 数字 數字 字母 英文 短信 "
    "短訊 语音 語音 电话 電話"
)
_CHINESE = (
    rf"(?:{'|'.join(_CHINESE_BEGINNINGS.split())}).*|嘅|它|空的?|[新旧舊]|[㐀-鿿]{{1,10}}[的嘅㗎]"
    r"|[我你您他她佢][㐀-鿿]{0,12}|[㐀-鿿]{0,12}[吗嗎么呢吧]|问题|問題|原因|重点|重點|关键|關鍵"
    r"|(?:\d{1,2}(?:[-至到~]\d{1,2})?|[㐀-鿿]{0,6})[位个個](?:数字?|數字?|字母|字符|字元)?的?"
)
_PLAIN = re.compile(rf"(?:{'|'.join(_ENGLISH.split())}|\d{{1,2}}|{_CHINESE})", re.IGNORECASE)
# A word that tells how something is, to whoever named it at length ("the code I got was ...").
_TELLING = re.compile(
    r"[a-z]{2,}(?:ed|ing|ly|less|able|ible|ful|ive|ous|ent|ant|al)", re.IGNORECASE
)


def is_plain(value: str, beside: int, *, is_told_at_length: bool = False) -> bool:
    """Whether a value is words of a complaint.

    Args:
        beside: the index of the word beside the name (0 or -1), which must be one of them.
        is_told_at_length: more words stood between, so more words tell how something is.
    """
    words = [each for each in _BETWEEN.split(value) if each]
    if not words:
        return True
    rest = words[1:] if beside == 0 else words[:-1]
    word = words[beside]
    tells = _PLAIN.fullmatch(word) or (is_told_at_length and _TELLING.fullmatch(word))
    return bool(tells) and all(map(_LETTERS.fullmatch, rest))
