/** One instruction of a Containerfile, its lines joined. */
export interface Instruction {
  readonly name: string;
  readonly flags: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

/** What a `FROM` begins. */
export interface Stage {
  readonly name: string;
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

const known = new Set(['ARG', 'FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'EXPOSE', 'ENTRYPOINT']);

/** Reads as much of the format as ours uses. Throws naming a line that is none of it. */
export function readContainerfile(text: string): Stage[] {
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  const lines = text
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  for (const line of lines) {
    const { name, flags, words } = instructionOf(line);
    const stage = stages.at(-1);
    if (name === 'FROM') stages.push(stageOf(line, words));
    else if (stage !== undefined) stage.instructions.push({ name, flags, words });
    else if (name !== 'ARG') throw new Error(`This stands before the first stage: ${line}`);
  }
  return stages;
}

function instructionOf(line: string): Instruction {
  const [name = '', ...rest] = line.trim().split(/\s+/);
  if (!known.has(name) || rest.length === 0) throw new Error(`This is no instruction: ${line}`);
  const isFlag = (word: string) => name === 'COPY' && word.startsWith('--');
  const flags = rest.filter(isFlag).map((flag): [string, string] => {
    const [key = '', value = ''] = flag.slice(2).split('=');
    return [key, value];
  });
  return { name, flags: Object.fromEntries(flags), words: rest.filter((word) => !isFlag(word)) };
}

function stageOf(line: string, [base = '', as, name]: readonly string[]): Stage & { instructions: Instruction[] } {
  if (as !== 'AS' || name === undefined) throw new Error(`A stage has no name: ${line}`);
  return { name, base, instructions: [] };
}
