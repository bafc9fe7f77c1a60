import {expect} from 'vitest';
import type {RawNetwork} from '../../../source/engine/decode/raw.ts';
import type {ContractCase} from './case.ts';
import {change, create, filtered, inspect, seconds, specOf} from './services.ts';
import type {ContractSwarm} from './swarm.ts';
import {lastOf, until, untilWhole, watch} from './watching.ts';

type Overlay = RawNetwork & {readonly IPAM?: {readonly Config?: readonly {readonly Subnet?: string}[] | null}};

type Endpoint = {
	readonly Spec?: object;
	readonly Ports?: readonly {readonly PublishedPort?: number}[];
	readonly VirtualIPs?: readonly {readonly NetworkID: string; readonly Addr?: string}[];
};

const endpointOf = async (swarm: ContractSwarm, id: string) => (await inspect(swarm, id)).Endpoint as Endpoint;

const overlay = async (swarm: ContractSwarm, more: object = {}) => {
	const Name = swarm.name('net');
	const {status, json} = await swarm.ask('POST', '/networks/create', {Name, Driver: 'overlay', ...more});
	expect(status).toBe(201);
	return {Name, Id: (json as {readonly Id: string}).Id};
};

const look = async (swarm: ContractSwarm, id: string) => (await swarm.ask('GET', `/networks/${id}`)).json as Overlay;

/** How services are reached, and what is answered of a spec that leaves things open. */
export const endpoints: readonly ContractCase[] = [
	{
		name: 'a published port is answered in full, and one that wasn’t chosen is given',
		run: async swarm => {
			const Ports = [{TargetPort: 8080, PublishedPort: 18_200}, {TargetPort: 8081}];
			const id = await create(swarm, specOf(swarm.name('ports'), 0, {EndpointSpec: {Ports}}));
			const {Ports: given = [], VirtualIPs} = await until(swarm, 'its ports', async () => {
				const endpoint = await endpointOf(swarm, id);
				return endpoint.Ports ? endpoint : undefined;
			});
			expect((await inspect(swarm, id)).Spec.EndpointSpec).toEqual({
				Mode: 'vip',
				Ports: [
					{Protocol: 'tcp', TargetPort: 8080, PublishedPort: 18_200, PublishMode: 'ingress'},
					{Protocol: 'tcp', TargetPort: 8081, PublishMode: 'ingress'},
				],
			});
			expect(given).toHaveLength(2);
			expect(given[0]).toEqual({Protocol: 'tcp', TargetPort: 8080, PublishedPort: 18_200, PublishMode: 'ingress'});
			expect(given[1]?.PublishedPort).toBeGreaterThanOrEqual(30_000);
			expect(VirtualIPs).toHaveLength(1);
			expect(VirtualIPs?.[0]?.Addr).toMatch(/^10\.0\.0\.\d+\/24$/);
		},
	},
	{
		name: 'a service and its tasks have addresses on their network',
		run: async swarm => {
			const {Id} = await overlay(swarm);
			const id = await create(swarm, specOf(swarm.name('attached'), 1, {Networks: [{Target: Id}]}));
			const [task] = lastOf(await untilWhole(swarm, id, 1)).tasks;
			const subnet = (await look(swarm, Id)).IPAM?.Config?.[0]?.Subnet?.replace(/\.0\/24$/, '') ?? '';
			expect(subnet).toMatch(/^10\.0\.\d+$/);
			const {VirtualIPs} = await endpointOf(swarm, id);
			expect(VirtualIPs).toEqual([{NetworkID: Id, Addr: expect.stringContaining(`${subnet}.`)}]);
			expect(task?.NetworksAttachments).toMatchObject([
				{Network: {ID: Id}, Addresses: [expect.stringMatching(new RegExp(`^${subnet}\\.\\d+/24$`))]},
			]);
		},
	},
	{
		name: 'a network whose addresses overlap is created, gets none, and its tasks stay new without a word',
		run: async swarm => {
			const IPAM = {Config: [{Subnet: '10.77.0.0/24'}]};
			const holder = await overlay(swarm, {IPAM});
			await until(swarm, 'the first has them', async () => (await look(swarm, holder.Id)).Driver === 'overlay');
			const {Id} = await overlay(swarm, {IPAM});
			const id = await create(swarm, specOf(swarm.name('unreachable'), 1, {Networks: [{Target: Id}]}));
			await swarm.pass(2000);
			const {tasks} = lastOf(await watch(swarm, id, 'there is a task', frame => frame.tasks.length === 1));
			expect(tasks[0]?.Status).toMatchObject({State: 'new', Message: 'created'});
			expect(tasks[0]?.Status?.Err).toBeUndefined();
			expect(await look(swarm, Id)).toMatchObject({Scope: 'swarm', Driver: '', IPAM: {Config: null}});
		},
	},
	{
		name: 'networks are listed by scope and driver',
		run: async swarm => {
			const {Name} = await overlay(swarm);
			await until(swarm, 'it has its driver', async () => {
				const {json} = await swarm.ask('GET', filtered('/networks', {scope: ['swarm'], driver: ['overlay']}));
				return (json as readonly RawNetwork[]).some(network => network.Name === Name);
			});
			const {json} = await swarm.ask('GET', filtered('/networks', {scope: ['local']}));
			expect((json as readonly RawNetwork[]).map(network => network.Name)).toEqual(
				expect.arrayContaining(['bridge', 'host', 'none']),
			);
		},
	},
	{
		name: 'a spec that leaves things open is answered as it was understood',
		run: async swarm => {
			const Name = swarm.name('bare');
			const TaskTemplate = {ContainerSpec: {Image: 'web'}};
			const id = await create(swarm, {Name, TaskTemplate, UpdateConfig: {Parallelism: 2, Delay: seconds(1)}, Mode: {}});
			expect((await inspect(swarm, id)).Spec).toMatchObject({
				Name,
				Labels: {},
				TaskTemplate: {ContainerSpec: {Image: 'web'}, ForceUpdate: 0, Runtime: 'container'},
				Mode: {Replicated: {Replicas: 1}},
				UpdateConfig: {
					Parallelism: 2,
					Delay: seconds(1),
					FailureAction: 'pause',
					MaxFailureRatio: 0,
					Order: 'stop-first',
				},
			});
			await change(swarm, id, spec => spec);
		},
	},
	{
		name: 'lists are filtered by name, label and mode',
		run: async swarm => {
			const name = swarm.name('found');
			const id = await create(swarm, specOf(name, 0, {Labels: {[name]: 'yes'}}));
			const ids = async (filters: object) =>
				((await swarm.ask('GET', filtered('/services', filters))).json as readonly {ID: string}[]).map(({ID}) => ID);
			expect(await ids({name: [name.slice(0, -1)]})).toContain(id);
			expect(await ids({label: [`${name}=yes`]})).toEqual([id]);
			expect(await ids({label: [name]})).toEqual([id]);
			expect(await ids({label: [`${name}=no`]})).toEqual([]);
			expect(await ids({mode: ['replicated'], id: [id]})).toEqual([id]);
			expect(await ids({mode: ['global', 'replicated-job'], id: [id]})).toEqual([]);
		},
	},
];
