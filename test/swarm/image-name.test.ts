import fc from 'fast-check';
import {expect, test} from 'vitest';
import {isSameImage, parseImage, shortImage, tagOf, withDefaultTag} from '../../source/swarm/image-name.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each([
	['nginx', {repository: 'nginx'}],
	['shop/web:2.5.0', {repository: 'shop/web', tag: '2.5.0'}],
	['localhost/web', {registry: 'localhost', repository: 'web'}],
	['registry.local:5000/shop/web:2', {registry: 'registry.local:5000', repository: 'shop/web', tag: '2'}],
	['registry:5000/web', {registry: 'registry:5000', repository: 'web'}],
	['[fd00::1]:5000/web:1', {registry: '[fd00::1]:5000', repository: 'web', tag: '1'}],
	[`web:2@${digest}`, {repository: 'web', tag: '2', digest}],
	[`a/b/c__d.e-f@${digest}`, {repository: 'a/b/c__d.e-f', digest}],
	['Registry/web', {registry: 'Registry', repository: 'web'}],
])('%s is read', (text, parts) => {
	expect(parseImage(text)).toEqual({value: {registry: undefined, tag: undefined, digest: undefined, ...parts}});
});

test.each([
	['', 'missing'],
	['Nginx', 'lower case'],
	['shop//web', 'empty part'],
	['shop/web:', 'tag after the colon is missing'],
	['web:a b', 'no spaces'],
	['web:.bad', 'tag ".bad"'],
	[`web:${'x'.repeat(129)}`, 'at most 128'],
	['web@sha256:12', 'no digest'],
	['web_:1', '"web_" may hold only'],
	['host:port/web', 'no registry host'],
	[`${'a/'.repeat(130)}a`, 'longer than 255'],
	['f'.repeat(64), 'image id'],
	['registry.local:5000/', 'name is missing'],
])('%s is refused in one sentence', (text, why) => {
	expect(parseImage(text)).toEqual({problem: expect.stringContaining(why)});
});

test('the short form has no registry and no digest', () => {
	expect(shortImage(`registry.local:5000/shop/web:2.5.0@${digest}`)).toBe('shop/web:2.5.0');
	expect(shortImage('nginx')).toBe('nginx');
	expect(shortImage(`nginx@${digest}`)).toBe('nginx@012345');
	expect(tagOf(`registry.local:5000/shop/web:2.5.0@${digest}`)).toBe('2.5.0');
	expect(tagOf('registry.local:5000/shop/web')).toBeUndefined();
});

test('latest is added only where there is neither tag nor digest', () => {
	expect(withDefaultTag('registry.local:5000/web')).toBe('registry.local:5000/web:latest');
	expect(withDefaultTag('web:1')).toBe('web:1');
	expect(withDefaultTag(`web@${digest}`)).toBe(`web@${digest}`);
});

test.each([
	['nginx', 'docker.io/library/nginx:latest', true],
	['index.docker.io/shop/web:1', 'shop/web:1', true],
	['web:1', 'web:2', false],
	['web:1', 'registry.local/web:1', false],
	[`web:1@${digest}`, `web:2@${digest}`, true],
	[`web:1@${digest}`, 'web:1', true],
	['???', '???', true],
])('%s and %s: the same is %s', (a, b, answer) => {
	expect(isSameImage(a, b)).toBe(answer);
	expect(isSameImage(b, a)).toBe(answer);
});

test('any text is read or refused, and the short form never throws', () => {
	fc.assert(
		fc.property(fc.string(), text => {
			expect(typeof shortImage(text)).toBe('string');
			expect(Object.keys(parseImage(text))).toHaveLength(1);
		}),
	);
});
