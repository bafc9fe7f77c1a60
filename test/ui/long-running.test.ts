import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {expect, test} from 'vitest';
import {createCluster} from '../../source/store/cluster.ts';
import {createSpecHistory} from '../../source/store/spec-history.ts';
import {createTimelines} from '../../source/ui/cockpit/timelines.ts';
import {createUi} from '../../source/ui/state.ts';
import {createClock} from '../../source/ui/tick.ts';
import {createView} from '../../source/ui/view.ts';
import {node, now, service, snapshotOf, task, updateStatus} from '../helpers/builders.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What was looked at last may be remembered until something else is. */
const remembered = 3;

test('services that came, rolled, were looked at and went are let go', async () => {
	const cluster = createCluster();
	const ui = createUi({columns: 120, rows: 36});
	const view = createView({cluster, ui, clock: createClock(now)});
	const timelines = createTimelines({view, ui});
	const history = createSpecHistory({cluster, now: () => now});
	const nodes = [node('node-1')];

	const comeAndGo = (name: string) => {
		const made = service(name, {updateStatus: updateStatus('updating')});
		cluster.setState({
			snapshot: snapshotOf({nodes, services: [made], tasks: [task(`${name}.1`, {serviceId: made.id})]}),
		});
		timelines.note();
		expect(view.verdict(made.id)).toBeDefined();
		expect(view.rollout(made.id)).toBeDefined();
		expect(timelines.of(made.id).length).toBeGreaterThan(0);
		expect(history.of(made.id)).toHaveLength(1);
		expect(view.allServices()).toHaveLength(1);
		return new WeakRef(made);
	};
	const seen = Array.from({length: 20}, (_, index) => comeAndGo(`job-${index}`));
	cluster.setState({snapshot: snapshotOf({nodes})});
	timelines.note();
	await new Promise(resolve => setImmediate(resolve));
	collectGarbage();

	expect(seen.filter(ref => ref.deref() !== undefined).length).toBeLessThanOrEqual(remembered);
	history.stop();
});
