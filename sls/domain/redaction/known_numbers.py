"""Numbers that say what they are: amounts, versions, phones, dates, times and error codes.

They are no secrets, so whoever looks for codes looks past them. Every pattern needs a word or a
mark of its kind, and every repetition is bounded: a long message costs no more than its length.
"""

import re

_CURRENCY = r"(?:us\$|hk\$|[$€£¥￥]|usd|hkd|cny|rmb|eur|gbp)"
_UNIT = (
    r"(?:[$€£¥￥%]|(?:[km]|usd|hkd|cny|rmb|eur|gbp|chf|jpy|sgd|aud|cad"
    r"|(?:us|hk|canadian|australian|singapore)?\s?dollars?|bucks?|yuan|euros?|pounds?|francs?|rupees?"
    r"|million|thousand|shares?|percent)(?![a-z])|"
    r"人民币|人民幣|英镑|英鎊|欧元|歐元|日元|日圓|股|美元|美金|美刀|刀\b|港币|港幣|港元|港纸|港紙|元|块|塊|蚊|万|萬|亿|億|千)"
)
_STARTS_AMOUNT = re.compile(rf"\s{{0,8}}{_UNIT}", re.IGNORECASE)
_NUMBER = r"\d[\d,.]{0,20}"
_THOUSANDS = r"(?<!\d)\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,8})?(?!\d)"
# A round sum after the word for moving money: a code that ends in 000 hardly ever stands there.
_MOVED = (
    r"(?:withdraw|transfer|deposit|wire|提取|提款|提现|提現|取款|出金|转账|轉賬|转出|汇款|匯款)"
    r"\s?(?:about\s|of\s|大约|大約|约)?\d{1,4}000(?!\d)"
)
# A sum with its cents after the word for paying: who was robbed needs no warning besides.
_PAID = (
    r"(?:(?:charge|payment|debit|fee|purchase|transaction|price)s?(?:\sof|\sfor|\sis|\swas)?"
    r"|(?:charged|debited|paid|took|costs?)(?:\sme|\smy\scard)?"
    r"|扣[了款掉走]{0,2}|刷了|付了|支付了?|收了)\s?(?:about\s|exactly\s)?\d{1,4}\.\d\d(?![\d.])"
)
_AMOUNT = rf"{_CURRENCY}\s?{_NUMBER}|(?<!\d){_NUMBER}\s?{_UNIT}|{_THOUSANDS}|{_MOVED}|{_PAID}"

_NUMBERED = r"\s?号?\s?(?:is|是)?\s?:?\s?v?"
_VERSION = (
    rf"(?:version|build|ver\.?|release|版本|版){_NUMBERED}\d{{1,4}}(?:\.\d{{1,3}}){{0,3}}(?:(?<=\.\d\d\d)\.\d{{4}})?[a-z]?(?!\d)|windows\s\d\d?(?:\s\d\dh\d)?(?!\d)"
    # A program's name shelters two digits, or four as TWS counts them, and no others.
    rf"|(?:tws|ios|android|mobile|macos){_NUMBERED}"
    r"(?:\d{1,3}\.\d{1,3}\.\d{1,4}|\d{1,3}(?:\.\d{1,3}){1,3}|10\d\d|\d{1,3})[a-z]?(?![\d])(?!\s?\d{3})"
    r"|\b(?:port|端口|kb)\s?:?\s?\d{4,5}(?!\d)"
    r"|\bform\s\d{4}(?!\d)|(?<!\d)(?:1042|1099)(?=\s?(?:tax|forms?|税|稅|表))|(?<!\d)(?:1042|1099)-[a-z]{1,4}\b"
    # Of four digits that are somebody's, these two are tax forms.
    r"|(?<!\bis\s)(?<!\bwas\s)(?<!\bbe\s)\b(?:my|our|your|the|a)\s(?:1042|1099)(?![\s-]?\d)"
    r"|(?:我的|你们的|你們的|今年的|去年的)\s?(?:1042|1099)(?![\s-]?\d)"
)

_APART = r"[\s\-()]{0,2}"
_PHONE = (
    # The length of a number is known where its country is, so that no code passes for its end.
    rf"\+(?:1(?:{_APART}\d){{10}}|86(?:{_APART}\d){{10,11}}|(?:65|852|853)(?:{_APART}\d){{8}}"
    rf"|(?!1|86|65|85[23])\d(?:{_APART}\d){{7,12}})(?!\d)"
    r"|(?<!\d)1[3-9]\d[ -]\d{4}[ -]\d{4}(?!\d)"
    r"|\(\d{3}\) ?\d{3}-\d{4}(?!\d)|(?<!\d)(?:1-)?\d{3}-\d{3}-\d{4}(?!\d)"
)
_CALLED = (
    r"(?:(?:phone|mobile|cell(?:phone)?|telephone|contact|landline)\s?(?:number|no\.?|#)|\btel\b\.?|"
    r"(?:call|ring|reach)\s(?:me|us)\s(?:back\s)?(?:at|on)|"
    r"(?:电话|電話|手机|手機|手提|手提電話)(?:号码?|號碼?|是|係|:))\s?(?:is|was|是|係|为|為)?\s?:?\s?"
)
_CALLED_PHONE = rf"{_CALLED}\(?\d(?:{_APART}\d){{7,10}}(?!\d)"

_YEAR = r"(?:19|20)\d\d"
_MONTH_DAY = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_TYPING = "put putting type typed typing key keyed enter entered punch punched it them pin code"
_NOT_TYPED = "".join(rf"(?<!{word}\s)" for word in _TYPING.split())
_DATE = (
    rf"(?<!\d){_YEAR}(?P<ymd>[-/.]){_MONTH_DAY}(?P=ymd){_DAY}(?!\d)"
    rf"|(?<!\d){_DAY}(?P<dmy>[-/.]){_DAY}(?P=dmy){_YEAR}(?!\d)"
    rf"|(?<!\d){_YEAR}\s?年(?:\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?[日号號])?)?"
    rf"|\b{_MONTH}\s(?:{_DAY}(?:st|nd|rd|th)?,?\s)?{_YEAR}(?!\d)"
    rf"|(?<!\d){_DAY}(?:st|nd|rd|th)?\s{_MONTH},?\s{_YEAR}(?!\d)"
    r"|[一二][零〇九][零〇一二三四五六七八九]{2}年"
    # "I put in 2019" is what was typed, "in 2019" else is when.
    rf"|{_NOT_TYPED}\b(?:since|in)\s{_YEAR}(?!\d)|\bQ[1-4]\s{_YEAR}(?!\d)"
)
_TIME = (
    r"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])"
    r"|(?<![\d.])(?:[01]?\d|2[0-3])\.[0-5]\d"
    r"(?=\s?(?:this|in\sthe|today|yesterday|last|a\.?m\b|p\.?m\b))"
    r"|(?<![\d.\-])\d{1,2}\s?[-–~至到]\s?\d{1,2}\s?(?:secs?|min|hours?|hrs?|days?|times|business|"
    r"秒|分|小时|小時|天|日|次|个工作日|個工作日)"
)

# An error's number is told to be one, and has any length but a login code's or a response's.
_ERROR_WORD = r"(?:\berr(?:or)?s?|\bwarnings?|报错|報錯|出错|出錯|错误|錯誤|故障|警告)"
_ERROR_KIND = (
    r"(?:[\s_]?(?:codes?|numbers?|no\.?|message|id|信息|訊息|提示|代码|代碼|代号|编号|編號|码|碼))?"
)
_ERROR_LINK = r"[\s:#=\-_(\[\"“]{0,3}(?:(?:is|was|says|是|为|為|係)[\s:#]{0,2})?[\"“]?"
_ERROR_NUMBER = r"(?!\d{6}(?!\d)|\d{8}(?!\d))\d{1,12}(?![\d]|[\s\-.]{1,2}\d{3})"
_ERROR = (
    rf"{_ERROR_WORD}{_ERROR_KIND}{_ERROR_LINK}-?(?:[A-Za-z]{{1,16}}[-_#]?){{0,3}}{_ERROR_NUMBER}"
    rf"(?:(?:,?\s?(?:and|or|和|与|與|、|/)\s?|(?<=\d),\s?(?=\d{{1,5}},?\s(?:and|or)\s)){_ERROR_NUMBER}){{0,4}}"
)

# "第三位4": of a digit that is told with its place, the place is no digit.
_PLACE = (
    r"(?:第[一二三四五六七八九1-9]|[前后後][两兩二三四2-4])[位个個](?:数字?|數字?)?(?:是|为|為|係|:)?"
    r"|\b(?:first|last)\s(?:two|three|four|[2-4])(?:\sdigits)?(?:\s(?:are|is))?"
)

_KNOWN = re.compile(
    rf"{_AMOUNT}|{_VERSION}|{_ERROR}|{_CALLED_PHONE}|{_PHONE}|{_DATE}|{_TIME}|{_PLACE}",
    re.IGNORECASE,
)


def blank_known(text: str) -> str:
    """Return a text of the same length in which every number that says what it is is blank."""
    return _KNOWN.sub(lambda match: "\0" * len(match[0]), text)


def starts_amount(text: str, position: int) -> bool:
    """Whether a currency or unit stands at a position, which makes an amount of what was before."""
    return _STARTS_AMOUNT.match(text, position) is not None
