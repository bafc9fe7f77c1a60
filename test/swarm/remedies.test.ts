import {expect, test} from 'vitest';
import {problemsOf} from '../../source/swarm/problems.ts';
import {remedyOf} from '../../source/swarm/remedies.ts';
import {leader, node, now, snapshotOf} from '../helpers/builders.ts';

test('of a node that is down, the way out names the ports that must be open', () => {
	const snapshot = snapshotOf({nodes: [leader('mgr1'), node('w1'), node('w2', {state: 'down'})]});
	const remedies = problemsOf(snapshot, now).map(remedyOf);
	expect(remedies).toContainEqual(expect.stringMatching(/TCP 2377 and 7946, UDP 7946 and 4789 .*docker node rm w2/));
});
