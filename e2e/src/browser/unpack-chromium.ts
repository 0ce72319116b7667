import { join } from 'node:path';

/** What is used of the package; its types are missing where it is not installed. */
interface ChromiumPackage {
  readonly default: { executablePath(folder: string): Promise<string> };
  inflate(archive: string): Promise<string>;
}

const [module = '', archives = ''] = process.argv.slice(2);
const chromium = (await import(module)) as ChromiumPackage;
await Promise.all([chromium.inflate(join(archives, 'al2023.tar.br')), chromium.default.executablePath(archives)]);
