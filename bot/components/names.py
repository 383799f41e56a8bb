"""The names customers use for platforms, devices and channels, as patterns over folded text."""

import re
from re import Pattern
from typing import NamedTuple


class Name(NamedTuple):
    """One way of naming a thing: which entity, which normalised value, how it is written."""

    entity: str
    value: str
    pattern: Pattern[str]


# An app is the authentication app when it is what approves or proves something.
_APPROVING = (
    r"(?:log(?:ging)?[- ]?in|logins?|sign(?:ing)?[- ]?in|logging|authenticate|authenticating"
    r"|confirm|confirming|approve|approving|verify|verifying|authorise|authorize|validate)"
)
_THE_APP = r"(?:(?:the|your|my|our|that)\s+)?(?:mobile\s+|phone\s+|smartphone\s+)?app"
_APPROVING_BY_APP = (
    rf"{_APPROVING}(?:\s+[a-z]+){{0,3}}\s+(?:with|by|via|through|using|in|from|on)"
    rf"\s+(?P<name>{_THE_APP})"
)
_WITHDRAWING_BY_APP = (
    r"(?:limit|withdraw|take\s+out|second\s+factor)\b.{0,40}\b(?:with|via|using|by)"
    rf"\s+(?P<name>{_THE_APP})"
)
_WHAT_CALLS_DO = r"with|never|did|has|came|comes|is|was|thing|dropped|cut|ended|for\s+the|about"
_SAYING = r"read|told|dictated?|spoken|said|say|tell"
# Gold is also a metal that customers trade.
_WORDS_OF_A_DEVICE = (
    r"(?:stopped|shows?|showing|displays?|displaying|battery|buttons?|screen|broke|broken|died|dead"
    r"|blank|lost|pin|limit|withdraw\w*|login|logs?\s+in|holders?|expired?|calculator|key|fob|thing)"
)
_WORDS_OF_A_DEVICE_ZH = r"(?:机器|设备|没电|按|屏|提款|提现|密码|pin|登录|坏|丢|卡|限额)"

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
        r"(?:^|(?:the|in|on|into|via|your|my)\s+)(?P<name>portal)",
        r"web\s+version",
        r"(?:(?:in|on|via|through|using|into|at)\s+(?:the|your)\s+)(?P<name>web\s*site)",
        r"(?P<name>web\s*site)\s+log-?\s?in",
    ],
    ("platform", "tws"): [
        r"tws",
        r"trader'?s?\s*work\s*-?stations?",
        r"desktop\s+(?:trading\s+)?(?:platform|software|program|client)",
    ],
    ("platform", "ios"): [
        r"ios",
        r"i-?phones?(?:\s*\d{1,2}(?:\s*pro)?(?:\s*max)?)?",
        r"ipads?",
        r"apple\s+(?:phone|mobile|handset|tablet|device|ones?)",
    ],
    ("platform", "android"): [
        r"androids?",
        r"andriod",
        r"samsung" + _NOT_A_SHARE,
        r"galaxy\s+s\d+",
        r"google\s+pixel",
        r"pixel\s+\d+a?",
        r"(?:on|my|an?|new|old|the|to)\s+(?P<name>pixel)",
        r"google\s+phone",
        r"(?:on|my|an?|new|old|the|to|from)\s+(?P<name>galaxy)",
        r"motorola" + _NOT_A_SHARE,
        r"vivo",
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
        r"ibkr\s+(?:phone\s+|mobile\s+)?app",
        r"(?:authenticat(?:or|ion)|auth)\s+app",
        r"(?:soft|mobile|phone|app)\s+token",
        _APPROVING_BY_APP,
        rf"(?:using|with|via)\s+(?P<name>{_THE_APP})\s+(?:to|for)\s+{_APPROVING}",
        _WITHDRAWING_BY_APP,
    ],
    ("device", "dsc_plus"): [
        r"dsc\s*-?\s*(?:\+|plus)",
        r"digital\s+(?:security\s+)?card\s*-?\s*(?:\+|plus)",
    ],
    ("device", "dsc"): [r"dsc", r"digital\s+security\s+card"],
    ("device", "security_code_card"): [
        r"secur(?:ity|e)\s+code\s+cards?",
        r"secur(?:ity|e)\s+login\s+card",
        r"sls\s*cards?",
        r"scc",
        r"code\s+card",
        r"(?:matrix|grid|paper)\s+(?:code\s+)?card",
        r"card\s+(?:with|of)\s+(?:the\s+)?(?:rows|grid|numbers|little\s+numbers)",
    ],
    ("device", "gold"): [
        r"gold(?:en)?\s+(?:security\s+)?(?:device|card|token)",
        r"gold\s*卡",
        rf"(?P<name>gold)(?=\s+(?:[a-z']+\s+){{0,2}}{_WORDS_OF_A_DEVICE})",
        r"platinum.{0,40}\b(?P<name>gold)",
        r"(?P<name>gold)(?=\s+(?:or|and|to|vs|versus)\s+platinum)",
    ],
    ("device", "platinum"): [r"platinum(?:\s+(?:security\s+)?(?:device|card|token))?"],
    ("device", "temporary_passcode"): [
        r"temp(?:orary|\.)?\s+(?:security\s+|access\s+)?(?:pass\s*-?code|pass\s*word|code)s?",
        r"(?:two|2)[- ]days?\s+(?:pass\s*-?code|pass\s*word|code)",
    ],
    ("device", "online_card"): [
        r"online\s+(?:temporary\s+)?(?:secur(?:ity|e)\s+)?(?:code\s+|grid\s+)?card",
        r"temporary\s+(?:security\s+)?(?:code\s+)?card",
    ],
    ("device", "sms"): [
        r"(?:sms|text\s+message)\s+as\s+(?:a\s+|my\s+)?(?:second\s+factor|2fa|device)",
        r"(?:sms|text\s+message)\s+(?:authentication|2fa|two[- ]factor|device|factor)",
        r"(?:sms|text\s+messages?)\s+as\s+(?:my|a|the)\s+(?:security|login)\s+(?:method|device)",
    ],
    ("channel", "sms"): [
        r"sms(?:es)?",
        r"s\.m\.s\.?",
        r"te?xt\s+(?:messages?|msgs?)",
        r"(?:login|activation|verification|security|code|confirmation|otp)\s+texts?",
        r"(?:your|our|bank's)\s+(?P<name>texts?)(?!\s+(?:size|says?|on|in)\b)",
        r"(?:use|prefer|want|get|send)\s+(?P<name>texts?)(?!\s+(?:size|box|field))",
        r"texts(?=\s+(?:never|don|do|are|stopped|from|with|come|arrive|not|won|aren|only|reach))",
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
        r"(?:phone|automated|automatic|robot|landline|computer)\s+calls?",
        r"(?:robot|machine|it|system|computer)\s+(?P<name>(?:phones|calls|rings)\s+(?:me|us|my))",
        r"call\s*-?\s*backs?",
        r"call(?:ing)?\s+me",
        r"call(?:ing)?\s+my\s+(?:mobile|phone|cell|landline|home|house|office|number)",
        r"no\s+(?P<name>calls?)(?!\s+(?:cent|option))",
        rf"(?:the|your|that|do\s+a)\s+(?P<name>call)(?=\s+(?:{_WHAT_CALLS_DO}))",
        r"(?:over|on)\s+the\s+phone(?=\s+(?:please|the\s+(?:code|number)))",
        rf"(?:{_SAYING})\s+(?:[a-z]+\s+){{0,4}}(?P<name>(?:over|on|by)\s+the\s+phone)",
        r"(?:ring|phone|dial)(?:ing)?\s+(?:me|my)",
        r"give\s+me\s+a\s+(?:call|ring)",
        r"by\s+(?:phone|call)",
        r"(?P<name>call(?:ed)?|ring|rung)\s+through\s+to\s+(?:me|my)",
        r"robo\s*call",
        r"read\s+out",
    ],
}

_CHINESE = {
    ("platform", "client_portal"): [
        r"客户端(?:网页)?",
        r"客户(?:门户|入口)(?:网[页站])?",
        r"网页[版端]",
        r"网页客户端",
        r"(?<![a-z])(?P<name>portal)(?![a-z])(?=\s?[里上中登要叫])",
        r"(?P<name>网页|官网)(?:上|里)?(?:登[录入陆])",
    ],
    ("platform", "tws"): [
        r"交易者工作站",
        r"交易工作站",
        r"(?:桌面|电脑|pc)(?:版|端)?(?:客户端|交易软件|交易平台)",
    ],
    ("platform", "ios"): [
        r"苹果(?:手?机|系统|端|版|平板)?" + _NOT_A_SHARE,
        r"爱疯(?:\s*\d{1,2})?",
        r"(?<![水苹如结效成])果机",
    ],
    ("platform", "android"): [
        r"安卓(?:手?机|系统|端|版)?",
        r"安桌",
        r"三星" + _NOT_A_SHARE,
        r"华为" + _NOT_A_SHARE,
        r"小米" + _NOT_A_SHARE,
        r"荣耀手机",
        r"红米",
        r"一加(?:手机|\d+)",
    ],
    ("device", "ib_key"): [
        r"(?:验证|认证|身份验证|手机验证)器?(?:app|应用|程序|软件)",
        r"身份验证器",
        r"手机(?:app|应用)?(?:令牌|密钥)",
        r"软令牌",
        r"流动保安(?:编码|密钥)",
        r"(?P<name>手机\s?(?:app|应用|程序|软件))(?=.{0,4}(?:验证|认证|批准|确认|登[录入]|推送))",
        r"用(?:手机)?(?:的)?(?P<name>app)(?=.{0,4}(?:验证|认证|批准|确认|登[录入]|推送))",
        r"移动ibkr(?:应?用?验?证?程序|应用)?",
        r"ibkr\s*(?:移动|手机)(?:端|版|应用|程序|app)?",
        r"盈透(?:手机)?app",
    ],
    ("device", "dsc_plus"): [
        r"(?:数码|数字|数位)安全卡\s*(?:\+|加(?![急入密])|plus)",
        r"dsc\s*加(?![急入密])",
    ],
    ("device", "dsc"): [r"(?:数码|数字|数位)安全卡"],
    ("device", "security_code_card"): [
        r"安全代?码卡",
        r"sls\s*卡",
        r"密码卡",
        r"代码卡",
        r"矩阵卡",
        r"[座坐]标卡",
        r"[动静]?态?口令卡",
        r"密保卡",
    ],
    ("device", "gold"): [
        r"黄?金卡",
        r"金(?:色的?)?(?:安全)?设备",
        rf"(?<![a-z])(?P<name>gold)(?![a-z])(?=.{{0,8}}{_WORDS_OF_A_DEVICE_ZH})",
    ],
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
        r"电话(?=.{0,3}(?:没|不|未)(?:有)?(?:打来|打过来|响|来|接到))",
        r"(?<!客服)电话(?=给我(?:读|念|报|讲|说|个))",
        r"打(?:我(?:的)?)?(?:手机|电话|座机)(?=.{0,3}(?:报|念|读|讲))",
        r"打(?:给我|我(?:的)?(?:电话|手机|座机))",
        r"打(?:电话)?(?:过来|来)(?=.{0,6}(?:报|念|读|讲))",
        r"(?:给我)?来个电话|电话打过来",
        r"致电(?:给|话)?我",
        r"(?<![出起上])来电(?![还量])",
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
