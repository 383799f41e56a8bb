"""Put right what the input method got wrong: a word of ours spelled with another of its sounds.

Most Chinese is typed by sound, and mistyped by sound: 密马 for 密码. Embeddings take such a word
for one that they have never seen. A run of characters that sounds like a word of ours, shares a
character with it and means nothing itself becomes that word, in features only.
"""

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

# Longer words first: what is part of one is not looked at again.
_WORDS = (
    "验证码 安全码 挑战码 二维码 柜员机 取款机 信用卡 银行卡 储蓄卡 安全卡 密码卡 "
    "手续费 使用者 密码 验证 代码 安全 冻结 挂失 丢失 激活 手机 短信 语音 电话 "
    "来电 设备 账户 账号 登录 重置 清除 锁定 解锁 限额 提款 取款 转账 客服 "
    "人工 换机 更换 安装 卸载 下载 通知 推送 认证 身份 护照 补办 邮寄 号码 "
    "临时 软件 屏幕 电池 按键 芯片 忘记 设置 共享 添加 用户 启用 停用 余额 "
    "存款 网银 扫码 指纹 重发 发送 输错 绑定"
).split()
# Characters that stand beside any word: with one of these the run is two words, not one misspelt.
_COMMON = frozenset(
    "的了是不在有我你他她它们这那就也都还又要会能可以好没到得地着过上下里外和跟与给被把让向从对"
    "为什么怎几多少一二三四五六七八九十个位只次再很太请问吗呢吧啊呀哦嗯说想看去来用做叫打开出入"
    "时候天年月日点分钟前后大小新老本每各其该已将所并且或而但如果因此于之其人家里面"
)
# Sounds like a word of ours and means something, or is where one word ends and another begins.
_MEANT = frozenset(
    (
        "克服 体现 清楚 密麻 现额 起用 齐用 企用 人共 用护 设自 挂市 验证麻 动结 换季 信片 令时 "
        "挂式 电磁 省份 护罩 重罚 重制 电化 余音"
    ).split()
)
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


def right_homophones(folded: str) -> str:
    """Return a folded text, as long as it was, with the words of ours that it misspells."""
    return _HAN.sub(lambda run: _righted(run[0]), folded)


def _righted(run: str) -> str:
    sounds = tuple(map(_sound, run))
    at = 0
    pieces = []
    while at < len(run):
        word = _word_at(run, sounds, at)
        pieces.append(word or run[at])
        at += len(word or run[at])
    return "".join(pieces)


def _word_at(run: str, sounds: tuple[str, ...], at: int) -> str | None:
    """Return the word of ours that stands at a place, spelled right or wrong."""
    for length in (3, 2):
        heard = "".join(sounds[at : at + length])
        for word in _by_sound().get(heard, ()):
            written = run[at : at + length]
            if len(written) == length and (written == word or _is_misspelt(written, word)):
                return word
    return None


def _is_misspelt(written: str, word: str) -> bool:
    wrong = [one for one, meant in zip(written, word, strict=True) if one != meant]
    return len(wrong) < len(word) and written not in _MEANT and not _COMMON.intersection(wrong)


@lru_cache(maxsize=8_000)
def _sound(character: str) -> str:
    """Return a syllable without its tone, as southern speakers type it, closed by a mark."""
    syllable = lazy_pinyin(character, style=Style.NORMAL)[0]
    fuzzy = re.sub(r"^([zcs])h", r"\1", syllable)
    return re.sub(r"(?<=[ei])ng$", "n", fuzzy) + "'"


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in _WORDS:
        found.setdefault("".join(map(_sound, word)), []).append(word)
    return found
