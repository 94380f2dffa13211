import { read } from './repository.js';

export interface Instruction {
  readonly name: string;
  readonly text: string;
}

export const instructions: readonly Instruction[] = read('Dockerfile')
  .replaceAll(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => ({ name: line.split(' ')[0] ?? '', text: line.slice(line.indexOf(' ') + 1).trim() }));

/** Instructions of the image that runs; the stages before are thrown away. */
export const lastStage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));

export function textsOf(name: string, among: readonly Instruction[] = instructions): readonly string[] {
  return among.filter((instruction) => instruction.name === name).map(({ text }) => text);
}
