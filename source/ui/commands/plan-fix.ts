import type {FormValues} from '../../operations/form.ts';
import type {Operation} from '../../operations/operation.ts';
import {operations} from '../../operations/operations.ts';
import type {Target} from '../../operations/target.ts';
import type {NodeId, ServiceId} from '../../swarm/ids.ts';
import type {Fix} from '../../swarm/why/why.ts';
import type {CommandContext} from '../context.ts';
import {openOperation} from '../dialogs/open-operation.ts';
import {pushLayer, say} from '../state.ts';
import {silenceOf} from './silence.ts';

/** Opens the plan of what would let a task run, with its form filled in. Nothing is changed before someone says yes there. */
export function planFix(context: CommandContext, service: ServiceId, fix: Fix) {
	const {way} = fix;

	switch (way.kind) {
		case 'activate':
			return open(context, operations.activateNode, nodeTarget(context, way.node));
		case 'label':
			return open(context, operations.labelNode, nodeTarget(context, way.node), labelForm(way.labels));
		case 'scale':
			return open(context, operations.scaleService, serviceTarget(context, service), {replicas: `${way.replicas}`});
		case 'look':
			return pushLayer(context.ui, {kind: 'pager', about: {kind: 'node', id: way.node}, form: 'describe', top: 0});
		case 'needs':
			return open(context, operations.changeNeeds, serviceTarget(context, service), way.values);
	}
}

/** The form takes several with spaces between, or one whose value may have any. */
const labelForm = (labels: readonly string[]): FormValues =>
	labels.length === 1 && /[\s,]/.test(labels[0] ?? '') ? {long: labels[0] ?? ''} : {labels: labels.join(' ')};

function nodeTarget({view}: CommandContext, id: NodeId): Target | undefined {
	const saw = view.nodeOf(id);
	return saw && {kind: 'node', id, saw};
}

function serviceTarget({view, history}: CommandContext, id: ServiceId): Target | undefined {
	const saw = view.serviceOf(id);
	return saw && {kind: 'service', id, saw, history: history.of(id)};
}

function open(context: CommandContext, operation: Operation, target: Target | undefined, prefilled?: FormValues) {
	const reason =
		target === undefined
			? 'it is gone'
			: (silenceOf(context.cluster.getState().connection) ?? operation.blockedBy(target, context.view.snapshot()));

	if (target === undefined || reason !== undefined) {
		return say(context.ui, `${operation.title}: ${reason}`, 'look');
	}

	void openOperation(context, operation, [target], prefilled);
}
