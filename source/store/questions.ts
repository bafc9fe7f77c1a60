import type {Engine, Listing} from '../engine/engine.ts';
import {isEngineError} from '../engine/errors.ts';
import type {ServiceId} from '../swarm/ids.ts';
import type {Service} from '../swarm/service.ts';
import type {Task} from '../swarm/task.ts';
import type {Unreadable} from './cluster.ts';
import type {Draft} from './draft.ts';
import {type Ledger, noteGone, noteNodes, noteServices} from './ledger.ts';
import type {Turn} from './turns.ts';

/** How to ask, and where the answer goes. Each asks at once and resolves when the store holds the answer. */
export type Questions = ReturnType<typeof createQuestions>;

type QuestionsOptions = {
	readonly engine: Engine;
	readonly draft: Draft;
	/** Told what the answers changed. */
	readonly ledger: () => Ledger;
	readonly now: () => number;
};

export const createQuestions = ({engine, draft, ledger, now}: QuestionsOptions) => {
	const takeServices = (listing: Listing<Service>, turn: Turn, ids: readonly ServiceId[] | undefined) => {
		const before = draft.snapshot().services?.items;
		noteServices(ledger(), before, draft.takeServices(listing, turn, ids), now());
		noteGone(ledger(), draft.snapshot());
	};
	const takeTasks = (listing: Listing<Task>, turn: Turn, ids: readonly ServiceId[] | undefined) => {
		const {tasks} = draft.snapshot();
		for (const id of draft.takeTasks(listing, turn, ids)) {
			if (tasks.has(id)) {
				ledger().tasksChangedAt.set(id, now());
			}
		}
		return listing.bytes;
	};
	const services = async (ids: readonly ServiceId[] | undefined, signal: AbortSignal) => {
		const turn = draft.nextTurn();
		takeServices(await engine.services(ids, signal), turn, ids);
	};
	const askedAgain = new WeakSet<Service>();
	/** Tasks made from a spec newer than the one that is known: read it first, or they would pass for outdated ones. */
	const catchUp = async (listing: Listing<Task>, signal: AbortSignal) => {
		const stale = outrunServices(listing.items, draft.snapshot().services?.items).filter(
			service => !askedAgain.has(service),
		);
		for (const service of stale) {
			askedAgain.add(service);
		}
		if (stale.length > 0) {
			await services(
				stale.map(({id}) => id),
				signal,
			);
		}
	};
	const tasks = async (ids: readonly ServiceId[], signal: AbortSignal) => {
		const turn = draft.nextTurn();
		const listing = await engine.tasks({services: ids}, signal);
		await catchUp(listing, signal);
		return takeTasks(listing, turn, ids);
	};

	/** A proxy before the engine may keep some kinds back: the rest of the swarm is as readable as ever. */
	const unlessRefused = async (kind: Unreadable, ask: () => Promise<void>) => {
		try {
			await ask();
		} catch (error) {
			if (!isEngineError(error, 'forbidden', 'refused', 'not-found')) {
				throw error;
			}
			draft.refuse(kind, error.message);
		}
	};

	return {
		services,
		/** Answers the bytes it took. One unknown service fails them all, so those that are gone are found out and left out. */
		tasks: async (ids: readonly ServiceId[], signal: AbortSignal): Promise<number> => {
			try {
				return await tasks(ids, signal);
			} catch (error) {
				if (!isEngineError(error, 'not-found')) {
					throw error;
				}
				await services(ids, signal);
				const present = ids.filter(id => draft.snapshot().services?.items.has(id));
				return present.length === 0 ? 0 : tasks(present, signal);
			}
		},
		allTasks: async (signal: AbortSignal) => {
			const turn = draft.nextTurn();
			takeTasks(await engine.tasks('all', signal), turn, undefined);
		},
		nodes: async (signal: AbortSignal) => {
			const turn = draft.nextTurn();
			const listing = await engine.nodes(signal);
			const before = draft.snapshot().nodes?.items;
			noteNodes(ledger(), before, draft.takeNodes(listing, turn), draft.snapshot(), now());
		},
		/** The first answers about nodes and services, put on screen together. */
		overview: async (signal: AbortSignal) => {
			const turn = draft.nextTurn();
			const [nodes, all] = await Promise.all([engine.nodes(signal), engine.services(undefined, signal)]);
			return () => {
				draft.together(() => {
					draft.takeNodes(nodes, turn);
					draft.takeServices(all, turn, undefined);
				});
			};
		},
		networks: async (signal: AbortSignal) => {
			const turn = draft.nextTurn();
			draft.takeNetworks(await engine.networks(signal), turn);
		},
		secrets: (signal: AbortSignal) =>
			unlessRefused('secrets', async () => {
				const turn = draft.nextTurn();
				draft.takeSecrets(await engine.secrets(signal), turn);
			}),
		configs: (signal: AbortSignal) =>
			unlessRefused('configs', async () => {
				const turn = draft.nextTurn();
				draft.takeConfigs(await engine.configs(signal), turn);
			}),
		volumes: async (signal: AbortSignal) => {
			const turn = draft.nextTurn();
			draft.takeVolumes(await engine.volumes(signal), turn);
		},
		swarm: async (signal: AbortSignal) => {
			const turn = draft.nextTurn();
			draft.takeSwarm(await engine.swarm(signal), turn);
		},
	};
};

/** The services of which a task was made after their last known write, and from something else. */
const outrunServices = (tasks: readonly Task[], services: ReadonlyMap<ServiceId, Service> | undefined) => {
	const outrun = new Set<Service>();
	for (const {serviceId, createdAt, template} of tasks) {
		const service = serviceId && services?.get(serviceId);
		if (service && createdAt > service.updatedAt && template.content !== service.template.content) {
			outrun.add(service);
		}
	}
	return [...outrun];
};
