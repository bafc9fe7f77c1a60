import type {Lab} from '../swarm-lab/lab.ts';
import type {LabNode} from '../swarm-lab/layout.ts';
import {until} from '../swarm-lab/until.ts';

export type RawNode = {
	readonly ID: string;
	readonly Version: {readonly Index: number};
	readonly Spec: {
		readonly Role: 'worker' | 'manager';
		readonly Availability: 'active' | 'pause' | 'drain';
		readonly Labels: Readonly<Record<string, string>>;
	};
	readonly Description: {readonly Hostname: string};
	readonly Status: {readonly State: string};
	readonly ManagerStatus?: {readonly Leader?: boolean; readonly Reachability: string};
};

export type RawService = {
	readonly ID: string;
	readonly Version: {readonly Index: number};
	readonly Spec: {
		readonly Name: string;
		readonly Labels?: Readonly<Record<string, string>>;
		readonly Mode: {readonly Replicated?: {readonly Replicas: number}};
		readonly TaskTemplate: {readonly ForceUpdate: number; readonly ContainerSpec: {readonly Image: string}};
	};
	readonly PreviousSpec?: RawService['Spec'];
	readonly UpdateStatus?: {readonly State: string};
};

export type RawTask = {
	readonly ID: string;
	readonly Slot?: number;
	readonly NodeID?: string;
	readonly DesiredState: string;
	readonly Status: {readonly State: string; readonly Timestamp: string};
	readonly Spec: {readonly ForceUpdate?: number; readonly ContainerSpec: {readonly Image: string}};
};

/** What the engine itself says, asked through one node of the lab. */
export function askSwarm(lab: Lab, through: () => LabNode) {
	const get = <Answer>(path: string) => lab.api<Answer>(through(), 'GET', path);
	const nodes = () => get<readonly RawNode[]>('/nodes');
	const service = (name: string) => get<RawService>(`/services/${name}`);
	const tasks = (name: string, ...states: readonly string[]) => {
		const filters = {service: [name], ...(states.length > 0 && {'desired-state': states})};
		return get<readonly RawTask[]>(`/tasks?filters=${encodeURIComponent(JSON.stringify(filters))}`);
	};
	/** What `docker service ls` shows. */
	const counts = async (name: string) => {
		const services =
			await get<readonly (RawService & {ServiceStatus: {DesiredTasks: number; RunningTasks: number}})[]>(
				'/services?status=true',
			);
		const found = services.find(({Spec}) => Spec.Name === name);

		if (found === undefined) {
			throw new Error(`The swarm has no service ${name}`);
		}

		return found.ServiceStatus;
	};
	const running = async (name: string) =>
		(await tasks(name, 'running')).filter(({Status}) => Status.State === 'running');

	const untilRunning = (name: string, count: number) =>
		until(`${count} tasks of ${name} run`, async () => (await running(name)).length === count);

	return {
		nodes,
		service,
		tasks,
		counts,
		running,
		untilRunning,
		node: async (name: string): Promise<RawNode> => {
			const found = (await nodes()).find(({Description}) => Description.Hostname === name);

			if (found === undefined) {
				throw new Error(`The swarm has no node ${name}`);
			}

			return found;
		},
		/**
		Creates a service by the docker command line; returns when its tasks run, if told how many. A wrong number is
		never met, not even while tasks start one by one.
		*/
		create: async (name: string, image: string, flags: readonly string[] = [], count?: number) => {
			await lab.docker(through(), 'service', 'create', '--quiet', '--detach', '--name', name, ...flags, image);

			if (count !== undefined) {
				await untilRunning(name, count);
				const {DesiredTasks: wanted} = await counts(name);

				if (wanted !== count) {
					throw new Error(`${name} wants ${wanted} tasks, not ${count}`);
				}
			}
		},
		/** What any write of ours changes. A node's version isn't part of it: the managers count that up themselves. */
		versions: async () => {
			const services = await get<readonly RawService[]>('/services');
			return [
				...services.map(({ID, Version}) => `${ID} ${Version.Index}`),
				...(await nodes()).map(({ID, Spec}) => `${ID} ${JSON.stringify(Spec)}`),
			].sort();
		},
	};
}

export type Swarm = ReturnType<typeof askSwarm>;
