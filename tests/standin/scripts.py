"""What the bot says in the tests of calls."""

from tests.standin.world import World

GATE = '<Gather numDigits="1" action="code"><Say language="en-US">Press 1.</Say></Gather>'
CODE = (
    '<Gather numDigits="1" action="again"><Say voice="Polly.Joanna-Neural">four. zero.'
    '<break time="700ms"/>two.</Say></Gather>'
)


def press_to_hear(world: World) -> None:
    """Script the bot: a gate, the code, and one repeat."""
    world.bot.says("start", GATE + "<Say>No key.</Say><Hangup/>")
    world.bot.says("code", CODE)
    world.bot.documents["again"] = lambda form: (
        f"<Response>{CODE if form['Digits'] == '1' else '<Say>Goodbye.</Say><Hangup/>'}</Response>"
    )
