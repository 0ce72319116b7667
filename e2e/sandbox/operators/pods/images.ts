import { runHook } from '../hooks/hook-runner.ts';
import { runImporter } from '../cdi/importer.ts';
import { runConversion } from '../virt-v2v/conversion.ts';
import type { Container } from '../api/kinds.ts';
import type { Program } from './program.ts';
import { runShell, runUntilStopped, succeed } from './shell.ts';

/** Images of the sandbox's registry. The first that matches is used; nothing is ever pulled over a network. */
const images: readonly { readonly match: RegExp; readonly program: Program }[] = [
  { match: /\/cdi-importer(?=[:@]|$)/, program: runImporter },
  { match: /virt-v2v/, program: runConversion },
  { match: /(^|\/)[\w.-]*hook[\w.-]*(?=[:@]|$)/, program: runHook },
  { match: /\/virt-launcher(?=[:@]|$)/, program: runUntilStopped },
  // Init containers of these copy a library and end.
  { match: /vddk/, program: succeed },
  { match: /(^|\/)(busybox|pause|ubi\d*|ubi-minimal|alpine|gantry)(?=[:@]|$)/, program: runUntilStopped },
];

const commands = /^(\/(usr\/)?bin\/)?(sh|bash|sleep|true|false)$/;

/** undefined where the registry has no such image; a registry under `.invalid` has none at all. */
export function findProgram(container: Container): Program | undefined {
  if (/^[^/]*\.invalid(:\d+)?\//.test(container.image)) return undefined;
  const entry = images.find(({ match }) => match.test(container.image));
  if (!entry) return undefined;
  return commands.test(container.command?.[0] ?? '') ? runShell : entry.program;
}
