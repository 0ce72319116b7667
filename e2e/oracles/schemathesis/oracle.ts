import type { Oracle } from '../oracle.ts';

const here = new URL('.', import.meta.url);

/** The fuzzer of OpenAPI documents, as a folder of Python packages; it takes Python 3.10 with pip. */
export const schemathesis: Oracle = {
  name: 'schemathesis',
  needs: ['python3'],
  sources: [new URL('requirements.txt', here)],
  limitSeconds: 300,
  build: (output) => ({
    command: [
      'python3',
      ...['-m', 'pip', 'install', '--quiet', '--no-deps', '--only-binary', ':all:'],
      ...['--requirement', 'requirements.txt', '--target', output],
    ],
    folder: here,
    env: { PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_ROOT_USER_ACTION: 'ignore', PIP_NO_INPUT: '1' },
  }),
};
