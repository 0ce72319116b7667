import type { SourceMachine } from '../../machine/source-machine.ts';

const ids = /^(winXP|winNet|winVista|winLonghorn|windows7)/i;
const names = /windows (xp|vista|7\b)|server[^,]* (2003|2008)/i;

/** A Windows that cannot verify SHA-2 signatures, up to 7 and Server 2008 R2: it needs drivers that were signed before. */
export function isLegacyWindows({ id, name, family }: SourceMachine['guest']): boolean {
  return family === 'windows' && (ids.test(id) || names.test(name));
}
