export {
  addRules,
  behave,
  configure,
  setScanFindings,
  type Behaviour,
  type Finding,
  type Rule,
  type Settings,
} from "./behave";
export {
  emulatorFolder,
  findEmulator,
  startEmulator,
  stopEmulator,
  type Emulator,
  type EmulatorOptions,
} from "./emulator";
export { clientConfig, emulatorEnv, emulatorStateFolder, type Endpoint } from "./env";
export { pushImage, type FakeImage } from "./images";
export { findPython, requirePython, type PythonOptions } from "./python";
export { addSamples, pushSample, type SampleImage, type SampleKind, type Samples } from "./samples";
export { seed } from "./seed";
