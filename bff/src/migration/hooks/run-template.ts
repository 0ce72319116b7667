import { secrets } from '../../api/kinds/core.ts';
import { done, fail, intend, retry, wait, type Outcome } from '../../pipeline/outcome.ts';
import { redact } from '../pods/pod-log.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { AutomationPlatform, PlatformError } from './automation-platform.ts';
import type { FrozenHook } from './frozen-hook.ts';
import { hookFailure } from './hook-failure.ts';
import { platformUrl } from './platform-url.ts';
import type { HookOutputs } from './run-hook.ts';

/** A job is about to be launched. */
export const launchingIntent = 'launch';
/** It was, with its number. */
export const launchedIntent = 'launched';

/** As MTV's where neither the template nor the hook says how long a job may take. */
const defaultSeconds = 3600;
const outputBytes = 4096;

/**
 * Runs a job template to its end. Launching cannot be repeated, so it is announced, and the job is found again by a
 * variable that it alone was launched with; templates that take none are refused before.
 */
export async function runTemplate(scope: RunScope, hook: FrozenHook): Promise<Outcome<HookOutputs>> {
  try {
    const platform = await platformOf(scope, hook);
    const job = scope.intent(launchedIntent);
    if (job !== undefined) return await follow(scope, hook, { platform, id: Number(job.data.job), since: job.at });
    return await launch(scope, hook, platform);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const cause = hookFailure(scope, hook, error.message);
    return error.isPassing ? retry(cause) : fail(cause);
  }
}

/** The platform is there, takes the token, has the template, and the template takes variables. Throws RunFailed. */
export async function templateReady(scope: MachineScope, hook: FrozenHook): Promise<void> {
  const { jobTemplateId = 0 } = hook.aap ?? {};
  const deaf = `job template ${jobTemplateId} takes no variables at launch, so that it cannot be told its VM`;
  try {
    if (await (await platformOf(scope, hook)).takesVariables(jobTemplateId)) return;
  } catch (error) {
    if (!(error instanceof PlatformError) || error.isPassing) throw error;
    throw new RunFailed(hookFailure(scope, hook, error.message));
  }
  throw new RunFailed(hookFailure(scope, hook, deaf));
}

/**
 * Ends a job as far as the platform lets; what it does not answer to is not waited for. Without its number, because the
 * launch was not answered, it is looked for.
 */
export async function cancelJob(scope: MachineScope, hook: FrozenHook, known: number | undefined): Promise<void> {
  try {
    const platform = await platformOf(scope, hook);
    const id = known ?? (await platform.find(hook.aap?.jobTemplateId ?? 0, markerOf(scope, hook)));
    if (id !== undefined) await platform.cancel(id);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
  }
}

async function launch(scope: RunScope, hook: FrozenHook, platform: AutomationPlatform): Promise<Outcome<HookOutputs>> {
  const { jobTemplateId = 0 } = hook.aap ?? {};
  const canceled = () => fail(hookFailure(scope, hook, 'it was canceled'));
  if (scope.intent(launchingIntent) === undefined) return scope.unwanted ? canceled() : intend(launchingIntent);
  const marker = markerOf(scope, hook);
  const found = await platform.find(jobTemplateId, marker);
  if (found === undefined && scope.unwanted) return canceled();
  const variables = { ...variablesOf(scope, hook), [marker[0]]: marker[1] };
  return intend(launchedIntent, { job: found ?? (await platform.launch(jobTemplateId, variables)) });
}

/** The variable by which a job is known to be that of this run and step. */
function markerOf({ run }: MachineScope, { step }: FrozenHook): readonly [name: string, value: string] {
  return ['gantry_run', `${run.uid} ${step}`];
}

/** Under MTV's names. */
function variablesOf({ run, resolved }: MachineScope, { step }: FrozenHook): Record<string, string> {
  return {
    vm_id: run.vmId,
    vm_name: resolved.machine.name,
    vm_source_id: run.vmId,
    plan_name: run.plan.name,
    plan_namespace: run.plan.namespace,
    migration_phase: step,
  };
}

interface LaunchedJob {
  readonly platform: AutomationPlatform;
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

async function follow(scope: RunScope, hook: FrozenHook, job: LaunchedJob): Promise<Outcome<HookOutputs>> {
  const status = await job.platform.status(job.id);
  if (status === 'successful') return done({ hook: hook.name, output: await lastOutput(job) });
  if (['failed', 'error', 'canceled'].includes(status)) {
    const log = await lastOutput(job);
    return fail(hookFailure(scope, hook, `job ${job.id} of the automation platform ended as ${status}`), { log });
  }
  const seconds = mostSeconds(hook);
  const late = seconds !== undefined && scope.now >= job.since + seconds * 1000;
  if (scope.unwanted || late) {
    await cancelJob(scope, hook, job.id);
    return fail(hookFailure(scope, hook, late ? `it did not end within ${seconds} s` : 'it was canceled'));
  }
  return wait({ on: 'cluster', reason: `Hook ${hook.name} runs as job ${job.id} of the automation platform` });
}

/** The template's own limit wins over the hook's; below zero is none. */
function mostSeconds({ aap, deadline = 0 }: FrozenHook): number | undefined {
  const said = [aap?.timeout ?? 0, deadline, defaultSeconds].find((seconds) => seconds !== 0) ?? defaultSeconds;
  return said < 0 ? undefined : said;
}

async function lastOutput({ platform, id }: LaunchedJob): Promise<string> {
  try {
    return redact(await platform.output(id), []).slice(-outputBytes);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return '';
  }
}

async function platformOf({ home, outside }: MachineScope, hook: FrozenHook): Promise<AutomationPlatform> {
  const { url, tokenSecret: { name = '', namespace } = {} } = hook.aap ?? {};
  const address = platformUrl(url);
  const secret = name === '' ? undefined : await home.find(secrets, { name, namespace: namespace || hook.namespace });
  const token = Buffer.from(secret?.data?.token ?? '', 'base64')
    .toString('utf8')
    .trim();
  if (address === undefined || token === '')
    throw new PlatformError('its address is not valid, or its token is missing', { isPassing: false });
  return new AutomationPlatform({ url: address, token, send: outside });
}
