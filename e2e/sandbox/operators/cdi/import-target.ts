import { ProgramFailure } from '../pods/program.ts';

/** What an importer writes to. */
export interface Target {
  readonly file: string;
  readonly bytes: number;
}

export function refuseTooLarge(bytes: number, target: Target): void {
  if (bytes > target.bytes) {
    throw new ProgramFailure(
      `Unable to process data: virtual image size ${bytes} is larger than the reported available storage ${target.bytes}`,
    );
  }
}
