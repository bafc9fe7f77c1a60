import {beforeAll, describe, expect, it} from 'vitest';
import type {Patience} from '../../source/engine/attempts.ts';
import {connect} from '../../source/engine/client.ts';
import type {Engine} from '../../source/engine/engine.ts';
import {isEngineError} from '../../source/engine/errors.ts';
import {serviceId} from '../../source/swarm/ids.ts';
import {id, rawService, rawTask} from '../helpers/small-engine/build.ts';
import {type SmallEngine, startSmallEngine} from '../helpers/small-engine/engine.ts';
import type {Fault} from '../helpers/small-engine/faults.ts';
import {bigWorld, type World, world} from '../helpers/small-engine/world.ts';

/** For calls that nothing answers. */
const hurry = {silences: [60, 120], total: 1000};
/** For calls that something answers, however busy the machine is. */
const calm = {silences: [10_000], total: 20_000};
const patienceFor = (kind: string) => (kind === 'too-late' ? hurry : calm);

/** Otherwise it is loaded with the first request, at the cost of its patience. */
beforeAll(async () => {
	await import('dockerode');
});

const withEngine = async (
	run: (client: Engine, engine: SmallEngine) => Promise<void>,
	{given = world(), patience = calm}: {readonly given?: World; readonly patience?: Patience} = {},
) => {
	await using engine = await startSmallEngine(given);
	const client = connect(engine.endpoint, {patience});
	try {
		await run(client, engine);
	} finally {
		client.close();
	}
};

/** The kind of the error that a call ends with; anything but an `EngineError` fails the test. */
const kindOf = async (call: Promise<unknown>) => {
	const error = await call.then(
		() => undefined,
		(error: unknown) => error,
	);
	expect(error === undefined || isEngineError(error)).toBe(true);
	return isEngineError(error) ? error.kind : 'fine';
};

const shop = () => {
	const web = rawService('web');
	return world({services: [web], tasks: [rawTask(web, {ID: id('w1')})]});
};

describe.concurrent('an engine that answers wrongly', () => {
	const faults: readonly (readonly [string, Fault, string])[] = [
		['never', {never: true}, 'too-late'],
		['with a header and no body', {neverBody: true}, 'too-late'],
		['with a part of the body, and then nothing', {stallAfterBytes: 20}, 'too-late'],
		['with a part of the body, and hangs up', {cutAfterBytes: 20}, 'unreachable'],
		['by hanging up', {hangUp: true}, 'unreachable'],
		['with a web page', {garbage: true}, 'garbled'],
		['with half of some JSON', {garbage: '[{"ID":"a"'}, 'garbled'],
		['with JSON of another shape', {garbage: '"OK"'}, 'garbled'],
		['with an object that isn’t the list asked for', {garbage: '{"message":"hm"}'}, 'garbled'],
		['with nothing', {garbage: ''}, 'garbled'],
		['in another protocol', {noise: true}, 'garbled'],
		['with an error', {status: 500, message: 'out of memory'}, 'unexpected'],
		['with an error and no reason', {status: 502}, 'unexpected'],
		['from somewhere else', {redirect: 'https://nowhere.invalid/nodes'}, 'garbled'],
		['from somewhere else, of which nobody heard', {redirect: 'gopher://nowhere.invalid/'}, 'garbled'],
	];

	it.each(faults)('%s', (_, fault, kind) =>
		withEngine(
			async (client, engine) => {
				await client.nodes();
				engine.fault(/^\/nodes/, fault);
				expect(await kindOf(client.nodes())).toBe(kind);
				engine.fault(/^\/nodes/, {});
				expect(await kindOf(client.nodes())).toBe('fine');
			},
			{patience: patienceFor(kind)},
		),
	);

	it.each(faults)('to the first call of all: %s', (_, fault, kind) =>
		withEngine(
			async (client, engine) => {
				const end = engine.fault(/^\/_ping/, fault);
				// The version is in a header: what comes after it doesn't matter, only that it comes.
				expect(await kindOf(client.nodes())).toBe(
					fault.cutAfterBytes === 20 || fault.stallAfterBytes === 20 ? 'fine' : kind,
				);
				end();
				expect(await kindOf(client.nodes())).toBe('fine');
			},
			{patience: patienceFor(kind)},
		),
	);

	const row = `{"ID":"a","Text":"${'x'.repeat(600)}"},`;

	it.each<readonly [string, Fault, string]>([
		['breaks off', {cutAfterBytes: 600_000}, 'unreachable'],
		['stops', {stallAfterBytes: 600_000}, 'too-late'],
		['stops making sense', {garbage: `[${row.repeat(1000)}oops]`}, 'garbled'],
		['has no end', {garbage: `[${row.repeat(1000)}`}, 'garbled'],
	])('with a large list that %s', (_, fault, kind) =>
		withEngine(
			async (client, engine) => {
				await client.nodes();
				engine.fault(/^\/tasks/, fault);
				expect(await kindOf(client.tasks('all'))).toBe(kind);
				engine.fault(/^\/tasks/, {});
				expect(await kindOf(client.nodes())).toBe('fine');
			},
			{given: bigWorld({nodes: 5, services: 50, replicas: 20}), patience: patienceFor(kind)},
		),
	);

	it('with some objects that can’t be told apart: the others count', () =>
		withEngine(async (client, engine) => {
			engine.fault(/^\/nodes/, {garbage: '[{"ID":"a"},{},null,7,{"ID":"b","Spec":7,"Status":null}]'});
			expect((await client.nodes()).items.map(({id}) => id)).toEqual(['a', 'b']);
		}));

	it('with null for an empty list', () =>
		withEngine(async (client, engine) => {
			engine.fault(/^\/services/, {garbage: 'null\n'});
			expect((await client.services()).items).toEqual([]);
		}));
});

describe('a read', () => {
	it('that gets stuck is asked again, and answered by the new leader', () =>
		withEngine(
			async (client, engine) => {
				await client.info();
				engine.fault(/^\/nodes/, {never: true, times: 1});
				expect((await client.nodes()).items).toHaveLength(1);
				expect(engine.requests(/^\/nodes/)).toHaveLength(2);
			},
			{patience: {silences: [60, 10_000], total: 20_000}},
		));

	it('that is slow gets more time with every attempt', () =>
		withEngine(
			async (client, engine) => {
				await client.info();
				engine.fault(/^\/nodes/, {delay: 200});
				expect(await kindOf(client.nodes())).toBe('fine');
				expect(engine.requests(/^\/nodes/)).toHaveLength(2);
			},
			{patience: {silences: [60, 10_000], total: 20_000}},
		));

	it('that is slow and never silent is not asked again', () =>
		withEngine(
			async (client, engine) => {
				await client.info();
				engine.fault(/^\/tasks/, {trickle: 30});
				expect((await client.tasks('all')).items).toHaveLength(100);
				expect(engine.requests(/^\/tasks/)).toHaveLength(1);
			},
			{given: bigWorld({nodes: 1, services: 10, replicas: 10}), patience: {silences: [700], total: 20_000}},
		));

	it('over a connection that had died unnoticed is asked again', () =>
		withEngine(async (client, engine) => {
			await client.nodes();
			await engine.stop();
			await engine.start();
			expect(await kindOf(client.nodes())).toBe('fine');
		}));

	it('ends when its signal does, or the client is closed', () =>
		withEngine(async (client, engine) => {
			await client.nodes();
			engine.fault(/^\/nodes/, {never: true});
			const controller = new AbortController();
			const given = client.nodes(controller.signal);
			controller.abort();
			expect(await kindOf(given)).toBe('aborted');
			expect(await kindOf(client.nodes(AbortSignal.abort()))).toBe('aborted');
			await expect(client.nodes(AbortSignal.timeout(1))).rejects.toMatchObject({
				kind: 'aborted',
				message: "The engine didn't answer in time.",
			});
			const closed = [client.nodes(), client.nodes()];
			client.close();
			expect(await Promise.all(closed.map(kindOf))).toEqual(['aborted', 'aborted']);
			expect(await kindOf(client.services())).toBe('aborted');
		}));

	it('leaves nothing open when it is given up', () =>
		withEngine(
			async (client, engine) => {
				await client.nodes();
				const idle = engine.connections();
				engine.fault(/^\/nodes/, {stallAfterBytes: 10});
				await kindOf(client.nodes());
				await expect.poll(() => engine.connections()).toBeLessThanOrEqual(idle);
			},
			{patience: hurry},
		));

	it('shares six connections with all others', () =>
		withEngine(async (client, engine) => {
			await client.nodes();
			engine.fault(/^\/nodes/, {delay: 30});
			await Promise.all(Array.from({length: 12}, () => client.nodes()));
			expect(engine.connections()).toBeLessThanOrEqual(6);
		}));
});

describe.concurrent('a write', () => {
	it.each<readonly [string, Fault, string]>([
		['is answered too late', {never: true}, 'too-late'],
		['loses its connection', {hangUp: true}, 'unreachable'],
		[
			'is answered with an error',
			{status: 500, message: 'rpc error: code = DeadlineExceeded desc = context deadline exceeded'},
			'too-late',
		],
		['is answered in half', {cutAfterBytes: 5}, 'unreachable'],
	])('is never repeated when it %s', (_, fault, kind) =>
		withEngine(
			async (client, engine) => {
				const service = await client.service(serviceId(id('web')));
				engine.fault(/update$/, fault);
				expect(await kindOf(client.updateService(service, {kind: 'restart'}))).toBe(kind);
				expect(engine.requests(/update$/)).toHaveLength(1);
			},
			{given: shop(), patience: patienceFor(kind)},
		),
	);

	it('that was done is done, whatever else the answer says', () =>
		withEngine(
			async (client, engine) => {
				const service = await client.service(serviceId(id('web')));
				engine.fault(/update$/, {garbage: true});
				expect(await client.updateService(service, {kind: 'restart'})).toEqual([]);
			},
			{given: shop()},
		));
});

describe.concurrent('streams', () => {
	const signal = () => new AbortController().signal;
	const logs = (client: Engine) =>
		Array.fromAsync(client.logs({kind: 'service', id: serviceId(id('web'))}, {tail: 1, follow: true}, signal()));
	const events = (client: Engine) => Array.fromAsync(client.events(signal()));

	it.each<readonly [string, Fault, string]>([
		['never begins', {never: true}, 'too-late'],
		['is refused', {status: 503, message: "This node is not a swarm manager. Worker nodes can't"}, 'not-a-manager'],
		['is something else', {garbage: '<html>\n'}, 'garbled'],
		['ends at once', {garbage: ''}, 'unreachable'],
		['hangs up', {hangUp: true}, 'unreachable'],
	])('throw when one %s', (_, fault, kind) =>
		withEngine(
			async (client, engine) => {
				engine.fault(/^\/events|logs$/, fault);
				expect(await kindOf(events(client))).toBe(kind);
				expect(await kindOf(logs(client))).toBe(kind === 'garbled' ? 'unreachable' : kind);
			},
			{given: shop(), patience: patienceFor(kind)},
		),
	);

	it('end when the client is closed', () =>
		withEngine(
			async (client, engine) => {
				const ends = [kindOf(events(client)), kindOf(logs(client))];
				await expect.poll(() => engine.requests(/^\/events|logs$/).length).toBe(2);
				client.close();
				expect(await Promise.all(ends)).toEqual(['aborted', 'aborted']);
			},
			{given: shop()},
		));
});

describe('an engine that is not there', () => {
	it('is unreachable', async () => {
		const client = connect({kind: 'unix', socketPath: '/nowhere/docker.sock'});
		await expect(client.info()).rejects.toThrow('No Docker engine answers at unix:///nowhere/docker.sock.');
		expect(await kindOf(client.nodes())).toBe('unreachable');
		expect(await kindOf(connect({kind: 'tcp', host: '127.0.0.1', port: 1}).nodes())).toBe('unreachable');
	});
});
