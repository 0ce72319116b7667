import type { Oracle } from '../oracle.ts';

const here = new URL('.', import.meta.url);
const sources = ['go.mod', 'go.sum', 'main.go'].map((name) => new URL(name, here));

/** govmomi's vCenter simulator: the property collector, sessions, power operations and datastore paths of a vCenter. */
export const vcsim: Oracle = {
  name: 'vcsim',
  needs: ['go'],
  sources,
  limitSeconds: 300,
  build: (output) => ({
    command: ['go', 'build', '-trimpath', '-o', output, '.'],
    folder: here,
    env: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false', GOTOOLCHAIN: 'local' },
  }),
};
