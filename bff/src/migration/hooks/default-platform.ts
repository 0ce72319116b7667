import type { HookSpec } from '../../api/generated/hook.ts';
import type { ObjectReference } from '../../api/kinds/core.ts';
import type { EngineSettings } from '../../config/settings.ts';

type Template = NonNullable<HookSpec['aap']>;

/** The administrator's automation platform. */
export interface DefaultPlatform {
  readonly url: string;
  /** Missing where hooks bring their own. */
  readonly tokenSecret?: ObjectReference;
  /** Seconds that a job may take; below 0 is none. */
  readonly timeout?: number;
}

/** undefined where the administrator has named none. */
export function defaultPlatform(settings: EngineSettings, serviceNamespace: string): DefaultPlatform | undefined {
  const { automationUrl: url, automationTokenSecret: name, automationTimeoutSeconds: timeout } = settings;
  if (!url) return undefined;
  return {
    url,
    ...(name && { tokenSecret: { name, namespace: serviceNamespace } }),
    ...(timeout && { timeout }),
  };
}

/**
 * A job template as it is launched: one that names no platform is the administrator's. Their token never goes to an address
 * that somebody else has named.
 */
export function atPlatform(template: Template, platform: DefaultPlatform | undefined): Template {
  if (platform === undefined || template.url) return template;
  const { tokenSecret = platform.tokenSecret, timeout = platform.timeout } = template;
  return { ...template, url: platform.url, ...(tokenSecret && { tokenSecret }), ...(timeout && { timeout }) };
}
