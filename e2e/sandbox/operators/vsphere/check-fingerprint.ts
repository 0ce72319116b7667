import { ProgramFailure } from '../pods/program.ts';
import type { ProgramContext } from '../pods/program.ts';

/** Refuses a server whose certificate is not the expected one; an empty expectation accepts any. */
export async function checkFingerprint(
  { fingerprint }: Pick<ProgramContext, 'fingerprint'>,
  url: string,
  expected: string,
): Promise<void> {
  if (expected === '') return;
  const actual = await fingerprint(url);
  if (actual !== undefined && actual.toUpperCase() !== expected.toUpperCase()) {
    throw new ProgramFailure(`The server's certificate does not have the thumbprint ${expected}.`);
  }
}
