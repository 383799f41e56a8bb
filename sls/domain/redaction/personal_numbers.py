"""Numbers of cards, bank accounts and papers that are named as such, whatever their look (F31d).

The broker's own account names (U1234567) are no secret: the desk needs them.
"""

import re

from sls.domain.redaction.hidden_signs import CARD, SECRET

_CARD_NAME = (
    r"(?:(?:credit|debit|bank|atm)?\s?card\s(?:number|no\.?|#)|(?:bank\s)?(?:account|acct)\s(?:number|no\.?|#)|iban|a/c\sno\.?"
    r"|(?:银行|銀行|信用|借记|借記|储蓄|儲蓄|提款)?卡(?:号码?|號碼?)|(?:银行|銀行)?(?:账|帳|賬|帐|户口|戶口)[户戶]?(?:号码?|號碼?))"
)
_PAPER_NAME = (
    r"(?:ssn|social\ssecurity(?:\s(?:number|no\.?))?|passport(?:\s(?:number|no\.?|#))|(?:national\s)?id(?:\scard)?\s(?:number|no\.?)"
    r"|tax\s(?:id|number)|itin|hkid|tin(?=\s?:)|(?:身份证|身份證|護照|护照|社保|回乡证|回鄉證|通行证|通行證|税|稅)(?:号码?|號碼?)?)"
)
_LINK = r"[\s\"”]{0,3}(?:(?:is|was|are|=|:|#|是|係|为|為)\s?){0,2}[\"“]?"
_BROKERS = r"(?!(?:U|DU|F|I)\d{5,9}(?!\d))"
_NUMBER = r"[A-Z]{0,4}\d(?:[\s\-./]?[A-Z]{0,1}\d){5,32}(?:X|\(\w\))?"
_BEGINS = r"(?<![A-Za-z])"
_CARD = re.compile(
    rf"(?P<before>{_BEGINS}{_CARD_NAME}{_LINK}){_BROKERS}(?!\d{{6}}(?!\d)|\d{{8}}(?!\d)){_NUMBER}",
    re.IGNORECASE,
)
_PAPER = re.compile(rf"(?P<before>{_BEGINS}{_PAPER_NAME}{_LINK}){_NUMBER}", re.IGNORECASE)
_CARD_FIRST = re.compile(
    rf"(?<![\w]){_BROKERS}\d(?:[\s\-]?\d){{9,18}}(?P<after>\s?(?:is|是|係)\s?(?:my|the|我的|我嘅)?\s?{_CARD_NAME})",
    re.IGNORECASE,
)


def mask_personal(text: str) -> str:
    """Return the text with numbers of cards and accounts, and of papers, replaced."""
    text = _CARD.sub(lambda match: match["before"] + CARD, text)
    text = _CARD_FIRST.sub(lambda match: CARD + match["after"], text)
    return _PAPER.sub(lambda match: match["before"] + SECRET, text)
