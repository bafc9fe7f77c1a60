import {beyondText} from '../../specs/flags/create-command.ts';
import {nodeUpdateFlags} from '../../specs/flags/node-flags.ts';
import {at, treeOf} from '../../specs/tree.ts';
import {isEqualJson} from '../../swarm/equal.ts';
import type {Node} from '../../swarm/node.ts';
import {nodeOf, type Snapshot} from '../../swarm/snapshot.ts';
import {specDiff} from '../../swarm/spec-diff.ts';
import type {Json} from '../../swarm/values.ts';
import {
	conflictsOf,
	diffOf,
	holdsEdit,
	keptOf,
	parseEdit,
	recordedEdit,
	type SpecEdit,
	specAfter,
} from '../edit-spec.ts';
import type {NodeOperation, Plan} from '../operation.ts';
import {comment, docker, nodeArgument} from '../shell.ts';
import type {NodeTarget} from '../target.ts';
import {nodeName, nodeNow} from '../targets.ts';
import {activateNode} from './activate-node.ts';
import {demoteNode, promoteNode} from './change-role.ts';
import {drainNode} from './drain-node.ts';
import {labelNode} from './label-node.ts';
import {pauseNode} from './pause-node.ts';

const specOf = ({raw}: Node): Json => at(raw, ['Spec']) ?? {};

const specced = (node: Node) => ({version: node.version, spec: specOf(node)});

/** A whole spec from the editor: labels, role and availability at once. */
export const editNode: NodeOperation<SpecEdit> = {
	on: 'node',
	id: 'editNode',
	title: 'Edit node',
	verb: 'edit',
	doing: 'Changing',
	done: 'changed',
	danger: 'disruptive',
	blockedBy: () => undefined,
	parse: (values, [target]) => parseEdit(values, target === undefined ? null : specOf(target.saw)),
	recorded: recordedEdit,
	needs: targets => ({nodes: true, tasksOn: targets.map(({id}) => id)}),
	plan(targets, edit, snapshot) {
		const plans = targets.map(target => planOf(target, edit, snapshot));
		return {
			effects: plans.flatMap(({effects}) => effects),
			warnings: plans.flatMap(({warnings}) => warnings),
			forecast: plans.flatMap(({forecast = []}) => forecast),
			refusals: plans.flatMap(({refusals}) => refusals),
			diff: plans.flatMap(({diff = []}) => diff),
		};
	},
	cli({saw}, edit, snapshot) {
		const {words, beyond} = nodeUpdateFlags(specOf(saw), specAfter(edit, specOf(saw)));
		const call = `POST /nodes/${saw.id}/update?version=${saw.version}`;
		return words.length === 0
			? comment(`no flag of docker does this: ${call} with the whole spec`)
			: docker('node', 'update', ...words, nodeArgument(saw, snapshot)) + beyondText(beyond, call);
	},
	relies: specOf,
	run: ({engine}, fresh, edit, signal) =>
		engine.updateNode(fresh, {kind: 'spec', spec: specAfter(edit, specOf(fresh))}, signal),
	isWritten: (now, edit, over) => now !== undefined && holdsEdit(specced(now), edit, specced(over)),
	isSeen({id, saw}, edit, snapshot) {
		const now = nodeOf(snapshot, id);
		return now !== undefined && holdsEdit(specced(now), edit, specced(saw));
	},
};

const planOf = (target: NodeTarget, edit: SpecEdit, snapshot: Snapshot): Plan => {
	const node = nodeNow(target, snapshot);
	const [before, name] = [specOf(node), nodeName(node, snapshot)];
	const after = specAfter(edit, before);
	const lines = specDiff(before, after);

	if (lines.length === 0 || isEqualJson(before, after)) {
		return {effects: [], warnings: [], refusals: [`Nothing changes: ${name} is so already.`]};
	}

	const parts = partsOf(target, before, after, snapshot);
	return {
		effects: [...new Set([...parts.flatMap(({effects}) => effects), ...keptOf(name, edit, before)])],
		warnings: [...new Set(parts.flatMap(({warnings}) => warnings))],
		forecast: [...new Set(parts.flatMap(({forecast = []}) => forecast))],
		refusals: [...conflictsOf(name, edit, before), ...parts.flatMap(({refusals}) => refusals)],
		diff: diffOf(lines),
	};
};

const availabilities: Readonly<Record<string, NodeOperation<null>>> = {
	active: activateNode,
	pause: pauseNode,
	drain: drainNode,
};

const roles: Readonly<Record<string, NodeOperation<null>>> = {manager: promoteNode, worker: demoteNode};

/** Each change as the operation for it alone would plan it. */
const partsOf = (target: NodeTarget, before: Json, after: Json, snapshot: Snapshot): readonly Plan[] => [
	...planBy(roles, target, at(before, ['Role']), at(after, ['Role']), snapshot),
	...planBy(availabilities, target, at(before, ['Availability']), at(after, ['Availability']), snapshot),
	...labelPlan(target, at(before, ['Labels']), at(after, ['Labels']), snapshot),
	...(isEqualJson(at(before, ['Name']) ?? null, at(after, ['Name']) ?? null)
		? []
		: [{effects: ['Its name in the spec changes; its host name stays.'], warnings: [], refusals: []}]),
];

const planBy = (
	table: Readonly<Record<string, NodeOperation<null>>>,
	target: NodeTarget,
	before: Json | undefined,
	after: Json | undefined,
	snapshot: Snapshot,
): readonly Plan[] => {
	const operation = before === after || typeof after !== 'string' ? undefined : table[after];

	if (operation === undefined) {
		return [];
	}

	const blocked = operation.blockedBy(target, snapshot);
	const plan = operation.plan([target], null, snapshot);
	return [blocked === undefined ? plan : {...plan, refusals: [...plan.refusals, `${operation.title}: ${blocked}.`]}];
};

const labelPlan = (target: NodeTarget, before: Json | undefined, after: Json | undefined, snapshot: Snapshot) => {
	const [old, now] = [treeOf(before), treeOf(after)];
	const set = Object.entries(now).filter(([key, text]) => !Object.hasOwn(old, key) || old[key] !== text);
	const remove = Object.keys(old).filter(key => !Object.hasOwn(now, key));
	return set.length + remove.length === 0
		? []
		: [labelNode.plan([target], {set: Object.fromEntries(set) as Record<string, string>, remove}, snapshot)];
};
