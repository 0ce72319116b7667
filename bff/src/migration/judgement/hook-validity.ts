import type { HookSpec } from '../../api/generated/hook.ts';
import { mostPlaybookBytes } from '../../api/http/hooks.ts';
import { atPlatform, type DefaultPlatform } from '../hooks/default-platform.ts';
import { platformUrl } from '../hooks/platform-url.ts';
import { isBlocked, type Finding } from './finding.ts';

type Check = (spec: HookSpec, platform: DefaultPlatform | undefined) => Finding[];

const checks: readonly Check[] = [judgeExecution, judgeImage, judgePlaybook];

/**
 * What holds for a Hook by itself, and for the administrator's automation platform; whether its account exists depends on
 * the plan that uses it.
 */
export function judgeHook(spec: HookSpec, platform?: DefaultPlatform): Finding[] {
  const found = checks.flatMap((check) => check(spec, platform));
  return isBlocked('Hook', found) ? found : [...found, { type: 'Ready', message: 'The hook is ready.' }];
}

function judgeExecution({ aap, image, playbook }: HookSpec, platform: DefaultPlatform | undefined): Finding[] {
  if (aap === undefined) return [];
  const refuse = (message: string, suggestion: string) => [{ type: 'InvalidHookExecute', message, suggestion }];
  if (image || playbook) {
    const message = 'The hook names both an image or playbook and a job template. It is not clear which is to run.';
    return refuse(message, 'Remove one of them.');
  }
  const { url, tokenSecret, jobTemplateId } = atPlatform(aap, platform);
  if (platformUrl(url) !== undefined && tokenSecret?.name && jobTemplateId > 0) return [];
  return refuse(
    'The hook lacks the https address of its automation platform, the Secret with the token, or the number of the job template.',
    'Set spec.aap.url, spec.aap.tokenSecret and spec.aap.jobTemplateId.',
  );
}

/** `[registry[:port]/]path[:tag][@digest]`. */
const reference =
  /^(?:(?:[a-zA-Z0-9][a-zA-Z0-9.-]*|\[[0-9a-fA-F:]+\])(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::\w[\w.-]{0,127})?(?:@[a-zA-Z][a-zA-Z0-9]*:[0-9a-fA-F]{32,})?$/;
const longestImage = 1024;

function judgeImage({ aap, image = '' }: HookSpec): Finding[] {
  if (aap !== undefined || (image.length <= longestImage && reference.test(image))) return [];
  return [
    {
      type: 'InvalidImage',
      message: image ? 'The image of the hook is not a valid reference.' : 'The hook names no image.',
      suggestion: 'Name an image, also for a playbook: it brings the program that plays it.',
    },
  ];
}

function judgePlaybook({ playbook = '' }: HookSpec): Finding[] {
  const encoded = playbook.replace(/[\r\n]/g, '');
  const isBase64 = encoded.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(encoded);
  if (!isBase64) {
    return [
      {
        type: 'InvalidPlaybook',
        message: 'The playbook of the hook is not base64. It cannot be read.',
        suggestion: 'Encode the file, for example with base64 -w0.',
      },
    ];
  }
  if (Buffer.byteLength(encoded, 'base64') <= mostPlaybookBytes) return [];
  return [
    {
      type: 'InvalidPlaybook',
      message: `The playbook of the hook is larger than ${mostPlaybookBytes / 1024} KiB.`,
      suggestion: 'Put it into an image of its own.',
    },
  ];
}
