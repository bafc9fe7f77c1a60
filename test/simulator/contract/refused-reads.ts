import {type ContractCase, expectRefusal, refuses} from './case.ts';
import {create, filtered, specOf} from './services.ts';
import {byEngine} from './swarm.ts';

const missing = ['service', 'node', 'task', 'secret', 'config', 'network'].map(kind =>
	refuses(`an unknown ${kind}`, 404, new RegExp(`^(${kind} nosuch|network nosuch) not found$`), swarm =>
		swarm.ask('GET', `/${kind}s/nosuch`),
	),
);

const missingWrites = ['service', 'node', 'secret', 'config'].flatMap(kind => [
	refuses(`an update of an unknown ${kind}`, 404, `${kind} nosuch not found`, swarm =>
		swarm.ask('POST', `/${kind}s/nosuch/update?version=1`, {
			...specOf('nosuch', 1),
			Role: 'worker',
			Availability: 'active',
		}),
	),
	refuses(`the removal of an unknown ${kind}`, 404, `${kind} nosuch not found`, swarm =>
		swarm.ask('DELETE', `/${kind}s/nosuch`),
	),
]);

// Only the list of services told bad JSON from an error of its own before filters had one class of error.
const badJson = (kind: string) => (kind === 'services' ? 400 : {'20.10': 500, '28.5': 400});

const badFilters = ['services', 'nodes', 'tasks', 'secrets', 'configs', 'networks'].flatMap(kind => [
	{
		name: `a filter that ${kind} don’t have`,
		run: async swarm => {
			// 20.10 says no more than the key; since 23 a filter says what it was asked for.
			const message = byEngine(swarm, {'20.10': "Invalid filter 'colour'", '28.5': "invalid filter 'colour'"});
			expectRefusal(await swarm.ask('GET', filtered(`/${kind}`, {colour: ['blue']})), 400, message);
		},
	} satisfies ContractCase,
	refuses(`filters of ${kind} that aren’t JSON`, badJson(kind), /invalid character 'b'|invalid filter/, swarm =>
		swarm.ask('GET', `/${kind}?filters=blue`),
	),
]);

const others: readonly ContractCase[] = [
	refuses('tasks of an unknown service', 404, 'service nosuch not found', swarm =>
		swarm.ask('GET', filtered('/tasks', {service: ['nosuch']})),
	),
	refuses('tasks of an unknown node', 404, 'node nosuch not found', swarm =>
		swarm.ask('GET', filtered('/tasks', {node: ['nosuch']})),
	),
	refuses('tasks in a state that there isn’t', 500, "Invalid desired-state filter: 'asleep'", swarm =>
		swarm.ask('GET', filtered('/tasks', {'desired-state': ['asleep']})),
	),
	refuses('nodes of a role that there isn’t', 500, "Invalid role filter: 'boss'", swarm =>
		swarm.ask('GET', filtered('/nodes', {role: ['boss']})),
	),
	refuses('logs of an unknown service', 404, 'service nosuch not found', swarm =>
		swarm.ask('GET', '/services/nosuch/logs?stdout=1'),
	),
	refuses('logs of an unknown task', 404, 'task nosuch not found', swarm =>
		swarm.ask('GET', '/tasks/nosuch/logs?stdout=1'),
	),
	refuses('a page that there isn’t', 404, 'page not found', swarm => swarm.ask('GET', '/nosuch')),
	{
		name: 'logs of no stream',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('mute'), 0));
			const answer = await swarm.ask('GET', `/services/${id}/logs`);
			expectRefusal(answer, 500, 'Bad parameters: you must choose at least one stream');
		},
	},
	{
		name: 'a tail that is no number',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('tail'), 0));
			const answer = await swarm.ask('GET', `/services/${id}/logs?stdout=1&tail=some`);
			expectRefusal(answer, 500, 'tail value must be a positive integer or "all"');
		},
	},
	{
		name: 'a client that is too new',
		run: async swarm => {
			const newest = byEngine(swarm, {'20.10': '1.41', '28.5': '1.51'});
			const message = `client version 1.99 is too new. Maximum supported API version is ${newest}`;
			expectRefusal(await swarm.ask('GET', '/v1.99/nodes'), 400, message);
		},
	},
	{
		name: 'a client that is too old',
		run: async swarm => {
			const oldest = byEngine(swarm, {'20.10': '1.12', '28.5': '1.24'});
			const upgrade = 'please upgrade your client to a newer version';
			const message = `client version 1.11 is too old. Minimum supported API version is ${oldest}, ${upgrade}`;
			expectRefusal(await swarm.ask('GET', '/v1.11/nodes'), 400, message);
		},
	},
];

/** What isn't there, and questions that aren't understood. */
export const refusedReads: readonly ContractCase[] = [...missing, ...missingWrites, ...badFilters, ...others];
