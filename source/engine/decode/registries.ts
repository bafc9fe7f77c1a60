import type {RegistryRules} from '../../swarm/registry-rules.ts';
import type {Json} from '../../swarm/values.ts';
import {isObject, textsOf} from './values.ts';

/** What `GET /info` says of registries in `RegistryConfig`. */
export const decodeRegistryRules = (info: Json): RegistryRules => {
	const raw = isObject(info) && isObject(info['RegistryConfig']) ? info['RegistryConfig'] : {};
	const indexes = isObject(raw['IndexConfigs']) ? Object.entries(raw['IndexConfigs']) : [];
	return {
		// One that doesn't say is taken for a secure one.
		listed: new Map(indexes.map(([name, index]) => [name, !isObject(index) || index['Secure'] !== false])),
		insecureSubnets: textsOf(raw['InsecureRegistryCIDRs']),
	};
};
