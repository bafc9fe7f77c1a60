import {expect, test} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import {runSubcommand} from '../../source/subcommands/run.ts';
import {type Served, served} from './served.ts';

type Found = {readonly verdict: string; readonly name: string; readonly standing: string; readonly cause: string};

/** What `skep problems` tells of a simulated swarm. */
const problemsIn = async (
	{socketPath, simulator}: Served,
	now = simulator.swarm.timeline.now,
): Promise<readonly Found[]> => {
	const engine = () => connect({kind: 'unix', socketPath});
	const {out, err} = await runSubcommand({name: 'problems', args: ['--json'], connect: engine, now});
	expect(err).toBe('');
	return JSON.parse(out) as readonly Found[];
};

const day = 24 * 60 * 60_000;

const web = (replicas: number) => ({
	Name: 'web',
	TaskTemplate: {ContainerSpec: {Image: 'shop/web:latest'}},
	Mode: {Replicated: {Replicas: replicas}},
});

/** What no real engine can be brought to in the time of a test. */
test('tasks of an unpinned image that started days apart', async () => {
	await using swarm = await served();
	await swarm.post('/services/create', web(1));
	await swarm.simulator.advance(3 * day + 60_000);
	expect(await problemsIn(swarm)).toEqual([]);
	const {Version} = (await swarm.get('/services/web')) as {Version: {Index: number}};
	await swarm.post(`/services/web/update?version=${Version.Index}`, web(2));
	await swarm.simulator.advance(60_000);
	expect(await problemsIn(swarm)).toMatchObject([
		{verdict: 'DIGEST', name: 'web', standing: 'unpinned', cause: expect.stringContaining('started 3 d apart')},
	]);
});

test('a manager that the leader no longer reaches, before its node counts as down', async () => {
	await using swarm = await served();
	await swarm.post('/_skep/fault', {kind: 'cut', node: 'node-3'});
	await swarm.simulator.advance(1_000);
	expect((await problemsIn(swarm)).map(({verdict, name, standing}) => [verdict, name, standing])).toEqual([
		['QUORUM', 'managers', '2/3'],
		['NODE', 'node-3', 'unreachable'],
	]);
});

test('a root certificate that ends soon', async () => {
	await using swarm = await served();
	const end = Date.UTC(2046, 10, 16, 10, 9, 31);
	expect(await problemsIn(swarm, () => end - 31 * day)).toEqual([]);
	expect(await problemsIn(swarm, () => end - 20.5 * day)).toMatchObject([
		{verdict: 'CA', standing: '20 d', cause: expect.stringContaining('docker swarm ca --rotate')},
	]);
	expect(await problemsIn(swarm, () => end + day)).toMatchObject([{verdict: 'CA', standing: 'expired'}]);
});
