import type { Oracle } from '../oracle.ts';

const here = new URL('.', import.meta.url);

/** The same program with the govmomi of a module file. */
function simulator(name: string, module: string): Oracle {
  return {
    name,
    needs: ['go'],
    sources: [`${module}.mod`, `${module}.sum`, 'main.go'].map((file) => new URL(file, here)),
    limitSeconds: 300,
    build: (output) => ({
      command: ['go', 'build', `-modfile=${module}.mod`, '-trimpath', '-o', output, '.'],
      folder: here,
      env: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false', GOTOOLCHAIN: 'local' },
    }),
  };
}

/** govmomi's vCenter simulator: the property collector, sessions, power operations and datastore paths of a vCenter. */
export const vcsim = simulator('vcsim', 'go');

/** An older one, which can have thousands of machines: newer ones take minutes to make them. */
export const vcsimForScale = simulator('vcsim-scale', 'scale');
