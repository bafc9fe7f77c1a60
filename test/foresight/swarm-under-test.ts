import {setTimeout as sleep} from 'node:timers/promises';
import {connect} from '../../source/engine/client.ts';
import {readSnapshot} from '../../source/subcommands/read-snapshot.ts';
import {believedNodes} from '../../source/swarm/living.ts';
import {isAlive, type Node} from '../../source/swarm/node.ts';
import {isRolling} from '../../source/swarm/service.ts';
import {type Snapshot, serviceOf} from '../../source/swarm/snapshot.ts';
import {hasEnded, isRunning, isUnwanted, type Task} from '../../source/swarm/task.ts';
import {isUpToDate} from '../../source/swarm/up-to-date.ts';
import type {Lab} from '../swarm-lab/lab.ts';
import {until} from '../swarm-lab/until.ts';
import type {Step} from './steps.ts';
import {type ServicePlan, specOf} from './world.ts';

type RawVersioned = {readonly ID: string; readonly Version: {readonly Index: number}};
type RawService = RawVersioned & {readonly Spec: object; readonly PreviousSpec?: object};
type RawNode = RawVersioned & {
	readonly Spec: {readonly Labels?: Readonly<Record<string, string>>};
	readonly Description: {readonly Hostname: string};
};

/** Tasks that still wait, by service and, where they are for a node, by node. */
export type Seen = {readonly service: string; readonly node: string; readonly errors: readonly string[]};

/** Told to go while it waited for a node: nobody takes it further, where that is its own or its service rolled back. */
const isShelved = (task: Task) => task.state === 'pending' && isUnwanted(task);

const isResting = (task: Task, snapshot: Snapshot) => {
	const isOnLiving = task.nodeId === undefined || isAlive(snapshot.nodes?.items.get(task.nodeId));

	if (hasEnded(task) || !isOnLiving) {
		return hasEnded(task) ? isUnwanted(task) : true;
	}

	if (isUnwanted(task)) {
		return isShelved(task);
	}

	return task.state === 'running' || (task.state === 'pending' && task.error !== undefined);
};

const allTasks = (snapshot: Snapshot) => [...snapshot.tasks.values()].flatMap(({items}) => items);

const isWaiting = (task: Task) => task.state === 'pending' && !isUnwanted(task);

const isCalm = (snapshot: Snapshot) => {
	const tasks = allTasks(snapshot);
	const isNodeSettled = [...(snapshot.nodes?.items.values() ?? [])].every(({state}) => state !== 'unknown');
	const isWorking = [...(snapshot.services?.items.values() ?? [])].some(
		service =>
			isRolling(service) && !tasks.some(task => task.serviceId === service.id && (isWaiting(task) || isShelved(task))),
	);
	return isNodeSettled && !isWorking && tasks.every(task => isResting(task, snapshot));
};

const signatureOf = (snapshot: Snapshot) =>
	allTasks(snapshot)
		.filter(task => !hasEnded(task))
		.map(({id, state, nodeId, error}) => `${id} ${state} ${nodeId} ${error}`)
		.sort()
		.join('\n');

/** Steps are told to the engine by its API, and what it made of them is read as skep reads it. */
export const swarmUnderTest = (lab: Lab) => {
	const via = lab.node('mgr1');
	const engine = connect({kind: 'unix', socketPath: via.socket});
	// A machine that has much else to do answers late now and then.
	const snapshot = () => until('the swarm is read', () => readSnapshot(engine, Date.now));

	const retried = async (attempt: () => Promise<unknown>) =>
		until('the engine takes it', () => attempt().then(() => true), {every: 200});

	const updateNode = (name: string, change: object, labels?: (now: Readonly<Record<string, string>>) => object) =>
		retried(async () => {
			const nodes = await lab.api<readonly RawNode[]>(via, 'GET', '/nodes');
			const node = nodes.find(({Description}) => Description.Hostname === name);
			const spec = {...node?.Spec, ...change, ...(labels ? {Labels: labels(node?.Spec.Labels ?? {})} : {})};
			await lab.api(via, 'POST', `/nodes/${node?.ID}/update?version=${node?.Version.Index}`, spec);
		});

	const updateService = (plan: ServicePlan) =>
		retried(async () => {
			const now = await lab.api<RawVersioned>(via, 'GET', `/services/${plan.name}`);
			await lab.api(via, 'POST', `/services/${now.ID}/update?version=${now.Version.Index}`, specOf(plan));
		});

	const rewrite = (name: string, query: string, specIn: (now: RawService) => object) =>
		retried(async () => {
			const now = await lab.api<RawService>(via, 'GET', `/services/${name}`);
			await lab.api(via, 'POST', `/services/${now.ID}/update?version=${now.Version.Index}${query}`, specIn(now));
		});

	const create = (plan: ServicePlan) => lab.api(via, 'POST', '/services/create', specOf(plan));
	const remove = (name: string) => lab.api(via, 'DELETE', `/services/${name}`);

	return {
		snapshot,
		create,
		remove,
		updateNode,
		close: () => engine.close(),
		/** Nothing moves any more: what waits now waits for good. Looked at until it was the same for a while. */
		async calm(): Promise<Snapshot> {
			let last = '';
			let times = 0;
			return until(
				'the swarm is calm',
				async () => {
					const now = await snapshot();
					const signature = isCalm(now) ? signatureOf(now) : 'moving';
					times = signature === last && signature !== 'moving' ? times + 1 : 0;
					last = signature;
					return times >= 5 ? now : undefined;
				},
				// A rollback waits a minute for every task that has no node.
				{seconds: 240, every: 250},
			);
		},
		async apply(step: Step, plan: ServicePlan | undefined) {
			switch (step.kind) {
				case 'availability':
					return updateNode(step.node, {Availability: step.availability});
				case 'role':
					return updateNode(step.node, {Role: step.role});
				case 'label':
					return updateNode(step.node, {}, now => {
						const kept = Object.entries(now).filter(([key]) => !step.change.remove.includes(key));
						return {...Object.fromEntries(kept), ...step.change.set};
					});
				case 'loss':
					await lab.kill(lab.node(step.node));
					return until('the managers miss it', async () =>
						[...((await snapshot()).nodes?.items.values() ?? [])].some(({state}) => state === 'down'),
					);
				case 'deploy':
					await Promise.all(step.removes.map(name => remove(name)));

					for (const {plan: wanted, before} of step.writes) {
						await (before === undefined ? create(wanted) : updateService(wanted));
					}

					return true;
				case 'rollback':
					return rewrite(step.service, '&rollback=previous', now => now.Spec);
				case 'return':
					return rewrite(step.service, '', now => now.PreviousSpec ?? now.Spec);
				case 'resume':
					return rewrite(step.service, '', now => now.Spec);
				case 'pause':
					return plan && updateService(plan).then(() => pausedBy(lab, step.service, snapshot));
				default:
					return plan && updateService(plan);
			}
		},
	};
};

const serviceIn = (snapshot: Snapshot, name: string) =>
	[...(snapshot.services?.items.values() ?? [])].find(service => service.name === name);

/** Kills new tasks of an update until it pauses; one that never gets so far, or is through before, is left as it is. */
const pausedBy = async (lab: Lab, name: string, snapshot: () => Promise<Snapshot>) => {
	const killed = new Set<string>();

	await until(
		'the update pauses',
		async () => {
			const now = await snapshot();
			const service = serviceIn(now, name);
			const state = service?.updateStatus?.state;
			const tasks = (service && now.tasks.get(service.id)?.items) ?? [];
			const meant = tasks.filter(task => !isUnwanted(task) && !hasEnded(task));
			const fresh = meant.filter(task => service && isUpToDate(task, service, undefined));
			const isStuck = fresh.some(task => isWaiting(task) && task.error !== undefined) && !fresh.some(isRunning);

			if (state !== 'updating' || isStuck) {
				return isStuck || state !== undefined || fresh.length === meant.length;
			}

			for (const task of fresh.filter(one => isRunning(one) && killed.size === 0)) {
				killed.add(task.id);
				await kill(lab, task, now);
			}

			return false;
		},
		{seconds: 60, every: 100},
	);
	// A paused updater waits out its delay: a resume before that would be forgotten.
	await sleep(3000);
};

const kill = async (lab: Lab, {id, nodeId}: Task, {nodes}: Snapshot) => {
	const node = lab.node((nodeId && nodes?.items.get(nodeId)?.hostname) ?? '');
	const filters = encodeURIComponent(JSON.stringify({label: [`com.docker.swarm.task.id=${id}`]}));
	const [container] = await lab.api<readonly {readonly Id: string}[]>(
		node,
		'GET',
		`/containers/json?filters=${filters}`,
	);
	container && (await lab.api(node, 'POST', `/containers/${container.Id}/kill`));
};

export type SwarmUnderTest = ReturnType<typeof swarmUnderTest>;

/** What waits, as the engine has it. */
export const waitingIn = (snapshot: Snapshot): readonly Seen[] => {
	const nodes = believedNodes(snapshot, Date.now());
	const groups = Map.groupBy(allTasks(snapshot).filter(isWaiting), task => {
		const node = task.nodeId && nodes?.get(task.nodeId)?.hostname;
		return `${serviceOf(snapshot, task.serviceId)?.name ?? '?'}|${node ?? ''}`;
	});
	return [...groups].map(([key, tasks]) => {
		const [service = '', node = ''] = key.split('|');
		return {service, node, errors: tasks.map(({error}) => error ?? '')};
	});
};

const written = (task: Task, snapshot: Snapshot) => {
	const node = task.nodeId && snapshot.nodes?.items.get(task.nodeId)?.hostname;
	const service = serviceOf(snapshot, task.serviceId)?.name ?? '?';
	const made = new Date(task.createdAt).toISOString().slice(11);
	return `${service}.${task.slot ?? ''} ${task.state}/${task.desiredState} ${node ?? '-'} ${made} ${task.error ?? ''}`;
};

const writtenNode = ({hostname, availability, state, role, labels}: Node) =>
	`${hostname} ${state} ${availability} ${role} ${JSON.stringify(labels)}`;

/** For who looks into a difference: all nodes, services and tasks. */
export const tasksIn = (title: string, snapshot: Snapshot): readonly string[] => [
	title,
	...[...(snapshot.nodes?.items.values() ?? [])].map(writtenNode).sort(),
	...[...(snapshot.services?.items.values() ?? [])].map(
		({name, updatedAt, updateStatus}) =>
			`${name} written ${new Date(updatedAt).toISOString().slice(11)} ${updateStatus?.state ?? ''}`,
	),
	...allTasks(snapshot)
		.map(task => written(task, snapshot))
		.sort(),
];
