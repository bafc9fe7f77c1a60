import {expect, test} from 'vitest';
import {createVerdicts} from '../../source/store/selectors.ts';
import {type ServiceId, serviceId} from '../../source/swarm/ids.ts';
import {type Snapshot, serviceOf} from '../../source/swarm/snapshot.ts';
import {id} from '../helpers/small-engine/build.ts';
import {bigWorld} from '../helpers/small-engine/world.ts';
import {stage} from './stage.ts';

const web = serviceId(id('app-0001'));
const other = serviceId(id('app-0002'));

const found = (snapshot: Snapshot, service: ServiceId) => {
	const item = serviceOf(snapshot, service);
	if (item === undefined) {
		throw new Error(`no ${service}`);
	}
	return item;
};

test('a verdict stays the same object until it is another verdict', async () => {
	await using swarm = await stage(bigWorld({nodes: 3, services: 2, replicas: 2}));
	await swarm.until(() => swarm.snapshot().hasAllTasks);
	const verdicts = createVerdicts();
	const judge = (service: ServiceId) => verdicts(found(swarm.snapshot(), service), swarm.snapshot(), swarm.time.now());
	const [first, untouched] = [judge(web), judge(other)];
	expect(first.verdict).toMatchObject({alive: 2, wanted: 2});
	await swarm.time.advance(20_000);
	expect(judge(web)).toBe(first);
	swarm.small.change(({services, tasks}) => {
		Object.assign(services[0]?.Spec.Labels ?? {}, {a: 'b'});
		Object.assign(tasks.find(({ServiceID}) => ServiceID === web)?.Status ?? {}, {State: 'failed'});
	});
	await swarm.until(() => judge(web).verdict.alive === 1);
	expect(judge(other)).toBe(untouched);
});

test('a dead node changes the verdicts of its services though their tasks are the same', async () => {
	await using swarm = await stage(bigWorld({nodes: 3, services: 2, replicas: 3}));
	await swarm.until(() => swarm.snapshot().hasAllTasks);
	const verdicts = createVerdicts();
	const judge = () => verdicts(found(swarm.snapshot(), web), swarm.snapshot(), swarm.time.now()).verdict;
	expect(judge()).toMatchObject({alive: 3, lost: 0});
	swarm.small.change(({nodes}) => {
		Object.assign(nodes[2]?.Status ?? {}, {State: 'down'});
	});
	await swarm.until(() => judge().lost === 1);
	expect(judge().alive).toBe(2);
});
