import type {Tree} from '../tree.ts';
import {cpusText, durationText} from '../units.ts';
import {type Exported, lostFields} from './exported.ts';
import {namespaceLabel} from './stack-name.ts';
import {compact, flagAt, mapAt, numberAt, textAt, textsAt, treeAt, treesAt} from './tree.ts';

export const duration = (tree: Tree | undefined, key: string): string | undefined => {
	const length = numberAt(tree, key);
	return length === undefined ? undefined : durationText(length);
};

const without = (labels: Readonly<Record<string, string>>, ...names: readonly string[]) =>
	Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)));

const known = [
	...['Image', 'Command', 'Args', 'Hostname', 'Hosts', 'DNSConfig', 'Healthcheck', 'Env', 'Labels', 'Dir', 'User'],
	...['Mounts', 'StopGracePeriod', 'StopSignal', 'TTY', 'OpenStdin', 'Secrets', 'Configs', 'ReadOnly', 'Privileges'],
	...['Isolation', 'Init', 'Sysctls', 'CapabilityAdd', 'CapabilityDrop', 'Ulimits'],
];

/** What a service's containers are, in the words of a compose file; mounts, secrets and configs aside. */
export const exportContainer = (container: Tree): Exported => {
	const dns = treeAt(container, 'DNSConfig');
	const privileges = treeAt(container, 'Privileges');
	const isolation = textAt(container, 'Isolation');
	const hosts = textsAt(container, 'Hosts').map(line => line.split(/\s+/));
	return {
		tree: compact({
			entrypoint: textsAt(container, 'Command'),
			command: textsAt(container, 'Args'),
			hostname: textAt(container, 'Hostname') || undefined,
			extra_hosts: hosts.filter(({length}) => length === 2).map(([address, name]) => `${name}:${address}`),
			dns: textsAt(dns, 'Nameservers'),
			dns_search: textsAt(dns, 'Search'),
			healthcheck: healthcheck(treeAt(container, 'Healthcheck')),
			environment: environment(textsAt(container, 'Env')),
			labels: without(mapAt(container, 'Labels'), namespaceLabel),
			working_dir: textAt(container, 'Dir') || undefined,
			user: textAt(container, 'User') || undefined,
			stop_grace_period: duration(container, 'StopGracePeriod'),
			stop_signal: textAt(container, 'StopSignal') || undefined,
			tty: flagAt(container, 'TTY') || undefined,
			stdin_open: flagAt(container, 'OpenStdin') || undefined,
			read_only: flagAt(container, 'ReadOnly') || undefined,
			isolation: isolation === 'default' ? undefined : isolation,
			init: flagAt(container, 'Init'),
			sysctls: mapAt(container, 'Sysctls'),
			cap_add: textsAt(container, 'CapabilityAdd'),
			cap_drop: textsAt(container, 'CapabilityDrop'),
			ulimits: ulimits(treesAt(container, 'Ulimits')),
			credential_spec: credentialSpec(treeAt(privileges, 'CredentialSpec')),
		}),
		lost: [
			...lostFields(container, known),
			...lostFields(privileges, ['CredentialSpec']).map(name => `Privileges.${name}`),
			...lostFields(dns, ['Nameservers', 'Search']).map(name => `DNSConfig.${name}`),
			...hosts.filter(({length}) => length > 2).map(words => `several names of one address (${words.join(' ')})`),
		],
	};
};

/** Of a config only its id is known here: Windows alone has those. */
const credentialSpec = (spec: Tree | undefined) =>
	compact({file: textAt(spec, 'File'), registry: textAt(spec, 'Registry')});

const environment = (variables: readonly string[]): Tree =>
	Object.fromEntries(
		variables.map(line => {
			const at = line.indexOf('=');
			return at === -1 ? [line, null] : [line.slice(0, at), line.slice(at + 1)];
		}),
	);

const healthcheck = (check: Tree | undefined): Tree | undefined => {
	const test = textsAt(check, 'Test');

	if (test.length === 1 && test[0] === 'NONE') {
		return {disable: true};
	}

	return (
		check &&
		compact({
			test,
			interval: duration(check, 'Interval'),
			timeout: duration(check, 'Timeout'),
			start_period: duration(check, 'StartPeriod'),
			start_interval: duration(check, 'StartInterval'),
			retries: numberAt(check, 'Retries'),
		})
	);
};

const ulimits = (limits: readonly Tree[]): Tree =>
	Object.fromEntries(
		limits.map(limit => [
			textAt(limit, 'Name') ?? '',
			{soft: numberAt(limit, 'Soft') ?? 0, hard: numberAt(limit, 'Hard') ?? 0},
		]),
	);

const amounts = (given: Tree | undefined) => {
	const cpus = numberAt(given, 'NanoCPUs');
	const memory = numberAt(given, 'MemoryBytes');
	return {
		cpus: cpus ? cpusText(cpus) : undefined,
		memory: memory ? String(memory) : undefined,
		pids: numberAt(given, 'Pids') || undefined,
	};
};

export const exportResources = (resources: Tree | undefined): Exported => {
	const [limits, reservations] = [treeAt(resources, 'Limits'), treeAt(resources, 'Reservations')];
	const generic = treesAt(reservations, 'GenericResources');
	const discrete = generic.flatMap(item => {
		const spec = treeAt(item, 'DiscreteResourceSpec');
		return spec === undefined
			? []
			: [{discrete_resource_spec: {kind: textAt(spec, 'Kind') ?? '', value: numberAt(spec, 'Value') ?? 0}}];
	});
	return {
		tree: compact({
			limits: compact(amounts(limits)),
			reservations: compact({...amounts(reservations), generic_resources: discrete}),
		}),
		lost: [
			...lostFields(resources, ['Limits', 'Reservations']).map(name => `Resources.${name}`),
			...(generic.length > discrete.length ? ['named generic resources'] : []),
		],
	};
};

/** Of the labels of a service only those that aren't Docker's own. */
export const exportLabels = (labels: Readonly<Record<string, string>>, ...own: readonly string[]) =>
	without(labels, ...own);
