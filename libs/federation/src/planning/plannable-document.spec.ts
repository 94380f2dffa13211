import { parse, print } from 'graphql';
import { freeSuffix, toPlannable } from './plannable-document.js';

const plannable = (text: string) =>
  print(toPlannable(parse(text, { noLocation: true }), '__c')).replaceAll(/\s+/g, ' ');

describe('an operation in the form that the planner plans rightly', () => {
  it.each([
    ['an alias that may be the name of another field', '{ id: name }', '{ id__c: name }'],
    ['an alias that is the name itself', '{ name: name }', '{ name__c: name }'],
    ['a field with arguments', '{ name(a: 1) b: name(a: $x) }', '{ name__c: name(a: 1) b__c: name(a: $x) }'],
    ['a plain field', '{ name { id } }', '{ name { id } }'],
    [
      'below and in fragments',
      '{ a { b: c } } fragment F on T { d: e }',
      '{ a { b__c: c } } fragment F on T { d__c: e }',
    ],
  ])('has names of its own where they could be mistaken: %s', (_, text, expected) => {
    expect(plannable(text)).toBe(expected);
  });

  it.each([
    ['{ a @skip(if: true) b }', '{ b }'],
    ['{ a @include(if: false) b @include(if: true) c @skip(if: false) }', '{ b c }'],
    ['{ ... @include(if: false) { a } ...F @skip(if: true) b }', '{ b }'],
    ['{ a @include(if: true) @skip(if: $x) b }', '{ a @skip(if: $x) b }'],
    ['{ a @include(if: true) @skip(if: true) b }', '{ b }'],
    ['{ ...F @include(if: true) b }', '{ ...F b }'],
    ['{ ... @skip(if: false) { a } b }', '{ ... { a } b }'],
  ])('`%s` has what literals decide decided: `%s`', (text, expected) => {
    expect(plannable(text)).toBe(expected);
  });

  it.each([
    ['{ __schema { types { name } } a }', '{ a }'],
    [
      '{ a t: __type(name: "T") { name } ... @include(if: $x) { __typename __type(name: "U") { name } } }',
      '{ a ... @include(if: $x) { __typename } }',
    ],
    ['{ __schema { description } }', '{ __typename }'],
  ])('`%s` has no introspection: `%s`', (text, expected) => {
    expect(plannable(text)).toBe(expected);
  });

  it.each([
    ['{ me { a @skip(if: $x) } }', '{ me { __typename a @skip(if: $x) } }'],
    ['{ me { ... @include(if: $x) { a } } }', '{ me { __typename ... @include(if: $x) { a } } }'],
    ['{ me { ...F } }', '{ me { __typename ...F } }'],
    ['{ me { a b @skip(if: $x) } }', '{ me { a b @skip(if: $x) } }'],
    ['{ me { a @skip(if: true) } }', '{ me { __typename } }'],
    ['{ me { ... { a @include(if: false) } } }', '{ me { __typename ... { __typename } } }'],
  ])('`%s` always asks something of an object: `%s`', (text, expected) => {
    expect(plannable(text)).toBe(expected);
  });

  it('keeps @defer', () => {
    expect(plannable('{ a ... @defer(label: "x") { b } }')).toBe('{ a ... @defer(label: "x") { b } }');
  });
});

describe('the suffix of names', () => {
  it.each([
    [[], '__c'],
    [['__c'], '__cc'],
    [['__c', '__cc'], '__ccc'],
  ])('is free where %j are taken: %s', (taken: string[], expected) => {
    expect(freeSuffix((suffix) => taken.includes(suffix))).toBe(expected);
  });
});
