import type { JsonObject } from '../../json.ts';
import { objectAt, objectsAt, stringMap, textAt, textsAt } from '../../json.ts';
import { subdomainProblem } from '../../names.ts';
import { isLabelKey } from '../../selectors.ts';
import { forbiddenValue, invalidValue, requiredValue, unsupportedValue } from '../../schema/validate.ts';
import type { Cause } from '../../status-error.ts';
import { clientConfigProblems } from './client-config-rules.ts';
import { conditionProblem } from './conditions.ts';
import { REVIEW_VERSIONS } from './webhook.ts';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
const VERSION = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const VERSION_RULE =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const QUALIFIED_RULE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

/** Fields that take one of a few words. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  failurePolicy: ['Fail', 'Ignore'],
  matchPolicy: ['Equivalent', 'Exact'],
  reinvocationPolicy: ['IfNeeded', 'Never'],
};

function nameProblems(name: string, field: string): Cause[] {
  if (name === '') return [requiredValue(field)];
  const odd = subdomainProblem(name);
  if (odd !== undefined) return [invalidValue(field, name, odd)];
  return name.split('.').length >= 3
    ? []
    : [invalidValue(field, name, 'should be a domain with at least three segments separated by dots')];
}

function versionProblems(versions: readonly string[], field: string): Cause[] {
  if (versions.length === 0) return [requiredValue(field, `must specify one of ${REVIEW_VERSIONS.join(', ')}`)];
  const each = versions.flatMap((version, index) => [
    ...(VERSION.test(version) ? [] : [invalidValue(`${field}[${index}]`, version, VERSION_RULE)]),
    ...(versions.indexOf(version) === index ? [] : [invalidValue(`${field}[${index}]`, version, 'duplicate version')]),
  ]);
  const known = versions.some((version) => REVIEW_VERSIONS.includes(version));
  return known || each.length > 0
    ? each
    : [invalidValue(field, versions, `must include at least one of ${REVIEW_VERSIONS.join(', ')}`)];
}

/** A list of words in which a star stands alone. */
function wordProblems(words: readonly string[], field: string, what: string, blank: 'blank may be' | 'none blank') {
  if (words.length === 0) return [requiredValue(field)];
  const empty = words.flatMap((word, index) =>
    word === '' && blank === 'none blank' ? [requiredValue(`${field}[${index}]`)] : [],
  );
  return words.length > 1 && words.includes('*')
    ? [...empty, invalidValue(field, words, `if '*' is present, must not specify other ${what}`)]
    : empty;
}

function resourceProblems(resources: readonly string[], field: string): Cause[] {
  if (resources.length === 0) return [requiredValue(field)];
  const covered = resources.flatMap((resource, index) => {
    if (resource === '') return [requiredValue(`${field}[${index}]`)];
    const [name = '', part] = resource.split('/');
    const cover = part === undefined ? [] : [`${name}/*`, `*/${part}`].filter((wide) => wide !== resource);
    const wide = cover.find((other) => resources.slice(0, index).includes(other));
    return wide === undefined
      ? []
      : [invalidValue(`${field}[${index}]`, resource, `if '${wide}' is present, must not specify ${resource}`)];
  });
  if (resources.length > 1 && resources.includes('*/*'))
    return [...covered, invalidValue(field, resources, "if '*/*' is present, must not specify other resources")];
  const plain = resources.filter((resource) => !resource.includes('/'));
  return plain.length > 1 && plain.includes('*')
    ? [
        ...covered,
        invalidValue(field, resources, "if '*' is present, must not specify other resources without subresources"),
      ]
    : covered;
}

function ruleProblems(rule: JsonObject, field: string): Cause[] {
  const operations = textsAt(rule, 'operations');
  const scope = textAt(rule, 'scope') ?? '*';
  const scopes = ['*', 'Cluster', 'Namespaced'];
  return [
    ...wordProblems(operations, `${field}.operations`, 'operations', 'blank may be'),
    ...operations.flatMap((operation, index) =>
      OPERATIONS.includes(operation) ? [] : [unsupportedValue(`${field}.operations[${index}]`, operation, OPERATIONS)],
    ),
    ...wordProblems(textsAt(rule, 'apiGroups'), `${field}.apiGroups`, 'API groups', 'blank may be'),
    ...wordProblems(textsAt(rule, 'apiVersions'), `${field}.apiVersions`, 'API versions', 'none blank'),
    ...resourceProblems(textsAt(rule, 'resources'), `${field}.resources`),
    ...(scopes.includes(scope) ? [] : [unsupportedValue(`${field}.scope`, scope, scopes)]),
  ];
}

function selectorProblems(selector: JsonObject | undefined, field: string): Cause[] {
  const labels = Object.keys(stringMap(selector?.matchLabels)).filter((key) => !isLabelKey(key));
  return [
    ...labels.map((key) => invalidValue(`${field}.matchLabels`, key, QUALIFIED_RULE)),
    ...objectsAt(selector, 'matchExpressions').flatMap((expression, index) =>
      expressionProblems(expression, `${field}.matchExpressions[${index}]`),
    ),
  ];
}

function expressionProblems(expression: JsonObject, field: string): Cause[] {
  const operator = textAt(expression, 'operator') ?? '';
  const values = textsAt(expression, 'values');
  if (!OPERATORS.includes(operator))
    return [invalidValue(`${field}.operator`, operator, 'not a valid selector operator')];
  if (operator === 'In' || operator === 'NotIn')
    return values.length > 0
      ? []
      : [requiredValue(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
  return values.length === 0
    ? []
    : [forbiddenValue(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
}

function conditionProblems(conditions: readonly JsonObject[], field: string): Cause[] {
  const names = conditions.map((condition) => textAt(condition, 'name') ?? '');
  return conditions.flatMap((condition, index) => {
    const at = `${field}[${index}]`;
    const expression = textAt(condition, 'expression') ?? '';
    const name = names[index] ?? '';
    const problem = expression === '' ? undefined : conditionProblem(expression);
    return [
      ...(expression === '' ? [requiredValue(`${at}.expression`)] : []),
      ...(problem === undefined ? [] : [invalidValue(`${at}.expression`, expression, problem)]),
      ...(name === '' ? [requiredValue(`${at}.name`)] : []),
      ...(name === '' || isLabelKey(name) ? [] : [invalidValue(`${at}.name`, name, QUALIFIED_RULE)]),
      ...(name === '' || names.indexOf(name) === index ? [] : [duplicate(`${at}.name`, name)]),
    ];
  });
}

function duplicate(field: string, value: string): Cause {
  return { reason: 'FieldValueDuplicate', field, message: `Duplicate value: ${JSON.stringify(value)}` };
}

function sideEffectProblems(webhook: JsonObject, field: string): Cause[] {
  const allowed = ['None', 'NoneOnDryRun'];
  const sideEffects = textAt(webhook, 'sideEffects');
  if (sideEffects === undefined) return [requiredValue(field, `must specify one of ${allowed.join(', ')}`)];
  return allowed.includes(sideEffects) ? [] : [unsupportedValue(field, sideEffects, allowed)];
}

function timeoutProblems({ timeoutSeconds }: JsonObject, field: string): Cause[] {
  const fits = typeof timeoutSeconds !== 'number' || (timeoutSeconds >= 1 && timeoutSeconds <= 30);
  return fits ? [] : [invalidValue(field, timeoutSeconds, 'the timeout value must be between 1 and 30 seconds')];
}

function webhookProblems(webhook: JsonObject, field: string): Cause[] {
  return [
    ...nameProblems(textAt(webhook, 'name') ?? '', `${field}.name`),
    ...objectsAt(webhook, 'rules').flatMap((rule, index) => ruleProblems(rule, `${field}.rules[${index}]`)),
    ...Object.entries(CHOICES).flatMap(([name, words]) => {
      const value = textAt(webhook, name);
      return value === undefined || words.includes(value) ? [] : [unsupportedValue(`${field}.${name}`, value, words)];
    }),
    ...sideEffectProblems(webhook, `${field}.sideEffects`),
    ...timeoutProblems(webhook, `${field}.timeoutSeconds`),
    ...selectorProblems(objectAt(webhook, 'namespaceSelector'), `${field}.namespaceSelector`),
    ...selectorProblems(objectAt(webhook, 'objectSelector'), `${field}.objectSelector`),
    ...clientConfigProblems(objectAt(webhook, 'clientConfig') ?? {}, `${field}.clientConfig`),
    ...conditionProblems(objectsAt(webhook, 'matchConditions'), `${field}.matchConditions`),
    ...versionProblems(textsAt(webhook, 'admissionReviewVersions'), `${field}.admissionReviewVersions`),
  ];
}

/** What is wrong with the webhooks of a configuration. */
export function configurationProblems(webhooks: readonly JsonObject[]): Cause[] {
  const names = webhooks.map((webhook) => textAt(webhook, 'name') ?? '');
  return webhooks.flatMap((webhook, index) => {
    const [name = '', field] = [names[index], `webhooks[${index}]`];
    const again = name !== '' && names.indexOf(name) !== index ? [duplicate(`${field}.name`, name)] : [];
    return [...webhookProblems(webhook, field), ...again];
  });
}
