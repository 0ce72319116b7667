import { InvalidInputError } from '../../platform/errors.ts';
import { isSubdomain } from '../../target/names.ts';
import { claimName, networkName, volumeName } from '../../target/template-names.ts';
import { machineItem, type Finding } from './finding.ts';
import { optionProblems } from './option-checks.ts';
import type { PlanScope } from './plan-scope.ts';

interface Templates {
  readonly pvcNameTemplate?: string;
  readonly volumeNameTemplate?: string;
  readonly networkNameTemplate?: string;
}

/** Values that cannot be used: of options, of wanted names, and of name templates, which are tried with a made-up machine. */
export function judgeValues(scope: PlanScope): Finding[] {
  const { plan } = scope;
  const { spec } = plan;
  const problems = [
    ...optionProblems(scope),
    ...templateProblems(spec, plan.metadata.name),
    ...spec.vms.flatMap((entry) => {
      const wanted = entry.targetName;
      const name = wanted && !isSubdomain(wanted) ? [`The target name ${wanted} is no DNS name.`] : [];
      return [...name, ...templateProblems(entry, plan.metadata.name)].map((problem) => machineItem(entry, problem));
    }),
  ];
  if (problems.length === 0) return [];
  return [
    {
      type: 'NotValid',
      reason: 'NotValid',
      message: 'The plan has values that cannot be used. It cannot start.',
      suggestion: 'Correct what is listed.',
      items: problems,
    },
  ];
}

function templateProblems(templates: Templates, planName: string): string[] {
  const { pvcNameTemplate, volumeNameTemplate, networkNameTemplate } = templates;
  return [
    ...problemOf(() => pvcNameTemplate && claimName(pvcNameTemplate, { ...machineSample, PlanName: planName })),
    ...problemOf(() => volumeNameTemplate && volumeName(volumeNameTemplate, { PVCName: 'claim', VolumeIndex: 0 })),
    ...problemOf(() => networkNameTemplate && networkName(networkNameTemplate, networkSample)),
  ];
}

function problemOf(tryIt: () => unknown): string[] {
  try {
    tryIt();
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return [error.message];
    throw error;
  }
}

const machineSample = {
  VmName: 'vm',
  TargetVmName: 'vm',
  PlanName: 'plan',
  VmId: 'vm-1',
  DiskIndex: 0,
  RootDiskIndex: 0,
  Shared: false,
  FileName: 'disk',
  WinDriveLetter: 'c',
};

const networkSample = { NetworkName: 'network', NetworkNamespace: 'namespace', NetworkType: 'multus', NetworkIndex: 0 };
