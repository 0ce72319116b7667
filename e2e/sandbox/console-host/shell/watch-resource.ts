import type { K8sResourceCommon, WatchK8sResource } from '@openshift-console/dynamic-plugin-sdk';
import { useEffect, useMemo, useState } from 'react';
import { consoleFetch } from './console-fetch.ts';

interface Watched {
  readonly data: unknown;
  readonly loaded: boolean;
  readonly error: unknown;
}
interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: K8sResourceCommon;
}

const retryMs = 2_000;

/** `/api/kubernetes` path of a kind; the plural is found by discovery, as the console's models are. */
async function pathOf(resource: WatchK8sResource, signal: AbortSignal): Promise<string> {
  const gvk = resource.groupVersionKind;
  if (gvk === undefined) throw new Error('Only groupVersionKind is supported here.');
  const base =
    gvk.group === undefined || gvk.group === ''
      ? `/api/kubernetes/api/${gvk.version}`
      : `/api/kubernetes/apis/${gvk.group}/${gvk.version}`;
  const answer = await consoleFetch(base, { signal });
  const list = (await answer.json()) as { resources: { kind: string; name: string; namespaced: boolean }[] };
  const found = list.resources.find((candidate) => candidate.kind === gvk.kind && !candidate.name.includes('/'));
  if (found === undefined) throw new Error(`The cluster has no kind ${gvk.kind}.`);
  const project = found.namespaced && resource.namespace !== undefined ? `/namespaces/${resource.namespace}` : '';
  return `${base}${project}/${found.name}`;
}

/** Reads watch events until the stream ends. */
async function follow(url: string, signal: AbortSignal, onEvent: (event: WatchEvent) => void): Promise<void> {
  const answer = await consoleFetch(url, { signal }, 0);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onEvent(JSON.parse(line) as WatchEvent);
  }
}

async function watchOne(resource: WatchK8sResource, signal: AbortSignal, set: (state: Watched) => void): Promise<void> {
  const path = await pathOf(resource, signal);
  const first = await consoleFetch(`${path}/${resource.name ?? ''}`, { signal });
  const object = (await first.json()) as K8sResourceCommon;
  set({ data: object, loaded: true, error: undefined });
  const query = new URLSearchParams({
    watch: 'true',
    fieldSelector: `metadata.name=${resource.name ?? ''}`,
    resourceVersion: object.metadata?.resourceVersion ?? '',
  });
  await follow(`${path}?${query.toString()}`, signal, (event) => {
    if (event.type === 'DELETED') {
      const gone = Object.assign(new Error('The object was deleted.'), { code: 404 });
      set({ data: event.object, loaded: true, error: gone });
    } else if (event.type === 'ADDED' || event.type === 'MODIFIED')
      set({ data: event.object, loaded: true, error: undefined });
  });
}

async function watchList(
  resource: WatchK8sResource,
  signal: AbortSignal,
  set: (state: Watched) => void,
): Promise<void> {
  const path = await pathOf(resource, signal);
  const answer = await consoleFetch(path, { signal });
  const list = (await answer.json()) as { metadata: { resourceVersion: string }; items: K8sResourceCommon[] };
  const items = new Map(list.items.map((item) => [item.metadata?.uid, item]));
  const show = () => set({ data: [...items.values()], loaded: true, error: undefined });
  show();
  const query = new URLSearchParams({ watch: 'true', resourceVersion: list.metadata.resourceVersion });
  await follow(`${path}?${query.toString()}`, signal, (event) => {
    if (event.type === 'DELETED') items.delete(event.object.metadata?.uid);
    else if (event.type !== 'BOOKMARK' && event.type !== 'ERROR') items.set(event.object.metadata?.uid, event.object);
    show();
  });
}

/** `useK8sWatchResource`: [data, loaded, error], followed by a watch that is renewed when it ends. */
export function useWatchResource(resource: WatchK8sResource | null): [unknown, boolean, unknown] {
  const empty = useMemo<Watched>(
    () => ({ data: resource?.isList === true ? [] : {}, loaded: false, error: undefined }),
    [resource?.isList],
  );
  const [state, setState] = useState(empty);
  const key = JSON.stringify(resource);
  useEffect(() => {
    const wanted = JSON.parse(key) as WatchK8sResource | null;
    if (wanted === null) return undefined;
    const stopped = new AbortController();
    const run = async () => {
      for (let running = true; running; running = !stopped.signal.aborted) {
        try {
          await (wanted.isList === true ? watchList : watchOne)(wanted, stopped.signal, setState);
        } catch (error) {
          if (!stopped.signal.aborted) setState((before) => ({ ...before, loaded: true, error }));
        }
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    };
    void run();
    return () => {
      stopped.abort();
    };
  }, [key]);
  return [state.data, state.loaded, state.error];
}
