/** Whether this program works on the emulator of this machine: `--emulator`. */
export const emulation = { isOn: false };

/** A command to run next, ready to paste: "./platform status production --emulator". */
export const nextCommand = (words: string): string => `./platform ${words}${emulation.isOn ? " --emulator" : ""}`;
