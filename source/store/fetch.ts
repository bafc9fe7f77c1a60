import type {Engine} from '../engine/engine.ts';
import type {NodeId, ServiceId} from '../swarm/ids.ts';
import {serviceOf, tasksOnNode} from '../swarm/snapshot.ts';
import type {Needs} from '../swarm/snapshot-needs.ts';
import type {Draft} from './draft.ts';
import type {Questions} from './questions.ts';

type Fetching = {readonly engine: Engine; readonly draft: Draft; readonly questions: Questions};

/** Asks anew for everything needed; polls under way are not waited for, as they may have been asked before. */
export const fetchNeeds = async (fetching: Fetching, needs: Needs, signal: AbortSignal): Promise<void> => {
	const {engine, draft, questions} = fetching;
	const nodes = needs.nodes === true ? questions.nodes(signal) : undefined;
	const volumes = needs.volumes === true ? questions.volumes(signal) : undefined;
	const swarm = needs.swarm === true ? questions.swarm(signal) : undefined;
	const info = needs.engine === true ? engine.info(signal).then(draft.takeInfo) : undefined;
	const objects = [needs.objects ?? []].flat().map(kind => questions[kind](signal));
	const services = needs.allServices === true ? questions.services(undefined, signal) : undefined;
	const onNode = servicesOn(fetching, needs.tasksOn ?? [], signal);
	const [onNodes] = await Promise.all([onNode, nodes, volumes, swarm, services, info, ...objects]);
	await readServices(fetching, needs, onNodes, signal);
};

const readServices = async (
	{draft, questions}: Fetching,
	needs: Needs,
	onNodes: readonly ServiceId[],
	signal: AbortSignal,
) => {
	const isKnown = (id: ServiceId) => serviceOf(draft.snapshot(), id) !== undefined;
	const tasksOf = new Set([...(needs.tasksOf ?? []), ...onNodes]);
	// Tasks of a service that isn't known are dropped, so it comes first.
	const services = new Set([...(needs.services ?? []), ...[...tasksOf].filter(id => !isKnown(id))]);
	if (services.size > 0) {
		await questions.services([...services], signal);
	}
	const present = [...tasksOf].filter(isKnown);
	if (present.length > 0) {
		await questions.tasks(present, signal);
	}
};

/** The services that have tasks on these nodes, by the engine's answer and by what is known already. */
const servicesOn = async ({engine, draft}: Fetching, nodes: readonly NodeId[], signal: AbortSignal) => {
	const listings = await Promise.all(nodes.map(node => engine.tasks({node}, signal)));
	const known = nodes.flatMap(node => tasksOnNode(draft.snapshot(), node));
	const tasks = [...listings.flatMap(({items}) => items), ...known];
	return [...new Set(tasks.flatMap(({serviceId}) => serviceId ?? []))];
};
