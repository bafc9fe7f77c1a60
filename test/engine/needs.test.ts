import {expect, test} from 'vitest';
import {needsOf} from '../../source/engine/decode/needs.ts';
import {decodeNode} from '../../source/engine/decode/node.ts';
import {needsNothing} from '../../source/swarm/placement/needs.ts';
import {readSample} from '../helpers/recordings.ts';

const volume = (name: string | undefined, driver?: object) => ({
	Type: 'volume',
	Source: name,
	Target: '/data',
	...(driver && {VolumeOptions: {DriverConfig: driver}}),
});

const needs = (spec: object) => needsOf(spec as Parameters<typeof needsOf>[0]);
const mounts = (...all: readonly object[]) => needs({ContainerSpec: {Mounts: all}});

test('a template that says nothing needs nothing', () => {
	expect(needs({})).toEqual(needsNothing);
	expect(
		needs({ContainerSpec: {Mounts: null}, Placement: {Preferences: null, Platforms: null}, LogDriver: null}),
	).toEqual(needsNothing);
});

test('data of the node itself is told from data that is elsewhere', () => {
	expect(mounts(volume('data'), volume('more', {Name: 'local'})).local).toEqual([
		{kind: 'volume', name: 'data'},
		{kind: 'volume', name: 'more'},
	]);
	expect(mounts({Type: 'bind', Source: '/etc/x', Target: '/x'}).local).toEqual([{kind: 'bind', name: '/etc/x'}]);
	const nfs = {Name: 'local', Options: {type: 'nfs', o: 'addr=10.0.0.1', device: ':/data'}};
	expect(mounts(volume(undefined), volume('share', nfs), {Type: 'tmpfs', Target: '/t'}).local).toEqual([]);
});

test('plugins, cluster volumes, generic resources, platforms and spread are read', () => {
	const spec = {
		ContainerSpec: {
			Mounts: [volume('far', {Name: 'rexray'}), {Type: 'cluster', Source: 'csi-1', Target: '/c'}],
			StopGracePeriod: 30e9,
		},
		LogDriver: {Name: 'gelf'},
		Resources: {
			Reservations: {
				GenericResources: [
					{DiscreteResourceSpec: {Kind: 'ssd', Value: 2}},
					{NamedResourceSpec: {Kind: 'gpu', Value: 'a'}},
					{NamedResourceSpec: {Kind: 'gpu', Value: 'b'}},
				],
			},
		},
		Placement: {
			Platforms: [{OS: 'linux', Architecture: 'arm64'}, {OS: 'windows'}],
			Preferences: [{Spread: {SpreadDescriptor: 'node.labels.zone'}}, {Spread: {SpreadDescriptor: 'node.id'}}],
		},
		RestartPolicy: {Condition: 'none', MaxAttempts: 3},
	};
	expect(needs(spec)).toEqual({
		generic: {ssd: 2, gpu: 2},
		plugins: [
			{kind: 'Volume', name: 'rexray'},
			{kind: 'Log', name: 'gelf'},
		],
		platforms: [
			{os: 'linux', architecture: 'arm64'},
			{os: 'windows', architecture: ''},
		],
		volumes: ['csi-1'],
		spread: ['node.labels.zone'],
		local: [],
		restarts: 'none',
		stopGrace: 30,
		attempts: 3,
	});
});

test('a node tells its plugins, and generic resources where it has any', () => {
	const [first] = (readSample('nodes') as unknown[]).map(decodeNode);
	expect(first?.plugins).toContainEqual({kind: 'Network', name: 'overlay'});
	expect(first?.generic).toBeUndefined();
	const gpu = {DiscreteResourceSpec: {Kind: 'gpu', Value: 1}};
	expect(decodeNode({ID: 'a', Description: {Resources: {GenericResources: [gpu]}}}).generic).toEqual({gpu: 1});
	expect(decodeNode({ID: 'a'}).plugins).toBeUndefined();
});
