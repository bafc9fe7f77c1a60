import {expect, test} from 'vitest';
import {rolloutLeft} from '../../../source/operations/guided/time-left.ts';
import {snapshotOf} from '../../helpers/builders.ts';
import {framesOf} from '../../helpers/recordings.ts';

test.each(['rolling-update-ok', 'force-update'])(
	'an answer that is late makes no slot of %s slow: what is left gets less by as much as goes by',
	name => {
		const lefts = framesOf(name).flatMap(({service, tasks, nodes, at}) => {
			const snapshot = snapshotOf({nodes, services: [service], tasks, at});
			const left = rolloutLeft(service, snapshot, at);
			return left === undefined ? [] : [{left, later: rolloutLeft(service, snapshot, at + 20_000)}];
		});

		expect(lefts.length).toBeGreaterThan(5);
		expect(lefts.map(({later}) => later)).toEqual(lefts.map(({left}) => left - 20));
	},
);
