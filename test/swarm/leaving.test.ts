import {describe, expect, test} from 'vitest';
import {leaveObstacle} from '../../source/swarm/leaving.ts';
import {rootRotationOf} from '../../source/swarm/root-rotation.ts';
import {leader, manager, node, snapshotOf, swarmFacts} from '../helpers/builders.ts';

describe('what is in the way of leaving', () => {
	test('of a worker: nothing', () => {
		const snapshot = snapshotOf({nodes: [node('work1'), leader('mgr1')]});
		expect(leaveObstacle(snapshot)).toBeUndefined();
	});

	test('of the last manager: the swarm would be gone', () => {
		const snapshot = snapshotOf({nodes: [leader('mgr1'), node('work1'), node('work2')]});
		expect(leaveObstacle(snapshot)).toMatchObject({kind: 'last-manager', others: 2});
	});

	test('of one of three managers: it becomes a worker first', () => {
		const snapshot = snapshotOf({nodes: [leader('mgr1'), manager('mgr2'), manager('mgr3')]});
		expect(leaveObstacle(snapshot)).toMatchObject({kind: 'manager', node: {hostname: 'mgr1'}});
	});

	test('of one that the quorum hangs on: the quorum', () => {
		const nodes = [leader('mgr1'), manager('mgr2'), manager('mgr3', {reachability: 'unreachable'})];
		expect(leaveObstacle(snapshotOf({nodes}))).toMatchObject({kind: 'quorum', reachable: 1, needed: 2});
	});
});

describe('a rotation of the root certificate', () => {
	const rotating = (isRootRotating: boolean) =>
		swarmFacts({
			settings: {
				version: 1,
				taskHistoryLimit: 5,
				isAutolocked: false,
				heartbeat: 5,
				snapshotInterval: 10_000,
				oldSnapshots: 0,
				nodeCertificateLife: 7_776_000,
				rootExpiresAt: undefined,
				issuer: 'new',
				isRootRotating,
				addressPools: ['10.0.0.0/8'],
				rangeBits: 24,
				dataPort: 4789,
			},
		});

	test('counts who has a certificate by the new root', () => {
		const nodes = [leader('mgr1', {issuer: 'new'}), node('b', {issuer: 'old'}), node('a', {state: 'down'})];
		const rotation = rootRotationOf(snapshotOf({nodes, swarm: rotating(true)}));
		expect(rotation).toMatchObject({nodes: 3, renewed: 1});
		expect(rotation?.waitsFor.map(({hostname}) => hostname)).toEqual(['a', 'b']);
	});

	test('is none while none is under way', () => {
		expect(rootRotationOf(snapshotOf({nodes: [leader('mgr1')], swarm: rotating(false)}))).toBeUndefined();
	});
});
