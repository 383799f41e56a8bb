// What a phone hears, spoken by the browser: one sentence after the other, each in its language.

const synthesis = window.speechSynthesis;

export const voice = {
  isOn: true,

  speak(text, language) {
    if (!synthesis || !this.isOn) return;
    const words = new SpeechSynthesisUtterance(text);
    words.lang = language;
    const match = synthesis.getVoices().find((known) => known.lang.replace("_", "-").startsWith(language));
    if (match) words.voice = match;
    synthesis.speak(words);
  },

  hush() {
    synthesis?.cancel();
  },
};
