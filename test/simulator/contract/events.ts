import {expect} from 'vitest';
import type {RawEvent} from '../../../source/engine/decode/raw.ts';
import type {ContractCase} from './case.ts';
import {changeNode, nodeNamed} from './nodes.ts';
import {change, create, specOf, updateConfig, withImage, withReplicas} from './services.ts';
import type {ContractSwarm, SeenEvents} from './swarm.ts';
import {until, untilUpdate, untilWhole, withoutRepeats} from './watching.ts';

type Told = {
	readonly action: string | undefined;
	readonly attributes: RawEvent['Actor'] extends infer _ ? object : never;
};

const about = ({seen}: SeenEvents, id: string): readonly Told[] =>
	seen
		.filter(({Actor}) => Actor?.ID === id)
		.map(({Action, Actor}) => ({action: Action, attributes: Actor?.Attributes ?? {}}));

/** What was told of it, once nothing more is said for a moment. */
const settled = async (swarm: ContractSwarm, events: SeenEvents, id: string) => {
	await until(swarm, 'an event', async () => about(events, id).length > 0);
	await swarm.pass(300);
	return about(events, id);
};

const stored = (kind: 'secret' | 'config'): ContractCase => ({
	name: `a ${kind} is told of by its name`,
	run: async swarm => {
		const events = await swarm.events();
		const Name = swarm.name(kind);
		const {json} = await swarm.ask('POST', `/${kind}s/create`, {Name, Labels: {}, Data: 'eA=='});
		const {ID} = json as {readonly ID: string};
		const {Version, Spec} = (await swarm.ask('GET', `/${kind}s/${ID}`)).json as {
			Version: {Index: number};
			Spec: object;
		};
		await swarm.ask('POST', `/${kind}s/${ID}/update?version=${Version.Index}`, {...Spec, Labels: {team: 'a'}});
		await swarm.ask('DELETE', `/${kind}s/${ID}`);
		await until(swarm, 'three events', async () => about(events, ID).length === 3);
		const attributes = {name: Name};
		expect(about(events, ID)).toEqual(['create', 'update', 'remove'].map(action => ({action, attributes})));
		expect(events.seen.find(({Actor}) => Actor?.ID === ID)).toMatchObject({Type: kind, scope: 'swarm'});
	},
});

/** What a manager tells of each write. */
export const events: readonly ContractCase[] = [
	stored('secret'),
	stored('config'),
	{
		name: 'a network is told of by its name, and once more when it has its addresses',
		run: async swarm => {
			const seen = await swarm.events();
			const Name = swarm.name('net');
			const {json} = await swarm.ask('POST', '/networks/create', {Name, Driver: 'overlay'});
			const {Id} = json as {readonly Id: string};
			await until(swarm, 'an update', async () => about(seen, Id).length === 2);
			await swarm.ask('DELETE', `/networks/${Id}`);
			await until(swarm, 'the removal', async () => about(seen, Id).length === 3);
			const attributes = {name: Name};
			expect(about(seen, Id)).toEqual(['create', 'update', 'remove'].map(action => ({action, attributes})));
		},
	},
	{
		name: 'a service is told of with what changed about it',
		run: async swarm => {
			const seen = await swarm.events();
			const name = swarm.name('told');
			const id = await create(swarm, specOf(name, 1, {UpdateConfig: updateConfig()}));
			await untilWhole(swarm, id, 1);
			const created = await settled(swarm, seen, id);
			expect(created[0]).toEqual({action: 'create', attributes: {name}});
			expect(withoutRepeats(created.slice(1).map(told => JSON.stringify(told)))).toEqual([]);

			await change(swarm, id, spec => withReplicas(spec, 2));
			await change(swarm, id, spec => ({...spec, Labels: {team: 'a'}}));
			await until(swarm, 'two events', async () => about(seen, id).length === created.length + 2);
			expect(about(seen, id).slice(created.length)).toEqual([
				{action: 'update', attributes: {name, 'replicas.old': '1', 'replicas.new': '2'}},
				{action: 'update', attributes: {name}},
			]);
			await swarm.ask('DELETE', `/services/${id}`);
			await until(swarm, 'the removal', async () => about(seen, id).at(-1)?.action === 'remove');
			expect(about(seen, id).at(-1)?.attributes).toEqual({name});
		},
	},
	{
		name: 'an update is told of with its images and with each of its states',
		run: async swarm => {
			const name = swarm.name('rolled');
			const id = await create(swarm, specOf(name, 1, {UpdateConfig: updateConfig()}));
			await untilWhole(swarm, id, 1);
			await swarm.pass(300);
			const seen = await swarm.events();
			await change(swarm, id, spec => withImage(spec, 'web:2'));
			await untilUpdate(swarm, id, 'completed');
			await until(swarm, 'three events', async () => about(seen, id).length === 3);
			const [first, second, third] = about(seen, id).map(({attributes}) => attributes);
			expect(first).toMatchObject({
				'image.old': expect.stringMatching(/web:1$/),
				'image.new': expect.stringMatching(/web:2$/),
			});
			expect(second).toEqual({name, 'updatestate.new': 'updating'});
			expect(third).toEqual({name, 'updatestate.old': 'updating', 'updatestate.new': 'completed'});
		},
	},
];

/** Networks of the cases before are leaving the node for a while: it is written each time. */
const untilLeftAlone = async (swarm: ContractSwarm, name: string) => {
	let last: number | undefined;
	let times = 0;
	await until(swarm, `${name} is written no more`, async () => {
		const now = (await nodeNamed(swarm, name)).Version?.Index;
		times = now === last ? times + 1 : 0;
		last = now;
		return times >= 12;
	});
};

/** What is told of a node: another case’s networks would be told of in between. */
export const nodeEvents: readonly ContractCase[] = [
	{
		name: 'a node is told of with what changed about it',
		run: async swarm => {
			const name = swarm.workers[0] ?? '';
			const {ID = ''} = await nodeNamed(swarm, name);
			await untilLeftAlone(swarm, name);
			const seen = await swarm.events();
			await changeNode(swarm, name, {Availability: 'drain'});
			await changeNode(swarm, name, {Availability: 'active'});
			await changeNode(swarm, name, {Labels: {disk: 'ssd'}});
			await changeNode(swarm, name, {Labels: {}});
			await until(swarm, 'four events', async () => about(seen, ID).length >= 4);
			expect(about(seen, ID)).toEqual([
				{action: 'update', attributes: {name, 'availability.old': 'active', 'availability.new': 'drain'}},
				{action: 'update', attributes: {name, 'availability.old': 'drain', 'availability.new': 'active'}},
				{action: 'update', attributes: {name}},
				{action: 'update', attributes: {name}},
			]);
		},
	},
];
