"""Cries for help: words of somebody who is frightened or in a hurry, and who names no matter.

Understanding takes them for whatever sounds alike ("emergency" is a word of the temporary passcode,
"I am scared" is small talk), so they are told by their words alone: what is left without the cries,
and without the words that go with them, must be nothing.
"""

import re

# A story has a matter in it.
_LONGEST = 120
_CRY = re.compile(
    r"\b(?:help(?:ing)?|hlep|sos|mayday|emergency|urgent(?:ly)?|asap|hurry(?: up)?"
    r"|(?:in an? )?panick?(?:ing|ed|y)?|scared|frightened|afraid|terrified|desperate"
    r"|anxious|shaking|crying|worried(?: sick)?|freak(?:ing|ed) out|losing (?:it|my mind)"
    r"|(?:what|wat) (?:do|should|can|shall|am) i (?:now )?(?:supposed to )?do"
    r"|(?:do not|dont|dunno) (?:know )?what (?:to|i should) do"
    r"|(?:please|pls|plz) (?:some|any)(?:body|one)|(?:some|any)(?:body|one) (?:please|pls|plz)"
    r"|o+h? ?my (?:god|goodness)|omg|oh (?:no|god|dear)|something (?:bad|terrible) happened)\b"
    r"|救命|救[救下]?我|求救|求助|求(?:求|下)?[你您]|[帮幫](?:[帮幫忙]|一下|下)?我?|[来來]人[啊呀]?"
    r"|(?<![不别別])[慌急怕](?:(?!死)|死(?=[我了人啦]))|害怕|好?[惊驚]|[吓嚇](?:死|[坏壞]|到|[着著])"
    r"|[担擔]心|焦[虑慮]|崩[溃潰]|着急"
    r"|[怎咋][么麼]?[办辦]|[点點][算办辦]好?|如何是好|不知(?:道|所措)?[该該]?(?:怎[么麼][办辦做]|如何是好)"
    r"|出大?事了?|快[点點啊呀]|在[线線]等|[紧緊]急|十万火急|十萬火急",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:i|im|ive|am|me|my|we|you|u|your|this|that|it|its|is|are|a|an|the|and|so|very"
    r"|really|totally|completely|just|right|now|here|there|quick(?:ly)?|fast|please|pls|plz"
    r"|hi|hello|hey|some(?:body|one)|any(?:body|one)|can|could|would|will|need|want|some"
    r"|having|to|attack|guys|sir|madam|out|all|too|bit|little|do|be|feel(?:ing)?)\b"
    r"|[我您你们們咱啊呀呢吧了啦哦喔哇嘛嗎吗唉啲咗好很太真的得地不行要该該那这這有都下呜嗚"
    r"可以能快去再求点點心里裡谁誰]"
    r"|[现現]在|一下|立刻|[马馬]上|[赶趕][紧緊快]|整[个個]人|有[点點]|非常|十分|特[别別]|[请請]|大家"
    r"|天[哪啊]|麻[烦煩]|[拜]托|拜託",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\W_]+")
_WITHOUT_APOSTROPHES = str.maketrans("", "", "'’")


def is_cry(text: str) -> bool:
    """Whether the words ask for help and name nothing that help is needed with."""
    if len(text) > _LONGEST:
        return False
    return says_nothing_but(_CRY, _BESIDE, text.translate(_WITHOUT_APOSTROPHES))


def says_nothing_but(wanted: re.Pattern[str], beside: re.Pattern[str], text: str) -> bool:
    """Whether a text holds what is wanted, and nothing else but the words that go with it."""
    rest, found = wanted.subn(" ", text)
    return found > 0 and not _MARKS.sub("", beside.sub(" ", rest))
