import type { refusalCodes } from '@gantry/bff/api/http/message-codes.ts';
import { key } from '../i18n.ts';
import { untouched, type CatalogEntry } from './entry.ts';

/** Said by the console itself, where the service cannot be reached. */
type OwnCode = 'plan-gone' | 'request-failed' | 'service-unavailable' | 'signed-out';

/** Why the service, or the way to it, refused a request. */
export const refusals = {
  'address-not-of-host': {
    what: [key('No adapter of {{host}} has the address {{address}}.'), key('No adapter of the host has this address.')],
    source: untouched,
    advice: key('Choose one of the adapters of the host; they may have changed meanwhile.'),
  },
  'address-refused': {
    what: key('Connection tests do not go to addresses of this cluster.'),
    source: untouched,
    advice: key('Use the address of the source.'),
  },
  'bad-request': { what: key('The request cannot be read.'), advice: key('Reload the page and try again.') },
  'body-too-large': { what: key('The request is larger than 1 MiB.'), advice: key('Choose fewer VMs at once.') },
  'changed-meanwhile': {
    what: [
      key('{{name}} was changed by somebody else meanwhile.'),
      key('The object was changed by somebody else meanwhile.'),
    ],
    advice: key('Look at what changed, then do it again.'),
  },
  'cutover-begun': {
    what: [
      key('The cutover of {{vm}} has begun or it is over: its time cannot be changed.'),
      key('The cutover has begun: its time cannot be changed.'),
    ],
    advice: key('Cancel the VM to power its source on again, as long as its target does not run.'),
  },
  'cutover-past': {
    what: key('That was {{ago}} ago.'),
    source: untouched,
    advice: key('Choose now or a later time.'),
  },
  'impersonation-not-supported': {
    what: key('The request acts for somebody else in a way that is not supported.'),
    advice: key('Stop impersonating, then try again.'),
  },
  internal: {
    what: key('The service failed in a way it does not know.'),
    source: key('Migrations go on without this page.'),
    advice: key('Try again. The log of the service has the error under the request id.'),
  },
  'invalid-input': {
    what: key('Some of what was typed is not valid.'),
    advice: key('Correct the fields that are marked.'),
  },
  'inventory-not-read': {
    what: [key('The inventory of {{provider}} has not been read yet.'), key('The inventory has not been read yet.')],
    source: untouched,
    advice: key('Wait until the provider is Ready.'),
  },
  'leader-changing': {
    what: key('The service is changing which of its processes leads.'),
    source: key('Migrations go on where they stand.'),
    advice: key('Try again in a few seconds. Live pages come back by themselves.'),
  },
  'malformed-body': { what: key('The request cannot be read.'), advice: key('Reload the page and try again.') },
  'hook-used': {
    what: [key('The hook is used by {{plans}}.'), key('The hook is used by a plan.')],
    advice: key('Archive the plan, or take the hook out of it.'),
  },
  'host-not-found': {
    what: key('{{provider}} has no host {{host}}.'),
    source: untouched,
    advice: key('It may have been removed meanwhile.'),
  },
  'map-in-run': {
    what: [key('Plans run with it: {{plans}}.'), key('A plan runs with it.')],
    advice: key('Wait until the run has ended, or make another map.'),
  },
  'map-not-created': {
    what: key('The plan was created, its {{map}} was not.'),
    source: untouched,
    advice: key('Repair the plan: what is missing is created.'),
  },
  'map-repeats': {
    what: key('The map has several entries for {{source}}.'),
    advice: key('Change it with kubectl, where each entry is seen by itself.'),
  },
  'map-used': {
    what: [key('Used by {{plans}}.'), key('Plans use it that you may not see.')],
    advice: key('Archive or delete these plans first.'),
  },
  'name-not-found': {
    what: key('The name of the server is not known to the cluster.'),
    source: untouched,
    advice: key('Check the URL, and DNS from the cluster.'),
  },
  'name-taken': {
    what: [key('Project {{project}} already has a {{kind}} named {{name}}.'), key('The name is taken.')],
    advice: key('Choose another name.'),
  },
  'no-hosts-to-choose': {
    what: key('{{provider}} is no vCenter: there are no hosts to choose.'),
    source: untouched,
  },
  'no-run': { what: key('No run is active.') },
  'no-scheduled-start': {
    what: key('No run waits for its time.'),
    advice: key('A run that has begun can be paused or canceled.'),
  },
  'no-such-path': {
    what: key('The service does not know this request.'),
    advice: key('Reload the page: the console may be older than the service.'),
  },
  'not-repairable': {
    what: key('What the maps of the plan were to say is not known any more.'),
    source: untouched,
    advice: key('Delete the plan and create it again.'),
  },
  'not-warm': { what: key('Only a warm plan is cut over.') },
  'object-not-found': {
    what: key('Project {{project}} has no {{kind}} named {{name}}.'),
    advice: key('It may have been deleted meanwhile.'),
  },
  'object-refused': { what: key('The cluster refused the object.'), advice: key('Details have its reason.') },
  'password-needed': {
    what: key('Another address or user needs the password typed again.'),
    advice: key('Type the password.'),
  },
  'plan-archived': {
    what: key('An archived plan cannot be started or changed.'),
    advice: key('Duplicate it.'),
  },
  'plan-not-paused': { what: key('The plan is not paused.') },
  'plan-paused': { what: key('The plan is paused.'), advice: key('Let it go on first.') },
  'plan-without-vms': {
    what: key('A plan needs at least one VM.'),
    advice: key('Delete the plan instead, or choose other VMs.'),
  },
  'provider-host': { what: key('The provider of this cluster cannot be deleted.') },
  'provider-type': { what: key('A provider cannot change its type.'), advice: key('Create another provider.') },
  'provider-used': {
    what: [key('Used by the running plan {{plan}}.'), key('Used by a running plan.')],
    advice: key('Wait until the run has ended, or cancel it.'),
  },
  'query-not-valid': { what: key('{{problem}}.'), advice: key('Correct the query where it is marked.') },

  'start-past': {
    what: key('That was {{ago}} ago.'),
    source: untouched,
    advice: key('Start now or choose a later time.'),
  },
  'sign-in-stopped': {
    what: key('Sign-ins of {{user}} were refused too often.'),
    source: untouched,
    advice: key('Change the user or the password. More attempts could lock the account.'),
  },
  'too-many-requests': { what: key('The cluster is asked too often.'), advice: key('Try again in a moment.') },
  unauthenticated: {
    what: key('You are signed out.'),
    advice: key('Sign in again in another tab; what you typed here stays.'),
  },
  'unsupported-media-type': { what: key('The request cannot be read.'), advice: key('Reload the page and try again.') },
  'vm-not-in-plan': {
    what: key('Plan {{plan}} has no VM {{vm}}.'),
    advice: key('It may have been removed meanwhile.'),
  },
  'vm-migrated': { what: key('{{vm}} has been migrated: the plan keeps its result.') },
  'plan-gone': { what: [key('This plan was deleted at {{since}}.'), key('This plan was deleted.')] },
  'service-unavailable': {
    what: key('Gantry’s service does not answer.'),
    source: key('Migrations go on without this page.'),
    advice: key('Try again in a moment.'),
  },
  'signed-out': {
    what: key('You are signed out.'),
    advice: key('Sign in again in another tab; what you typed here stays.'),
  },
  'request-failed': { what: key('The request failed.'), advice: key('Try again. Details have what the server said.') },
} satisfies Readonly<Record<(typeof refusalCodes)[number] | OwnCode, CatalogEntry>>;
