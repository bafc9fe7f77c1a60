import type {Created, NewFile, NewNetwork, NewVolume} from './creations.ts';
import {decodeService} from './decode/service.ts';
import {isObject, textOf} from './decode/values.ts';
import type {Engine} from './engine.ts';
import {EngineError} from './errors.ts';
import {authHeader} from './reads.ts';
import type {SeveralCalls as Calls} from './several.ts';
import {warningsIn} from './writes.ts';

type Creations = Pick<
	Engine,
	'imagined' | 'createService' | 'createSecret' | 'createConfig' | 'createNetwork' | 'createVolume'
>;

/** Everything that comes into being by a call of its own. A name that is taken is a `conflict`. */
export const creationsOf = (calls: Calls): Creations => {
	const create = async (path: string, body: unknown, signal: AbortSignal | undefined, headers = {}) =>
		createdIn(await calls.write('POST', {path, headers, body}, signal));

	return {
		imagined: spec => decodeService({ID: 'imagined', Spec: spec}),
		createService: (spec, auth, signal) => create('/services/create', spec, signal, authHeader(auth)),
		createSecret: (file, signal) => create('/secrets/create', rawFile(file), signal),
		createConfig: (file, signal) => create('/configs/create', rawFile(file), signal),
		createNetwork: (network, signal) => create('/networks/create', rawNetwork(network), signal),
		createVolume: async (volume, signal) => {
			await calls.write('POST', {path: '/volumes/create', body: rawVolume(volume)}, signal);
		},
	};
};

const createdIn = (text: string): Created => {
	const id = idIn(text);

	if (id === undefined) {
		throw new EngineError('garbled', 'The engine made it, and did not say under which id.');
	}

	return {id, warnings: [...warningsIn(text), ...warningIn(text)]};
};

/** Services, secrets and configs answer `ID`, networks `Id`. */
const idIn = (text: string) => fieldIn(text, 'ID') ?? fieldIn(text, 'Id');

/** Networks answer one warning, empty where there is none. */
const warningIn = (text: string) => [fieldIn(text, 'Warning') ?? []].flat();

const fieldIn = (text: string, field: string) => {
	try {
		const json: unknown = JSON.parse(text);
		return isObject(json) ? textOf(json[field]) : undefined;
	} catch {
		return undefined;
	}
};

const rawFile = ({name, labels, data, isTemplate}: NewFile) => ({
	Name: name,
	Labels: labels ?? {},
	Data: Buffer.from(data).toString('base64'),
	...(isTemplate ? {Templating: {Name: 'golang'}} : {}),
});

const rawNetwork = ({subnets, ...network}: NewNetwork) => ({
	Name: network.name,
	Driver: network.driver,
	CheckDuplicate: true,
	Scope: 'swarm',
	Attachable: network.isAttachable,
	Internal: network.isInternal,
	Ingress: network.isIngress === true,
	Options: network.options,
	Labels: network.labels,
	...(subnets.length === 0 ? {} : {IPAM: {Driver: 'default', Config: subnets.map(rawSubnet)}}),
});

const rawSubnet = ({subnet, gateway, range}: NewNetwork['subnets'][number]) => ({
	Subnet: subnet,
	...(gateway === undefined ? {} : {Gateway: gateway}),
	...(range === undefined ? {} : {IPRange: range}),
});

const rawVolume = ({name, driver, options, labels}: NewVolume) => ({
	Name: name,
	Driver: driver,
	DriverOpts: options,
	Labels: labels,
});
