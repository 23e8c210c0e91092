/** Whether this program works on the emulator of this machine: `--emulator`. */
export const emulation = { isOn: false };

/** A command to run next, ready to paste: "./platform status production --emulator". */
export const nextCommand = (words: string): string => `./platform ${words}${emulation.isOn ? " --emulator" : ""}`;

/** What brings an image to its repository. @param image a tag, or image=tag of one of several */
export const pushCommand = (environment: string, image: string): string =>
  emulation.isOn
    ? `./platform emulator push ${environment} ${image}`
    : `scripts/build-and-push.sh ${environment} ${image} APPLICATION_FOLDER`;
