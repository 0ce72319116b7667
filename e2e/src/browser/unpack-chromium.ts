import { join } from 'node:path';

/** What is used of the package; its types are not there where it is not installed. */
interface ChromiumPackage {
  readonly default: { executablePath(folder: string): Promise<string> };
  inflate(archive: string): Promise<string>;
}

const name: string = '@sparticuz/chromium';
const folder = process.argv[2] ?? '';
const chromium = (await import(name)) as ChromiumPackage;
await Promise.all([chromium.inflate(join(folder, 'al2023.tar.br')), chromium.default.executablePath(folder)]);
