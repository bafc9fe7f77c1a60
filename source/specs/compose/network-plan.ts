import type {Network} from '../../swarm/network.ts';
import {type DiffLine, specDiff} from '../../swarm/spec-diff.ts';
import type {Tree} from '../tree.ts';
import type {NetworkSpec} from './network-spec.ts';
import type {StackSpecs} from './stack-specs.ts';
import {compact, mapAt} from './tree.ts';

/** `stays`: it is there, and no deploy changes a network, whatever the file says of it by now. */
export type NetworkPlan =
	| {readonly kind: 'create'; readonly spec: NetworkSpec}
	| {readonly kind: 'stays'; readonly spec: NetworkSpec; readonly network: Network; readonly diff: readonly DiffLine[]};

export const networkPlans = ({networks, stack}: StackSpecs, there: readonly Network[]): readonly NetworkPlan[] =>
	networks.map(spec => {
		const network = there.find(({name, stack: of}) => name === spec.name && of === stack);
		return network === undefined
			? {kind: 'create', spec}
			: {kind: 'stays', spec, network, diff: specDiff(networkNow(network, spec), networkWanted(spec))};
	});

const networkWanted = ({driver, subnets, isAttachable, isInternal, options, labels}: NetworkSpec): Tree =>
	compact({
		driver,
		subnets: subnets.toSorted(),
		attachable: isAttachable || undefined,
		internal: isInternal || undefined,
		options,
		Labels: labels,
	});

/** Subnets that Swarm chose itself are as good as none; what it notes among the options is its own. */
const networkNow = ({driver, ranges, isAttachable, isInternal, labels, raw}: Network, wanted: NetworkSpec): Tree => {
	const own = 'com.docker.network.driver.overlay.vxlanid_list';
	const options = Object.entries(mapAt(raw as Tree, 'Options')).filter(([name]) => name !== own);
	return compact({
		driver,
		subnets: wanted.subnets.length === 0 ? [] : ranges.map(({subnet}) => subnet).toSorted(),
		attachable: isAttachable || undefined,
		internal: isInternal || undefined,
		options: Object.fromEntries(options),
		Labels: labels,
	});
};
