import {stringify} from 'yaml';
import type {Config} from '../../swarm/config.ts';
import type {Network} from '../../swarm/network.ts';
import type {Secret} from '../../swarm/secret.ts';
import type {Service} from '../../swarm/service.ts';
import {byText, type Tree} from '../tree.ts';
import {type ExportedService, exportService} from './export-service.ts';
import {type ExportScope, keyOf, literal, nameUnlessScoped} from './exported.ts';
import {namespaceLabel} from './stack-name.ts';
import {compact, mapAt, treeAt} from './tree.ts';

type ExportInput = {
	/** The stack's name; for a service of none, the one it would be deployed under. */
	readonly stack: string;
	readonly services: readonly Service[];
	readonly networks: readonly Network[];
	readonly secrets: readonly Secret[];
	readonly configs: readonly Config[];
};

/**
A compose file that deploys to the same specs. What no compose file can say stands in comments at its top; secrets and
configs are external to it, as their contents are the swarm's. It holds the values of variables as they are.
*/
export const exportStack = (input: ExportInput): string => {
	const {stack, networks} = input;
	const scope: ExportScope = {
		stack,
		networks: new Map(networks.map(({id, name, stack: of}) => [id, {name, isOwn: of === stack}])),
	};
	const services = input.services
		.toSorted((a, b) => byText(a.name, b.name))
		.map(service => exportService(service.spec as Tree, scope));
	const file = compact({
		version: services.some(hasStartInterval) ? '3.13' : '3.9',
		services: Object.fromEntries(services.map(({key, tree}) => [key, tree])),
		networks: exportNetworks(services, input),
		volumes: Object.assign({}, ...services.map(({volumes}) => volumes)) as Tree,
		secrets: external(
			stack,
			services.flatMap(({secrets}) => secrets),
		),
		configs: external(
			stack,
			services.flatMap(({configs}) => configs),
		),
	});
	const text = stringify(literal(file), {version: '1.1', lineWidth: 0, aliasDuplicateObjects: false, nullStr: ''});
	return `${[...headOf(input), ...lostLines(services), ...subnetLines(services, input)].map(line => `# ${line}`.trimEnd()).join('\n')}\n${text}`;
};

const hasStartInterval = ({tree}: ExportedService) => treeAt(tree, 'healthcheck')?.['start_interval'] !== undefined;

const headOf = ({stack, services}: ExportInput): readonly string[] => [
	`Deploy it with: docker stack deploy --compose-file FILE ${stack}`,
	'It holds the values of environment variables: keep it where passwords may be.',
	...(services.some(service => service.stack === stack)
		? []
		: [`Made of what is in no stack: deployed, it is called ${stack}_..., and is a service of its own.`]),
];

const lostLines = (services: readonly ExportedService[]): readonly string[] => {
	const lines = services.flatMap(({key, lost}) => lost.map(name => `  ${key}: ${name}`));
	return lines.length === 0 ? [] : ['', 'What no compose file can say, and is missing here:', ...lines];
};

/** Whether Swarm chose a subnet or the file did, nobody knows any more. */
const subnetLines = (services: readonly ExportedService[], {stack, networks}: ExportInput): readonly string[] => {
	const names = new Set(services.flatMap(found => found.networks));
	const lines = networks
		.filter(network => network.stack === stack && names.has(network.name))
		.flatMap(({name, ranges}) => ranges.map(({subnet}) => `  ${keyOf(stack, name)}: ${subnet}`));
	return lines.length === 0
		? []
		: ['', 'Subnets as they are; add ipam to a network that has to have its own again:', ...lines];
};

const external = (stack: string, names: readonly string[]): Tree =>
	Object.fromEntries([...new Set(names)].toSorted(byText).map(name => [keyOf(stack, name), {external: true, name}]));

/** Those of the stack are made by the file; it says nothing of subnets that Swarm chose itself. */
const exportNetworks = (services: readonly ExportedService[], {stack, networks}: ExportInput): Tree => {
	const names = [...new Set(services.flatMap(found => found.networks))].toSorted(byText);
	return Object.fromEntries(
		names.map(name => {
			const network = networks.find(found => found.name === name);
			return [keyOf(stack, name), network?.stack === stack ? networkOf(network, stack) : {external: true, name}];
		}),
	);
};

const vxlan = 'com.docker.network.driver.overlay.vxlanid_list';

const networkOf = ({name, driver, isAttachable, isInternal, labels, raw}: Network, stack: string): Tree => {
	const {[namespaceLabel]: _, ...others} = labels;
	const {[vxlan]: __, ...options} = mapAt(raw as Tree, 'Options');
	return compact({
		name: nameUnlessScoped(stack, name),
		driver,
		driver_opts: options,
		attachable: isAttachable || undefined,
		internal: isInternal || undefined,
		labels: others,
	});
};
