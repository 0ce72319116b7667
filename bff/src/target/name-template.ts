import { InvalidInputError } from '../platform/errors.ts';
import { templateFunctions } from './template-functions.ts';
import { tokens, type Token } from './template-tokens.ts';

export type TemplateValue = string | number | boolean;
export type TemplateVariables = Readonly<Record<string, TemplateValue>>;

const maxTemplate = 1024;
const maxResult = 1024;
const maxDepth = 32;

/**
 * Fills a name template in the language of Go's text/template, as far as names need it: fields, literals, pipes,
 * parentheses, functions, if/else. Throws InvalidInputError (code `TemplateNotValid`) for anything else. The work is
 * bounded by the lengths of template and result.
 */
export function fillTemplate(template: string, variables: TemplateVariables): string {
  if (template.length > maxTemplate) throw invalid(`it is longer than ${maxTemplate} characters`);
  const parser = new Parser(tokens(template), variables);
  const result = parser.block({ active: true, depth: 0 });
  parser.expectEnd();
  return result;
}

function invalid(problem: string): InvalidInputError {
  return new InvalidInputError(`The name template cannot be used: ${problem}.`, {
    code: 'TemplateNotValid',
    parameters: { problem },
  });
}

interface Branch {
  /** Inactive branches are parsed but yield nothing and evaluate nothing. */
  readonly active: boolean;
  readonly depth: number;
}

/** Reads and evaluates in one pass. */
class Parser {
  private position = 0;
  private readonly list: readonly Token[];
  private readonly variables: TemplateVariables;

  constructor(list: readonly Token[], variables: TemplateVariables) {
    this.list = list;
    this.variables = variables;
  }

  expectEnd(): void {
    const token = this.peek();
    if (token !== undefined) throw invalid(`“${token.text}” stands alone`);
  }

  /** Text and actions up to the end or to an `else` or `end` that belongs to the caller. */
  block(branch: Branch): string {
    if (branch.depth > maxDepth) throw invalid('it is nested too deeply');
    let result = '';
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (token.kind === 'open' && ['else', 'end'].includes(this.list[this.position + 1]?.text ?? '')) break;
      result += this.part(token, branch);
      if (result.length > maxResult) throw invalid(`the name is longer than ${maxResult} characters`);
    }
    return result;
  }

  private part(token: Token, branch: Branch): string {
    this.position++;
    if (token.kind === 'text') return branch.active ? token.text : '';
    if (token.kind !== 'open') throw invalid(`“${token.text}” is not expected`);
    if (this.accept('if')) return this.conditional(branch);
    const value = this.pipeline(branch);
    this.expect('close');
    return branch.active ? String(value) : '';
  }

  /** From behind `if` to behind its `end`; `else if` continues in the same way. */
  private conditional(branch: Branch): string {
    const inner = { active: branch.active, depth: branch.depth + 1 };
    const chosen = isTrue(this.pipeline(inner)) && branch.active;
    this.expect('close');
    const yes = this.block({ ...inner, active: chosen });
    this.expect('open');
    const others = { ...inner, active: branch.active && !chosen };
    if (this.accept('else')) {
      if (this.accept('if')) return yes + this.conditional(others);
      this.expect('close');
      const no = this.block(others);
      this.expect('open');
      this.word('end');
      this.expect('close');
      return yes + no;
    }
    this.word('end');
    this.expect('close');
    return yes;
  }

  private pipeline(branch: Branch): TemplateValue {
    let value = this.command(branch, []);
    while (this.accept('|')) value = this.command(branch, [value]);
    return value;
  }

  /** A value, or a function with its arguments; a piped value is the last argument. */
  private command(branch: Branch, piped: readonly TemplateValue[]): TemplateValue {
    const first = this.peek();
    if (first?.kind !== 'name') {
      if (piped.length > 0) throw invalid('only a function can stand behind “|”');
      return this.operand(branch);
    }
    this.position++;
    const args: TemplateValue[] = [];
    while (['field', 'string', 'number', 'boolean', '('].includes(this.peek()?.kind ?? ''))
      args.push(this.operand(branch));
    const run = templateFunctions.get(first.text);
    if (run === undefined) throw invalid(`there is no function “${first.text}”`);
    if (!branch.active) return '';
    return bounded(first.text, () => run([...args, ...piped]));
  }

  private operand(branch: Branch): TemplateValue {
    const token = this.list[this.position++];
    switch (token?.kind) {
      case 'string':
        return token.text;
      case 'number':
        return Number(token.text);
      case 'boolean':
        return token.text === 'true';
      case 'field':
        return this.field(token.text);
      case '(': {
        if (branch.depth >= maxDepth) throw invalid('it is nested too deeply');
        const value = this.pipeline({ ...branch, depth: branch.depth + 1 });
        this.expect(')');
        return value;
      }
      default:
        throw invalid(`a value is missing${token === undefined ? '' : ` before “${token.text}”`}`);
    }
  }

  private field(name: string): TemplateValue {
    const value = Object.hasOwn(this.variables, name) ? this.variables[name] : undefined;
    if (value === undefined)
      throw invalid(`there is no “.${name}”; known are ${Object.keys(this.variables).join(', ')}`);
    return value;
  }

  private peek(): Token | undefined {
    return this.list[this.position];
  }

  private accept(text: string): boolean {
    const token = this.peek();
    if (token?.text !== text || !['name', '|'].includes(token.kind)) return false;
    this.position++;
    return true;
  }

  private word(text: string): void {
    if (!this.accept(text)) throw invalid(`“${text}” is missing`);
  }

  private expect(kind: Token['kind']): void {
    if (this.list[this.position++]?.kind !== kind)
      throw invalid(kind === 'open' ? '“end” is missing' : 'an action is not complete');
  }
}

function bounded(name: string, run: () => TemplateValue): TemplateValue {
  let value: TemplateValue;
  try {
    value = run();
  } catch (error) {
    throw invalid(`“${name}” failed: ${(error as Error).message}`);
  }
  if (String(value).length > maxResult) throw invalid(`“${name}” gives more than ${maxResult} characters`);
  return value;
}

function isTrue(value: TemplateValue): boolean {
  return value !== '' && value !== 0 && value !== false;
}
