import {expect, test} from 'vitest';
import {diffText, specDiff} from '../../source/swarm/spec-diff.ts';
import type {Json} from '../../source/swarm/values.ts';
import {framesOf} from '../helpers/recordings.ts';

const container = (fields: Json): Json => ({TaskTemplate: {ContainerSpec: fields}});
const texts = (before: Json, after: Json, options = {}) => specDiff(before, after, options).map(diffText);

test('known places have names', () => {
	const before = {
		TaskTemplate: {ContainerSpec: {Image: 'web:1'}},
		Mode: {Replicated: {Replicas: 3}},
		UpdateConfig: {Parallelism: 1, Delay: 5},
	};
	const after = {
		TaskTemplate: {ContainerSpec: {Image: 'web:2'}, ForceUpdate: 1},
		Mode: {Replicated: {Replicas: 4}},
		UpdateConfig: {Parallelism: 2, Delay: 5},
	};
	expect(texts(before, after)).toEqual([
		'~ image: web:1 -> web:2',
		'+ force update: 1',
		'~ replicas: 3 -> 4',
		'~ update.parallelism: 1 -> 2',
	]);
});

test('unknown places are written with dots', () => {
	expect(texts({Some: {Place: 1}}, {Some: {Place: {Deeper: 2}}})).toEqual(['~ some.place: 1 -> {"Deeper":2}']);
});

test('environment variables are told by name, in any order', () => {
	const before = container({Env: ['A=1', 'B=2', 'GONE=x', 'EMPTY']});
	const after = container({Env: ['B=3', 'EMPTY', 'A=1', 'NEW=a=b']});
	expect(texts(before, after)).toEqual(['~ env B: 2 -> 3', '- env GONE: x', '+ env NEW: a=b']);
});

test('their values can be masked, wherever they are', () => {
	const secret = 'hunter2';
	const cases: readonly (readonly [Json, Json])[] = [
		[container({Env: ['DB_PASSWORD=old', 'KEEP=1']}), container({Env: [`DB_PASSWORD=${secret}`, 'KEEP=1']})],
		[container({}), container({Env: [`DB_PASSWORD=${secret}`]})],
		[{}, container({Env: [`DB_PASSWORD=${secret}`]})],
		[container({Env: ['A=1', 'A=2']}), container({Env: ['A=1', `A=${secret}`]})],
		[container({Env: 'garbled'}), container({Env: secret})],
	];

	for (const [before, after] of cases) {
		const lines = texts(before, after, {maskEnv: true});
		expect(lines.length).toBeGreaterThan(0);
		expect(lines.join()).not.toContain(secret);
	}

	expect(texts(...(cases[0] as [Json, Json]), {maskEnv: true})).toEqual(['~ env DB_PASSWORD: changed']);
});

test('sets are compared as sets, commands in order', () => {
	const placement = (constraints: Json): Json => ({TaskTemplate: {Placement: {Constraints: constraints}}});
	expect(texts(placement(['a==1', 'b==2']), placement(['b==2', 'a==1']))).toEqual([]);
	expect(texts(placement(['a==1']), placement(['a==2']))).toEqual([
		'- constraint a==1: a==1',
		'+ constraint a==2: a==2',
	]);
	expect(texts(container({Args: ['a', 'b']}), container({Args: ['b', 'a']}))).toEqual([
		'~ args: ["a","b"] -> ["b","a"]',
	]);
});

test('mounts, secrets and ports are told by what they are', () => {
	const before = container({
		Mounts: [{Target: '/data', Source: 'a'}],
		Secrets: [{SecretName: 'key', SecretID: '1', File: {Name: 'key'}}],
	});
	const after = container({
		Mounts: [{Target: '/data', Source: 'b'}],
		Secrets: [{SecretName: 'key', SecretID: '2', File: {Name: 'key'}}],
	});
	expect(texts(before, after)).toEqual(['~ mount /data.Source: a -> b', '~ secret key.SecretID: 1 -> 2']);
	const ports = (published: number): Json => ({
		EndpointSpec: {Ports: [{Protocol: 'tcp', TargetPort: 80, PublishedPort: published}]},
	});
	expect(texts(ports(8080), ports(8081))).toEqual(['~ port 80/tcp.PublishedPort: 8080 -> 8081']);
});

test('platforms are said in a line, in any order', () => {
	const on = (...Platforms: Json[]): Json => ({TaskTemplate: {Placement: {Platforms}}});
	const intel = {OS: 'linux', Architecture: 'amd64'};
	const arm = {OS: 'linux', Architecture: 'arm64'};
	expect(texts(on(), on(arm, intel))).toEqual(['+ platforms: linux/amd64, linux/arm64']);
	expect(texts(on(intel, arm), on(arm, intel))).toEqual([]);
});

test('empty says the same as absent; an empty label does not', () => {
	expect(texts({Labels: {}, A: null, B: [], C: ''}, {})).toEqual([]);
	expect(texts({Labels: {gpu: ''}}, {Labels: {}})).toEqual(['- label gpu: ']);
	expect(texts({Replicas: 0}, {})).toEqual(['- replicas: 0']);
});

test('keys that objects have by nature are keys like others', () => {
	expect(texts({Labels: {a: '1'}}, {Labels: {a: '1', constructor: 'x'}})).toEqual(['+ label constructor: x']);
});

test('what a recorded update changed', () => {
	const {service} = framesOf('rolling-update-ok').at(-1) ?? {};
	expect(texts(service?.previousSpec ?? null, service?.spec ?? null)).toEqual(['~ image: demo/web:1 -> demo/web:2']);
});
