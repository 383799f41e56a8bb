"""What people call a secret, in English and in every Chinese, with the slips of the pen in it.

NAME is any secret that is typed; OWNED is one that is its owner's own and lasts; WEAK is also said
of things that are no secret (a token, a session), so what it names must look like a secret.
"""

_NO_LETTER = r"(?<![A-Za-z])"
# password, pasword, passwrod, passward, passwort, pass word, psswd; p/w, p.w.; mima for 密码
_WRITTEN = (
    r"(?:pass?[\s_-]?w(?:or|ro|ar|er|r|o)?[dt]s?|passw(?=\s?[=:])|psswo?r?d|pa?s[sw]wo?r?d"
    r"|pass\s?words?|p/w|p\.w\.?|pwd?|pw|pswd|mima|mm(?=\s?[:=])|mi\sma(?=\s?[:=是]))"
)
# 密马 and its like are heard or typed by the sound, and mean nothing else before "is".
_CHINESE = (
    r"密\s?[码碼]|密[马馬吗嗎嘛](?=\s?[:是係为為=])|口令(?!卡)|暗[号號]|通行[码碼]"
    r"|密保答案|安全[问問][题題]的?答案"
)
# What answers a question that only its owner can answer.
_ANSWER = r"(?:security|secret)\s(?:answer|word|phrase)"
_ENTRY = r"pass(?=\s?[=:→]|\s(?:is|was)\s)"
_ENTRY_CODE = r"(?:pass\s?codes?|pass\s?phrases?)"
_PIN = r"pins?(?:\s?code|\s?[码碼]|\s(?:number|no\.?)(?=\W))?"
_OTP = r"(?:t?otps?(?![A-Za-z])|yzm(?=\s?[=:是]))"
# "Error code", "area code" and their like are no codes of ours.
_OTHER_CODES = (
    "error err errors status country area zip postal dialling dialing state promo warning region"
)
_CODE = (
    r"(?:(?:security|sms|login|auth\w{0,20}|verification|activation|response|one[- ]time"
    r"|card|text)?\s?"
    + "".join(rf"(?<!{word}[\s_-])" for word in _OTHER_CODES.split())
    + r"codes?|response\s(?:string|number))"
)
_CODE_CHINESE = (
    r"(?:验\s?证\s?[码碼]|驗\s?[證証]\s?[码碼]|认证码|認證碼|校验码|校驗碼|短信码|短訊碼|确认码|確認碼"
    r"|安全代[码碼]|安全[码碼]|动态[码碼]|動態[码碼]|激活[码碼]|啟動碼|启动码|临时[码碼]|臨時[码碼]"
    r"|(?:响应|響應|回应|回應|应答|應答|回覆)[码碼]|识别码|識別碼|[個个][码碼](?=\s?[係系是:]))"
)

NAME = (
    rf"(?:{_NO_LETTER}(?:{_WRITTEN}|{_ENTRY_CODE}|{_ENTRY}|{_PIN}|{_OTP}|{_ANSWER}|{_CODE})(?:\s?#?\d(?=\s?[=:]))?"
    rf"|{_CHINESE}|{_CODE_CHINESE}|[🔑🔐])"
)
OWNED = rf"(?:{_NO_LETTER}(?:{_WRITTEN}|{_ENTRY_CODE}|pin(?:\s?code)?)|{_CHINESE}|PIN码|PIN碼)"
WEAK = (
    rf"(?:{_NO_LETTER}(?:(?:access|auth|api|bearer|refresh|session|id)?[\s_-]?tokens?"
    r"|api[\s_-]?keys?|(?:client|shared|api)?[\s_-]?secrets?(?:[\s_-]?keys?)?|private\skey"
    r"|session[\s_-]?id|sid|cookies?|bearer|basic|credentials?|creds)"
    r"|令牌|密[钥鑰匙]|私[钥鑰]|(?<!错误)(?<!錯誤)代[码碼])"
)
PHRASE = rf"{_NO_LETTER}pass\s?phrases?"
# Temporary passcodes may be capital letters only, whose look tells nothing (G1).
TEMPORARY = r"(?:(?<![A-Za-z])pass\s?codes?|(?:临时|臨時)(?:密[码碼]|安全[码碼]|[码碼]))"
# The three digits on the back of a bank card.
CARD_CODE = rf"(?:{_NO_LETTER}cv[vcn]2?|安全[码碼])"
USER_NAME = (
    r"(?:\b(?:user\s?(?:name|id)?|login|account|id|acct)\b"
    r"|用户名?|用戶名?|登[入录錄]名|账号|帳號|帐号|账户|賬號|戶口)"
)
