import { describe, expect, it } from 'vitest';
import { fillTemplate } from './name-template.ts';

const variables = { VmName: 'Web 01', PlanName: 'spring', DiskIndex: 0, RootDiskIndex: 0, Shared: false };

describe('fillTemplate', () => {
  it.each([
    ['plain text', 'disk', 'disk'],
    ['a field', '{{.PlanName}}-{{ .DiskIndex }}', 'spring-0'],
    ['a function', '{{trunc 3 .PlanName}}', 'spr'],
    ['a pipe', '{{.VmName | lower | nospace}}', 'web01'],
    ['parentheses', '{{add (mul 2 3) 1}}', '7'],
    ['escaped and raw strings', '{{print "a\\"b" `c\\d`}}', 'a"bc\\d'],
    ['a comment and trimmed space', 'a  {{- /* note */ -}}  b', 'a  b'],
    ['trimmed space', 'a  {{- .DiskIndex -}}  b', 'a0b'],
    ['if', '{{if .Shared}}shared{{end}}x', 'x'],
    ['else', '{{if eq .DiskIndex .RootDiskIndex}}root{{else}}data{{end}}', 'root'],
    ['else if', '{{if .Shared}}a{{else if gt .DiskIndex 0}}b{{else}}c{{end}}', 'c'],
    ['nested if', '{{if true}}{{if false}}a{{else}}b{{end}}{{end}}', 'b'],
    ['no evaluation of the other branch', '{{if true}}a{{else}}{{div 1 0}}{{end}}', 'a'],
  ])('understands %s', (_name, template, expected) => {
    expect(fillTemplate(template, variables)).toBe(expected);
  });

  it.each([
    ['lower', '{{lower "AbC"}}', 'abc'],
    ['upper', '{{upper "AbC"}}', 'ABC'],
    ['title', '{{title "hello world"}}', 'Hello World'],
    ['untitle', '{{untitle "Hello World"}}', 'hello world'],
    ['contains', '{{contains "ell" "hello"}}', 'true'],
    ['hasPrefix', '{{hasPrefix "he" "hello"}}', 'true'],
    ['hasSuffix', '{{hasSuffix "he" "hello"}}', 'false'],
    ['replace', '{{replace "l" "L" "hello"}}', 'heLLo'],
    ['trim', '{{trim "  a "}}', 'a'],
    ['trimAll', '{{trimAll "$-" "-$5.00$"}}', '5.00'],
    ['trimPrefix', '{{trimPrefix "-" "-a"}}', 'a'],
    ['trimSuffix', '{{trimSuffix "-" "a-"}}', 'a'],
    ['repeat', '{{repeat 3 "ab"}}', 'ababab'],
    ['substr', '{{substr 1 3 "hello"}}', 'el'],
    ['substr to the end', '{{substr 2 -1 "hello"}}', 'llo'],
    ['nospace', '{{nospace "a b c"}}', 'abc'],
    ['trunc', '{{trunc 2 "hello"}}', 'he'],
    ['trunc from the end', '{{trunc -2 "hello"}}', 'lo'],
    ['initials', '{{initials "First Try"}}', 'FT'],
    ['mustRegexReplaceAll', '{{mustRegexReplaceAll "([0-9]+)" "vm12" "n${1}"}}', 'vmn12'],
    ['add', '{{add 1 2 3}}', '6'],
    ['add1', '{{add1 .DiskIndex}}', '1'],
    ['sub', '{{sub 5 2}}', '3'],
    ['mul', '{{mul 2 3}}', '6'],
    ['div', '{{div 7 2}}', '3'],
    ['mod', '{{mod 7 2}}', '1'],
    ['max', '{{max 1 3 2}}', '3'],
    ['min', '{{min 2 1 3}}', '1'],
    ['floor', '{{floor 1.9}}', '1'],
    ['ceil', '{{ceil 1.1}}', '2'],
    ['round', '{{round 1.256 2}}', '1.26'],
    ['eq with several', '{{eq 1 2 1}}', 'true'],
    ['ne', '{{ne "a" "b"}}', 'true'],
    ['lt', '{{lt 1 1}}', 'false'],
    ['le', '{{le 1 1}}', 'true'],
    ['ge', '{{ge "b" "a"}}', 'true'],
    ['and', '{{and true 0}}', '0'],
    ['or', '{{or "" "x"}}', 'x'],
    ['or of nothing true', '{{if or false 0}}a{{else}}b{{end}}', 'b'],
    ['not', '{{not false}}', 'true'],
    ['len', '{{len "abc"}}', '3'],
  ])('has %s', (_name, template, expected) => {
    expect(fillTemplate(template, variables)).toBe(expected);
  });

  it.each([
    ['unknown fields', '{{.Password}}', /there is no “\.Password”; known are VmName/],
    ['inherited members', '{{.constructor}}', /there is no “\.constructor”/],
    ['unknown functions', '{{env "HOME"}}', /there is no function “env”/],
    ['variables', '{{$x := 1}}', /not understood/],
    ['unclosed actions', 'a{{.VmName', /“}}” is missing/],
    ['unclosed if', '{{if true}}a', /“end” is missing/],
    ['stray end', 'a{{end}}', /stands alone/],
    ['a value behind a pipe', '{{.VmName | "x"}}', /only a function/],
    ['division by zero', '{{div 1 0}}', /division by zero/],
    ['different types', '{{eq 1 "1"}}', /different types/],
    ['text as number', '{{add "x" 1}}', /not a number/],
    ['long templates', 'a'.repeat(1025), /longer than 1024/],
    ['long results', '{{repeat 200 .PlanName}}', /more than 1024/],
    ['growth step by step', '{{repeat 200 "ab" | replace "a" "aaaaaaaaaaaa"}}', /more than 1024/],
    ['large counts', '{{repeat 1000000 "a"}}', /between 0 and 256/],
    ['deep parentheses', `{{${'('.repeat(40)}1${')'.repeat(40)}}}`, /too deeply/],
    ['repeating groups in patterns', '{{mustRegexReplaceAll "(a+)+$" .VmName "x"}}', /must not repeat/],
    ['many repeating parts', '{{mustRegexReplaceAll "a*a*a*a*" .VmName "x"}}', /at most three/],
    ['look-around', '{{mustRegexReplaceAll "(?=a)" .VmName "x"}}', /around or back/],
    ['broken patterns', '{{mustRegexReplaceAll "[" .VmName "x"}}', /failed/],
  ])('refuses %s', (_name, template, problem) => {
    expect(() => fillTemplate(template, variables)).toThrow(problem);
  });
});
