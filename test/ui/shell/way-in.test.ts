import {expect, test} from 'vitest';
import type {Node} from '../../../source/swarm/node.ts';
import type {Task} from '../../../source/swarm/task.ts';
import {sshNodeProblem, taskName, wayInto} from '../../../source/ui/shell/way-in.ts';
import {node, service, snapshotOf, task} from '../../helpers/builders.ts';

const container = '955df620805656d7759071ed178212a7149d6483a990ae82b68c1b99d4072bbf';
const one = task('one', {containerId: container});

/** Into a task on `worker-1`, from the engine of `mgr1` unless told. */
const into = (found: Task, sshNode: string | undefined = '%h', changes: Partial<Node> = {}, self = 'mgr1') => {
	const nodes = [node('mgr1'), node('worker-1', changes)];
	const snapshot = {...snapshotOf({nodes, services: [service('web')]}), self: node(self).id};
	return wayInto(found, snapshot, {command: ['sh'], sshNode});
};

test('into a container of this engine it is through that, by its id', () => {
	expect(into(one, '%h', {}, 'worker-1')).toEqual({
		kind: 'engine',
		container,
		command: 'docker exec -it web.1.id-one sh',
	});
});

test('into one of another node it is over ssh, as the user calls that node', () => {
	expect(into(one)).toEqual({
		kind: 'ssh',
		args: ['-t', 'worker-1', 'docker exec -it web.1.id-one sh'],
		command: "ssh -t worker-1 'docker exec -it web.1.id-one sh'",
	});
	expect(into(one, 'admin@%h.example.net')).toMatchObject({
		args: ['-t', 'admin@worker-1.example.net', expect.anything()],
	});
	expect(into(one, 'admin@%a')).toMatchObject({args: ['-t', 'admin@10.0.0.9', expect.anything()]});
});

test('a task of a global service is named by its node', () => {
	const global = {...one, slot: undefined};
	expect(into(global)).toMatchObject({command: "ssh -t worker-1 'docker exec -it web.id-worker-1.id-one sh'"});
	expect(taskName(global, snapshotOf({services: [service('web')]}))).toBe('web');
});

test.each([
	['a task that waits', {state: 'pending'}, /^it is pending, and has no container that runs$/],
	['one that has ended', {state: 'failed'}, /^it has ended \(failed\), and its container with it$/],
	['one that is stopped', {desiredState: 'shutdown'}, /^it is being stopped$/],
	['one without a container', {containerId: undefined}, /^its container is not known$/],
] as const)('there is no way into %s', (_, changes, why) => {
	expect(into({...one, ...changes} as Task)).toEqual({kind: 'none', why: expect.stringMatching(why)});
});

test.each([
	[
		'a host name that ssh would take for an option',
		'%h',
		{hostname: '-oProxyCommand=x'},
		/is no host name that ssh takes/,
	],
	['a host name that a shell would act on', '%h', {hostname: 'a;b'}, /is no host name that ssh takes.*%a/],
	['no address', '%a', {address: undefined}, /worker-1 tells no address .*--ssh-node with %h/],
	['an address that leads nowhere', '%a', {address: '0.0.0.0'}, /tells no address/],
] as const)('of a node with %s nothing is asked', (_, pattern, changes, why) => {
	expect(into(one, pattern, changes)).toEqual({kind: 'none', why: expect.stringMatching(why)});
});

test('a simulated swarm has no ssh', () => {
	const nodes = [node('mgr1'), node('worker-1')];
	const snapshot = {...snapshotOf({nodes, services: [service('web')]}), self: node('mgr1').id};
	expect(wayInto(one, snapshot, {command: ['sh'], sshNode: undefined})).toMatchObject({kind: 'none'});
});

test.each([
	['%h', undefined],
	['admin@%h', undefined],
	['ssh://admin@%a:2222', undefined],
	['admin@host', /names no node: %h stands for its host name/],
	['', /names no node/],
	['-p 2222 %h', /one word, as in admin@%h/],
	['-l%h', /is no name for ssh/],
])('what ssh calls a node: %j', (pattern, problem) => {
	expect(sshNodeProblem(pattern) ?? 'fine').toMatch(problem ?? /^fine$/);
});
