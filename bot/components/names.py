"""The names customers use for platforms, devices and channels, as patterns over folded text."""

import re
from re import Pattern
from typing import NamedTuple


class Name(NamedTuple):
    """One way of naming a thing: which entity, which normalised value, how it is written."""

    entity: str
    value: str
    pattern: Pattern[str]


# Latin words end where another Latin letter or digit does not follow; Chinese may stand beside.
_START, _END = r"(?<![a-z0-9])", r"(?![a-z0-9])"
# Apple, Samsung, Xiaomi and Huawei are also shares that customers trade.
_NOT_A_SHARE = (
    r"(?!\s*(?:(?:的|这[只支家])?(?:股|财报|公司|期权|市值)|stock|share|option|earning|call|put))"
)

_LATIN = {
    ("platform", "client_portal"): [
        r"client\s*-?portal",
        r"cli?ent\s+port[ae]l",
        r"web\s+portal",
        r"(?<=the\s)portal",
        r"web\s+version",
    ],
    ("platform", "tws"): [r"tws", r"trader\s*work\s*-?station"],
    ("platform", "ios"): [r"ios", r"i-?phones?(?:\s*\d{1,2})?", r"ipads?", r"apple\s+phone"],
    ("platform", "android"): [
        r"androids?",
        r"andriod",
        r"samsung" + _NOT_A_SHARE,
        r"galaxy\s+s\d+",
        r"google\s+pixel",
        r"pixel\s+\d+",
        r"xiaomi" + _NOT_A_SHARE,
        r"huawei" + _NOT_A_SHARE,
        r"one\s*plus\s+\d+",
        r"oppo",
        r"redmi",
    ],
    ("device", "ib_key"): [
        r"ib\s*-?keys?(?:\s+authentication)?",
        r"ibkr\s+key",
        r"ibkr\s+mobile(?:\s+(?:app|authentication))?",
        r"ibkr\s+app",
    ],
    ("device", "dsc_plus"): [
        r"dsc\s*(?:\+|plus)",
        r"digital\s+(?:security\s+)?card\s*(?:\+|plus)",
    ],
    ("device", "dsc"): [r"dsc", r"digital\s+security\s+card"],
    ("device", "security_code_card"): [
        r"secur(?:ity|e)\s+code\s+cards?",
        r"secur(?:ity|e)\s+login\s+card",
        r"sls\s*cards?",
        r"scc",
        r"code\s+card",
        r"matrix\s+card",
    ],
    ("device", "gold"): [r"gold(?:en)?\s+(?:security\s+)?(?:device|card|token)", r"gold\s*卡"],
    ("device", "platinum"): [r"platinum(?:\s+(?:security\s+)?(?:device|card|token))?"],
    ("device", "temporary_passcode"): [
        r"temp(?:orary|\.)?\s+(?:security\s+|access\s+)?(?:pass\s*-?code|pass\s*word|code)s?",
    ],
    ("device", "online_card"): [
        r"online\s+(?:temporary\s+)?(?:secur(?:ity|e)\s+)?(?:code\s+)?card",
        r"temporary\s+(?:security\s+)?(?:code\s+)?card",
    ],
    ("device", "sms"): [
        r"(?:sms|text\s+message)\s+as\s+(?:a\s+|my\s+)?(?:second\s+factor|2fa|device)",
        r"(?:sms|text\s+message)\s+(?:authentication|2fa|two[- ]factor|device|factor)",
    ],
    ("channel", "sms"): [
        r"sms(?:es)?",
        r"text\s+(?:messages?|msgs?)",
        r"texts?(?=\s+(?:it|me|the|my|a)\b)",
        r"(?<=by )texts?",
        r"(?<=via )texts?",
        r"(?<=the )texts?",
        r"(?<=a )text",
        r"(?<=no )texts?",
        r"(?<=new )text",
        r"(?<=another )text",
        r"texted",
        r"txt",
    ],
    ("channel", "voice"): [
        r"voice(?:\s+(?:call(?:\s*back)?|message))?",
        r"(?:phone|automated|automatic)\s+call",
        r"call\s*-?\s*backs?",
        r"call(?:ing)?\s+me",
        r"(?:ring|phone)(?:ing)?\s+(?:me|my)",
        r"give\s+me\s+a\s+(?:call|ring)",
        r"by\s+(?:phone|call)",
        r"robo\s*call",
        r"read\s+out",
    ],
}

_CHINESE = {
    ("platform", "client_portal"): [r"客户端(?:网页)?", r"客户门户", r"网页[版端]", r"网页客户端"],
    ("platform", "tws"): [r"交易者工作站", r"交易工作站"],
    ("platform", "ios"): [
        r"苹果(?:手?机|系统|端|版|平板)?" + _NOT_A_SHARE,
    ],
    ("platform", "android"): [
        r"安卓(?:手?机|系统|端|版)?",
        r"安桌",
        r"三星" + _NOT_A_SHARE,
        r"华为" + _NOT_A_SHARE,
        r"小米" + _NOT_A_SHARE,
        r"荣耀手机",
        r"红米",
    ],
    ("device", "ib_key"): [
        r"移动ibkr(?:应?用?验?证?程序|应用)?",
        r"ibkr\s*(?:移动|手机)(?:端|版|应用|程序|app)?",
        r"盈透(?:手机)?app",
    ],
    ("device", "dsc_plus"): [r"(?:数码|数字)安全卡\s*(?:\+|加|plus)", r"dsc加"],
    ("device", "dsc"): [r"(?:数码|数字)安全卡"],
    ("device", "security_code_card"): [
        r"安全代?码卡",
        r"sls\s*卡",
        r"密码卡",
        r"代码卡",
        r"矩阵卡",
    ],
    ("device", "gold"): [r"黄?金卡", r"金(?:色的?)?(?:安全)?设备"],
    ("device", "platinum"): [r"[铂白]金(?:卡|(?:安全)?设备)"],
    ("device", "temporary_passcode"): [
        r"临时的?(?:安全|登录|访问)?(?:代码|密码|通行码|通关码|验证码|码)",
    ],
    ("device", "online_card"): [
        r"(?:在线|网上|线上|电子)的?(?:临时)?(?:安全)?(?:代?码)?卡",
        r"临时安全代?码卡",
    ],
    ("device", "sms"): [
        r"短信(?:双因素|双重|二次)(?:验证|认证)",
        r"短信(?:认证|验证)(?!码)(?:方式|设备)?",
    ],
    ("channel", "sms"): [r"短信", r"简讯", r"短讯", r"手机讯息", r"文字讯息"],
    ("channel", "voice"): [
        r"语音(?:回[呼拨电]|电话|来电|呼叫|通话)?",
        r"自动回[呼拨电]",
        r"回[呼拨电]",
        r"(?:打|拨|来)(?:个|一个|通|一通)?(?:电话|手机)(?:[来过]{0,2}给我|告诉我|把|念|读|报)",
        r"电话(?:里?来?(?:念|读|报|告诉|通知)|回呼|告知|形式|方式|接收|收)",
        r"打给我",
        r"致电(?:给)?我",
        r"来电",
    ],
}


def _compile() -> list[Name]:
    latin = [
        Name(entity, value, re.compile(f"{_START}(?:{pattern}){'' if '+' in pattern else _END}"))
        for (entity, value), patterns in _LATIN.items()
        for pattern in patterns
    ]
    chinese = [
        Name(entity, value, re.compile(pattern))
        for (entity, value), patterns in _CHINESE.items()
        for pattern in patterns
    ]
    return latin + chinese


NAMES = _compile()
