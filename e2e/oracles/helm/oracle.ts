import { readFileSync } from 'node:fs';
import type { Oracle } from '../oracle.ts';

const folder = new URL('./', import.meta.url);
const sources = ['go.mod', 'go.sum'].map((file) => new URL(file, folder));
const program = 'helm.sh/helm/v3';

/** What a release of Helm is stamped with: its version, and the Kubernetes it assumes where it asks no cluster. */
function stamps(): string {
  const modules = readFileSync(new URL('go.mod', folder), 'utf8');
  const version = /^\s*helm\.sh\/helm\/v3 (v\S+)/m.exec(modules)?.[1];
  const minor = /^\s*k8s\.io\/client-go v0\.(\d+)\.\d+/m.exec(modules)?.[1];
  if (version === undefined || minor === undefined) throw new Error('helm/go.mod names no version.');
  const values = {
    [`${program}/internal/version.version`]: version,
    [`${program}/pkg/chartutil.k8sVersionMajor`]: '1',
    [`${program}/pkg/chartutil.k8sVersionMinor`]: minor,
  };
  return Object.entries(values)
    .map(([name, value]) => `-X ${name}=${value}`)
    .join(' ');
}

/** The client that installs the chart. */
export const helm: Oracle = {
  name: 'helm',
  needs: ['go'],
  sources,
  limitSeconds: 600,
  build: (output) => ({
    command: ['go', 'build', '-trimpath', '-ldflags', `-s -w ${stamps()}`, '-o', output, `${program}/cmd/helm`],
    folder,
    env: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false', GOTOOLCHAIN: 'local' },
  }),
};
