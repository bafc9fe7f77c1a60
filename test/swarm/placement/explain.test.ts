import {expect, test} from 'vitest';
import {type Candidate, emptyNode, holdsNothing} from '../../../source/swarm/placement/candidate.ts';
import {anywhere, type Demand} from '../../../source/swarm/placement/demand.ts';
import {explain, failingFilters, isFit, noSuitableNode} from '../../../source/swarm/placement/explain.ts';
import {manager, node} from '../../helpers/builders.ts';

const gibibyte = 1024 ** 3;
const place = (changes: Partial<Candidate> = {}, hostname = 'w1'): Candidate => ({
	...emptyNode(node(hostname)),
	...changes,
});
const demand = (changes: Partial<Demand>): Demand => ({...anywhere, ...changes});

test.each<[string, Demand, Candidate]>([
	['ready', anywhere, place({node: node('w1', {availability: 'drain'})})],
	['ready', anywhere, place({node: node('w1', {availability: 'pause'})})],
	['ready', anywhere, place({node: node('w1', {state: 'down'})})],
	['resource', demand({cpus: 4.1}), place()],
	['resource', demand({memoryBytes: 2 * gibibyte}), place({held: {...holdsNothing, memoryBytes: 7 * gibibyte}})],
	['resource', demand({generic: {gpu: 2}}), place({generic: {gpu: 3}, held: {...holdsNothing, generic: {gpu: 2}}})],
	['resource', demand({generic: {gpu: 1}}), place()],
	['plugin', demand({plugins: [{kind: 'Volume', name: 'nfs'}]}), place({plugins: [{kind: 'Volume', name: 'local'}]})],
	['plugin', demand({plugins: [{kind: 'Log', name: 'gelf'}]}), place({plugins: [{kind: 'Log', name: 'local'}]})],
	['constraint', demand({constraints: ['node.role == manager']}), place()],
	['constraint', demand({constraints: ['node.labels.disk == ssd', 'node.role == worker']}), place()],
	['platform', demand({platforms: [{os: 'linux', architecture: 'arm64'}]}), place()],
	['platform', demand({platforms: [{os: 'windows', architecture: ''}]}), place()],
	[
		'host-port',
		demand({hostPorts: [{port: 80, protocol: 'tcp'}]}),
		place({held: {...holdsNothing, hostPorts: new Set(['tcp/80'])}}),
	],
	['max-replicas', demand({maxPerNode: 2}), place({tasksOfService: 2})],
	['volumes', demand({volumes: ['data']}), place({volumes: new Set()})],
])('%s keeps a task off a node', (filter, asked, candidate) => {
	expect(failingFilters(asked, candidate)).toEqual([filter]);
	expect(isFit(asked, candidate)).toBe(false);
});

test.each<[string, Demand, Candidate]>([
	[
		'0.1 taken forty times over leaves no false remainder',
		demand({cpus: 0.1}),
		place({held: {...holdsNothing, cpus: 3.9}}),
	],
	['the last byte may be taken', demand({memoryBytes: 8 * gibibyte}), place()],
	['an image for amd64 runs on x86_64', demand({platforms: [{os: 'linux', architecture: 'amd64'}]}), place()],
	[
		'one of several platforms is enough',
		demand({
			platforms: [
				{os: 'windows', architecture: ''},
				{os: '', architecture: ''},
			],
		}),
		place(),
	],
	['unknown plugins are not missed', demand({plugins: [{kind: 'Volume', name: 'nfs'}]}), place()],
	['no log plugins at all is no reason', demand({plugins: [{kind: 'Log', name: 'gelf'}]}), place({plugins: []})],
	[
		'a plugin may carry its tag',
		demand({plugins: [{kind: 'Volume', name: 'nfs'}]}),
		place({plugins: [{kind: 'Volume', name: 'nfs:latest'}]}),
	],
	[
		'the same port by another protocol is free',
		demand({hostPorts: [{port: 53, protocol: 'udp'}]}),
		place({held: {...holdsNothing, hostPorts: new Set(['tcp/53'])}}),
	],
	['a limit counts from one', demand({maxPerNode: 2}), place({tasksOfService: 1})],
	['a manager satisfies node.role', demand({constraints: ['node.role == manager']}), place({node: manager('m1')})],
])('%s', (_title, asked, candidate) => {
	expect(failingFilters(asked, candidate)).toEqual([]);
});

test('all that is wrong with a node is told, in the order of the scheduler', () => {
	const drained = place({node: node('w1', {availability: 'drain'}), tasksOfService: 1});
	const asked = demand({cpus: 99, constraints: ['node.labels.disk == ssd'], maxPerNode: 1});
	expect(failingFilters(asked, drained)).toEqual(['ready', 'resource', 'constraint', 'max-replicas']);
});

test('a node is charged to the first filter that it fails, most nodes first', () => {
	const asked = demand({memoryBytes: 99 * gibibyte, constraints: ['node.labels.disk == ssd']});
	const ssd = node('w4', {labels: {disk: 'ssd'}, capacity: {cpus: 4, memoryBytes: 200 * gibibyte}});
	const drained = place({node: node('w3', {availability: 'drain'})});
	expect(explain(asked, [drained, place(), place({}, 'w2')])).toBe(
		'insufficient resources on 2 nodes; 1 node not available for new tasks',
	);
	expect(explain(asked, [drained, place()])).toBe(
		'1 node not available for new tasks; insufficient resources on 1 node',
	);
	expect(explain(asked, [drained, place({node: ssd})])).toBe('');
});

test.each<[Demand, Candidate, string]>([
	[anywhere, place({node: node('w1', {state: 'down'})}), '2 nodes not available for new tasks'],
	[demand({constraints: ['node.labels.x == 1']}), place(), 'scheduling constraints not satisfied on 2 nodes'],
	[demand({maxPerNode: 1}), place({tasksOfService: 1}), 'max replicas per node limit exceed'],
	[demand({platforms: [{os: 'windows', architecture: ''}]}), place(), 'unsupported platform on 2 nodes'],
	[
		demand({hostPorts: [{port: 80, protocol: 'tcp'}]}),
		place({held: {...holdsNothing, hostPorts: new Set(['tcp/80'])}}),
		'host-mode port already in use on 2 nodes',
	],
	[demand({volumes: ['data']}), place({volumes: new Set()}), 'cannot fulfill requested CSI volume mounts on 2 nodes'],
	[demand({plugins: [{kind: 'Volume', name: 'nfs'}]}), place({plugins: []}), 'missing plugin on 2 nodes'],
])("the words are the scheduler's", (asked, candidate, text) => {
	expect(explain(asked, [candidate, candidate])).toBe(text);
	expect(noSuitableNode(text)).toBe(`no suitable node (${text})`);
});

test('a swarm without nodes has nothing to explain', () => {
	expect(noSuitableNode(explain(anywhere, []))).toBe('no suitable node');
});
