/** One thing that a Kubernetes API server does, and how far the sandbox cluster does it. */
export interface SurfaceRow {
  readonly what: string;
  /** M: nothing runs without it. S: it should be there. */
  readonly level: 'M' | 'S';
  /** Areas of the contract that hold both servers to it. */
  readonly areas: readonly string[];
  /** What is not there of it, and why; absent where nothing is missing. */
  readonly missing?: string;
}

export const SURFACE: readonly SurfaceRow[] = [
  { what: 'version and health', level: 'M', areas: ['discovery'] },
  { what: 'discovery, aggregated too', level: 'M', areas: ['discovery'] },
  {
    what: 'OpenAPI',
    level: 'S',
    areas: ['discovery'],
    missing: 'version 2; built-in kinds are described by their first fields only, since nobody asks for more',
  },
  { what: 'create, names, generateName', level: 'M', areas: ['create', 'names'] },
  { what: 'resourceVersion, update, generation', level: 'M', areas: ['update'] },
  { what: 'status subresource', level: 'M', areas: ['status'] },
  { what: 'delete, finalizers, preconditions, deletecollection', level: 'M', areas: ['delete'] },
  { what: 'garbage collection of dependents', level: 'M', areas: ['garbage collection'] },
  {
    what: 'how owners in a circle end',
    level: 'S',
    areas: ['garbage collection'],
    missing:
      'the real collector takes an object for part of a circle for as long as it lives, once its deletion was a foreground one; whether the second of two owners ends in the foreground or the background (24 of 30 times) is chance there, as it is here',
  },
  { what: 'label and field selectors', level: 'M', areas: ['selectors'] },
  { what: 'lists: pages, versions, consistency', level: 'M', areas: ['lists'] },
  { what: 'watches, bookmarks, initial events', level: 'M', areas: ['watch'] },
  { what: 'merge and JSON patches', level: 'M', areas: ['merge patch', 'json patch'] },
  {
    what: 'strategic merge patch',
    level: 'S',
    areas: ['strategic merge patch'],
    missing: 'lists are merged by a table of the keys of the kinds that Gantry meets',
  },
  {
    what: 'server-side apply and managedFields',
    level: 'M',
    areas: ['apply', 'apply of custom kinds', 'managed fields'],
  },
  {
    what: 'server-side apply at its edges',
    level: 'S',
    areas: [],
    missing:
      'the annotation of client-side applies is not taken over; a key that is twice in YAML is not warned of; empty lists and maps in the metadata of custom objects are dropped at once',
  },
  { what: 'dry run', level: 'S', areas: ['dry run'] },
  { what: 'fieldValidation and warnings', level: 'S', areas: ['field validation'] },
  { what: 'custom kinds: served at once, changed while served, removed', level: 'M', areas: ['custom kinds'] },
  { what: 'structural schemas: defaults, pruning, checks', level: 'M', areas: ['schema'] },
  {
    what: 'values that were wrong before their schema said so',
    level: 'S',
    areas: [],
    missing: 'they may stay where a rule forbids them, not where the schema itself does: our schemas only grow',
  },
  {
    what: 'rules in CEL (x-kubernetes-validations), about changes too',
    level: 'M',
    areas: ['rules of a schema'],
  },
  {
    what: 'the functions that Kubernetes adds to CEL, and limits of cost',
    level: 'S',
    areas: [],
    missing: 'all of it (quantity, url, ip, cidr, format, isSorted, sum and their like): our kinds use none',
  },
  { what: 'tables and partial metadata', level: 'S', areas: ['tables'] },
  { what: 'limits of size', level: 'M', areas: ['sizes'] },
  { what: 'bearer tokens, impersonation', level: 'M', areas: ['authentication', 'impersonation'] },
  { what: 'TokenReview and access reviews', level: 'M', areas: ['access reviews'] },
  { what: 'RBAC', level: 'M', areas: ['rbac'] },
  {
    what: 'tokens of service accounts',
    level: 'S',
    areas: ['tokens of service accounts'],
    missing: 'credential ids in the extra fields; owners of the request itself',
  },
  { what: 'events in both groups, for an hour', level: 'M', areas: ['leases and events'] },
  { what: 'leases', level: 'M', areas: ['leases and events'] },
  { what: 'namespaces and their end', level: 'M', areas: ['namespaces'] },
  {
    what: 'projects (OpenShift)',
    level: 'S',
    areas: [],
    missing: 'all of it: Gantry speaks of namespaces, and there is no real server here to compare with',
  },
  { what: 'Secrets and ConfigMaps', level: 'M', areas: ['secrets and config maps'] },
  { what: 'pods, claims, volumes, storage classes', level: 'M', areas: ['pods', 'storage'] },
  { what: 'logs of pods', level: 'M', areas: ['pods'] },
  {
    what: 'asking pods by pods/proxy',
    level: 'S',
    areas: ['pods'],
    missing: 'loopback addresses are not refused, since pods have such here; nothing is redirected or rewritten',
  },
  { what: 'quotas with scopes, limit ranges, pod security', level: 'S', areas: ['quota', 'scopes of quotas'] },
  {
    what: 'admission webhooks',
    level: 'S',
    areas: ['webhook configurations', 'webhook matching', 'validating webhooks', 'mutating webhooks'],
    missing: 'conditions have no authorizer; an unchanging patch of a built-in kind is no change',
  },
  { what: 'compressed answers', level: 'S', areas: ['compression'] },
  {
    what: 'exec, attach, port-forward, proxy, scale',
    level: 'S',
    areas: [],
    missing: 'all of it: nothing in Gantry uses them',
  },
];
