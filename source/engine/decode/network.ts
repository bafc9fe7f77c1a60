import {networkId} from '../../swarm/ids.ts';
import type {AddressRange, Network} from '../../swarm/network.ts';
import type {RawNetwork} from './raw.ts';
import {stackOf} from './stack.ts';
import {idOf, instantOf, isObject, labelsOf, listOf, objectOf, textOf} from './values.ts';

/** A network of `GET /networks`. Throws `garbled` when it has no id. */
export const decodeNetwork = (json: unknown): Network => {
	const object = objectOf(json, 'network');
	const raw = object as RawNetwork;
	const id = idOf(raw.Id, 'network');
	const driver = textOf(raw.Driver);
	const labels = labelsOf(raw.Labels);
	return {
		id: networkId(id),
		name: textOf(raw.Name) ?? id,
		...(driver !== undefined && {driver}),
		ranges: listOf(raw.IPAM?.Config).flatMap(rangeOf),
		isAttachable: raw.Attachable === true,
		// The option is set, to nothing.
		isEncrypted: isObject(raw.Options) && 'encrypted' in raw.Options,
		isIngress: raw.Ingress === true,
		isInternal: raw.Internal === true,
		labels,
		stack: stackOf(labels),
		createdAt: instantOf(raw.Created) ?? 0,
		raw: object,
	};
};

type RawRange = {readonly Subnet?: string; readonly Gateway?: string; readonly IPRange?: string};

const rangeOf = ({Subnet, Gateway, IPRange}: RawRange): readonly AddressRange[] => {
	const [subnet, range] = [textOf(Subnet), textOf(IPRange)];
	return subnet === undefined ? [] : [{subnet, gateway: textOf(Gateway), ...(range !== undefined && {range})}];
};
