import {expect} from 'vitest';
import type {RawService, RawServiceSpec, RawTask, RawUpdateConfig} from '../../../source/engine/decode/raw.ts';
import {type Answer, type ContractSwarm, untilInSequence} from './swarm.ts';

export type Spec = RawServiceSpec & {readonly TaskTemplate: NonNullable<RawServiceSpec['TaskTemplate']>};

/** Of the lab's registry; the simulator goes by the same names. */
export const image = (name: string) => `registry:5000/shop/${name}`;

export const seconds = (count: number) => count * 1_000_000_000;

/** A service of quiet containers that stop when they are told to. */
export const specOf = (name: string, replicas: number, more: object = {}): Spec => ({
	Name: name,
	TaskTemplate: {ContainerSpec: {Image: image('web:1')}},
	Mode: {Replicated: {Replicas: replicas}},
	...more,
});

export const withImage = (spec: Spec, name: string): Spec => ({
	...spec,
	TaskTemplate: {...spec.TaskTemplate, ContainerSpec: {...spec.TaskTemplate.ContainerSpec, Image: image(name)}},
});

export const withReplicas = (spec: Spec, replicas: number): Spec => ({
	...spec,
	Mode: {Replicated: {Replicas: replicas}},
});

/** Updates that go wave by wave without a long wait, unless told otherwise. */
export const updateConfig = (more: RawUpdateConfig = {}): RawUpdateConfig => ({
	Parallelism: 1,
	Monitor: seconds(1),
	FailureAction: 'pause',
	Order: 'stop-first',
	...more,
});

/** So that a container that ends is replaced soon. */
export const restartSoon = {Condition: 'any', Delay: seconds(0.2)};

const told = ({body}: Answer) => body.toString();

export const create = async (swarm: ContractSwarm, spec: Spec): Promise<string> => {
	const answer = await swarm.ask('POST', '/services/create', spec);
	expect(answer.status, told(answer)).toBe(201);
	return (answer.json as {readonly ID: string}).ID;
};

export const inspect = async (swarm: ContractSwarm, id: string): Promise<RawService & {readonly Spec: Spec}> => {
	const answer = await swarm.ask('GET', `/services/${id}`);
	expect(answer.status, told(answer)).toBe(200);
	return answer.json as RawService & {readonly Spec: Spec};
};

/** Reads, changes and writes; `query` goes behind the version. */
export const change = async (swarm: ContractSwarm, id: string, to: (spec: Spec) => Spec, query = '') => {
	const answer = await untilInSequence(swarm, async () => {
		const {Version, Spec} = await inspect(swarm, id);
		return swarm.ask('POST', `/services/${id}/update?version=${Version?.Index}${query}`, to(Spec));
	});
	expect(answer.status, told(answer)).toBe(200);
};

export const rollBack = (swarm: ContractSwarm, id: string) => change(swarm, id, spec => spec, '&rollback=previous');

export const filtered = (path: string, filters: unknown, query = '') =>
	`${path}?filters=${encodeURIComponent(JSON.stringify(filters))}${query}`;

export const tasksBy = async (swarm: ContractSwarm, filters: object): Promise<readonly RawTask[]> => {
	const answer = await swarm.ask('GET', filtered('/tasks', filters));
	expect(answer.status, told(answer)).toBe(200);
	return answer.json as readonly RawTask[];
};

export const tasksOf = (swarm: ContractSwarm, id: string) => tasksBy(swarm, {service: [id]});

export const statusOf = async (swarm: ContractSwarm, id: string) => {
	const {json} = await swarm.ask('GET', filtered('/services', {id: [id]}, '&status=true'));
	return (json as readonly RawService[])[0]?.ServiceStatus;
};
