import { discardTarget, restoreSource } from '../bff/src/migration/compensation.ts';
import { pipelines } from '../bff/src/migration/lists.ts';

interface Line {
  readonly name: string;
  readonly group: string;
  readonly description: string;
  readonly shownAs?: string;
  readonly loop?: string;
}

/** docs/pipelines.md, from the lists that the engine runs. */
export function generatePipelines(): Promise<Map<string, string>> {
  const lines = [
    '# Pipelines',
    '',
    'Made from `bff/src/migration/pipelines` by `npm run generate`; edit that. Steps run from top to bottom. Until',
    '**Commit** every end but success runs *restoreSource*; after it the power of the source is never touched. A run keeps',
    'the list that it began with.',
    '',
  ];
  for (const { name, version, elements } of pipelines) {
    const steps = elements.flatMap((element) =>
      'loop' in element ? element.steps.map((step) => ({ ...step, loop: element.loop })) : [element],
    );
    lines.push(...section(`${name} (version ${version})`, steps));
  }
  lines.push(...section('restoreSource: after failure, cancel and deletion before the commit', restoreSource));
  lines.push(...section('discardTarget: after cancel, before a retry, on archiving and deletion', discardTarget));
  return Promise.resolve(new Map([['docs/pipelines.md', `${lines.join('\n').trimEnd()}\n`]]));
}

function section(title: string, steps: readonly Line[]): string[] {
  const rows = steps.map(({ name, shownAs, group, description, loop }) => {
    const step = name === 'Commit' ? `**${name}**` : name;
    return `| ${step}${loop === undefined ? '' : ` (repeats: ${loop})`} | ${description} | ${shownAs ?? name} | ${group} |`;
  });
  return [`## ${title}`, '', '| step | does | MTV clients see | row |', '|---|---|---|---|', ...rows, ''];
}
