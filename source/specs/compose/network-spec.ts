import {byText, type Tree} from '../tree.ts';
import {isExternal, labelled, type Scope} from './scope.ts';
import {isUserDefined, networkName, networksOf} from './service-spec.ts';
import {flagAt, mapAt, textAt, treeAt, treesAt} from './tree.ts';

/** A network that a deploy makes where there is none of its name. */
export type NetworkSpec = {
	readonly key: string;
	readonly name: string;
	readonly driver: string;
	readonly subnets: readonly string[];
	readonly isAttachable: boolean;
	readonly isInternal: boolean;
	/** Driver options, `encrypted` among them. */
	readonly options: Readonly<Record<string, string>>;
	readonly labels: Readonly<Record<string, string>>;
};

/** By docker/cli's cli/compose/convert/compose.go: only networks that services use, the default one if any is on none. */
export const networkSpecs = (services: readonly Tree[], scope: Scope) => {
	const keys = [...new Set(services.flatMap(service => Object.keys(networksOf(service))))].sort(byText);
	const isOutside = (key: string) => isExternal(treeAt(scope.networks, key) ?? {});
	return {
		networks: keys.filter(key => !isOutside(key)).map(key => networkSpec(key, scope)),
		externalNetworks: keys
			.filter(isOutside)
			.map(key => networkName(key, scope))
			.filter(isUserDefined),
	};
};

const networkSpec = (key: string, scope: Scope): NetworkSpec => {
	const network = treeAt(scope.networks, key) ?? {};
	return {
		key,
		name: networkName(key, scope),
		driver: textAt(network, 'driver') ?? 'overlay',
		subnets: treesAt(treeAt(network, 'ipam'), 'config').flatMap(pool => textAt(pool, 'subnet') ?? []),
		isAttachable: flagAt(network, 'attachable') ?? false,
		isInternal: flagAt(network, 'internal') ?? false,
		options: mapAt(network, 'driver_opts'),
		labels: labelled(scope, mapAt(network, 'labels')),
	};
};
