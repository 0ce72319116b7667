import { readFileSync } from 'node:fs';
import type { Oracle } from '../oracle.ts';

const folder = new URL('./', import.meta.url);
const sources = ['go.mod', 'go.sum', 'main.go', 'up.go', 'files.go', 'control-plane.go', 'garbage-collector.go'].map(
  (file) => new URL(file, folder),
);

/** `/version` tells what is stamped here; without it the server says v0.0.0. */
function versionFlags(): string {
  const version = /^\s*k8s\.io\/kubernetes v1\.(\d+)\.\d+$/m.exec(readFileSync(new URL('go.mod', folder), 'utf8'));
  if (version === null) throw new Error('kubernetes/go.mod names no version of k8s.io/kubernetes.');
  const [line, minor = ''] = version;
  const stamps = { gitVersion: line.trim().split(' ')[1] ?? '', gitMajor: '1', gitMinor: minor };
  return Object.entries(stamps)
    .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
    .join(' ');
}

/** kube-apiserver, kube-controller-manager, etcd and kubectl in one program, from Go modules. */
export const kubernetes: Oracle = {
  name: 'kubernetes',
  needs: ['go'],
  sources,
  limitSeconds: 1200,
  build: (output) => ({
    command: ['go', 'build', '-trimpath', '-ldflags', `-s -w ${versionFlags()}`, '-o', output, '.'],
    folder,
    env: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false', GOTOOLCHAIN: 'local' },
  }),
};
