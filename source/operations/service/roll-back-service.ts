import type {ServiceChange} from '../../engine/changes.ts';
import {isEqualJson, isSameTree} from '../../swarm/equal.ts';
import type {ServiceId} from '../../swarm/ids.ts';
import type {Service} from '../../swarm/service.ts';
import {type Snapshot, serviceOf} from '../../swarm/snapshot.ts';
import type {DiffLine} from '../../swarm/spec-diff.ts';
import type {Field, FormValues, Parsed} from '../form.ts';
import type {Plan, ServiceOperation} from '../operation.ts';
import type {Resources} from '../resources.ts';
import type {ServiceTarget} from '../target.ts';
import {serviceNow} from '../targets.ts';
import {crashWords, isCrashing} from './crashing-return.ts';
import {loginFor} from './pin-image.ts';
import {returnCommand} from './return-command.ts';
import {returnForesight} from './return-foresight.ts';
import {returnLabels} from './return-labels.ts';
import {changesBy, changesInShort, hasReturn, type Return, returnsOf, specAfter} from './returns.ts';
import {rewrittenWarnings} from './rewritten.ts';
import {planOf, rollingBack} from './roll-back-plan.ts';
import {joined} from './service-write.ts';

/** The way back of each service. Holds whole specs: variables, and with them passwords. */
type Input = {
	readonly ways: Readonly<Record<ServiceId, Return>>;
	/** Each service as it will be, read from the spec that its way leads to. */
	readonly wanted?: Readonly<Record<ServiceId, Service>>;
};

const byEngine: Return = {kind: 'engine'};

/** Docker's own rollback of one service, and what it is to be then. */
export const rollbackByEngine = (id: ServiceId, wanted: Service): Input => {
	const ways: Record<ServiceId, Return> = {[id]: byEngine};
	const all: Record<ServiceId, Service> = {[id]: wanted};
	return {ways, wanted: all};
};

const wayOf = ({id}: Service, {ways}: Input) => ways[id] ?? byEngine;

export const rollBackService: ServiceOperation<Input> = {
	on: 'service',
	id: 'rollBackService',
	title: rollingBack,
	verb: 'roll back',
	doing: 'Rolling back',
	done: 'rollback begun',
	rolls: () => true,
	danger: 'disruptive',
	blockedBy(target, snapshot) {
		const service = serviceNow(target, snapshot);

		if (hasReturn(service, target.history ?? [])) {
			return undefined;
		}

		return service.updateStatus?.state === 'rollback_completed'
			? 'rolled back already, and Docker kept no spec to return to'
			: 'never updated: Docker has no spec to return to';
	},
	fields,
	meaning: ({to}, [target], snapshot) => {
		const service = target && serviceNow(target, snapshot);
		const way = target && chosen(target, to);
		return service === undefined || way === undefined ? [] : [changesInShort(changesBy(service, way))];
	},
	parse,
	recorded: ({ways}) =>
		Object.entries(ways).map(([id, way]) =>
			way.kind === 'engine' ? {id, to: 'engine'} : {id, to: way.known.image, until: way.known.replacedAt},
		),
	needs: targets => ({services: targets.map(({id}) => id), tasksOf: targets.map(({id}) => id)}),
	prepare: readWanted,
	preparing: 'Working out the plan...',
	plan: planAll,
	cli: ({saw}, input, snapshot) => returnCommand(saw, wayOf(saw, input), snapshot),
	relies: ({spec, previousSpec, id}, {ways}) => ({
		spec,
		...(ways[id]?.kind === 'kept' ? {} : {'rollback target': previousSpec ?? null}),
	}),
	run: rollBack,
	isWritten: (now, input, over) => now !== undefined && holds(now, wayOf(over, input), over),
	isSeen({id, saw}, input, snapshot) {
		const now = serviceOf(snapshot, id);
		return now !== undefined && holds(now, wayOf(saw, input), saw);
	},
};

/** Several services each go their likeliest way; for one, there is a choice where there is more than one way. */
function fields(targets: readonly ServiceTarget[]): readonly Field[] {
	const [target] = targets;
	const labels = target === undefined || targets.length > 1 ? [] : labelsOf(target);

	return labels.length < 2
		? []
		: [{name: 'to', label: '', initial: labels[0] ?? '', choices: labels, hint: 'Up and Down choose'}];
}

const waysOf = ({saw, history = []}: ServiceTarget) => returnsOf(saw, history);

const labelsOf = (target: ServiceTarget) => returnLabels(target.saw, waysOf(target));

const chosen = (target: ServiceTarget, to: string | undefined) =>
	waysOf(target)[Math.max(0, labelsOf(target).indexOf(to ?? ''))];

function parse(values: FormValues, targets: readonly ServiceTarget[]): Parsed<Input> {
	const ways = targets.map(target => [target.id, chosen(target, values['to']) ?? byEngine] as const);
	return {kind: 'input', input: {ways: Object.fromEntries(ways) as Input['ways']}};
}

/** Asks nobody: only the engine's part knows how to read a spec. */
async function readWanted(input: Input, targets: readonly ServiceTarget[], {engine}: Resources): Promise<Input> {
	const wanted = targets.flatMap(({id, saw}) => {
		const spec = specAfter(saw, wayOf(saw, input));
		return spec === undefined ? [] : [[id, engine.imagined(spec)] as const];
	});
	return {...input, wanted: Object.fromEntries(wanted) as NonNullable<Input['wanted']>};
}

function planAll(targets: readonly ServiceTarget[], input: Input, snapshot: Snapshot): Plan {
	const services = targets.map(target => serviceNow(target, snapshot));
	const leads = services.map(service => ({service, way: wayOf(service, input), wanted: input.wanted?.[service.id]}));
	const foresight = returnForesight(leads, snapshot);
	const plan = joined(leads.map((one, at) => planOf(one, targets[at]?.history ?? [], foresight, snapshot)));
	return {
		...plan,
		warnings: [...rewrittenWarnings(foresight, services), ...plan.warnings],
		refusals: leads.flatMap(({service, way}) => refusalsOf(service, way, snapshot)),
		diff: leads.flatMap(({service, way}) => diffOf(service, way, services.length > 1)),
	};
}

async function rollBack(resources: Resources, fresh: Service, input: Input, signal: AbortSignal) {
	const way = wayOf(fresh, input);

	if (way.kind === 'engine') {
		return resources.engine.updateService(fresh, {kind: 'rollback'}, signal);
	}

	const spec = specAfter(fresh, way) ?? fresh.spec;
	const {auth, note} = way.known.image === fresh.image ? {} : await loginFor(way.known.image, resources);
	const isPrevious = fresh.previousSpec !== undefined && isSameTree(way.known.spec, fresh.previousSpec);
	const change: ServiceChange = {kind: 'spec', spec, ...(auth && {auth}), ...(isPrevious && {hasPreviousAuth: true})};
	const warnings = await resources.engine.updateService(fresh, change, signal);

	return [...warnings, ...(note === undefined ? [] : [note])];
}

const holds = (now: Service, way: Return, over: Service) => {
	const wanted = specAfter(over, way);
	return wanted !== undefined && isEqualJson(now.spec, wanted);
};

const refusalsOf = (service: Service, way: Return, snapshot: Snapshot) => {
	const then = specAfter(service, way);

	if (isCrashing(service, way, snapshot)) {
		return [crashWords(service)];
	}

	return then !== undefined && isSameTree(service.spec, then)
		? [`${service.name}: the spec that Docker kept is the one of now; there is nothing to roll back to.`]
		: [];
};

const diffOf = (service: Service, way: Return, isOneOfSeveral: boolean) => [
	...(isOneOfSeveral ? [`${service.name}:`] : []),
	...changesBy(service, way).flatMap(linesOf),
];

const linesOf = ({path, before, after}: DiffLine) => [
	...(before === undefined ? [] : [`- ${path}: ${before}`]),
	...(after === undefined ? [] : [`+ ${path}: ${after}`]),
];
