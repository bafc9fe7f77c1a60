import type {Target} from '../../operations/target.ts';
import {seenIn} from '../../operations/targets.ts';
import type {ClusterState, Connection} from '../../store/cluster.ts';
import {type NodeId, nodeId, type ServiceId, serviceId} from '../../swarm/ids.ts';
import type {CommandContext} from '../context.ts';
import {openCockpit, topLayer} from '../state.ts';
import {shelfServiceIds, shelfTarget} from './shelf-target.ts';

/** Marked rows act together; else the row under the cursor, or what the pane's title names. */
export function targetsOf(context: CommandContext, kind: Target['kind']): readonly Target[] {
	if (kind === 'swarm' || kind === 'engine') {
		return wholeTarget(context, kind);
	}

	if (topLayer(context.ui.getState())?.kind === 'shelf') {
		return kind === 'service'
			? shelfServiceIds(context).flatMap(id => serviceTarget(context, id))
			: shelfTarget(context, kind);
	}

	if (topLayer(context.ui.getState())?.kind === 'guide') {
		return leftTarget(context, kind);
	}

	if (kind === 'node') {
		return nodeIds(context).flatMap(id => nodeTarget(context, id));
	}

	return kind === 'service' ? serviceIds(context).flatMap(id => serviceTarget(context, id)) : [];
}

/** On the page of what was done step by step: what that left without a use. */
function leftTarget({guides, view}: CommandContext, kind: Target['kind']): readonly Target[] {
	const left = guides.left();
	const saw = left && seenIn(view.snapshot(), left.kind).get(left.id);
	return left === undefined || saw === undefined || left.kind !== kind ? [] : [{kind, id: left.id, saw} as Target];
}

/** What there is one of: the swarm, and the engine that skep talks to. */
export function wholeTarget({cluster, resources}: CommandContext, kind: 'swarm' | 'engine'): readonly Target[] {
	const {snapshot, info, connection} = cluster.getState();

	if (kind === 'engine') {
		const {engine, addresses = []} = resources;
		return info === undefined ? [] : [{kind, id: engine.place().address, saw: heard(info, connection), addresses}];
	}

	return snapshot.swarm === undefined ? [] : [{kind, id: snapshot.swarm.id, saw: snapshot.swarm}];
}

/** What an engine says of itself is asked less often than it is heard in other answers; while it is silent, it may be otherwise by now. */
function heard(info: NonNullable<ClusterState['info']>, {kind}: Connection): NonNullable<ClusterState['info']> {
	switch (kind) {
		case 'live':
			return info;
		case 'locked':
			return {...info, swarmState: 'locked'};
		case 'not-in-a-swarm':
			return {...info, swarmState: 'inactive', isManager: false, nodeId: undefined};
		case 'not-a-manager':
			return {...info, isManager: false};
		default:
			return info.swarmState === 'active' ? {...info, swarmState: 'error'} : info;
	}
}

function nodeIds({ui, view}: CommandContext): readonly NodeId[] {
	const {focus, lists} = ui.getState();

	if (openCockpit(ui.getState()) !== undefined) {
		return [];
	}

	if (focus === 'nodes') {
		return lists.nodes.marked.size > 0
			? [...lists.nodes.marked].map(nodeId)
			: idsOf(view.selected('nodes')).map(nodeId);
	}

	const subject = focus === 'needs' ? view.selected('needs')?.subject : undefined;
	return subject?.kind === 'node' ? [subject.id] : [];
}

function serviceIds({ui, view}: CommandContext): readonly ServiceId[] {
	const {focus, lists} = ui.getState();
	const cockpit = openCockpit(ui.getState());

	if (cockpit !== undefined) {
		return [cockpit.serviceId];
	}

	if (focus === 'services') {
		return lists.services.marked.size > 0
			? [...lists.services.marked].map(serviceId)
			: idsOf(view.selected('services')).map(serviceId);
	}

	if (focus === 'needs') {
		const subject = view.selected('needs')?.subject;
		return subject?.kind === 'service' ? [subject.id] : [];
	}

	const subject = view.subject();
	return focus !== 'nodes' && subject?.kind === 'service' ? [subject.id] : [];
}

const idsOf = (row: {readonly id: string} | undefined) => (row === undefined ? [] : [row.id]);

function nodeTarget({view}: CommandContext, id: NodeId): readonly Target[] {
	const saw = view.nodeOf(id);
	return saw === undefined ? [] : [{kind: 'node', id, saw}];
}

function serviceTarget({view, history}: CommandContext, id: ServiceId): readonly Target[] {
	const saw = view.serviceOf(id);
	return saw === undefined ? [] : [{kind: 'service', id, saw, history: history.of(id)}];
}
