import {isWithin, parseIp, parseSubnet} from './ip-address.ts';

/** What the engine holds of registries (`RegistryConfig` of `GET /info`). */
export type RegistryRules = {
	/** `host` or `host:port`, as someone listed it: whether its certificate counts. */
	readonly listed: ReadonlyMap<string, boolean>;
	/** Subnets whose registries need no certificate; 127.0.0.0/8 always. */
	readonly insecureSubnets: readonly string[];
};

/** Where nothing is known of the engine. */
export const strictRules: RegistryRules = {listed: new Map(), insecureSubnets: []};

/** Host and port apart, the brackets of an IPv6 address gone. */
export const hostOf = (registry: string) => registry.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');

/**
Whether the engine takes any certificate of a registry, and plain HTTP from it: listed as such by name, or within one of
the subnets by any of its addresses (moby: registry/config.go).
*/
export const isInsecure = (
	registry: string,
	addresses: readonly string[],
	{listed, insecureSubnets}: RegistryRules,
): boolean => {
	const secure = listed.get(registry);

	if (secure !== undefined) {
		return !secure;
	}

	const subnets = insecureSubnets.flatMap(text => parseSubnet(text) ?? []);
	return [hostOf(registry), ...addresses]
		.flatMap(text => parseIp(text) ?? [])
		.some(ip => subnets.some(subnet => isWithin(subnet, ip)));
};
