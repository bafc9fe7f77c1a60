import type {Json} from '../../swarm/values.ts';
import {effectiveCapabilities} from '../capabilities.ts';
import {byText, type Tree} from '../tree.ts';
import {nanoseconds} from './durations.ts';
import {mountsOf} from './mounts.ts';
import {configReferences, credentialSpec, secretReferences} from './references.ts';
import type {Scope} from './scope.ts';
import {labelled} from './scope.ts';
import {compact, flagAt, mapAt, numberAt, textAt, textsAt, treeAt} from './tree.ts';

/** What a service's containers are, by docker/cli's cli/compose/convert/service.go. */
export const containerSpec = (service: Tree, scope: Scope): Tree => {
	const capabilities = effectiveCapabilities(textsAt(service, 'cap_add'), textsAt(service, 'cap_drop'));
	return compact({
		Image: textAt(service, 'image'),
		Command: textsAt(service, 'entrypoint'),
		Args: textsAt(service, 'command'),
		Hostname: textAt(service, 'hostname'),
		Hosts: textsAt(service, 'extra_hosts').flatMap(hostLine),
		DNSConfig: compact({Nameservers: textsAt(service, 'dns'), Search: textsAt(service, 'dns_search')}),
		Healthcheck: healthcheck(treeAt(service, 'healthcheck')),
		Env: environment(treeAt(service, 'environment') ?? {}),
		Labels: labelled(scope, mapAt(service, 'labels')),
		Dir: textAt(service, 'working_dir'),
		User: textAt(service, 'user'),
		Mounts: mountsOf(service, scope),
		StopGracePeriod: nanoseconds(textAt(service, 'stop_grace_period')),
		StopSignal: textAt(service, 'stop_signal'),
		TTY: flagAt(service, 'tty'),
		OpenStdin: flagAt(service, 'stdin_open'),
		Secrets: secretReferences(service, scope),
		Configs: configReferences(service, scope),
		ReadOnly: flagAt(service, 'read_only'),
		Privileges: compact({CredentialSpec: credentialSpec(service, scope)}),
		Isolation: textAt(service, 'isolation'),
		Init: flagAt(service, 'init'),
		Sysctls: mapAt(service, 'sysctls'),
		CapabilityAdd: capabilities.add,
		CapabilityDrop: capabilities.drop,
		Ulimits: ulimits(treeAt(service, 'ulimits') ?? {}),
		OomScoreAdj: numberAt(service, 'oom_score_adj'),
	});
};

/** `host:address` as in /etc/hosts; an IPv6 address has colons of its own. */
const hostLine = (text: string): readonly string[] => {
	const colon = text.indexOf(':');
	return colon === -1 ? [] : [`${text.slice(colon + 1)} ${text.slice(0, colon)}`];
};

const environment = (variables: Tree): readonly string[] =>
	Object.entries(variables)
		.map(([name, value]) => (value === null ? name : `${name}=${typeof value === 'object' ? '' : value}`))
		.sort(byText);

const healthcheck = (check: Tree | undefined): Tree | undefined => {
	if (check === undefined) {
		return undefined;
	}

	if (flagAt(check, 'disable') === true) {
		return {Test: ['NONE']};
	}

	const length = (key: string) => nanoseconds(textAt(check, key)) || undefined;
	return compact({
		Test: textsAt(check, 'test'),
		Interval: length('interval'),
		Timeout: length('timeout'),
		StartPeriod: length('start_period'),
		StartInterval: length('start_interval'),
		Retries: numberAt(check, 'retries') || undefined,
	});
};

const ulimits = (limits: Tree): readonly Json[] =>
	Object.entries(limits)
		.toSorted(([a], [b]) => byText(a, b))
		.map(([Name, limit]) => {
			const both = numberAt({limit}, 'limit');
			const {soft, hard} = typeof limit === 'object' ? (limit as {soft?: Json; hard?: Json}) : {};
			return {Name, Soft: both ?? soft ?? 0, Hard: both ?? hard ?? 0};
		});
