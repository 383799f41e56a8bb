// The ring tone: two soft notes every two seconds, made by the browser itself.

const PERIOD = 2000;
let context = null;
let timer = null;

export const ringer = {
  isOn: true,

  ring(isRinging) {
    if (isRinging && this.isOn && timer === null) {
      chime();
      timer = setInterval(chime, PERIOD);
    } else if ((!isRinging || !this.isOn) && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  },
};

function chime() {
  // A browser keeps silent until the person has touched the page once.
  if (!navigator.userActivation?.hasBeenActive) return;
  context ??= new AudioContext();
  note(660, 0);
  note(880, 0.22);
  note(660, 0.44);
}

function note(frequency, delay) {
  const start = context.currentTime + delay;
  const tone = new OscillatorNode(context, { frequency, type: "sine" });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.12, start + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.2);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + 0.22);
}
