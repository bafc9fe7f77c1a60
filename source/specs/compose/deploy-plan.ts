import type {Config} from '../../swarm/config.ts';
import {isEqualJson} from '../../swarm/equal.ts';
import type {Network} from '../../swarm/network.ts';
import type {Secret} from '../../swarm/secret.ts';
import type {Service} from '../../swarm/service.ts';
import {type DiffLine, specDiff} from '../../swarm/spec-diff.ts';
import type {Json} from '../../swarm/values.ts';
import {isTree, type Tree} from '../tree.ts';
import {evened, type KnownIds} from './evened.ts';
import {type NetworkPlan, networkPlans} from './network-plan.ts';
import {type ObjectPlan, objectPlans} from './object-plan.ts';
import {refusalsOf} from './refusals.ts';
import {type Replaced, replacedBy} from './replaced.ts';
import type {ServicePart, StackSpecs} from './stack-specs.ts';
import {compact} from './tree.ts';
import {type ImagePin, type ResolveImage, wantedSpec} from './wanted-spec.ts';

/** What runs. */
export type Running = {
	readonly services: readonly Service[];
	readonly networks: readonly Network[];
	readonly secrets: readonly Secret[];
	readonly configs: readonly Config[];
};

export type DeployChoices = {
	readonly prune: boolean;
	readonly resolveImage: ResolveImage;
	/** By the image as the file has it. */
	readonly pins: ReadonlyMap<string, ImagePin>;
	/** Whether a config's content in the file is that in the swarm, by name; absent where nobody could compare. */
	readonly isSameContent: ReadonlyMap<string, boolean>;
};

export type ServicePlan =
	| {readonly kind: 'create'; readonly part: ServicePart; readonly spec: Tree}
	| {
			/** Written all the same when it is `same`: every deploy writes every service. */
			readonly kind: 'change' | 'same';
			readonly part: ServicePart;
			readonly service: Service;
			readonly spec: Tree;
			/** Empty for a change of mere order, which Swarm takes for one like any other. */
			readonly diff: readonly DiffLine[];
			readonly replaced: Replaced;
	  };

export type DeployPlan = {
	readonly services: readonly ServicePlan[];
	/** No longer in the file: gone with `--prune`, else left alone. */
	readonly leftovers: readonly Service[];
	readonly networks: readonly NetworkPlan[];
	readonly secrets: readonly ObjectPlan[];
	readonly configs: readonly ObjectPlan[];
	/** Networks, secrets and configs of the stack that the file has no more: no deploy removes those. */
	readonly unused: {
		readonly networks: readonly Network[];
		readonly secrets: readonly Secret[];
		readonly configs: readonly Config[];
	};
	/** Why the deploy would fail, in whole sentences. */
	readonly refusals: readonly string[];
};

export const knownIds = ({networks, secrets, configs}: Omit<Running, 'services'>): KnownIds => ({
	networks: new Map(networks.map(({id, name}) => [id, name])),
	secrets: new Set(secrets.map(({id}) => id)),
	configs: new Map(configs.map(({id, name}) => [id, name])),
});

/** What `docker stack deploy` would do with a file, as things stand. */
export const deployPlan = (specs: StackSpecs, running: Running, choices: DeployChoices): DeployPlan => {
	const ids = knownIds(running);
	const ours = running.services.filter(({stack}) => stack === specs.stack);
	const names = new Set(specs.services.map(({name}) => name));
	const plan = {
		services: specs.services.map(part => servicePlan(part, ours, ids, choices)),
		leftovers: ours.filter(({name}) => !names.has(name)),
		networks: networkPlans(specs, running.networks),
		secrets: objectPlans(specs.secrets, running.secrets, undefined),
		configs: objectPlans(specs.configs, running.configs, choices.isSameContent),
		unused: unusedOf(specs, running),
	};
	return {...plan, refusals: refusalsOf(specs, running, plan, choices.prune)};
};

const servicePlan = (
	part: ServicePart,
	ours: readonly Service[],
	ids: KnownIds,
	{resolveImage, pins}: DeployChoices,
): ServicePlan => {
	const service = ours.find(({name}) => name === part.name);
	const spec = wantedSpec(part, service, resolveImage, pins.get(part.image));

	if (service === undefined) {
		return {kind: 'create', part, spec};
	}

	const [before, after] = [evened(service.spec as Tree, ids), evened(spec, ids)];
	const diff = specDiff(before, after, {maskEnv: true});
	const isReordered = diff.length === 0 && !isEqualJson(bare(before), bare(after));
	const replaced = isReordered ? 'all' : replacedBy(before, after);
	return {kind: diff.length === 0 && !isReordered ? 'same' : 'change', part, service, spec, diff, replaced};
};

/** Without what says nothing: the engine leaves it out, and so do its answers. */
const bare = (value: Json): Json => {
	if (Array.isArray(value)) {
		return (value as readonly Json[]).map(bare);
	}

	return isTree(value)
		? compact(
				Object.fromEntries(
					Object.entries(value).map(([key, inner]) => [key, inner === null || inner === '' ? undefined : bare(inner)]),
				),
			)
		: value;
};

const unusedOf = (specs: StackSpecs, {networks, secrets, configs}: Running): DeployPlan['unused'] => {
	const without = <T extends {readonly name: string; readonly stack: string | undefined}>(
		items: readonly T[],
		parts: readonly {readonly name: string}[],
	) => items.filter(({name, stack}) => stack === specs.stack && !parts.some(part => part.name === name));
	return {
		networks: without(networks, specs.networks),
		secrets: without(secrets, specs.secrets),
		configs: without(configs, specs.configs),
	};
};

/** Nothing would be other than it is. */
export const isEmptyPlan = ({services, leftovers, networks, secrets, configs}: DeployPlan, prune: boolean): boolean =>
	services.every(({kind}) => kind === 'same') &&
	(!prune || leftovers.length === 0) &&
	networks.every(({kind}) => kind !== 'create') &&
	[...secrets, ...configs].every(({kind}) => kind !== 'create' && kind !== 'labels');
